package io.zentra.benchmarks.jdbc;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A loop that does on a connection what another one did: the same statements in the same commits. It hashes the events
 * anew, and it makes up and decides nothing.
 */
public final class Replay {
    private static final int HASH_BYTES = 32;

    private final List<Execution> executions;

    Replay(List<Execution> executions) {
        this.executions = executions;
    }

    /**
     * Does it, and returns how many nanoseconds it took.
     *
     * @param connection in manual commit
     */
    public long run(Connection connection, List<String> first) throws SQLException {
        try (Statement pragma = connection.createStatement()) {
            for (String sql : first) {
                pragma.execute(sql);
            }
        }
        Map<String, PreparedStatement> statements = new HashMap<>();
        MessageDigest digest = sha256();
        long begun = System.nanoTime();
        for (Execution execution : executions) {
            if (execution.isCommit()) {
                connection.commit();
                continue;
            }
            PreparedStatement statement = statements.get(execution.sql());
            if (statement == null) {
                statement = connection.prepareStatement(execution.sql());
                statements.put(execution.sql(), statement);
            }
            if (execution.isOfEvents()) {
                hash(digest, execution);
            }
            execute(statement, execution);
        }
        long nanos = System.nanoTime() - begun;
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
        return nanos;
    }

    /** What each of so many transfers took, for a person. */
    public String summary(long transfers) {
        Map<String, Integer> reads = new TreeMap<>();
        Map<String, Integer> writes = new TreeMap<>();
        int commits = 0;
        for (Execution execution : executions) {
            if (execution.isCommit()) {
                commits++;
            } else {
                (execution.isRead() ? reads : writes).merge(execution.table(), execution.count(), Integer::sum);
            }
        }
        return transfers + " transfers in " + commits + " commits; rows a transfer: written  "
                + shares(writes, transfers) + "; asked for " + shares(reads, transfers);
    }

    private static String shares(Map<String, Integer> counts, long transfers) {
        return counts.entrySet().stream()
                .map(count -> String.format(
                        Locale.ROOT,
                        "%s %.2f",
                        count.getKey().replace("zentra_", ""),
                        (double) count.getValue() / transfers))
                .collect(Collectors.joining(", "));
    }

    private static void execute(PreparedStatement statement, Execution execution) throws SQLException {
        boolean returns = execution.isRead() || execution.sql().contains(" returning ");
        for (@Nullable Object[] row : execution.rows()) {
            for (int i = 0; i < row.length; i++) {
                bind(statement, i + 1, row[i]);
            }
            if (returns) {
                read(statement);
            } else {
                statement.addBatch();
            }
        }
        if (!returns) {
            statement.executeBatch();
        }
    }

    private static void read(PreparedStatement statement) throws SQLException {
        try (ResultSet results = statement.executeQuery()) {
            int columns = results.getMetaData().getColumnCount();
            while (results.next()) {
                for (int i = 1; i <= columns; i++) {
                    results.getObject(i);
                }
            }
        }
    }

    private static void bind(PreparedStatement statement, int parameter, @Nullable Object value) throws SQLException {
        if (value instanceof Long number) {
            statement.setLong(parameter, number);
        } else if (value instanceof String text) {
            statement.setString(parameter, text);
        } else if (value instanceof byte[] bytes) {
            statement.setBytes(parameter, bytes);
        } else if (value == null) {
            statement.setNull(parameter, Types.BIGINT);
        } else {
            statement.setObject(parameter, value);
        }
    }

    private static void hash(MessageDigest digest, Execution execution) {
        for (@Nullable Object[] row : execution.rows()) {
            for (Object value : row) {
                if (value instanceof byte[] event && event.length > HASH_BYTES) {
                    digest.update(digest.digest(event));
                } else if (value instanceof byte[][] events) {
                    for (byte[] each : events) {
                        digest.update(digest.digest(each));
                    }
                }
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
