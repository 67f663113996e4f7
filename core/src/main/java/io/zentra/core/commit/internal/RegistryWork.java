package io.zentra.core.commit.internal;

import io.zentra.core.commit.UnitOfWork;

/** What only the registry of tenants may do. */
public interface RegistryWork extends UnitOfWork {
    /** Begins the journal of a new tenant. */
    void openJournal(int tenantNo);
}
