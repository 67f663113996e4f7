package io.zentra.testing.contract;

import io.zentra.core.storage.Storage;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteTransferTest extends TransferContract {
    @TempDir
    Path folder;

    @Override
    protected Storage storage() {
        return Storage.sqlite(folder.resolve("zentra.db"));
    }
}
