package io.zentra.runtime.internal.callback;

import io.zentra.core.commit.Commits;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Tenants;
import io.zentra.core.journal.Sha256;
import io.zentra.core.limit.Bucket;
import io.zentra.core.limit.RateLimit;
import io.zentra.runtime.RefusedCallbacks;
import io.zentra.runtime.RefusedCallbacks.Sample;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What came for a rail and was not verified: counted, limited, and told to the registry's journal at most once a minute, as
 * numbers and digests. Whoever wrote it is unknown, so none of it is kept but a short beginning, in memory. Thread-safe.
 */
public final class Refusals {
    private static final int MAX_SAMPLES = 32;
    private static final int MAX_BEGINNING = 120;
    private static final int MAX_HASHED = 65_536;
    private static final Duration BETWEEN_RECORDS = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final String rail;
    private final Bucket allowance;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private final Map<String, Long> byCode = new TreeMap<>();
    private final Map<String, Long> unrecorded = new TreeMap<>();
    private final Set<String> digests = new LinkedHashSet<>();
    private @Nullable Instant recordedAt;

    /**
     * Nothing was refused so far.
     *
     * @param limit how many may be refused before nothing is verified any more
     */
    public Refusals(String rail, RateLimit limit) {
        this.rail = rail;
        this.allowance = new Bucket(limit);
    }

    /** Whether so many were refused lately that the next is not looked at. */
    public boolean isExhausted(Instant now) {
        return allowance.take(0, now).remaining() == 0;
    }

    /** Counts a refusal; answers whether it is time to {@link #record}, once a minute. */
    public synchronized boolean count(ErrorCode code, byte[] body, Instant now) {
        byCode.merge(code.code(), 1L, Long::sum);
        unrecorded.merge(code.code(), 1L, Long::sum);
        if (code != ErrorCode.RATE_LIMITED) {
            allowance.take(1, now);
            remember(sample(code, body, now));
        }
        boolean isDue = recordedAt == null
                || now.isBefore(recordedAt)
                || Duration.between(recordedAt, now).compareTo(BETWEEN_RECORDS) >= 0;
        if (isDue) {
            recordedAt = now;
        }
        return isDue;
    }

    private void remember(Sample sample) {
        samples.addFirst(sample);
        if (samples.size() > MAX_SAMPLES) {
            samples.removeLast();
        }
        if (digests.size() < RecordRefusals.MAX_DIGESTS && !sample.bodySha256().isEmpty()) {
            digests.add(sample.bodySha256());
        }
    }

    private static Sample sample(ErrorCode code, byte[] body, Instant now) {
        String text = new String(body, 0, Math.min(body.length, MAX_BEGINNING), StandardCharsets.ISO_8859_1);
        return new Sample(
                now,
                code.code(),
                body.length > MAX_HASHED ? "" : Sha256.hex(body),
                body.length,
                text.replaceAll("[^ -~]", "."));
    }

    /** Tells the registry's journal what it was not told yet; what cannot be told now is told with the next. */
    public void record(Commits commits) {
        Map<String, Long> counts;
        List<String> bodies;
        synchronized (this) {
            if (unrecorded.isEmpty()) {
                return;
            }
            counts = new TreeMap<>(unrecorded);
            bodies = List.copyOf(digests);
            unrecorded.clear();
            digests.clear();
        }
        try {
            Actor provider = new Actor(Actor.Kind.PROVIDER, rail, Set.of());
            commits.run(new Access(Tenants.REGISTRY, provider), new RecordRefusals(rail, counts, bodies));
        } catch (ZentraException failed) {
            LOG.warn("refused callbacks of the rail {} could not be recorded and are told with the next", rail, failed);
            synchronized (this) {
                counts.forEach((code, count) -> unrecorded.merge(code, count, Long::sum));
            }
        }
    }

    /** What was refused so far. */
    public synchronized RefusedCallbacks snapshot() {
        long count = byCode.values().stream().mapToLong(Long::longValue).sum();
        return new RefusedCallbacks(count, byCode, List.copyOf(samples));
    }
}
