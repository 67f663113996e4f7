package io.zentra.benchmarks.database;

import com.zaxxer.hikari.HikariDataSource;
import io.zentra.core.storage.Dialect;
import io.zentra.core.storage.Storage;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Databases of a PostgreSQL server: one is filled and is the template of the others. */
final class PostgresDatabases implements Databases {
    private static final Pattern URL =
            Pattern.compile("(?<server>jdbc:postgresql://[^/]+/)(?<database>[^?]*)(?<options>\\?.*)?");
    private static final int SPARE_CONNECTIONS = 32;

    private final @Nullable EmbeddedPostgres started;
    private final String url;
    private final int connections;
    private final String template;
    private int count;

    PostgresDatabases(String name, Optional<String> url, int connections, Filling filling) throws Exception {
        this.started = url.isPresent() ? null : start(connections + SPARE_CONNECTIONS);
        this.url = started == null ? url.orElseThrow() : started.getJdbcUrl("postgres", "postgres");
        this.connections = connections;
        this.template = "zentra_benchmark_" + name.replaceAll("[^a-z0-9]", "_");
        execute("drop database if exists " + template);
        execute("create database " + template);
        try (HikariDataSource source = source(template)) {
            filling.fill(Storage.postgres(source));
        }
    }

    @Override
    public Database fresh() throws SQLException {
        String name = template + "_" + ++count;
        execute("drop database if exists " + name);
        execute("create database " + name + " template " + template);
        execute("checkpoint"); // what the copy left to be written is no phase's business
        return new Database(Dialect.POSTGRES, source(name)) {
            @Override
            void delete() throws SQLException {
                execute("drop database " + name);
            }
        };
    }

    @Override
    public String description() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet settings = statement.executeQuery("select version(), current_setting('fsync'),"
                        + " current_setting('synchronous_commit'), current_setting('full_page_writes')")) {
            settings.next();
            return settings.getString(1) + ", fsync=" + settings.getString(2) + ", synchronous_commit="
                    + settings.getString(3) + ", full_page_writes=" + settings.getString(4);
        }
    }

    @Override
    public void close() throws SQLException, IOException {
        execute("drop database if exists " + template);
        if (started != null) {
            started.close();
        }
    }

    /** Test servers start without durability; this one is to be as a production server is. */
    private static EmbeddedPostgres start(int maxConnections) throws IOException {
        return EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", String.valueOf(maxConnections))
                .start();
    }

    private HikariDataSource source(String database) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "an address is jdbc:postgresql://HOST:PORT/DATABASE?OPTIONS, not " + url);
        }
        String options = parts.group("options") == null ? "" : parts.group("options");
        HikariDataSource source = new HikariDataSource();
        source.setJdbcUrl(parts.group("server") + database + options);
        source.setMaximumPoolSize(connections + SPARE_CONNECTIONS / 2);
        source.setMinimumIdle(1);
        return source;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
