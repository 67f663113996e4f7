package io.zentra.runtime.rail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RailCostTest {
    private static final BigInteger MILLION = BigInteger.valueOf(RailCost.MILLION);
    private static final long[] EDGES = {
        0,
        1,
        2,
        999_999,
        RailCost.MILLION,
        1_000_001,
        Long.MAX_VALUE - RailCost.MAX_FIXED_MINOR,
        Long.MAX_VALUE - 1,
        Long.MAX_VALUE
    };

    @Test
    void roundsUpToTheNextMinorUnit() {
        assertThat(new RailCost(25, 2_900).of(125_000)).hasValue(388); // 25 + 362.5
        assertThat(new RailCost(0, 1).of(1)).hasValue(1);
        assertThat(new RailCost(0, 1).of(1_000_000)).hasValue(1);
        assertThat(new RailCost(0, 1).of(1_000_001)).hasValue(2);
        assertThat(RailCost.NONE.of(Long.MAX_VALUE)).hasValue(0);
    }

    /** Against integers of any size: the same, or empty when it has no place in 64 bits. */
    @Test
    void isExactForEveryAmount() {
        Random random = new Random(6);
        for (int i = 0; i < 200_000; i++) {
            RailCost cost = new RailCost(any(random, RailCost.MAX_FIXED_MINOR), any(random, RailCost.MILLION));
            long amount = any(random, Long.MAX_VALUE);
            BigInteger exact = exact(cost, amount);
            assertThat(cost.of(amount))
                    .as("%s of %d", cost, amount)
                    .isEqualTo(
                            exact.bitLength() < Long.SIZE
                                    ? OptionalLong.of(exact.longValueExact())
                                    : OptionalLong.empty());
        }
    }

    @Test
    void hasNoPlaceForWhatLeaves64Bits() {
        assertThat(new RailCost(0, RailCost.MILLION).of(Long.MAX_VALUE)).hasValue(Long.MAX_VALUE);
        assertThat(new RailCost(1, RailCost.MILLION).of(Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void refusesCostsOutOfTheirBounds() {
        for (long fixed : new long[] {-1, RailCost.MAX_FIXED_MINOR + 1}) {
            assertThatThrownBy(() -> new RailCost(fixed, 0)).hasMessageContaining("the fixed cost must be 0 to");
        }
        for (long share : new long[] {-1, RailCost.MILLION + 1}) {
            assertThatThrownBy(() -> new RailCost(0, share))
                    .hasMessageContaining("the cost in millionths must be 0 to");
        }
    }

    private static BigInteger exact(RailCost cost, long amount) {
        BigInteger[] share = BigInteger.valueOf(amount)
                .multiply(BigInteger.valueOf(cost.perMillion()))
                .divideAndRemainder(MILLION);
        return share[0].add(BigInteger.valueOf(share[1].signum() + cost.fixedMinor()));
    }

    private static long any(Random random, long most) {
        long edge = EDGES[random.nextInt(EDGES.length)];
        return random.nextInt(4) == 0 && edge <= most
                ? edge
                : (random.nextLong() >>> 1 >>> random.nextInt(40)) % (most == Long.MAX_VALUE ? most : most + 1);
    }
}
