package io.zentra.testing.contract;

/** All contracts on SQLite in memory. */
class InMemoryStorageTest extends StorageContracts {
    InMemoryStorageTest() {
        super(Database.IN_MEMORY);
    }
}
