package io.zentra.testing.contract;

import io.zentra.core.storage.Storage;
import io.zentra.testing.model.ModelContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** All contracts on a real PostgreSQL. */
class PostgresStorageTest {
    @TempDir
    Path folder;

    private Storage newStorage() {
        return Database.POSTGRES.newStorage(folder);
    }

    @Nested
    class Books extends LedgerContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Refusals extends RefusalContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Races extends RaceContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Joined extends JoinedContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Model extends ModelContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }

        @Override
        protected int sequences() {
            return 15;
        }
    }

    @Nested
    class Faults extends FaultContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }

        @Override
        protected int stride() {
            return 5;
        }
    }

    @Nested
    class Transfers extends TransferContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }
}
