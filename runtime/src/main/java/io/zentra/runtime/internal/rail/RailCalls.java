package io.zentra.runtime.internal.rail;

import io.zentra.runtime.Rail;
import io.zentra.runtime.rail.RailHealth;
import io.zentra.runtime.rail.RouteRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls rails: on threads of its own or the host's, each call no longer than its rail's timeout, no more of a rail at one
 * time than it may have, and none while its breaker is open. Thread-safe.
 */
public final class RailCalls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RailCalls.class);
    private static final Waits WAITS = new Waits(Duration.ofSeconds(2), Duration.ofSeconds(5));
    private static final long KEEP_SECONDS = 30;

    private final Map<String, RailLine> lines;
    private final @Nullable ThreadPoolExecutor own;
    private final Duration toEnd;

    /**
     * How long is waited for threads.
     *
     * @param toBegin until one takes a call; then it is not made
     * @param toEnd until all have ended after they were interrupted
     */
    record Waits(Duration toBegin, Duration toEnd) {}

    /**
     * Calls of these rails.
     *
     * @param rails by their names, in the order of the configuration; each is asked here what it can take
     * @param executor what calls run on; null for threads of its own
     */
    public RailCalls(Map<String, GivenRail> rails, InstantSource clock, @Nullable Executor executor) {
        this(rails, clock, executor, WAITS);
    }

    RailCalls(Map<String, GivenRail> rails, InstantSource clock, @Nullable Executor executor, Waits waits) {
        this.own = executor == null ? pool() : null;
        this.toEnd = waits.toEnd();
        Executor threads = executor == null ? Objects.requireNonNull(own) : executor;
        Map<String, RailLine> all = new LinkedHashMap<>();
        rails.forEach((name, given) -> all.put(name, new RailLine(name, given, clock, threads, waits.toBegin())));
        this.lines = Collections.unmodifiableMap(all);
    }

    /** Whether there is a rail of this name. */
    public boolean has(String rail) {
        return lines.containsKey(rail);
    }

    /** Sends a transfer over a rail that there is. */
    public RailAnswer submit(String rail, Rail.Request request) {
        return line(rail).call(of -> of.submit(request));
    }

    /** Asks a rail that there is what became of a transfer. */
    public RailAnswer query(String rail, String reference) {
        return line(rail).call(of -> of.query(reference));
    }

    /** How the rails fare, in the order of the configuration. */
    public List<RailHealth> health() {
        return lines.values().stream().map(RailLine::health).toList();
    }

    /** The rails as those that could be taken, in the order of the configuration. */
    public List<RouteRequest.Option> options() {
        return lines.values().stream().map(RailLine::option).toList();
    }

    /** Begins nothing any more, interrupts what is under way, and waits for it a few seconds. */
    @Override
    public void close() {
        lines.values().forEach(RailLine::close);
        if (own == null) {
            return;
        }
        own.shutdownNow();
        try {
            if (!own.awaitTermination(toEnd.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn("calls of rails have not ended within {} although they were interrupted", toEnd);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private RailLine line(String rail) {
        return Objects.requireNonNull(lines.get(rail), "only rails that there are can be called");
    }

    /** As many threads as there are calls, which their places limit; none while there is nothing to do. */
    private static ThreadPoolExecutor pool() {
        AtomicInteger count = new AtomicInteger();
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, KEEP_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "zentra-rail-" + count.getAndIncrement());
                    thread.setDaemon(true);
                    return thread;
                });
    }
}
