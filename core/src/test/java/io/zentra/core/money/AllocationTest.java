package io.zentra.core.money;

import static io.zentra.core.Refusal.assertRefused;
import static io.zentra.core.error.ErrorCode.INVALID_ALLOCATION;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllocationTest {
    private static final Asset USD = Asset.iso("USD");

    @Test
    void givesTheOddUnitToTheEarlierOfEqualParts() {
        assertThat(split(Allocation.byRatio(1, 1, 1), 100)).containsExactly(34L, 33L, 33L);
        assertThat(split(Allocation.byRatio(1, 1, 1), 101)).containsExactly(34L, 34L, 33L);
        assertThat(split(Allocation.byRatio(1, 1, 1), -100)).containsExactly(-34L, -33L, -33L);
    }

    @Test
    void givesTheOddUnitToThePartThatLostMost() {
        assertThat(split(Allocation.byRatio(1, 2), 100)).containsExactly(33L, 67L);
        assertThat(split(Allocation.byRatio(70, 20, 10), 9)).containsExactly(6L, 2L, 1L);
        assertThat(split(Allocation.byPercentage("33.3", "33.3", "33.4"), 10)).containsExactly(3L, 3L, 4L);
    }

    @Test
    void givesNothingToAPartOfNothing() {
        assertThat(split(Allocation.byRatio(0, 1, 0), 7)).containsExactly(0L, 7L, 0L);
        assertThat(split(Allocation.byPercentage("0", "100"), 7)).containsExactly(0L, 7L);
    }

    @Test
    void leavesTheRestToTheLastPart() {
        assertThat(split(Allocation.byPercentage("2.9", "10").remaining(), 12_345))
                .containsExactly(358L, 1_234L, 10_753L);
        assertThat(split(Allocation.byPercentage("2.9").remaining(), -12_345)).containsExactly(-358L, -11_987L);
        assertThat(split(Allocation.byPercentage("100").remaining(), 5)).containsExactly(5L, 0L);
    }

    @Test
    void needsSomethingThatTakesTheRest() {
        assertRefused(INVALID_ALLOCATION, () -> split(Allocation.byPercentage("2.9", "10"), 12_345));
    }

    @Test
    void splitsTheLargestAmountsExactly() {
        BigInteger largest = BigInteger.valueOf(Long.MAX_VALUE);

        assertThat(sum(split(Allocation.byRatio(Long.MAX_VALUE, Long.MAX_VALUE, 1), Long.MAX_VALUE)))
                .isEqualTo(largest);
        assertThat(sum(split(Allocation.byRatio(1, 2, 3, 4, 5, 6, 7), Long.MAX_VALUE)))
                .isEqualTo(largest);
        assertThat(split(Allocation.byRatio(1), Long.MIN_VALUE)).containsExactly(Long.MIN_VALUE);
    }

    @Test
    void refusesRatiosThatSplitNothing() {
        assertRefused(INVALID_ALLOCATION, () -> Allocation.byRatio());
        assertRefused(INVALID_ALLOCATION, () -> Allocation.byRatio(0, 0));
        assertRefused(INVALID_ALLOCATION, () -> Allocation.byRatio(1, -1));
        assertRefused(INVALID_ALLOCATION, () -> Allocation.byRatio(new long[Allocation.MAX_PARTS + 1]));
        assertRefused(INVALID_ALLOCATION, () -> Allocation.byPercentage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-1", "+1", "101", "100.000000000001", "1.", ".5", "1e1", "0.0000000000001", "٥", "50%"})
    void refusesTextsThatAreNoPercentage(String text) {
        assertRefused(INVALID_ALLOCATION, () -> Allocation.byPercentage(text));
    }

    @Test
    void refusesPercentagesAboveTheWhole() {
        assertRefused(INVALID_ALLOCATION, () -> Allocation.byPercentage("60", "40.000000000001"));
    }

    /** For any amount and any ratios: the parts are the whole, and each is within one unit of its exact share. */
    @Test
    void neverMakesOrLosesAUnit() {
        SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < 5_000; i++) {
            long total = random.nextLong() >> random.nextInt(64);
            long[] ratios = random.longs(random.nextInt(1, 40), 0, 1L << random.nextInt(1, 62))
                    .toArray();
            ratios[random.nextInt(ratios.length)]++;
            List<Long> parts = split(Allocation.byRatio(ratios), total);

            assertThat(sum(parts)).isEqualTo(BigInteger.valueOf(total));
            assertWithinOneUnit(total, ratios, parts);
        }
    }

    @Test
    void neverGivesALargerRatioLess() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 1_000; i++) {
            long total = random.nextLong(-1_000_000, 1_000_000);
            long[] ratios = random.longs(12, 0, 1_000).toArray();
            List<Long> parts = split(Allocation.byRatio(ratios), total);

            for (int a = 0; a < ratios.length; a++) {
                for (int b = 0; b < ratios.length; b++) {
                    if (ratios[a] > ratios[b]) {
                        assertThat(Math.abs(parts.get(a))).isGreaterThanOrEqualTo(Math.abs(parts.get(b)));
                    }
                }
            }
        }
    }

    private static void assertWithinOneUnit(long total, long[] ratios, List<Long> parts) {
        BigDecimal whole = new BigDecimal(
                Arrays.stream(ratios).mapToObj(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add));
        for (int i = 0; i < ratios.length; i++) {
            BigDecimal exact = BigDecimal.valueOf(total)
                    .multiply(BigDecimal.valueOf(ratios[i]))
                    .divide(whole, 20, RoundingMode.HALF_EVEN);
            assertThat(exact.subtract(BigDecimal.valueOf(parts.get(i))).abs()).isLessThan(BigDecimal.ONE);
        }
    }

    private static List<Long> split(Allocation allocation, long total) {
        return allocation.split(Money.ofMinor(total, USD)).stream()
                .map(Money::minor)
                .toList();
    }

    private static BigInteger sum(List<Long> parts) {
        return parts.stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
    }
}
