package io.zentra.core.commit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.internal.Probe.Plain;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Tenant;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.identity.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The relay in which callers wake each other. Here they sleep for an hour unless they are woken, so a wake-up that is lost
 * is a test that does not end; sizes of batches, haste and interrupts follow from a seed.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PendingTest {
    private static final int CALLERS = 64;
    private static final int COMMANDS = 300;
    private static final int MAX_BATCH = 40;
    private static final long FOR_EVER = Duration.ofHours(1).toNanos();
    private static final Access ACME =
            new Access(new Tenant(1, TenantId.of("acme"), TenantConfig.standard()), Actor.service("test"));

    private final ExecutorService threads = Executors.newFixedThreadPool(CALLERS + 1);
    private final LinkedBlockingQueue<Pending<Long>> queue = new LinkedBlockingQueue<>();
    private final AtomicLong committed = new AtomicLong();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void wakesEveryCallerOnceItsBatchIsCommitted(long seed) throws Exception {
        Future<Long> lane = threads.submit(() -> answerAll(new Random(seed), (long) CALLERS * COMMANDS));
        List<Future<Long>> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            Random random = new Random(seed * CALLERS + i);
            callers.add(threads.submit(() -> call(random, () -> {})));
        }

        assertThat(sum(callers)).isEqualTo((long) CALLERS * COMMANDS);
        assertThat(lane.get()).as("nobody withdrew").isEqualTo((long) CALLERS * COMMANDS);
    }

    /** Whoever is interrupted is either withdrawn before its batch or answered by it, and breaks no chain of wake-ups. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void wakesTheOthersWhenCallersAreInterrupted(long seed) throws Exception {
        Future<Long> lane = threads.submit(() -> answerAll(new Random(seed), (long) CALLERS * COMMANDS));
        ConcurrentHashMap<Integer, Thread> sleeping = new ConcurrentHashMap<>();
        List<Future<Long>> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            int no = i;
            Random random = new Random(seed * CALLERS + i);
            callers.add(threads.submit(() -> {
                sleeping.put(no, Thread.currentThread());
                return call(random, () -> {
                    Thread other = sleeping.get(random.nextInt(CALLERS));
                    if (other != null && random.nextInt(4) == 0) {
                        other.interrupt();
                    }
                });
            }));
        }
        long answered = sum(callers);

        assertThat(answered).isEqualTo(lane.get());
        assertThat(answered).as("some were answered and some withdrawn").isBetween(1L, (long) CALLERS * COMMANDS - 1);
    }

    /** Sends commands and awaits each; returns how many were answered. */
    private long call(Random random, Runnable beside) {
        long answered = 0;
        for (int i = 0; i < COMMANDS; i++) {
            Pending<Long> pending = Pending.awaited(ACME, new Plain<>(reads -> {}, work -> 0L), FOR_EVER);
            queue.add(pending);
            hurry(random); // some await before the lane answers, some after
            beside.run();
            try {
                long batch = pending.await();
                assertThat(committed.get()).as("the answer of batch %s", batch).isGreaterThanOrEqualTo(batch);
                answered++;
            } catch (ZentraException withdrawn) {
                assertThat(withdrawn.code()).isEqualTo(ErrorCode.INTERRUPTED);
            }
            Thread.interrupted();
        }
        return answered;
    }

    /** The lane: takes what is there, commits, answers; returns how many it answered. */
    private long answerAll(Random random, long commands) throws InterruptedException {
        long answered = 0;
        long batchNo = 0;
        for (long taken = 0; taken < commands; ) {
            List<Pending<Long>> drained = new ArrayList<>();
            drained.add(queue.take());
            queue.drainTo(drained, random.nextInt(MAX_BATCH));
            taken += drained.size();
            batchNo++;
            List<Pending<?>> batch = new ArrayList<>();
            for (Pending<Long> each : drained) {
                if (each.take()) {
                    each.answer(batchNo);
                    batch.add(each);
                }
            }
            hurry(random);
            committed.set(batchNo);
            answer(random, batch);
            answered += batch.size();
        }
        return answered;
    }

    /** Together, or one by one as after a failure. */
    private static void answer(Random random, List<Pending<?>> batch) {
        if (random.nextInt(8) == 0) {
            batch.forEach(Pending::complete);
        } else {
            Pending.completeAll(batch);
        }
    }

    private static void hurry(Random random) {
        int spins = random.nextInt(3) == 0 ? random.nextInt(2_000) : 0;
        for (int i = 0; i < spins; i++) {
            Thread.onSpinWait();
        }
    }

    private static long sum(List<Future<Long>> callers) throws InterruptedException, ExecutionException {
        long sum = 0;
        for (Future<Long> caller : callers) {
            sum += caller.get();
        }
        return sum;
    }
}
