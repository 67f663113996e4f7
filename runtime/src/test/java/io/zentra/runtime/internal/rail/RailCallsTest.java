package io.zentra.runtime.internal.rail;

import static io.zentra.runtime.internal.rail.ScriptedRail.DONE;
import static io.zentra.runtime.internal.rail.ScriptedRail.NAME;
import static io.zentra.runtime.internal.rail.ScriptedRail.REQUEST;
import static io.zentra.runtime.internal.rail.ScriptedRail.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.money.Asset;
import io.zentra.runtime.Rail;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.rail.RailCapabilities;
import io.zentra.runtime.rail.RailHealth;
import io.zentra.runtime.rail.RailHealth.Circuit;
import io.zentra.runtime.rail.RailHealth.Count;
import io.zentra.runtime.rail.RailSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RailCallsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration SHORT = Duration.ofMillis(30);
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private volatile Instant now = NOW;
    private final ScriptedRail rail = new ScriptedRail();
    private final CountDownLatch released = new CountDownLatch(1);
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() throws InterruptedException {
        released.countDown();
        for (ExecutorService pool : List.of(callers, threads)) {
            pool.shutdownNow();
            assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void tellsWhatTheRailSaid() {
        try (RailCalls calls = rail.calls(RailSettings.standard(), this::now)) {
            for (RailOutcome outcome : List.of(
                    DONE,
                    new RailOutcome.Accepted("p-2"),
                    new RailOutcome.Declined("limit"),
                    new RailOutcome.NotSent("no connection"),
                    UNKNOWN)) {
                rail.says(outcome);
                assertThat(calls.submit(NAME, REQUEST)).isEqualTo(new RailAnswer.Called(outcome));
                assertThat(calls.query(NAME, "at_1")).isEqualTo(new RailAnswer.Called(outcome));
            }
            for (Count count :
                    List.of(Count.SUCCEEDED, Count.ACCEPTED, Count.DECLINED, Count.NOT_SENT, Count.UNKNOWN)) {
                assertThat(health(calls).count(count)).as("%s", count).isEqualTo(2);
            }
            assertThat(health(calls).counts()).hasSize(5);
            assertThat(rail.threads).as("on threads of its own").hasSize(10).doesNotContain(Thread.currentThread());
        }
    }

    @Test
    void whatARailThrowsMeansThatNobodyKnows() {
        try (RailCalls calls = rail.calls(RailSettings.standard(), this::now)) {
            rail.does(() -> {
                throw new IllegalStateException("a bug");
            });
            assertThat(calls.submit(NAME, REQUEST)).isEqualTo(unknown("IllegalStateException"));
            rail.does(() -> {
                throw new StackOverflowError("a deeper one");
            });
            assertThat(calls.submit(NAME, REQUEST)).isEqualTo(unknown("StackOverflowError"));
            rail.saysNothing();
            assertThat(calls.submit(NAME, REQUEST)).isEqualTo(unknown("no answer"));

            assertThat(health(calls).count(Count.THREW)).isEqualTo(3);
            assertThat(health(calls).count(Count.UNKNOWN)).isEqualTo(3);
        }
    }

    @Test
    void anAnswerAfterTheTimeoutIsDroppedAndCounted() throws Exception {
        rail.does(() -> {
            ScriptedRail.awaitStubbornly(released);
            return DONE;
        });
        try (RailCalls calls = rail.calls(quick().build(), this::now, threads)) {
            assertThat(calls.submit(NAME, REQUEST)).isEqualTo(unknown("timeout"));
            assertThat(health(calls).underWay()).as("it has not come back").isEqualTo(1);
            assertThat(health(calls).count(Count.LATE)).isZero();

            released.countDown();
            threads.shutdown();
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            assertThat(health(calls).underWay()).isZero();
            assertThat(health(calls).counts())
                    .isEqualTo(Map.of(Count.TIMED_OUT, 1L, Count.UNKNOWN, 1L, Count.LATE, 1L));
        }
    }

    @Test
    void aCallThatTakesTooLongIsInterrupted() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        rail.does(() -> {
            try {
                released.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return new RailOutcome.NotSent("interrupted");
        });
        try (RailCalls calls = rail.calls(quick().build(), this::now)) {
            assertThat(calls.submit(NAME, REQUEST))
                    .as("what it says now is no proof")
                    .isEqualTo(unknown("timeout"));
            assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void noMoreAreUnderWayThanMayBe() throws Exception {
        CountDownLatch inside = new CountDownLatch(2);
        rail.does(() -> {
            inside.countDown();
            ScriptedRail.await(released);
            return DONE;
        });
        try (RailCalls calls = rail.calls(settings().mostAtOnce(2).build(), this::now)) {
            Future<RailAnswer> one = callers.submit(() -> calls.submit(NAME, REQUEST));
            Future<RailAnswer> two = callers.submit(() -> calls.submit(NAME, REQUEST));
            inside.await();

            assertThat(calls.submit(NAME, REQUEST)).isEqualTo(new RailAnswer.NotCalled(NOW.plusSeconds(1)));
            assertThat(calls.query(NAME, "at_1")).isEqualTo(new RailAnswer.NotCalled(NOW.plusSeconds(1)));
            assertThat(rail.threads).hasSize(2);
            assertThat(health(calls).isBusy()).isTrue();
            assertThat(health(calls).count(Count.BUSY)).isEqualTo(2);
            released.countDown();
            assertThat(one.get()).isEqualTo(new RailAnswer.Called(DONE));
            assertThat(two.get()).isEqualTo(new RailAnswer.Called(DONE));
            assertThat(calls.submit(NAME, REQUEST)).isEqualTo(new RailAnswer.Called(DONE));
            assertThat(health(calls).underWay()).isZero();
        }
    }

    /** A place is taken until the call has left the rail, and not until somebody stops waiting. */
    @Test
    void aCallThatNeverComesBackKeepsItsPlace() {
        rail.does(() -> {
            ScriptedRail.awaitStubbornly(released);
            return DONE;
        });
        try (RailCalls calls = rail.calls(quick().mostAtOnce(1).build(), this::now, threads)) {
            assertThat(calls.submit(NAME, REQUEST)).isEqualTo(unknown("timeout"));
            assertThat(calls.submit(NAME, REQUEST)).isInstanceOf(RailAnswer.NotCalled.class);
            assertThat(rail.threads).hasSize(1);
        }
    }

    /** The host's threads are all taken: a call that waits for one is never begun once nobody waits for it. */
    @Test
    void whatWasNotBegunInTimeNeverIs() {
        List<Runnable> queue = new ArrayList<>();
        try (RailCalls calls = calls(quick().mostAtOnce(1), queue::add)) {
            assertThat(calls.submit(NAME, REQUEST)).isEqualTo(new RailAnswer.NotCalled(NOW.plusSeconds(1)));
            assertThat(queue).hasSize(1);
            queue.forEach(Runnable::run);

            assertThat(rail.threads).isEmpty();
            assertThat(health(calls).underWay()).isZero();
            assertThat(calls.query(NAME, "at_1")).as("its place is free").isInstanceOf(RailAnswer.NotCalled.class);
            assertThat(queue).hasSize(2);
            assertThat(health(calls).counts()).isEqualTo(Map.of(Count.BUSY, 2L));
        }
    }

    @Test
    void whatNoThreadTakesIsNotCalled() {
        List<Executor> full = List.of(
                task -> {
                    throw new RejectedExecutionException("full");
                },
                task -> {
                    throw new OutOfMemoryError("no thread");
                });
        for (Executor executor : full) {
            try (RailCalls calls = rail.calls(quick().mostAtOnce(1).build(), this::now, executor)) {
                assertThat(calls.submit(NAME, REQUEST)).isEqualTo(new RailAnswer.NotCalled(NOW.plusSeconds(1)));
                assertThat(calls.submit(NAME, REQUEST)).isInstanceOf(RailAnswer.NotCalled.class);
                assertThat(health(calls).underWay()).isZero();
            }
        }
        assertThat(rail.threads).isEmpty();
    }

    @Test
    void runsOnTheThreadsOfTheHostAndLeavesThemToIt() {
        try (RailCalls calls = rail.calls(RailSettings.standard(), this::now, Runnable::run)) {
            assertThat(calls.submit(NAME, REQUEST)).isEqualTo(new RailAnswer.Called(DONE));
            assertThat(rail.threads).containsExactly(Thread.currentThread());
        }
    }

    @Test
    void leavesARailAloneAfterFailuresAndTriesItWithOneCall() throws Exception {
        RailSettings settings = settings()
                .breaker(new RailSettings.Breaker(3, 4, PAUSE))
                .mostAtOnce(4)
                .build();
        CountDownLatch inside = new CountDownLatch(1);
        try (RailCalls calls = rail.calls(settings, this::now)) {
            fail(calls, 3);
            assertThat(health(calls).circuit()).isEqualTo(Circuit.OPEN);
            assertThat(health(calls).openUntil()).isEqualTo(NOW.plus(PAUSE));
            assertThat(calls.submit(NAME, REQUEST)).isEqualTo(new RailAnswer.NotCalled(NOW.plus(PAUSE)));
            assertThat(calls.query(NAME, "at_1")).isEqualTo(new RailAnswer.NotCalled(NOW.plus(PAUSE)));
            assertThat(rail.threads).hasSize(3);
            assertThat(health(calls).count(Count.BREAKER_OPEN)).isEqualTo(2);

            now = NOW.plus(PAUSE);
            assertThat(health(calls).circuit()).isEqualTo(Circuit.HALF_OPEN);
            rail.does(() -> {
                inside.countDown();
                ScriptedRail.await(released);
                return DONE;
            });
            Future<RailAnswer> trial = callers.submit(() -> calls.submit(NAME, REQUEST));
            inside.await();
            assertThat(calls.submit(NAME, REQUEST))
                    .as("one at a time")
                    .isEqualTo(new RailAnswer.NotCalled(NOW.plus(PAUSE).plusSeconds(1)));
            released.countDown();
            assertThat(trial.get()).isEqualTo(new RailAnswer.Called(DONE));
            assertThat(health(calls).circuit()).isEqualTo(Circuit.CLOSED);
            fail(calls, 2);
            assertThat(health(calls).circuit()).as("the window begins anew").isEqualTo(Circuit.CLOSED);
            fail(calls, 1);
            assertThat(health(calls).circuit()).isEqualTo(Circuit.OPEN);
        }
    }

    @Test
    void aTrialThatFailsLeavesTheRailAloneOnceMore() {
        RailSettings settings =
                settings().breaker(new RailSettings.Breaker(1, 10, PAUSE)).build();
        try (RailCalls calls = rail.calls(settings, this::now)) {
            fail(calls, 1);
            now = NOW.plus(PAUSE).minusMillis(1);
            assertThat(calls.submit(NAME, REQUEST)).isEqualTo(new RailAnswer.NotCalled(NOW.plus(PAUSE)));
            now = NOW.plus(PAUSE);
            fail(calls, 1);
            assertThat(calls.submit(NAME, REQUEST))
                    .isEqualTo(new RailAnswer.NotCalled(NOW.plus(PAUSE.multipliedBy(2))));
        }
    }

    @Test
    void declinesAreHealth() {
        RailSettings settings =
                settings().breaker(new RailSettings.Breaker(1, 1, PAUSE)).build();
        try (RailCalls calls = rail.calls(settings, this::now)) {
            for (RailOutcome outcome : List.of(new RailOutcome.Declined("no"), new RailOutcome.NotSent("no"))) {
                rail.says(outcome);
                for (int i = 0; i < 20; i++) {
                    assertThat(calls.submit(NAME, REQUEST)).isEqualTo(new RailAnswer.Called(outcome));
                }
            }
            assertThat(health(calls).circuit()).isEqualTo(Circuit.CLOSED);
        }
    }

    @Test
    void timeoutsAndExceptionsAreFailures() {
        RailSettings settings =
                quick().breaker(new RailSettings.Breaker(2, 2, PAUSE)).build();
        try (RailCalls calls = rail.calls(settings, this::now)) {
            rail.does(() -> {
                ScriptedRail.await(released);
                return DONE;
            });
            calls.submit(NAME, REQUEST);
            rail.does(() -> {
                throw new IllegalStateException("a bug");
            });
            calls.submit(NAME, REQUEST);
            assertThat(health(calls).circuit()).isEqualTo(Circuit.OPEN);
            assertThat(health(calls).failuresInRow()).isEqualTo(2);
        }
    }

    /** It was begun before the breaker opened, and fails while another call is on trial. */
    @Test
    void aCallFromBeforeDecidesNothing() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch onTrial = new CountDownLatch(1);
        CountDownLatch tried = new CountDownLatch(1);
        RailSettings settings =
                settings().breaker(new RailSettings.Breaker(2, 2, PAUSE)).build();
        try (RailCalls calls = rail.calls(settings, this::now)) {
            rail.does(() -> {
                inside.countDown();
                ScriptedRail.await(released);
                return UNKNOWN;
            });
            Future<RailAnswer> before = callers.submit(() -> calls.submit(NAME, REQUEST));
            inside.await();
            fail(calls, 2);
            now = NOW.plus(PAUSE);
            rail.does(() -> {
                onTrial.countDown();
                ScriptedRail.await(tried);
                return DONE;
            });
            Future<RailAnswer> trial = callers.submit(() -> calls.submit(NAME, REQUEST));
            onTrial.await();
            released.countDown();
            assertThat(before.get()).isEqualTo(new RailAnswer.Called(UNKNOWN));

            assertThat(health(calls).circuit()).isEqualTo(Circuit.HALF_OPEN);
            tried.countDown();
            assertThat(trial.get()).isEqualTo(new RailAnswer.Called(DONE));
            assertThat(health(calls).circuit()).isEqualTo(Circuit.CLOSED);
        }
    }

    @Test
    void anInterruptedWaitMeansThatNobodyKnows() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        rail.does(() -> {
            inside.countDown();
            ScriptedRail.await(released);
            return DONE;
        });
        RailSettings settings =
                settings().breaker(new RailSettings.Breaker(1, 1, PAUSE)).build();
        try (RailCalls calls = rail.calls(settings, this::now)) {
            FutureTask<Boolean> waits = new FutureTask<>(() -> {
                assertThat(calls.submit(NAME, REQUEST)).isEqualTo(unknown("interrupted"));
                return Thread.currentThread().isInterrupted();
            });
            Thread caller = new Thread(waits, "caller");
            caller.start();
            inside.await();
            caller.interrupt();

            assertThat(waits.get()).as("the interrupt is kept").isTrue();
            assertThat(health(calls).circuit())
                    .as("it says nothing of the rail")
                    .isEqualTo(Circuit.CLOSED);
        }
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        CountDownLatch inside = new CountDownLatch(3);
        rail.does(() -> {
            inside.countDown();
            ScriptedRail.await(released);
            return DONE;
        });
        RailCalls calls = rail.calls(settings().build(), this::now);
        List<Future<RailAnswer>> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(callers.submit(() -> calls.submit(NAME, REQUEST)));
        }
        inside.await();
        calls.close();

        assertThat(rail.threads).hasSize(3);
        for (Thread thread : rail.threads) {
            thread.join(); // its work is done, and it may be about to end
        }
        for (Future<RailAnswer> one : waiting) {
            assertThat(one.get()).isEqualTo(unknown("interrupted"));
        }
        assertThat(calls.submit(NAME, REQUEST)).as("closed").isInstanceOf(RailAnswer.NotCalled.class);
        assertThat(rail.threads).hasSize(3);
        calls.close();
    }

    @Test
    void endsInTimeWhateverARailDoes() throws Exception {
        rail.does(() -> {
            ScriptedRail.awaitStubbornly(released);
            return DONE;
        });
        RailCalls calls = calls(quick(), null);
        calls.submit(NAME, REQUEST);
        calls.close(); // or the test takes too long

        assertThat(rail.threads).allMatch(Thread::isDaemon);
        released.countDown();
        for (Thread thread : rail.threads) {
            thread.join();
        }
    }

    @Test
    void tellsHowARailFares() {
        try (RailCalls calls = rail.calls(settings().mostAtOnce(7).build(), this::now)) {
            assertThat(health(calls))
                    .isEqualTo(
                            new RailHealth(NAME, Circuit.CLOSED, null, 0, 7, 0, null, null, Duration.ZERO, Map.of()));
            rail.does(() -> {
                now = now.plusMillis(400);
                return DONE;
            });
            calls.submit(NAME, REQUEST);
            assertThat(health(calls).latency()).isEqualTo(Duration.ofMillis(400));
            assertThat(health(calls).lastSuccessAt()).isEqualTo(NOW.plusMillis(400));
            rail.says(UNKNOWN);
            calls.submit(NAME, REQUEST);
            assertThat(health(calls))
                    .isEqualTo(new RailHealth(
                            NAME,
                            Circuit.CLOSED,
                            null,
                            0,
                            7,
                            1,
                            NOW.plusMillis(400),
                            NOW.plusMillis(400),
                            Duration.ofMillis(300),
                            Map.of(Count.SUCCEEDED, 1L, Count.UNKNOWN, 1L)));
        }
    }

    @Test
    void offersRailsWithWhatTheyCanTake() {
        RailCapabilities can =
                RailCapabilities.builder().assets(Asset.iso("EUR")).build();
        Rail other = new Rail() {
            @Override
            public RailOutcome submit(Request request) {
                return DONE;
            }

            @Override
            public RailOutcome query(String reference) {
                return DONE;
            }

            @Override
            public RailCapabilities capabilities() {
                return can;
            }
        };
        Map<String, GivenRail> given = new LinkedHashMap<>();
        given.put("z", new GivenRail(other, RailSettings.standard()));
        given.put("a", new GivenRail(rail, RailSettings.standard()));
        try (RailCalls calls = new RailCalls(given, this::now, null)) {
            assertThat(calls.options()).extracting("rail").containsExactly("z", "a");
            assertThat(calls.options()).extracting("capabilities").containsExactly(can, RailCapabilities.any());
            assertThat(calls.health()).extracting(RailHealth::rail).containsExactly("z", "a");
            assertThat(calls.has("a")).isTrue();
            assertThat(calls.has("b")).isFalse();
        }
    }

    @Test
    void refusesARailThatSaysNothingOfWhatItTakes() {
        Rail silent = new Rail() {
            @Override
            public RailOutcome submit(Request request) {
                return DONE;
            }

            @Override
            public RailOutcome query(String reference) {
                return DONE;
            }

            @Override
            @SuppressWarnings("NullAway") // which no rail may do
            public RailCapabilities capabilities() {
                return null;
            }
        };
        Map<String, GivenRail> given = Map.of(NAME, new GivenRail(silent, RailSettings.standard()));
        assertThatThrownBy(() -> new RailCalls(given, this::now, null))
                .hasMessageContaining("the rail bank does not say");
    }

    /** Many callers at one time: never more inside than may be, and every call is counted once. */
    @Test
    void keepsItsLimitsUnderLoad() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        rail.does(() -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            LockSupport.parkNanos(20_000);
            inside.decrementAndGet();
            return DONE;
        });
        try (RailCalls calls = rail.calls(settings().mostAtOnce(3).build(), this::now)) {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                tasks.add(() -> {
                    int called = 0;
                    for (int n = 0; n < 500; n++) {
                        called += calls.submit(NAME, REQUEST) instanceof RailAnswer.Called ? 1 : 0;
                    }
                    return called;
                });
            }
            int called = 0;
            for (Future<Integer> one : callers.invokeAll(tasks)) {
                called += one.get();
            }
            assertThat(most.get()).isBetween(1, 3);
            assertThat(rail.threads).hasSize(called);
            assertThat(health(calls).count(Count.SUCCEEDED)).isEqualTo(called);
            assertThat(health(calls).count(Count.BUSY)).isEqualTo(8 * 500 - called);
            assertThat(health(calls).underWay()).isZero();
        }
    }

    /** Whatever it waits for, it does not wait long. */
    private RailCalls calls(RailSettings.Builder settings, @Nullable Executor executor) {
        return new RailCalls(
                Map.of(NAME, new GivenRail(rail, settings.build())),
                this::now,
                executor,
                new RailCalls.Waits(SHORT, SHORT));
    }

    private void fail(RailCalls calls, int times) {
        rail.says(UNKNOWN);
        for (int i = 0; i < times; i++) {
            assertThat(calls.submit(NAME, REQUEST)).isEqualTo(new RailAnswer.Called(UNKNOWN));
        }
    }

    private static RailHealth health(RailCalls calls) {
        return calls.health().get(0);
    }

    private static RailAnswer unknown(String reason) {
        return new RailAnswer.Called(new RailOutcome.Unknown(reason));
    }

    /** A timeout that nothing here reaches. */
    private static RailSettings.Builder settings() {
        return RailSettings.builder();
    }

    /** A timeout that is reached at once. */
    private static RailSettings.Builder quick() {
        return RailSettings.builder().timeout(SHORT);
    }

    private Instant now() {
        return now;
    }
}
