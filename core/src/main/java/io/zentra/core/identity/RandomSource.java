package io.zentra.core.identity;

import java.security.SecureRandom;
import java.util.SplittableRandom;

/** Where ids take their random bits from. Implementations are thread-safe. */
@FunctionalInterface
public interface RandomSource {
    /** The next 64 random bits. */
    long nextLong();

    /** Unpredictable bits, for production. */
    static RandomSource secure() {
        return new SecureRandom()::nextLong;
    }

    /** The same bits for the same seed, so that a run can be repeated exactly. */
    static RandomSource seeded(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return () -> {
            synchronized (random) {
                return random.nextLong();
            }
        };
    }
}
