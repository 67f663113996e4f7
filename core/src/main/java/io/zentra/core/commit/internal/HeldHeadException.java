package io.zentra.core.commit.internal;

import io.zentra.core.identity.Tenant;
import java.sql.SQLException;

/** The head of a tenant's journal was not to be had in time: another transaction holds its lock. */
final class HeldHeadException extends SQLException {
    private static final long serialVersionUID = 1L;

    private final transient Tenant tenant;

    HeldHeadException(Tenant tenant, SQLException cause) {
        super(
                "the journal head of tenant " + tenant.id() + " is locked by another transaction",
                cause.getSQLState(),
                cause.getErrorCode(),
                cause);
        this.tenant = tenant;
    }

    Tenant tenant() {
        return tenant;
    }
}
