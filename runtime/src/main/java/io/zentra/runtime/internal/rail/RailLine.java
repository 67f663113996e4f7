package io.zentra.runtime.internal.rail;

import io.zentra.runtime.Rail;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.rail.RailCapabilities;
import io.zentra.runtime.rail.RailHealth;
import io.zentra.runtime.rail.RailHealth.Count;
import io.zentra.runtime.rail.RailSettings;
import io.zentra.runtime.rail.RouteRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls of one rail. Thread-safe. */
final class RailLine {
    /** When what could not be begun is worth another try, if nothing else tells. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(RailLine.class);

    private final String name;
    private final Rail rail;
    private final RailSettings settings;
    private final RailCapabilities capabilities;
    private final InstantSource clock;
    private final Executor executor;
    private final Duration toBegin;
    private final Semaphore places;
    private final CallBreaker breaker;
    private final CallCounts counts = new CallCounts();
    private final Set<RailCall> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    RailLine(String name, GivenRail given, InstantSource clock, Executor executor, Duration toBegin) {
        this.name = name;
        this.rail = given.rail();
        this.settings = given.settings();
        this.capabilities =
                Objects.requireNonNull(rail.capabilities(), "the rail " + name + " does not say what it can take");
        this.clock = clock;
        this.executor = executor;
        this.toBegin = toBegin;
        this.places = new Semaphore(settings.mostAtOnce());
        this.breaker = new CallBreaker(name, settings.breaker(), clock);
    }

    /** Calls the rail, unless it is busy or left alone, and waits for its answer no longer than its timeout. */
    RailAnswer call(Function<Rail, RailOutcome> what) {
        if (closed || !places.tryAcquire()) {
            return notCalled(Count.BUSY);
        }
        CallBreaker.Pass pass = breaker.enter();
        if (pass == null) {
            places.release();
            return notCalled(Count.BREAKER_OPEN);
        }
        Instant began = clock.instant();
        RailCall call = new RailCall(() -> what.apply(rail), this::over);
        underWay.add(call);
        execute(call);
        return switch (call.await(toBegin, settings.timeout())) {
            case ENDED -> ended(pass, began, call.outcome(), call.threw() ? Count.THREW : null);
            case TIMED_OUT -> ended(pass, began, new RailOutcome.Unknown("timeout"), Count.TIMED_OUT);
            case ABANDONED -> abandoned(pass);
            case NEVER, WAITING, BEGUN -> never(pass);
        };
    }

    /** How the rail fares. */
    RailHealth health() {
        return counts.health(name, breaker, underWay.size(), settings.mostAtOnce());
    }

    /** The rail as one that could be taken. */
    RouteRequest.Option option() {
        return new RouteRequest.Option(name, capabilities, health());
    }

    /** Begins nothing any more, and gives up what is under way. */
    void close() {
        closed = true;
        underWay.forEach(call -> call.giveUp(RailCall.Stage.ABANDONED));
    }

    private void execute(RailCall call) {
        try {
            executor.execute(call);
        } catch (RuntimeException | Error e) {
            LOG.warn("no thread took a call of the rail {}; it is tried again later", name, e);
            call.giveUp(RailCall.Stage.ABANDONED);
        }
        if (closed) {
            call.giveUp(RailCall.Stage.ABANDONED);
        }
    }

    private RailAnswer ended(CallBreaker.Pass pass, Instant began, RailOutcome outcome, @Nullable Count how) {
        if (how != null) {
            counts.count(how);
        }
        counts.ended(outcome, began, clock.instant());
        breaker.ended(pass, CallCounts.isFailure(outcome));
        return new RailAnswer.Called(outcome);
    }

    /** Nobody waited for its end, which says nothing of the rail. */
    private RailAnswer abandoned(CallBreaker.Pass pass) {
        breaker.forget(pass);
        counts.count(Count.UNKNOWN);
        return new RailAnswer.Called(new RailOutcome.Unknown("interrupted"));
    }

    private RailAnswer never(CallBreaker.Pass pass) {
        breaker.forget(pass);
        return notCalled(Count.BUSY);
    }

    private RailAnswer notCalled(Count why) {
        counts.count(why);
        Instant openUntil = breaker.openUntil();
        return new RailAnswer.NotCalled(
                Objects.requireNonNullElseGet(openUntil, () -> clock.instant().plus(PAUSE)));
    }

    /** The call has left its thread, or will never have one. */
    private void over(RailCall call) {
        underWay.remove(call);
        places.release();
        if (call.isLate()) {
            counts.count(Count.LATE);
        }
    }
}
