package io.zentra.testing.contract;

import io.zentra.testing.contract.RawTables.Column;
import io.zentra.testing.contract.RawTables.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an intruder does to a table: the rows that he leaves in the place of those that were there.
 *
 * @param kind what he does
 * @param place the table, with the column where it is one value
 * @param what what becomes of it, for the message of a test
 * @param rows what he leaves
 * @param touched the rows that differ, as they were and as they are
 */
record Damage(
        Kind kind, String place, String what, List<List<@Nullable Object>> rows, List<List<@Nullable Object>> touched) {
    private static final int BITS = 40;
    private static final long FAR = 1_000_000_007;

    /** What can be done to a table. */
    enum Kind {
        /** A value of a row is another one. */
        CHANGED,
        /** A row is gone. */
        DELETED,
        /** A row is there once more, under another key. */
        PLANTED,
        /** Two rows have each other's values. */
        SWAPPED,
        /** The last rows are gone. */
        TRUNCATED
    }

    /** The table. */
    String table() {
        return place.split("\\.", 2)[0];
    }

    @Override
    public String toString() {
        return kind + " " + place + " " + what;
    }

    /** All that is done to each row and each value of it, with chance for which bit of it. */
    static List<Damage> all(Table table, List<List<@Nullable Object>> rows, Random random) {
        List<Damage> all = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < table.columns().size(); column++) {
                all.addAll(changed(table, rows, row, column, random));
            }
            all.add(deleted(table, rows, row));
            all.addAll(planted(table, rows, row, random));
            if (row > 0) {
                all.addAll(swapped(table, rows, row));
            }
        }
        Set<Integer> ends = new TreeSet<>(List.of(rows.size() - 1, rows.size() / 2, 0));
        ends.forEach(end -> all.add(truncated(table, rows, end)));
        return all;
    }

    private static List<Damage> changed(
            Table table, List<List<@Nullable Object>> rows, int row, int column, Random random) {
        Column of = table.columns().get(column);
        List<@Nullable Object> others = new ArrayList<>();
        Object value = rows.get(row).get(column);
        others.add(flipped(of, value, random));
        if (of.nullable() && value != null) {
            others.add(null);
        }
        if (value instanceof Long number) {
            others.add(number + 1);
            others.add(number + FAR);
        } else if (value instanceof String text && !text.isEmpty()) {
            others.add(text.substring(0, text.length() - 1));
            others.add(text + "x");
        }
        return others.stream()
                .map(other -> {
                    List<@Nullable Object> changed = new ArrayList<>(rows.get(row));
                    changed.set(column, other);
                    List<List<@Nullable Object>> left = new ArrayList<>(rows);
                    left.set(row, changed);
                    String what = "of row " + row + " from " + text(value) + " to " + text(other);
                    return new Damage(
                            Kind.CHANGED, table + "." + of.name(), what, left, List.of(rows.get(row), changed));
                })
                .toList();
    }

    private static Damage deleted(Table table, List<List<@Nullable Object>> rows, int row) {
        List<List<@Nullable Object>> left = new ArrayList<>(rows);
        List<@Nullable Object> gone = left.remove(row);
        return new Damage(Kind.DELETED, table.name(), "row " + row + " " + text(gone), left, List.of(gone));
    }

    /** The row once more under another key, as it is and with other numbers too. */
    private static List<Damage> planted(Table table, List<List<@Nullable Object>> rows, int row, Random random) {
        if (table.keyColumns() == 1) {
            return List.of(); // one row a tenant
        }
        List<@Nullable Object> more = new ArrayList<>(rows.get(row));
        shift(more, table.keyColumns() - 1, random);
        List<@Nullable Object> other = new ArrayList<>(more);
        for (int i = table.keyColumns(); i < other.size(); i++) {
            if (other.get(i) instanceof Long) {
                shift(other, i, random);
            }
        }
        return Stream.of(more, other)
                .map(strange -> planted(table, rows, row, strange))
                .toList();
    }

    private static void shift(List<@Nullable Object> row, int column, Random random) {
        row.set(
                column,
                row.get(column) instanceof Long number ? number + FAR + random.nextInt(1_000) : row.get(column) + "x");
    }

    private static Damage planted(
            Table table, List<List<@Nullable Object>> rows, int row, List<@Nullable Object> strange) {
        List<List<@Nullable Object>> left = new ArrayList<>(rows);
        left.add(strange);
        return new Damage(Kind.PLANTED, table.name(), "like row " + row + ": " + text(strange), left, List.of(strange));
    }

    /** Nothing where both rows have the same values, or where there is nothing but the key. */
    private static List<Damage> swapped(Table table, List<List<@Nullable Object>> rows, int row) {
        List<@Nullable Object> first = new ArrayList<>(rows.get(row - 1));
        List<@Nullable Object> second = new ArrayList<>(rows.get(row));
        boolean differ = false;
        for (int i = table.keyColumns(); i < first.size(); i++) {
            differ |= !Objects.deepEquals(first.get(i), second.get(i));
            Object value = first.get(i);
            first.set(i, second.get(i));
            second.set(i, value);
        }
        if (!differ) {
            return List.of();
        }
        List<List<@Nullable Object>> left = new ArrayList<>(rows);
        left.set(row - 1, first);
        left.set(row, second);
        return List.of(new Damage(
                Kind.SWAPPED, table.name(), "rows " + (row - 1) + " and " + row, left, List.of(first, second)));
    }

    private static Damage truncated(Table table, List<List<@Nullable Object>> rows, int from) {
        return new Damage(
                Kind.TRUNCATED,
                table.name(),
                "from row " + from,
                new ArrayList<>(rows.subList(0, from)),
                rows.subList(from, rows.size()));
    }

    private static Object flipped(Column column, @Nullable Object value, Random random) {
        return switch (column.kind()) {
            case INTEGER -> value == null ? 1L : (Long) value ^ (1L << random.nextInt(BITS));
            case TEXT -> value == null || value.equals("") ? "x" : flipped((String) value, random);
            case BYTES ->
                value == null || ((byte[]) value).length == 0 ? new byte[] {1} : flipped((byte[]) value, random);
        };
    }

    private static String flipped(String text, Random random) {
        int at = random.nextInt(text.length());
        return text.substring(0, at) + (char) (text.charAt(at) ^ 1) + text.substring(at + 1);
    }

    private static byte[] flipped(byte[] bytes, Random random) {
        byte[] changed = bytes.clone();
        changed[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        return changed;
    }

    /** The values by which a row is known, other than its tenant. */
    static List<String> names(Table table, List<@Nullable Object> row) {
        if (table.keyColumns() == 1) {
            return List.of("head", "events "); // of the one table with one row a tenant
        }
        List<String> names = new ArrayList<>();
        for (Object value : row.subList(1, table.keyColumns())) {
            names.add(String.valueOf(value));
        }
        if (table.name().endsWith("_log")) {
            names.add(String.valueOf(
                    row.get(table.keyColumns() + 1))); // what it logs: which commit did is not known of a missing one
        }
        return names;
    }

    private static String text(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return bytes.length + " bytes, " + Arrays.hashCode(bytes);
        }
        if (value instanceof List<?> row) {
            return row.stream().map(Damage::text).toList().toString();
        }
        return String.valueOf(value);
    }
}
