package io.zentra.benchmarks.workload;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/** The transfers that callers ask for: the same ones for everything that is measured. Immutable. */
public final class Workload {
    private static final int MAX_MINOR = 100_000;

    private final ToIntFunction<SplittableRandom> choices;
    private final Keys keys;

    /** A workload over so many accounts, two at least. */
    public Workload(Distribution distribution, int accounts, Keys keys) {
        this.choices = distribution.choices(accounts);
        this.keys = keys;
    }

    /** The streams of so many callers; the name tells their keys from those of other streams. */
    public List<Caller> callers(String name, int count) {
        Keys.Source source = keys.source(name);
        return IntStream.range(0, count)
                .mapToObj(no -> new Caller(no, source.of(no)))
                .toList();
    }

    /** One caller's transfers without end. Not thread-safe. */
    public final class Caller {
        private final SplittableRandom random;
        private final Supplier<String> keys;

        Caller(int no, Supplier<String> keys) {
            this.random = new SplittableRandom(no);
            this.keys = keys;
        }

        /** The next transfer. */
        public Transfer next() {
            int debit = choices.applyAsInt(random);
            int credit = choices.applyAsInt(random);
            while (credit == debit) {
                credit = choices.applyAsInt(random);
            }
            return new Transfer(debit, credit, 1 + random.nextInt(MAX_MINOR), keys.get());
        }
    }
}
