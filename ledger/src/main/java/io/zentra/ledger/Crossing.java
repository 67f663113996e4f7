package io.zentra.ledger;

import io.zentra.core.money.Money;
import java.time.Instant;
import java.util.Locale;

/**
 * A limit that a backdated posting broke in an account between its effective time and now. Immutable.
 *
 * @param account the account's id
 * @param kind which limit
 * @param limit the limit, as it was when the posting was made
 * @param balance how far beyond: the lowest or highest posted balance on the effective axis, this posting included
 * @param at when that was first
 */
public record Crossing(String account, Kind kind, Money limit, Money balance, Instant at) {
    /** Which limit. */
    public enum Kind {
        /** The lowest balance. */
        FLOOR,
        /** The highest balance. */
        CEILING;

        /** {@code floor} or {@code ceiling}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The kind of a {@link #code()}. */
        public static Kind of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }
}
