package io.zentra.benchmarks.jdbc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement as it was executed; a commit when its SQL is empty.
 *
 * @param sql the statement
 * @param rows the values of its parameters, once for each time in a batch
 */
record Execution(String sql, List<@Nullable Object[]> rows) {
    static final Execution COMMIT = new Execution("", List.of());

    boolean isCommit() {
        return sql.isEmpty();
    }

    boolean isRead() {
        return sql.startsWith("select");
    }

    boolean isOfEvents() {
        return sql.startsWith("insert into zentra_journal ");
    }

    /** How many rows it asks for, or writes at most. */
    int count() {
        int tuples = sql.startsWith("insert") ? sql.split("\\(\\?", -1).length - 1 : 1;
        return rows.size() * Math.max(1, tuples);
    }

    /** The table that it reads or writes. */
    String table() {
        String[] words = sql.split(" ", -1);
        for (int i = 0; i + 1 < words.length; i++) {
            if (words[i].equals("into") || words[i].equals("from") || words[i].equals("update")) {
                return words[i + 1];
            }
        }
        return "?";
    }
}
