package io.zentra.core.storage.internal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Sha256;
import io.zentra.core.storage.MigrationMode;
import io.zentra.core.storage.Module;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Brings the tables of all modules to this version. Each file applies once, in order, under the lock of one row, and its
 * SHA-256 is kept: a file that changed after it was applied is refused.
 *
 * <p>In a file, {@code ${word}} stands for the engine's own, a line that begins with {@code --} is a comment, and a
 * statement ends where a line ends with a semicolon.
 */
public final class Migrator {
    private static final String TABLES = """
            create table if not exists zentra_migration (
                module ${text} not null,
                file ${text} not null,
                checksum ${text} not null,
                primary key (module, file)
            ) ${clustered};
            create table if not exists zentra_migration_lock (
                id ${integer} not null primary key
            );
            """;

    private static final Object ONE_AT_A_TIME = new Object();

    private final Engine engine;
    private final List<Module> modules;

    /** A migrator of these modules, in this order. */
    public Migrator(Engine engine, List<Module> modules) {
        this.engine = engine;
        this.modules = List.copyOf(modules);
    }

    /** Does what the mode says. */
    public void run(DataSource source, MigrationMode mode) throws SQLException {
        if (mode == MigrationMode.NONE) {
            return;
        }
        synchronized (ONE_AT_A_TIME) { // H2 commits at each DDL statement, which gives the row lock away
            try (Connection connection = connect(source)) {
                boolean autoCommit = connection.getAutoCommit();
                connection.setAutoCommit(false);
                try {
                    if (mode == MigrationMode.MIGRATE) {
                        migrate(connection);
                    } else {
                        requireComplete(appliedOrNone(connection));
                    }
                    connection.commit();
                } catch (SQLException | RuntimeException e) {
                    connection.rollback();
                    throw e;
                } finally {
                    connection.setAutoCommit(autoCommit);
                }
            }
        }
    }

    /** A host's pool that makes its first connection now tells in exceptions of its own that it cannot. */
    private static Connection connect(DataSource source) throws SQLException {
        try {
            return source.getConnection();
        } catch (RuntimeException e) {
            throw new SQLException("the source gave no connection", e);
        }
    }

    /** All statements of all files, for a person who applies them by hand. */
    public String script() {
        StringBuilder script = new StringBuilder(translated(TABLES));
        for (Module module : modules) {
            for (String file : module.migrations()) {
                String text = read(module, file);
                script.append("\n-- ")
                        .append(module.name())
                        .append('/')
                        .append(file)
                        .append('\n');
                script.append(translated(text));
                script.append("insert into zentra_migration (module, file, checksum) values ('")
                        .append(module.name())
                        .append("', '")
                        .append(file)
                        .append("', '")
                        .append(checksum(text))
                        .append("');\n");
            }
        }
        return script.toString();
    }

    private void migrate(Connection connection) throws SQLException {
        lock(connection);
        Map<String, String> applied = applied(connection);
        requireUnchanged(applied);
        for (Module module : modules) {
            for (String file : module.migrations()) {
                if (!applied.containsKey(module.name() + "/" + file)) {
                    apply(connection, module, file);
                }
            }
        }
    }

    /** Two processes that create the tables at once: the later one fails on the catalogue and simply looks again. */
    private void lock(Connection connection) throws SQLException {
        try {
            createTables(connection);
        } catch (SQLException concurrent) {
            connection.rollback();
            createTables(connection);
        }
        Engine.run(connection, "update zentra_migration_lock set id = 1 where id = 1");
    }

    private void createTables(Connection connection) throws SQLException {
        for (String statement : statements(translated(TABLES))) {
            Engine.run(connection, statement);
        }
        Engine.run(
                connection,
                "insert into zentra_migration_lock (id) select 1 where not exists"
                        + " (select 1 from zentra_migration_lock where id = 1)");
        connection.commit();
    }

    private void apply(Connection connection, Module module, String file) throws SQLException {
        String text = read(module, file);
        for (String statement : statements(translated(text))) {
            Engine.run(connection, engine.repeatable(statement));
        }
        try (PreparedStatement insert =
                connection.prepareStatement("insert into zentra_migration (module, file, checksum) values (?, ?, ?)")) {
            insert.setString(1, module.name());
            insert.setString(2, file);
            insert.setString(3, checksum(text));
            insert.executeUpdate();
        }
    }

    private static Map<String, String> applied(Connection connection) throws SQLException {
        Map<String, String> applied = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                        "select module, file, checksum from zentra_migration order by module, file");
                ResultSet results = select.executeQuery()) {
            while (results.next()) {
                applied.put(results.getString(1) + "/" + results.getString(2), results.getString(3));
            }
        }
        return applied;
    }

    private Map<String, String> appliedOrNone(Connection connection) throws SQLException {
        String schema = connection.getSchema(); // another installation may live in another one
        try (ResultSet tables = connection.getMetaData().getTables(null, schema, "%", new String[] {"TABLE"})) {
            while (tables.next()) {
                if (tables.getString("TABLE_NAME").equalsIgnoreCase("zentra_migration")) {
                    return applied(connection);
                }
            }
        }
        return Map.of();
    }

    private void requireComplete(Map<String, String> applied) {
        requireUnchanged(applied);
        for (Module module : modules) {
            for (String file : module.migrations()) {
                String name = module.name() + "/" + file;
                if (!applied.containsKey(name)) {
                    throw mismatch(
                            name, "was not applied: apply the printed schema or open with MigrationMode.MIGRATE");
                }
            }
        }
    }

    private void requireUnchanged(Map<String, String> applied) {
        Map<String, String> known = new LinkedHashMap<>();
        for (Module module : modules) {
            for (String file : module.migrations()) {
                known.put(module.name() + "/" + file, checksum(read(module, file)));
            }
        }
        applied.forEach((name, checksum) -> {
            String expected = known.get(name);
            if (expected != null && !expected.equals(checksum)) {
                throw mismatch(name, "was applied with another content: use the library version that made the tables");
            }
            boolean ours = modules.stream().anyMatch(module -> name.startsWith(module.name() + "/"));
            if (expected == null && ours) {
                throw mismatch(name, "is unknown to this version: the tables were made by a newer one");
            }
        });
    }

    private static ZentraException mismatch(String name, String what) {
        return ZentraException.of(
                ErrorCode.SCHEMA_MISMATCH, "the migration " + name + " " + what, Map.of("migration", name));
    }

    private String translated(String text) {
        String translated = text;
        for (Map.Entry<String, String> word : engine.words().entrySet()) {
            translated = translated.replace("${" + word.getKey() + "}", word.getValue());
        }
        return translated;
    }

    private static List<String> statements(String text) {
        List<String> statements = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        for (String line : text.lines().toList()) {
            if (line.stripLeading().startsWith("--")) {
                continue;
            }
            current.append(line).append('\n');
            if (line.stripTrailing().endsWith(";")) {
                String statement = current.toString().strip();
                statements.add(statement.substring(0, statement.length() - 1));
                current.setLength(0);
            }
        }
        if (!current.toString().isBlank()) {
            throw new IllegalStateException("a migration ends without a semicolon: " + current);
        }
        return statements;
    }

    private static String read(Module module, String file) {
        try (InputStream in = module.home().getResourceAsStream("db/" + file)) {
            if (in == null) {
                throw new IllegalStateException("no migration db/" + file + " beside " + module.home());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new IllegalStateException("the migration " + file + " cannot be read", e);
        }
    }

    private static String checksum(String text) {
        return Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
    }
}
