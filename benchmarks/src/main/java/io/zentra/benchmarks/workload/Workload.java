package io.zentra.benchmarks.workload;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/** The transfers that callers ask for: the same ones for everything that is measured. Immutable. */
public final class Workload {
    private static final int MAX_MINOR = 100_000;

    private final ToIntFunction<SplittableRandom> choices;

    /** A workload over so many accounts, two at least. */
    public Workload(Distribution distribution, int accounts) {
        this.choices = distribution.choices(accounts);
    }

    /** The streams of so many callers; the name tells their keys from those of other streams. */
    public List<Caller> callers(String name, int count) {
        return IntStream.range(0, count).mapToObj(no -> new Caller(name, no)).toList();
    }

    /** One caller's transfers without end. Its keys ascend, as order numbers of a service do. Not thread-safe. */
    public final class Caller {
        private final String keyPrefix;
        private final SplittableRandom random;
        private long count;

        Caller(String name, int no) {
            this.keyPrefix = String.format(Locale.ROOT, "%s-%03d-", name, no);
            this.random = new SplittableRandom(no);
        }

        /** The next transfer. */
        public Transfer next() {
            int debit = choices.applyAsInt(random);
            int credit = choices.applyAsInt(random);
            while (credit == debit) {
                credit = choices.applyAsInt(random);
            }
            String digits = Long.toString(1_000_000_000L + count++);
            return new Transfer(debit, credit, 1 + random.nextInt(MAX_MINOR), keyPrefix + digits);
        }
    }
}
