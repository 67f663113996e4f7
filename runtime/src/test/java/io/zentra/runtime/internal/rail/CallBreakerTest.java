package io.zentra.runtime.internal.rail;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.runtime.rail.RailHealth.Circuit;
import io.zentra.runtime.rail.RailSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CallBreakerTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration PAUSE = Duration.ofSeconds(7);

    private volatile Instant now = NOW;

    /** For every number of failures of every number of calls: the library counts in shares, and ours must be exact. */
    @Test
    void opensWithExactlyTheFailureThatIsOneTooMany() {
        for (int calls = 1; calls <= 120; calls++) {
            for (int failures = 1; failures <= calls; failures++) {
                CallBreaker breaker = breaker(failures, calls);
                for (int i = 1; i < failures; i++) {
                    end(breaker, true);
                }
                assertThat(breaker.circuit()).as("%d of %d", failures, calls).isEqualTo(Circuit.CLOSED);
                end(breaker, true);
                assertThat(breaker.circuit()).as("%d of %d", failures, calls).isEqualTo(Circuit.OPEN);
            }
        }
    }

    /** Against a list of the last calls. */
    @Test
    void looksAtTheLastCallsOnly() {
        Random random = new Random(3);
        int opened = 0;
        for (int round = 0; round < 300; round++) {
            int calls = 1 + random.nextInt(20);
            int failures = 1 + random.nextInt(calls);
            CallBreaker breaker = breaker(failures, calls);
            Deque<Boolean> last = new ArrayDeque<>();
            for (int i = 0; i < 200; i++) {
                boolean failed = random.nextInt(calls + 1) < failures;
                end(breaker, failed);
                last.addLast(failed);
                if (last.size() > calls) {
                    last.removeFirst();
                }
                boolean open = last.stream().filter(one -> one).count() >= failures;
                assertThat(breaker.circuit())
                        .as("%d of %d after %s", failures, calls, last)
                        .isEqualTo(open ? Circuit.OPEN : Circuit.CLOSED);
                if (open) {
                    opened++;
                    now = now.plus(PAUSE);
                    end(breaker, false);
                    assertThat(breaker.circuit()).isEqualTo(Circuit.CLOSED);
                    last.clear();
                }
            }
        }
        assertThat(opened).isGreaterThan(1_000);
    }

    @Test
    void staysHalfOpenUntilOneCallHasDecided() {
        CallBreaker breaker = breaker(1, 1);
        end(breaker, true);
        assertThat(breaker.enter()).isNull();
        assertThat(breaker.openUntil()).isEqualTo(NOW.plus(PAUSE));
        now = NOW.plus(PAUSE);
        CallBreaker.Pass trial = Objects.requireNonNull(breaker.enter());
        assertThat(breaker.enter()).isNull();
        assertThat(breaker.openUntil()).isNull();

        breaker.forget(trial); // it was not made after all
        CallBreaker.Pass again = Objects.requireNonNull(breaker.enter());
        assertThat(breaker.enter()).isNull();
        breaker.ended(again, true);
        assertThat(breaker.openUntil()).isEqualTo(NOW.plus(PAUSE.multipliedBy(2)));
        now = NOW.plus(PAUSE.multipliedBy(2));
        assertThat(breaker.enter()).isNotNull();
        breaker.ended(again, false); // from before
        assertThat(breaker.circuit()).isEqualTo(Circuit.HALF_OPEN);
    }

    @Test
    void aClockThatIsSetBackDoesNotKeepItOpen() {
        CallBreaker breaker = breaker(1, 1);
        end(breaker, true);
        now = NOW.minus(Duration.ofHours(1));
        assertThat(breaker.circuit()).isEqualTo(Circuit.HALF_OPEN);
        end(breaker, false);
        assertThat(breaker.circuit()).isEqualTo(Circuit.CLOSED);
    }

    private CallBreaker breaker(int failures, int calls) {
        return new CallBreaker("bank", new RailSettings.Breaker(failures, calls, PAUSE), this::now);
    }

    private static void end(CallBreaker breaker, boolean failed) {
        breaker.ended(Objects.requireNonNull(breaker.enter()), failed);
    }

    private Instant now() {
        return now;
    }
}
