package io.zentra.core.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.storage.internal.SqliteSources;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Which database to use and how. Immutable; opening a runtime with it connects.
 *
 * <pre>{@code
 * Storage.sqlite(Path.of("zentra.db"));                       // embedded, durable
 * Storage.inMemory();                                         // for unit tests
 * Storage.postgres(dataSource).migrations(MigrationMode.VALIDATE);
 * }</pre>
 *
 * <p>Pools that Zentra makes are closed with the runtime; a {@link DataSource} that the host passes in is never closed.
 */
public final class Storage {
    private static final int READ_CONNECTIONS = 8;
    /** For databases in this process: nothing ages there, and one in memory is gone with its last connection. */
    private static final long FOR_EVER = 0;

    private final Dialect dialect;
    private final Place place;
    private final boolean owned;
    private final MigrationMode migrations;
    private final int lanes;

    private Storage(Dialect dialect, Place place, boolean owned, MigrationMode migrations, int lanes) {
        this.dialect = dialect;
        this.place = place;
        this.owned = owned;
        this.migrations = migrations;
        this.lanes = lanes;
    }

    /**
     * A SQLite file, created when missing, in WAL mode with {@code synchronous=FULL}: an acknowledged commit survives a
     * power cut. One process at a time should write it; others wait.
     */
    public static Storage sqlite(Path file) {
        Place place = Place.file("SQLite file " + file, () -> pool(SqliteSources.file(file), "zentra-sqlite"));
        return new Storage(Dialect.SQLITE, place, true, MigrationMode.MIGRATE, 1);
    }

    /** A SQLite database in this process's memory, gone when the runtime closes; each opening makes another one. */
    public static Storage inMemory() {
        Place place = Place.memory(
                "SQLite database in memory",
                () -> pool(SqliteSources.memory("zentra-" + UUID.randomUUID()), "zentra-memory"));
        return new Storage(Dialect.SQLITE, place, true, MigrationMode.MIGRATE, 1);
    }

    /**
     * An H2 file. H2 itself does not write a commit through to the disk; Zentra therefore makes it do so after every
     * group of commits ({@code CHECKPOINT SYNC}), which is slow, and never write over space it has freed ({@code
     * REUSE_SPACE=FALSE}), so that the file only grows while it is open. For tests and demos.
     *
     * @param file without the suffix {@code .mv.db}
     */
    public static Storage h2(Path file) {
        String url = "jdbc:h2:file:" + file.toAbsolutePath() + ";DB_CLOSE_ON_EXIT=FALSE;REUSE_SPACE=FALSE";
        return owned(Dialect.H2, Place.file("H2 file " + file, () -> pool(Dialect.H2, url, "sa", "", 1)), 1);
    }

    /** An H2 database in this process's memory, gone when the runtime closes; each opening makes another one. */
    public static Storage h2InMemory() {
        Place place = Place.memory(
                "H2 database in memory",
                () -> pool(Dialect.H2, "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_ON_EXIT=FALSE", "sa", "", 1));
        return owned(Dialect.H2, place, 1);
    }

    /** A PostgreSQL database behind the host's pool, which needs room for six connections at least. */
    public static Storage postgres(DataSource dataSource) {
        return of(dataSource, Dialect.POSTGRES).lanes(4);
    }

    /** A PostgreSQL database with a pool of Zentra's own; user and password stand in the address or the environment. */
    public static Storage postgres(String url) {
        return owned(Dialect.POSTGRES, Place.at(url, () -> pool(Dialect.POSTGRES, url, null, null, 4)), 4);
    }

    /** A PostgreSQL database with a pool of Zentra's own. */
    public static Storage postgres(String url, String user, String password) {
        return owned(Dialect.POSTGRES, Place.at(url, () -> pool(Dialect.POSTGRES, url, user, password, 4)), 4);
    }

    /** A database behind a source of the host's, with one lane; connections come in auto-commit or not, and go back so. */
    public static Storage of(DataSource dataSource, Dialect dialect) {
        Place place = new Place(dialect + " database of the host's source", "see the cause", () -> dataSource);
        return new Storage(dialect, place, false, MigrationMode.MIGRATE, 1);
    }

    /** The same with another way to treat its tables; the default is {@link MigrationMode#MIGRATE}. */
    public Storage migrations(MigrationMode mode) {
        return new Storage(dialect, place, owned, mode, lanes);
    }

    /**
     * The same with another number of lanes, each with a connection of its own; a tenant is always served by the same
     * one. SQLite and H2 have one writer, so more lanes only wait for each other there.
     *
     * @param count 1 to 64
     * @throws ZentraException {@code invalid_configuration} for another number
     */
    public Storage lanes(int count) {
        if (count < 1 || count > 64) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CONFIGURATION,
                    "a storage has 1 to 64 lanes, not " + count + ": give it one of these numbers",
                    Map.of("lanes", String.valueOf(count)));
        }
        return new Storage(dialect, place, owned, migrations, count);
    }

    /** The database's dialect. */
    public Dialect dialect() {
        return dialect;
    }

    /** How its tables are treated at opening. */
    public MigrationMode migrations() {
        return migrations;
    }

    /** How many lanes write to it. */
    public int lanes() {
        return lanes;
    }

    /**
     * Opens the source of connections; the caller closes it when {@link #owned()}.
     *
     * @throws ZentraException {@code storage_failed} when the database cannot be reached
     */
    public DataSource open() {
        return place.open();
    }

    /** What it is called in an error, such as {@code SQLite file zentra.db}; it holds no secret. */
    public String name() {
        return place.name();
    }

    /** Whether the source that {@link #open()} gives belongs to Zentra. */
    public boolean owned() {
        return owned;
    }

    private static Storage owned(Dialect dialect, Place place, int lanes) {
        return new Storage(dialect, place, true, MigrationMode.MIGRATE, lanes);
    }

    private static DataSource pool(
            Dialect dialect, String url, @Nullable String user, @Nullable String password, int lanes) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        if (user != null && password != null) {
            config.setUsername(user);
            config.setPassword(password);
        }
        if (dialect != Dialect.POSTGRES) {
            config.setMaxLifetime(FOR_EVER);
        }
        return pool(config, "zentra-" + dialect, lanes);
    }

    private static DataSource pool(DataSource raw, String name) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(raw);
        config.setMaxLifetime(FOR_EVER);
        return pool(config, name, 1);
    }

    private static DataSource pool(HikariConfig config, String name, int lanes) {
        config.setPoolName(name);
        config.setMaximumPoolSize(READ_CONNECTIONS + lanes);
        config.setMinimumIdle(1);
        return new HikariDataSource(config);
    }
}
