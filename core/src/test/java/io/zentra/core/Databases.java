package io.zentra.core;

import io.zentra.core.storage.Storage;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;

/** The databases that a test runs on: each call makes a new, empty one that can be opened again. */
public enum Databases {
    /** A file. */
    SQLITE {
        @Override
        public Storage create(Path folder) {
            return Storage.sqlite(folder.resolve("zentra-" + UUID.randomUUID() + ".db"));
        }
    },
    /** A file. */
    H2 {
        @Override
        public Storage create(Path folder) {
            return Storage.h2(folder.resolve("zentra-" + UUID.randomUUID()));
        }
    },
    /** A database of one real server for all tests of this process. */
    POSTGRES {
        @Override
        public Storage create(Path folder) {
            String name = "zentra_" + UUID.randomUUID().toString().replace("-", "");
            try (Connection connection = Server.RUNNING.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create database " + name);
            } catch (SQLException e) {
                throw new IllegalStateException("the database " + name + " cannot be made", e);
            }
            return Storage.postgres(Server.RUNNING.getJdbcUrl("postgres", name), "postgres", "postgres");
        }
    };

    /** A new, empty database. */
    public abstract Storage create(Path folder);

    /** Something done with a connection. */
    @FunctionalInterface
    public interface Work<T> {
        /** Does it. */
        T with(Connection connection) throws SQLException;
    }

    /** Works on a connection beside Zentra, as an administrator or an intruder would. */
    public static <T> T on(Storage storage, Work<T> work) {
        DataSource source = storage.open();
        try (Connection connection = source.getConnection()) {
            return work.with(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            close(source);
        }
    }

    /** Runs one statement beside Zentra and returns how many rows it changed. */
    public static int execute(Storage storage, String sql) {
        return on(storage, connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
                return statement.getUpdateCount();
            }
        });
    }

    private static void close(DataSource source) {
        try {
            ((AutoCloseable) source).close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Server {
        static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "300")
                        .start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    try {
                        server.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
