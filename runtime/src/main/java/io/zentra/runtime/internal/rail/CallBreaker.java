package io.zentra.runtime.internal.rail;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.zentra.runtime.rail.RailHealth.Circuit;
import io.zentra.runtime.rail.RailSettings;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The breaker of a rail: open once so many of the last calls failed, whatever their number so far; then one call is let
 * through after a pause, and decides. A call that was begun before the circuit changed decides nothing. Thread-safe.
 */
final class CallBreaker {
    private final RailSettings.Breaker settings;
    private final InstantSource clock;
    private final CircuitBreaker breaker;
    private long changes;
    private @Nullable Instant openUntil;

    CallBreaker(String rail, RailSettings.Breaker settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.breaker = CircuitBreaker.of(
                rail,
                CircuitBreakerConfig.custom()
                        .slidingWindow(settings.calls(), settings.calls(), SlidingWindowType.COUNT_BASED)
                        .failureRateThreshold(settings.failures() * 100.0f / settings.calls())
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .waitDurationInOpenState(settings.openFor())
                        .clock(clock.withZone(ZoneOffset.UTC))
                        .build());
        fill();
    }

    /** A call that is let through, which tells {@link #ended} or {@link #forget}; null when none is. */
    synchronized @Nullable Pass enter() {
        if (openUntil != null && isOver(openUntil)) {
            breaker.transitionToHalfOpenState();
            changed();
        }
        return breaker.tryAcquirePermission() ? new Pass(changes) : null;
    }

    /** What a call came to. */
    synchronized void ended(Pass pass, boolean failed) {
        if (pass.change() != changes) {
            return;
        }
        State before = breaker.getState();
        if (failed) {
            breaker.onError(0, TimeUnit.NANOSECONDS, new TimeoutException("a call of unknown outcome"));
        } else {
            breaker.onSuccess(0, TimeUnit.NANOSECONDS);
        }
        if (breaker.getState() != before) {
            changed();
        }
    }

    /** The call says nothing of the rail: it was not made, or nobody waited for its end. */
    synchronized void forget(Pass pass) {
        if (pass.change() == changes) {
            breaker.releasePermission();
        }
    }

    /** Whether calls are let through; half-open as soon as the pause is over. */
    synchronized Circuit circuit() {
        if (openUntil != null) {
            return isOver(openUntil) ? Circuit.HALF_OPEN : Circuit.OPEN;
        }
        return breaker.getState() == State.CLOSED ? Circuit.CLOSED : Circuit.HALF_OPEN;
    }

    /** When the next call is let through; null while one is, and while one is under way that decides. */
    synchronized @Nullable Instant openUntil() {
        return circuit() == Circuit.OPEN ? openUntil : null;
    }

    /** A clock that was set back to before the pause began does not make it longer. */
    private boolean isOver(Instant end) {
        Instant now = clock.instant();
        return !now.isBefore(end) || now.isBefore(end.minus(settings.openFor()));
    }

    private void changed() {
        changes++;
        State now = breaker.getState();
        openUntil = now == State.OPEN ? clock.instant().plus(settings.openFor()) : null;
        if (now == State.CLOSED) {
            fill();
        }
    }

    /** The library looks at full windows only; as if the calls before had been answered. */
    private void fill() {
        for (int i = 0; i < settings.calls(); i++) {
            breaker.onSuccess(0, TimeUnit.NANOSECONDS);
        }
    }

    /**
     * A call that was let through.
     *
     * @param change how often the circuit had changed then
     */
    record Pass(long change) {}
}
