package io.zentra.testing.contract;

import io.zentra.core.storage.Storage;

class PostgresTransferTest extends TransferContract {
    @Override
    protected Storage storage() {
        return Storage.postgres(Postgres.newDatabase(), "postgres", "postgres");
    }
}
