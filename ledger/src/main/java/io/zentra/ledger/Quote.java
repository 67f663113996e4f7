package io.zentra.ledger;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.money.Asset;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/**
 * At what price one asset is exchanged for another, and how what comes out is rounded. Immutable.
 *
 * <pre>{@code
 * Quote.of(usd, eur, "0.9213", RoundingMode.DOWN).spread("0.5")   // 1 USD buys 0.9213 EUR, less half a percent
 * }</pre>
 *
 * @param sold the asset that is sold
 * @param bought the asset that is bought
 * @param rate units of the bought asset for one unit of the sold one (euros for a dollar, not cents for a cent), above
 *     zero, with at most 18 digits before and 18 after the point
 * @param spread what is kept of the bought amount, in percent, from 0 to below 100
 * @param rounding the direction in which the bought amount is rounded to its minor unit
 */
public record Quote(Asset sold, Asset bought, BigDecimal rate, BigDecimal spread, RoundingMode rounding) {
    private static final int MAX_DIGITS = 18;
    private static final BigDecimal HUNDRED = new BigDecimal("100");

    /**
     * Checks all; numbers lose the zeros at their ends, so that equal quotes are equal.
     *
     * @throws ZentraException {@code same_asset} or {@code invalid_rate}
     */
    public Quote {
        if (sold.equals(bought)) {
            throw ZentraException.of(
                    ErrorCode.SAME_ASSET,
                    "an exchange of " + sold + " for " + bought + " is none: post it instead",
                    Map.of("asset", sold.toString()));
        }
        rate = plain("rate", rate);
        spread = plain("spread", spread);
        if (rate.signum() <= 0) {
            throw invalid("the rate " + rate.toPlainString() + " is not above zero");
        }
        if (spread.signum() < 0 || spread.compareTo(HUNDRED) >= 0) {
            throw invalid("the spread " + spread.toPlainString() + " is not from 0 to below 100 percent");
        }
        if (rounding == RoundingMode.UNNECESSARY) {
            throw invalid("an exchange is rounded: say in which direction");
        }
    }

    /**
     * A quote without a spread.
     *
     * @throws ZentraException {@code same_asset} or {@code invalid_rate}
     */
    public static Quote of(Asset sold, Asset bought, String rate, RoundingMode rounding) {
        return new Quote(sold, bought, number(rate), BigDecimal.ZERO, rounding);
    }

    /** The same keeping so much of the bought amount, in percent. */
    public Quote spread(String percent) {
        return new Quote(sold, bought, rate, number(percent), rounding);
    }

    private static BigDecimal number(String text) {
        if (!text.matches("[0-9]{1,18}(\\.[0-9]{1,18})?")) {
            throw invalid("\"" + (text.length() > 40 ? text.substring(0, 40) + "…" : text)
                    + "\" is no decimal number of at most 18 digits before and after the point");
        }
        return new BigDecimal(text);
    }

    private static BigDecimal plain(String name, BigDecimal value) {
        boolean isFar =
                value.scale() > 2 * MAX_DIGITS || value.scale() < -2 * MAX_DIGITS; // abs of the least is negative
        if (isFar || value.precision() > 2 * MAX_DIGITS) {
            throw invalid("the " + name + " has too many digits: at most 18 before and 18 after the point");
        }
        BigDecimal stripped = value.stripTrailingZeros();
        BigDecimal plain = stripped.scale() < 0 ? stripped.setScale(0) : stripped;
        if (plain.scale() > MAX_DIGITS || plain.precision() - plain.scale() > MAX_DIGITS) {
            throw invalid("the " + name + " has too many digits: at most 18 before and 18 after the point");
        }
        return plain;
    }

    private static ZentraException invalid(String message) {
        return ZentraException.of(ErrorCode.INVALID_RATE, message);
    }
}
