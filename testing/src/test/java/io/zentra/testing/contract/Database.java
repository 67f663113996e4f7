package io.zentra.testing.contract;

import io.zentra.core.storage.Storage;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** The storages that are proven here. */
public enum Database {
    /** SQLite in this process's memory. */
    IN_MEMORY {
        @Override
        public Storage newStorage(Path folder) {
            return Storage.inMemory();
        }
    },
    /** A SQLite file. */
    SQLITE {
        @Override
        public Storage newStorage(Path folder) {
            return Storage.sqlite(newFile(folder));
        }
    },
    /** An H2 file. */
    H2 {
        @Override
        public Storage newStorage(Path folder) {
            return Storage.h2(newFile(folder));
        }
    },
    /** A real PostgreSQL server. */
    POSTGRES {
        @Override
        public Storage newStorage(Path folder) {
            return Storage.postgres(Postgres.newSchema(), "postgres", "postgres");
        }
    };

    private static final AtomicInteger FILES = new AtomicInteger();

    /** An empty storage; files lie in the folder. */
    public abstract Storage newStorage(Path folder);

    /** Whether it is so fast that a usual run can be thorough. */
    boolean isInMemory() {
        return this == IN_MEMORY;
    }

    /** Every how manieth call of a write is struck in a usual run. */
    int stride() {
        return isInMemory() ? 1 : 3;
    }

    private static Path newFile(Path folder) {
        return folder.resolve("zentra-" + FILES.incrementAndGet());
    }
}
