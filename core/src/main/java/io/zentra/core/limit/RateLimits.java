package io.zentra.core.limit;

import org.jspecify.annotations.Nullable;

/**
 * What a tenant may call. Immutable.
 *
 * <pre>{@code
 * RateLimits.none().reads(RateLimit.of(500, Duration.ofSeconds(1))).writes(RateLimit.of(100, Duration.ofSeconds(1)));
 * }</pre>
 *
 * @param reads how many calls that only read; null for any number
 * @param writes how many requests that write, those of a list one by one; null for any number
 */
public record RateLimits(
        @Nullable RateLimit reads, @Nullable RateLimit writes) {
    /** No limits, as every tenant begins. */
    public static RateLimits none() {
        return new RateLimits(null, null);
    }

    /** The same with a limit of reads. */
    public RateLimits reads(RateLimit limit) {
        return new RateLimits(limit, writes);
    }

    /** The same with a limit of writes. */
    public RateLimits writes(RateLimit limit) {
        return new RateLimits(reads, limit);
    }
}
