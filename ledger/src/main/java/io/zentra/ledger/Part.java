package io.zentra.ledger;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What of a hold or posting is meant. Immutable.
 *
 * <p>Lines name account and side as the hold or posting does, also where a posting is reversed, and balance in every
 * asset, so what is left always balances too. A line takes from the lines of its account and side, the first first; one
 * that is not there is {@code invalid_part}, whatever is done with the part.
 *
 * <pre>{@code
 * Part.all()
 * Part.of(usd("40.00"))                                   // of two lines
 * Part.lines()                                            // of any number
 *         .debit("customer:42", usd("40.00"))
 *         .credit("merchant:7", usd("38.00"))
 *         .credit("income:fees", usd("2.00"))
 * }</pre>
 */
public sealed interface Part {
    /** All that is left. */
    record All() implements Part {}

    /**
     * As much of both lines, where there are two.
     *
     * @param amount above zero
     */
    record Amount(Money amount) implements Part {
        /**
         * Checks the amount.
         *
         * @throws ZentraException {@code amount_not_positive}
         */
        public Amount {
            if (!amount.isPositive()) {
                throw ZentraException.of(
                        ErrorCode.AMOUNT_NOT_POSITIVE,
                        "a part of " + amount + " is none: it must be above zero",
                        Map.of("amount", amount.toString()));
            }
        }
    }

    /**
     * These lines.
     *
     * @param lines balanced in every asset once all are there
     */
    record Lines(List<EntryRequest> lines) implements Part {
        /** Copies the list. */
        public Lines {
            lines = List.copyOf(lines);
        }

        /** The same with one more debit. */
        public Lines debit(String account, Money amount) {
            return with(new EntryRequest(account, Side.DEBIT, amount));
        }

        /** The same with one more credit. */
        public Lines credit(String account, Money amount) {
            return with(new EntryRequest(account, Side.CREDIT, amount));
        }

        private Lines with(EntryRequest line) {
            List<EntryRequest> more = new ArrayList<>(lines);
            more.add(line);
            return new Lines(more);
        }
    }

    /** All that is left. */
    static Part all() {
        return new All();
    }

    /**
     * As much of both lines, where there are two.
     *
     * @throws ZentraException {@code amount_not_positive}
     */
    static Part of(Money amount) {
        return new Amount(amount);
    }

    /** No line yet. */
    static Lines lines() {
        return new Lines(List.of());
    }

    /**
     * Checks that lines are as many as a posting may have, and balance.
     *
     * @param maxLines the tenant's limit
     * @throws ZentraException {@code invalid_entry_count} or {@code unbalanced_posting}
     */
    default Part requireBalanced(int maxLines) {
        if (!(this instanceof Lines part)) {
            return this;
        }
        if (part.lines().size() < 2 || part.lines().size() > maxLines) {
            throw ZentraException.of(
                    ErrorCode.INVALID_ENTRY_COUNT,
                    "a part has 2 to " + maxLines + " lines, not "
                            + part.lines().size() + ": give both sides, and more in several parts",
                    Map.of("lines", String.valueOf(part.lines().size())));
        }
        Map<Asset, BigInteger> sums = new LinkedHashMap<>();
        for (EntryRequest line : part.lines()) {
            BigInteger minor = BigInteger.valueOf(line.amount().minor());
            sums.merge(line.amount().asset(), line.side() == Side.DEBIT ? minor : minor.negate(), BigInteger::add);
        }
        sums.forEach((asset, sum) -> {
            if (sum.signum() != 0) {
                throw ZentraException.of(
                        ErrorCode.UNBALANCED_POSTING,
                        "debits and credits of a part in " + asset + " differ by " + sum
                                + " minor units: it balances in each asset",
                        Map.of("asset", asset.toString(), "difference_minor", sum.toString()));
            }
        });
        return this;
    }
}
