package io.zentra.testing.contract;

import io.zentra.core.storage.Storage;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2TransferTest extends TransferContract {
    @TempDir
    Path folder;

    @Override
    protected Storage storage() {
        return Storage.h2(folder.resolve("zentra"));
    }
}
