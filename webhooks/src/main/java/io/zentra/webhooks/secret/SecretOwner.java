package io.zentra.webhooks.secret;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.TenantId;
import java.nio.charset.StandardCharsets;

/**
 * Whose a secret is: what was sealed for one owner opens for no other, so that rows cannot be exchanged in the database.
 * Immutable.
 *
 * @param tenant the tenant
 * @param id of the endpoint or rail that uses it: 1 to {@value #MAX_ID} characters of printable ASCII without space
 */
public record SecretOwner(TenantId tenant, String id) {
    /** The most characters of an id. */
    public static final int MAX_ID = 150;

    /**
     * Checks the id.
     *
     * @throws ZentraException {@code invalid_id}
     */
    public SecretOwner {
        if (id.isEmpty() || id.length() > MAX_ID || id.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
            throw ZentraException.of(
                    ErrorCode.INVALID_ID,
                    "the owner \"" + Shown.of(id) + "\" of a secret is malformed: it must have 1 to " + MAX_ID
                            + " characters of printable ASCII without space");
        }
    }

    byte[] context(String purpose) {
        return Context.of(
                purpose.getBytes(StandardCharsets.US_ASCII),
                tenant.toString().getBytes(StandardCharsets.UTF_8),
                id.getBytes(StandardCharsets.US_ASCII));
    }
}
