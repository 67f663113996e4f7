package io.zentra.core.storage.internal;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Sources of SQLite connections; apart from the rest so that only its users need the driver. */
public final class SqliteSources {
    private static final int BUSY_TIMEOUT_MS = 10_000;
    private static final int CACHE_KIB = 65_536;
    /** Pages between checkpoints, 256 MiB: fewer checkpoints write each dirty page fewer times. */
    private static final int CHECKPOINT_PAGES = 65_536;

    private SqliteSources() {}

    /** Connections to a file in WAL mode, every commit synced. */
    public static DataSource file(Path file) {
        SQLiteConfig config = common();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setPragma(SQLiteConfig.Pragma.MMAP_SIZE, String.valueOf(1L << 30));
        return source(config, "jdbc:sqlite:" + file.toAbsolutePath());
    }

    /** Connections to one database in memory, which lives as long as one of them is open. */
    public static DataSource memory(String name) {
        SQLiteConfig config = common();
        config.setJournalMode(SQLiteConfig.JournalMode.MEMORY);
        config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
        return source(config, "jdbc:sqlite:file:/" + name + "?vfs=memdb");
    }

    /** Pages after which the writer's connection moves the WAL into the file. */
    static int checkpointPages() {
        return CHECKPOINT_PAGES;
    }

    private static SQLiteConfig common() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        config.setCacheSize(-CACHE_KIB);
        config.setTransactionMode(SQLiteConfig.TransactionMode.DEFERRED);
        return config;
    }

    private static DataSource source(SQLiteConfig config, String url) {
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(url);
        return source;
    }
}
