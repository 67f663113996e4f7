package io.zentra.benchmarks.workload;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** How long to go on: until a time is over or a number of postings is made. */
public sealed interface Goal {
    /** Until the time is over. */
    static Goal lasting(Duration time) {
        return new Lasting(time);
    }

    /** Until so many postings are made. */
    static Goal of(long postings) {
        return new Counted(postings);
    }

    /** Begins now. */
    Progress begin();

    /** A goal on its way. Thread-safe. */
    @FunctionalInterface
    interface Progress {
        /** Whether so many more postings are to be made. */
        boolean goesOn(int more);
    }

    /**
     * Until the time is over.
     *
     * @param time how long
     */
    record Lasting(Duration time) implements Goal {
        @Override
        public Progress begin() {
            long end = System.nanoTime() + time.toNanos();
            return more -> System.nanoTime() - end < 0;
        }
    }

    /**
     * Until a number is reached, or passed by less than one batch.
     *
     * @param postings how many
     */
    record Counted(long postings) implements Goal {
        @Override
        public Progress begin() {
            AtomicLong begun = new AtomicLong();
            return more -> begun.getAndAdd(more) < postings;
        }
    }
}
