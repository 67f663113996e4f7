package io.zentra.testing.contract;

import io.zentra.core.storage.Storage;

class InMemoryLedgerTest extends LedgerContract {
    @Override
    protected Storage storage() {
        return Storage.inMemory();
    }
}
