package io.zentra.benchmarks.workload;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;

/** Which accounts a workload prefers. */
public enum Distribution {
    /** All alike. */
    UNIFORM {
        @Override
        ToIntFunction<SplittableRandom> choices(int accounts) {
            return random -> random.nextInt(accounts);
        }
    },

    /** The n-th favourite is chosen in proportion to 1/n; favourites lie scattered over the accounts. */
    ZIPF {
        @Override
        ToIntFunction<SplittableRandom> choices(int accounts) {
            long[] upTo = new long[accounts];
            long sum = 0;
            for (int rank = 0; rank < accounts; rank++) {
                sum += WEIGHT_OF_FIRST / (rank + 1);
                upTo[rank] = sum;
            }
            int[] byRank = scattered(accounts);
            long total = sum;
            return random -> {
                int found = Arrays.binarySearch(upTo, random.nextLong(total));
                return byRank[found < 0 ? -found - 1 : found + 1];
            };
        }
    },

    /** Two accounts have it all between them. */
    HOT2 {
        @Override
        ToIntFunction<SplittableRandom> choices(int accounts) {
            return random -> random.nextInt(2);
        }
    };

    private static final long WEIGHT_OF_FIRST = 1_000_000_000_000L;

    /** A way to choose one of so many accounts, the same for the same random numbers. */
    abstract ToIntFunction<SplittableRandom> choices(int accounts);

    private static int[] scattered(int count) {
        int[] numbers = new int[count];
        SplittableRandom random = new SplittableRandom(count);
        for (int i = 0; i < count; i++) {
            int other = random.nextInt(i + 1);
            numbers[i] = numbers[other];
            numbers[other] = i;
        }
        return numbers;
    }
}
