package io.zentra.testing.contract;

import io.zentra.core.storage.Storage;

class InMemoryTransferTest extends TransferContract {
    @Override
    protected Storage storage() {
        return Storage.inMemory();
    }
}
