package io.zentra.testing.contract;

import io.zentra.core.storage.Storage;
import io.zentra.testing.fault.Counted;
import io.zentra.testing.model.ModelContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** All contracts on SQLite in memory. */
class InMemoryStorageTest {
    @TempDir
    Path folder;

    private Storage newStorage() {
        return Database.IN_MEMORY.newStorage(folder);
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
            return 200;
        }
    }

    @Nested
    class Faults extends FaultContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }

        @Override
        protected Counted counted() {
            return Counted.EVERY_CALL;
        }
    }

    @Nested
    class Transfers extends TransferContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class AccountsOf extends AccountContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }
}
