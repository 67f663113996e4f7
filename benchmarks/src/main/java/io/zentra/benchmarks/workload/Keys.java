package io.zentra.benchmarks.workload;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** What idempotency keys look like; it decides how many pages of the keys' table a commit touches. */
public enum Keys {
    /** Ascending over all callers, as order numbers and time-ordered ids of a service do. */
    ASCENDING {
        @Override
        Source source(String name) {
            AtomicLong next = new AtomicLong(1_000_000_000L);
            return caller -> () -> name + "-" + next.getAndIncrement();
        }
    },

    /** Random, as UUIDs of version 4 are. */
    RANDOM {
        @Override
        Source source(String name) {
            return caller -> {
                SplittableRandom random = new SplittableRandom(31L * name.hashCode() + caller);
                return () -> String.format(Locale.ROOT, "%016x%016x", random.nextLong(), random.nextLong());
            };
        }
    };

    /** Keys of callers by their numbers. */
    interface Source {
        Supplier<String> of(int caller);
    }

    /** The keys of callers that share a name; other names get other keys. */
    abstract Source source(String name);
}
