package io.zentra.core.limit.internal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Tenant;
import io.zentra.core.limit.Bucket;
import io.zentra.core.limit.RateLimit;
import io.zentra.core.limit.RateLimits;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts the calls of tenants that have limits, in this process. What a tenant without limits calls is looked up in a map
 * and let through. Thread-safe.
 */
public final class LimitGate {
    private final InstantSource clock;
    private final Map<Integer, Buckets> limited = new ConcurrentHashMap<>();

    /** What is counted apart. */
    public enum Group {
        /** Calls that only read. */
        READS,
        /** Requests that write. */
        WRITES;

        private String code() {
            return this == READS ? "reads" : "writes";
        }
    }

    private record Buckets(
            RateLimits limits,
            @Nullable Bucket reads,
            @Nullable Bucket writes) {
        static Buckets of(RateLimits limits) {
            return new Buckets(limits, bucket(limits.reads()), bucket(limits.writes()));
        }

        private static @Nullable Bucket bucket(@Nullable RateLimit limit) {
            return limit == null ? null : new Bucket(limit);
        }

        /** The buckets of other limits; one whose limit stays keeps what is in it. */
        Buckets with(RateLimits other) {
            return new Buckets(other, kept(reads, other.reads()), kept(writes, other.writes()));
        }

        private static @Nullable Bucket kept(@Nullable Bucket bucket, @Nullable RateLimit limit) {
            return bucket != null && bucket.limit().equals(limit) ? bucket : bucket(limit);
        }
    }

    /** A gate without limits. */
    public LimitGate(InstantSource clock) {
        this.clock = clock;
    }

    /** Makes these the limits of a tenant. */
    public void learn(int tenantNo, RateLimits limits) {
        if (limits.equals(RateLimits.none())) {
            limited.remove(tenantNo);
        } else {
            limited.compute(tenantNo, (no, known) -> known == null ? Buckets.of(limits) : known.with(limits));
        }
    }

    /**
     * Lets calls of a tenant through.
     *
     * @param calls how many requests; all of them or none
     * @throws ZentraException {@code rate_limited}
     */
    public void pass(Tenant tenant, Group group, int calls) {
        Buckets buckets = limited.get(tenant.no());
        Bucket bucket = buckets == null ? null : group == Group.READS ? buckets.reads() : buckets.writes();
        if (bucket != null) {
            Bucket.Taken taken = bucket.take(calls, clock.instant());
            if (!taken.taken()) {
                throw refusal(tenant, group, calls, bucket.limit(), taken);
            }
        }
    }

    private static ZentraException refusal(Tenant tenant, Group group, int calls, RateLimit limit, Bucket.Taken taken) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("tenant", tenant.id().value());
        details.put("group", group.code());
        details.put("limit", String.valueOf(limit.calls()));
        details.put("per", limit.per().toString());
        details.put("remaining", String.valueOf(taken.remaining()));
        String what = "tenant " + tenant.id() + " may make " + limit.calls() + " " + group.code() + " in " + limit.per()
                + ", of which " + taken.remaining() + " are left: this call did nothing; ";
        if (calls > limit.calls()) {
            return ZentraException.of(
                    ErrorCode.RATE_LIMITED, what + "send the " + calls + " requests of this list in parts", details);
        }
        details.put("retry_at", taken.retryAt().toString());
        return ZentraException.of(ErrorCode.RATE_LIMITED, what + "try again at " + taken.retryAt(), details);
    }
}
