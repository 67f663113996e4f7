package io.zentra.ledger.internal.file;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.internal.EffectiveInstant;
import io.zentra.ledger.internal.file.CsvTable.Row;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Cells of a row as values. */
final class CellValues {
    private static final int MAX_TEXT = 1_000;

    private CellValues() {}

    /** A text that must be there. */
    static String required(Row row, String column) {
        String text = optional(row, column);
        if (text == null) {
            throw invalid("the cell \"" + column + "\" is empty");
        }
        return text;
    }

    /** A text; null when the cell is empty. */
    static @Nullable String optional(Row row, String column) {
        String text = row.cell(column);
        if (text.length() > MAX_TEXT || text.indexOf(0) >= 0) {
            throw invalid("the cell \"" + column + "\" must be a text of at most " + MAX_TEXT + " characters");
        }
        return text.isEmpty() ? null : text;
    }

    /** A time; null when the cell is empty. */
    static @Nullable Instant time(Row row, String column) {
        String text = optional(row, column);
        try {
            return text == null ? null : EffectiveInstant.require(Instant.parse(text));
        } catch (DateTimeException malformed) {
            throw invalid("the cell \"" + column + "\" must be a time such as 2026-11-21T09:00:00Z");
        }
    }

    /** An amount from the column of minor units or that of whole ones; when both are there, they must agree. */
    static Money money(Row row, String minorColumn, String column) {
        Asset asset = Asset.parse(required(row, "asset"));
        String minor = optional(row, minorColumn);
        String amount = optional(row, column);
        if (minor == null && amount == null) {
            throw invalid("one of the cells \"" + minorColumn + "\" and \"" + column + "\" must have an amount");
        }
        Money money = minor == null ? null : Money.ofMinor(integer(minorColumn, minor), asset);
        Money whole = amount == null ? null : Money.parse(amount + " " + asset);
        if (money != null && whole != null && !money.equals(whole)) {
            throw invalid("the cells \"" + minorColumn + "\" and \"" + column + "\" differ: " + money + ", " + whole);
        }
        return money != null ? money : Objects.requireNonNull(whole);
    }

    private static long integer(String column, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException malformed) {
            throw invalid("the cell \"" + column + "\" must be a whole number of 64 bits");
        }
    }

    static ZentraException invalid(String what) {
        return ZentraException.of(ErrorCode.INVALID_LINE, what);
    }
}
