package io.zentra.ledger.internal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Sums of the totals of accounts, which may exceed 64 bits. SQLite's sum refuses those: so the halves are summed apart. */
final class Totals {
    private static final int HALF = 32;

    private Totals() {}

    /** The columns of the sums of balances, {@code b}; each is read by {@link #read}. */
    static String sums(String... columns) {
        return Arrays.stream(columns)
                .map(column -> "sum(b." + column + " / 4294967296), sum(b." + column + " % 4294967296)")
                .collect(Collectors.joining(", "));
    }

    /**
     * A sum.
     *
     * @param column that of its first half, from 1
     */
    static BigInteger read(ResultSet results, int column) throws SQLException {
        BigDecimal high = results.getBigDecimal(column);
        BigDecimal low = results.getBigDecimal(column + 1);
        return high.toBigIntegerExact().shiftLeft(HALF).add(low.toBigIntegerExact());
    }
}
