package io.zentra.core.money;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;
import java.util.function.LongBinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of an asset, as an integer of its minor unit. Immutable; arithmetic is exact or fails.
 *
 * <pre>{@code
 * Money price = Money.ofMinor(125_000, "USD");            // 1250.00 USD
 * Money fee = price.times(new BigDecimal("0.029"), RoundingMode.HALF_EVEN);
 * Money rest = price.minus(fee);
 * }</pre>
 *
 * @param minor the amount in minor units; may be negative
 * @param asset what is counted
 */
public record Money(long minor, Asset asset) implements Comparable<Money> {
    private static final Pattern PRINTED = Pattern.compile("(-?[0-9]{1,19})(?:\\.([0-9]{1,18}))? ([A-Z0-9._/]{2,19})");

    /** An amount in minor units of an asset. */
    public static Money ofMinor(long minor, Asset asset) {
        return new Money(minor, asset);
    }

    /**
     * An amount in minor units of an asset as {@link Asset#parse} reads it.
     *
     * @throws ZentraException {@code unknown_asset}
     */
    public static Money ofMinor(long minor, String asset) {
        return new Money(minor, Asset.parse(asset));
    }

    /** Nothing of an asset. */
    public static Money zero(Asset asset) {
        return new Money(0, asset);
    }

    /**
     * Reads an amount with its asset, such as {@code 1250.00 USD}: an optional minus, digits, at most as many decimals
     * as the asset has, one space, the asset. No grouping, no exponent, no rounding.
     *
     * @throws ZentraException {@code invalid_amount}, {@code amount_overflow} or {@code unknown_asset}
     */
    public static Money parse(String text) {
        Matcher matcher = PRINTED.matcher(text);
        if (text.length() > 64 || !matcher.matches()) {
            throw invalid(text, "write it as \"1250.00 USD\"");
        }
        Asset asset = Asset.parse(matcher.group(3));
        String decimals = matcher.group(2) == null ? "" : matcher.group(2);
        if (decimals.length() > asset.scale()) {
            throw invalid(text, asset + " has " + asset.scale() + " decimals");
        }
        BigDecimal amount = new BigDecimal(matcher.group(1) + (decimals.isEmpty() ? "" : "." + decimals));
        return new Money(exact(amount.movePointRight(asset.scale()).toBigIntegerExact(), asset), asset);
    }

    /**
     * The sum.
     *
     * @throws ZentraException {@code asset_mismatch} or {@code amount_overflow}
     */
    public Money plus(Money other) {
        return combined(other, Math::addExact);
    }

    /**
     * The difference.
     *
     * @throws ZentraException {@code asset_mismatch} or {@code amount_overflow}
     */
    public Money minus(Money other) {
        return combined(other, Math::subtractExact);
    }

    /**
     * This amount with the other sign.
     *
     * @throws ZentraException {@code amount_overflow}
     */
    public Money negated() {
        return zero(asset).minus(this);
    }

    /**
     * A whole multiple.
     *
     * @throws ZentraException {@code amount_overflow}
     */
    public Money times(long factor) {
        return new Money(exact(BigInteger.valueOf(minor).multiply(BigInteger.valueOf(factor)), asset), asset);
    }

    /**
     * A multiple, rounded to the minor unit as told.
     *
     * @param factor at most 64 digits and a scale between -64 and 64
     * @throws ZentraException {@code amount_overflow}; {@code invalid_amount} when the factor is beyond those limits or
     *     {@code rounding} is {@link RoundingMode#UNNECESSARY} and the product is not whole
     */
    public Money times(BigDecimal factor, RoundingMode rounding) {
        if (factor.precision() > 64 || factor.scale() > 64 || factor.scale() < -64) {
            throw invalid("factor", "a factor has at most 64 digits and a scale between -64 and 64");
        }
        BigDecimal product = factor.multiply(BigDecimal.valueOf(minor));
        try {
            return new Money(exact(product.setScale(0, rounding).toBigIntegerExact(), asset), asset);
        } catch (ArithmeticException notWhole) {
            throw invalid(product.toPlainString(), "it is not whole and no rounding is allowed");
        }
    }

    /** Whether this is above zero. */
    public boolean isPositive() {
        return minor > 0;
    }

    /** Whether this is zero. */
    public boolean isZero() {
        return minor == 0;
    }

    /** Whether this is below zero. */
    public boolean isNegative() {
        return minor < 0;
    }

    /** The amount in whole units, with exactly the asset's decimals. */
    public BigDecimal amount() {
        return BigDecimal.valueOf(minor, asset.scale());
    }

    /**
     * Compares amounts of one asset.
     *
     * @throws ZentraException {@code asset_mismatch}
     */
    @Override
    public int compareTo(Money other) {
        requireSameAsset(other);
        return Long.compare(minor, other.minor);
    }

    /** The amount with the asset's decimals, a space and the asset: {@code 1250.00 USD}. */
    @Override
    public String toString() {
        return amount().toPlainString() + " " + asset;
    }

    private Money combined(Money other, LongBinaryOperator operator) {
        requireSameAsset(other);
        try {
            return new Money(operator.applyAsLong(minor, other.minor), asset);
        } catch (ArithmeticException overflow) {
            throw overflow(asset);
        }
    }

    private void requireSameAsset(Money other) {
        if (!asset.equals(other.asset)) {
            throw ZentraException.of(
                    ErrorCode.ASSET_MISMATCH,
                    this + " and " + other + " have different assets: exchange one of them first",
                    Map.of("left", asset.toString(), "right", other.asset.toString()));
        }
    }

    static long exact(BigInteger minor, Asset asset) {
        if (minor.bitLength() > 63) {
            throw overflow(asset);
        }
        return minor.longValueExact();
    }

    private static ZentraException overflow(Asset asset) {
        return ZentraException.of(
                ErrorCode.AMOUNT_OVERFLOW,
                "the amount in " + asset + " exceeds 64-bit minor units: split it or use an asset of a smaller scale",
                Map.of("asset", asset.toString()));
    }

    private static ZentraException invalid(String text, String hint) {
        String shown = Shown.of(text);
        return ZentraException.of(
                ErrorCode.INVALID_AMOUNT, "\"" + shown + "\" is not an amount: " + hint, Map.of("amount", shown));
    }
}
