package io.zentra.core.money;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A way to split an amount so that the parts are exactly the whole. Immutable.
 *
 * <pre>{@code
 * List<Money> thirds = Allocation.byRatio(1, 1, 1).split(Money.ofMinor(100, "USD"));           // 34, 33, 33
 * List<Money> split = Allocation.byPercentage("2.9", "10").remaining().split(price);           // fee, tax, the rest
 * }</pre>
 *
 * <p>Rule for minor units that do not divide: each part is rounded towards zero; with {@link #remaining()} the last part
 * takes what is left, otherwise the units left go, one each, to the parts with the largest lost fraction, the earlier
 * part first where fractions are equal (the largest remainder method).
 */
public final class Allocation {
    /** The most parts of one allocation. */
    public static final int MAX_PARTS = 1_000;

    private static final int MAX_PERCENTAGE_SCALE = 12;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final List<BigInteger> weights;
    private final BigInteger whole;
    private final boolean remaining;

    private Allocation(List<BigInteger> weights, BigInteger whole, boolean remaining) {
        this.weights = weights;
        this.whole = whole;
        this.remaining = remaining;
    }

    /**
     * Parts in proportion to whole numbers.
     *
     * @throws ZentraException {@code invalid_allocation} when there is no ratio, one is negative, or all are zero
     */
    public static Allocation byRatio(long... ratios) {
        List<BigInteger> weights =
                Arrays.stream(ratios).mapToObj(BigInteger::valueOf).toList();
        requireParts(weights);
        BigInteger whole = weights.stream().reduce(BigInteger.ZERO, BigInteger::add);
        if (whole.signum() == 0) {
            throw invalid("the ratios are all zero: at least one must be above");
        }
        return new Allocation(weights, whole, false);
    }

    /**
     * Parts as percentages, such as {@code "2.9"}. Without {@link #remaining()} they must add up to 100.
     *
     * @throws ZentraException {@code invalid_allocation} when one is not a number of at most 12 decimals between 0 and
     *     100, or they add up to more than 100
     */
    public static Allocation byPercentage(String... percentages) {
        List<BigInteger> weights = Arrays.stream(percentages)
                .map(Allocation::percentage)
                .map(p -> p.movePointRight(MAX_PERCENTAGE_SCALE).toBigIntegerExact())
                .toList();
        requireParts(weights);
        BigInteger whole = HUNDRED.movePointRight(MAX_PERCENTAGE_SCALE).toBigIntegerExact();
        if (sum(weights).compareTo(whole) > 0) {
            throw invalid("the percentages " + Arrays.toString(percentages) + " add up to more than 100");
        }
        return new Allocation(weights, whole, false);
    }

    /** The same parts and one more, the last, that takes all that they leave. */
    public Allocation remaining() {
        return new Allocation(weights, whole, true);
    }

    /**
     * Splits an amount into its parts, in the order given; their sum is the amount.
     *
     * @throws ZentraException {@code invalid_allocation} when percentages do not add up to 100 and nothing takes the rest
     */
    public List<Money> split(Money total) {
        BigInteger amount = BigInteger.valueOf(total.minor());
        BigInteger[] parts = weights.stream()
                .map(weight -> amount.multiply(weight).divide(whole))
                .toArray(BigInteger[]::new);
        BigInteger left = amount.subtract(sum(Arrays.asList(parts)));
        List<Money> split = new ArrayList<>(parts.length + 1);
        if (!remaining) {
            handOut(amount, left, parts);
        }
        for (BigInteger part : parts) {
            split.add(new Money(Money.exact(part, total.asset()), total.asset()));
        }
        if (remaining) {
            split.add(new Money(Money.exact(left, total.asset()), total.asset()));
        }
        return List.copyOf(split);
    }

    private void handOut(BigInteger amount, BigInteger left, BigInteger[] parts) {
        if (!sum(weights).equals(whole)) {
            throw invalid("the percentages do not add up to 100: call remaining() to give the rest to a last part");
        }
        int units = left.abs().intValueExact(); // fewer than parts, because each lost less than one unit
        BigInteger unit = BigInteger.valueOf(left.signum());
        IntStream.range(0, parts.length)
                .boxed()
                .sorted(Comparator.comparing((Integer i) ->
                                amount.multiply(weights.get(i)).remainder(whole).abs())
                        .reversed())
                .limit(units)
                .forEach(i -> parts[i] = parts[i].add(unit));
    }

    private static BigDecimal percentage(String text) {
        if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,12})?")) {
            throw invalid("\"" + Shown.of(text) + "\" is not a percentage between 0 and 100 with at most 12 decimals");
        }
        return new BigDecimal(text);
    }

    private static void requireParts(List<BigInteger> weights) {
        if (weights.isEmpty() || weights.size() > MAX_PARTS) {
            throw invalid("an allocation has 1 to " + MAX_PARTS + " parts, not " + weights.size());
        }
        if (weights.stream().anyMatch(weight -> weight.signum() < 0)) {
            throw invalid("a ratio is negative: ratios are zero or above");
        }
    }

    private static BigInteger sum(List<BigInteger> values) {
        return values.stream().reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static ZentraException invalid(String message) {
        return ZentraException.of(ErrorCode.INVALID_ALLOCATION, message);
    }
}
