package io.zentra.testing.contract;

/** All contracts on a real PostgreSQL. */
class PostgresStorageTest extends StorageContracts {
    PostgresStorageTest() {
        super(Database.POSTGRES);
    }
}
