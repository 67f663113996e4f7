package io.zentra.testing.contract;

/** All contracts on SQLite in memory. */
class InMemoryStorageTest extends StorageContracts {
    InMemoryStorageTest() {
        super(Database.IN_MEMORY);
    }

    @Nested
    class AccountsOf extends AccountContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }
}
