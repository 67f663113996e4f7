package io.zentra.testing.contract;

/** All contracts on an H2 file. */
class H2StorageTest extends StorageContracts {
    H2StorageTest() {
        super(Database.H2);
    }
}
