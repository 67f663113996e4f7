package io.zentra.testing.architecture;

import io.zentra.core.storage.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a database's words on a statement say of how it reads our tables. A table is read well when an index leads to its
 * rows by the tenant and something more: by the tenant alone is as much as the whole table, where there is one tenant.
 */
final class QueryPlan {
    private static final Pattern TABLE = Pattern.compile(
            "(?:from|join) (zentra_\\w+)(?: (?!where|join|on|order|group|union|limit)(\\w+))?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern H2_ACCESS = Pattern.compile(
            "\"(ZENTRA_\\w+)\"(?: \"\\w+\")?\\s+/\\* (.*?) \\*/", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern POSTGRES_NODE = Pattern.compile("Scan .*\\bon (zentra_\\w+)");

    /** The table with one row a tenant, whose key is the tenant alone. */
    private static final String OF_ONE_ROW = "zentra_journal_head";

    private QueryPlan() {}

    /** The parts of a plan that read a table without an index, or by the tenant alone. */
    static List<String> scans(Dialect dialect, String sql, String plan) {
        return switch (dialect) {
            case SQLITE -> ofSqlite(sql, plan);
            case H2 -> ofH2(plan);
            case POSTGRES -> ofPostgres(plan);
        };
    }

    /** A line for each table, by the name that the statement gives it. */
    private static List<String> ofSqlite(String sql, String plan) {
        List<String> names = new ArrayList<>();
        Matcher tables = TABLE.matcher(sql);
        while (tables.find()) {
            if (!tables.group(1).equals(OF_ONE_ROW)) {
                names.add(tables.group(2) == null ? tables.group(1) : tables.group(2));
            }
        }
        return plan.lines()
                .filter(line -> names.stream()
                        .anyMatch(name -> line.matches("SCAN " + name + "\\b.*")
                                || (line.startsWith("SEARCH " + name + " ") && !line.contains(" AND "))))
                .toList();
    }

    /** A comment behind each table. */
    private static List<String> ofH2(String plan) {
        List<String> scans = new ArrayList<>();
        Matcher accesses = H2_ACCESS.matcher(plan);
        while (accesses.find()) {
            String access = accesses.group(2).toUpperCase(Locale.ROOT);
            boolean isScan = access.contains("TABLESCAN") || !access.contains(" AND ");
            if (isScan && !accesses.group(1).equalsIgnoreCase(OF_ONE_ROW)) {
                scans.add(accesses.group());
            }
        }
        return scans;
    }

    /** A node for each table, and below it the condition that its index serves. */
    private static List<String> ofPostgres(String plan) {
        List<String> scans = new ArrayList<>();
        String table = "";
        for (String line : plan.lines().toList()) {
            Matcher node = POSTGRES_NODE.matcher(line);
            table = node.find() ? node.group(1) : table;
            boolean isScan =
                    line.contains("Seq Scan on zentra_") || (line.contains("Index Cond: ") && !line.contains(" AND "));
            if (isScan && !table.equals(OF_ONE_ROW)) {
                scans.add(table + ": " + line.strip());
            }
        }
        return scans;
    }
}
