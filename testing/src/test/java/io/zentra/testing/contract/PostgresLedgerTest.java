package io.zentra.testing.contract;

import io.zentra.core.storage.Storage;

class PostgresLedgerTest extends LedgerContract {
    @Override
    protected Storage storage() {
        return Storage.postgres(Postgres.newDatabase(), "postgres", "postgres");
    }
}
