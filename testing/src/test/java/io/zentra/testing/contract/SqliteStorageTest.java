package io.zentra.testing.contract;

/** All contracts on a SQLite file. */
class SqliteStorageTest extends StorageContracts {
    SqliteStorageTest() {
        super(Database.SQLITE);
    }
}
