package io.zentra.testing.contract;

import io.zentra.core.storage.Storage;

/** What a process leaves of its database when it dies, for the next one to find. Used by one thread at a time. */
interface Remains {
    /** The storage as it is for a process that begins now. */
    Storage storage();

    /** A process dies in this moment: what lies on the disk is kept, and nothing that it does afterwards counts. */
    void keep();

    /** Nothing of it is looked at any more, and all its connections are closed: it may take no more room. */
    void delete();

    /** Of a storage that is not meant to survive any process. */
    static Remains none(Storage storage) {
        return new Remains() {
            @Override
            public Storage storage() {
                return storage;
            }

            @Override
            public void keep() {
                throw new IllegalStateException("nothing is kept of this storage: no process may end on it");
            }

            @Override
            public void delete() {} // it is its owner's
        };
    }
}
