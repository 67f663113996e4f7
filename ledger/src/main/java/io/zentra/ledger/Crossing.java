package io.zentra.ledger;

import io.zentra.core.money.Money;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A limit that a backdated posting broke in an account between its effective time and now, or that nobody looked whether it
 * did. Immutable.
 *
 * @param account the account's id
 * @param kind which limit
 * @param limit the limit, as it was when the posting was made; null for {@link Kind#NOT_LOOKED_AT}
 * @param balance how far beyond: the lowest or highest posted balance on the effective axis, this posting included; null
 *     for {@link Kind#NOT_LOOKED_AT}
 * @param at when that was first; for {@link Kind#NOT_LOOKED_AT} since when nothing was looked at
 */
public record Crossing(
        String account,
        Kind kind,
        @Nullable Money limit,
        @Nullable Money balance,
        Instant at) {
    /** Which limit. */
    public enum Kind {
        /** The lowest balance. */
        FLOOR,
        /** The highest balance. */
        CEILING,
        /** Unknown whether any: too many entries lie between, and none of them was looked at. */
        NOT_LOOKED_AT;

        /** {@code floor}, {@code ceiling} or {@code not_looked_at}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The kind of a {@link #code()}. */
        public static Kind of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }
}
