package io.zentra.core.identity;

import io.zentra.core.error.ZentraException;

/**
 * The host's id of a tenant. Immutable.
 *
 * @param value in the form of {@link Identifier}
 */
public record TenantId(String value) {
    /**
     * Checks the form.
     *
     * @throws ZentraException {@code invalid_id}
     */
    public TenantId {
        Identifier.require("tenant", value);
    }

    /**
     * The id of this text.
     *
     * @throws ZentraException {@code invalid_id}
     */
    public static TenantId of(String value) {
        return new TenantId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
