package io.zentra.ledger;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.money.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What an exchange came to. Immutable.
 *
 * @param quote the price
 * @param accounts the accounts
 * @param sold what was sold
 * @param bought what was bought, the spread taken off, rounded as the quote says
 * @param spread what was kept: the bought amount without a spread, rounded alike, less the bought amount
 * @param difference by how much rounding changed the bought amount, in minor units: above zero when it gave more
 */
public record Exchanged(
        Quote quote, Exchange.Accounts accounts, Money sold, Money bought, Money spread, BigDecimal difference)
        implements Basis {
    /**
     * Computes it: exactly, then rounded once.
     *
     * @throws ZentraException {@code amount_overflow}; {@code amount_not_positive} when it comes to nothing
     */
    public static Exchanged of(Quote quote, Exchange.Accounts accounts, Money sold) {
        BigDecimal whole = BigDecimal.valueOf(sold.minor())
                .multiply(quote.rate())
                .movePointRight(quote.bought().scale() - quote.sold().scale());
        BigDecimal kept = BigDecimal.ONE.subtract(quote.spread().movePointLeft(2));
        BigDecimal exact = whole.multiply(kept);
        Money gross = rounded(quote, whole, sold);
        Money bought = rounded(quote, exact, sold);
        if (bought.isZero()) {
            throw ZentraException.of(
                    ErrorCode.AMOUNT_NOT_POSITIVE,
                    sold + " at " + quote.rate().toPlainString() + " comes to nothing in " + quote.bought()
                            + ": sell more",
                    Map.of("sold", sold.toString()));
        }
        BigDecimal difference = BigDecimal.valueOf(bought.minor()).subtract(exact);
        return new Exchanged(quote, accounts, sold, bought, gross.minus(bought), plain(difference));
    }

    @Override
    public List<EntryRequest> entries() {
        boolean apart = accounts.spread() != null && spread.isPositive();
        Side side = accounts.side();
        Side other = side.opposite();
        List<EntryRequest> lines = new ArrayList<>(List.of(
                new EntryRequest(accounts.from(), side, sold),
                new EntryRequest(accounts.soldPosition(), other, sold),
                new EntryRequest(accounts.boughtPosition(), side, apart ? bought.plus(spread) : bought),
                new EntryRequest(accounts.to(), other, bought)));
        if (accounts.spread() != null && apart) {
            lines.add(new EntryRequest(accounts.spread(), other, spread));
        }
        return List.copyOf(lines);
    }

    private static Money rounded(Quote quote, BigDecimal minor, Money sold) {
        try {
            return Money.ofMinor(minor.setScale(0, quote.rounding()).longValueExact(), quote.bought());
        } catch (ArithmeticException tooMuch) {
            throw ZentraException.of(
                    ErrorCode.AMOUNT_OVERFLOW,
                    sold + " at " + quote.rate().toPlainString() + " exceeds 64-bit minor units of " + quote.bought()
                            + ": sell less",
                    Map.of("sold", sold.toString()));
        }
    }

    private static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
