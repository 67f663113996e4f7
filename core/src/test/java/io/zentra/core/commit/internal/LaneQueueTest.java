package io.zentra.core.commit.internal;

import static io.zentra.core.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.internal.Probe.Plain;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Tenant;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.identity.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A lane that gathers and callers that come again, with a patience of an hour: a signal that is lost, or a hope for more
 * than can come, is a test that does not end. Numbers follow from a seed.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LaneQueueTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int ROUNDS = 1_500;
    private static final int MAX_CALLERS = 64;

    /** A tenant that may have one command in the queue. */
    private static final int NARROW = 99;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile boolean enough;

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void gathersAllThatAreHopedForAndMissesNone(long seed) throws Exception {
        Random random = new Random(seed);
        int callers = 1 + random.nextInt(MAX_CALLERS);
        LaneQueue queue = new LaneQueue(callers, HOUR);
        List<Future<Long>> called = call(queue, callers, 1 + random.nextInt(3));
        long answered = 0;
        for (int i = 0; i < ROUNDS; i++) {
            int max = 1 + random.nextInt(MAX_CALLERS);
            int hoped = 1 + random.nextInt(callers); // each caller comes again when it was answered
            List<Pending<?>> taken = take(queue, max, hoped, HOUR.toNanos());
            assertThat(taken).hasSizeBetween(Math.min(max, hoped), max);
            answered += answer(taken);
        }
        enough = true;
        answered += answerTheLast(queue, called);

        assertThat(sum(called)).isEqualTo(answered);
        assertThat(queue.size()).isZero();
    }

    /** With a small queue the callers wait for room: each of them must learn that there is some. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void letsEveryCallerInWhenThereIsRoomAgain(long seed) throws Exception {
        Random random = new Random(seed);
        int room = 1 + random.nextInt(8);
        LaneQueue queue = new LaneQueue(room, HOUR);
        List<Future<Long>> called = call(queue, MAX_CALLERS, 1 + random.nextInt(3));
        long answered = 0;
        for (int i = 0; i < ROUNDS; i++) {
            List<Pending<?>> taken = take(queue, 1 + random.nextInt(room), 1 + random.nextInt(room), HOUR.toNanos());
            assertThat(taken).isNotEmpty();
            answered += answer(taken);
        }
        enough = true;
        answered += answerTheLast(queue, called);

        assertThat(sum(called)).isEqualTo(answered);
    }

    /** The lane hoped for all who had waited and been answered, more than the queue has room for, and lost its patience. */
    @Test
    void doesNotWaitForMoreThanThereIsRoomFor() throws Exception {
        LaneQueue queue = new LaneQueue(4, HOUR);
        for (int i = 0; i < 4; i++) {
            queue.put(pending(1));
        }
        assertThat(take(queue, 64, 5, HOUR.toNanos())).hasSize(4);
    }

    /** One who waits outside, for room of its tenant, does not come in while the lane waits for it. */
    @Test
    void doesNotWaitForOneWhoWaitsForRoom() throws Exception {
        LaneQueue queue = new LaneQueue(64, HOUR);
        queue.put(pending(NARROW));
        Future<?> outside = threads.submit(() -> queue.put(pending(NARROW)));

        assertThat(take(queue, 64, 2, HOUR.toNanos())).hasSize(1);
        outside.get();
        assertThat(take(queue, 64, 1, HOUR.toNanos())).hasSize(1);
    }

    /** What a lane gives back comes first of its tenant's, in its order, once the tenant has rested. */
    @Test
    void passesOverATenantThatRests() {
        LaneQueue queue = new LaneQueue(64, HOUR);
        List<Pending<?>> first = List.of(pending(1), pending(1));
        first.forEach(queue::put);
        assertThat(take(queue, 64, 1, 0)).isEqualTo(first);
        Pending<?> later = pending(1);
        Pending<?> others = pending(2);
        queue.put(later);
        queue.putBack(first, HOUR);
        queue.put(others);

        assertThat(queue.size()).isEqualTo(1);
        assertThat(take(queue, 64, 4, 0)).containsExactly(others);
        assertThat(queue.size()).isZero();
        queue.abandon();
        assertThat(first).allSatisfy(each -> assertRefused(ErrorCode.CLOSED, each::await));
    }

    @Test
    void givesATenantThatHasRestedInTheOrderOfItsCommands() {
        LaneQueue queue = new LaneQueue(64, HOUR);
        List<Pending<?>> first = List.of(pending(1), pending(1));
        first.forEach(queue::put);
        assertThat(take(queue, 64, 1, 0)).isEqualTo(first);
        Pending<?> later = pending(1);
        queue.put(later);
        queue.putBack(first, Duration.ofMillis(1));
        queue.close();

        assertThat(take(queue, 64, 4, 0)).containsExactly(first.get(0), first.get(1), later);
        assertThat(take(queue, 64, 4, 0)).isEmpty();
    }

    @Test
    void gathersNoMoreWhenItIsClosed() {
        LaneQueue queue = new LaneQueue(64, HOUR);
        queue.put(pending(1));
        queue.close();
        assertThat(take(queue, 64, 64, HOUR.toNanos())).hasSize(1);
        assertThat(take(queue, 64, 64, HOUR.toNanos())).isEmpty();
    }

    private List<Future<Long>> call(LaneQueue queue, int callers, int tenants) {
        List<Future<Long>> called = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            int tenantNo = 1 + i % tenants;
            called.add(threads.submit(() -> {
                long answers = 0;
                while (!enough) {
                    Pending<Long> pending = pending(tenantNo);
                    queue.put(pending);
                    pending.await();
                    answers++;
                }
                return answers;
            }));
        }
        return called;
    }

    /** Those who were let in before they learned that it is enough; each comes by itself. */
    private static long answerTheLast(LaneQueue queue, List<Future<Long>> called) throws InterruptedException {
        long answered = 0;
        while (called.stream().anyMatch(each -> !each.isDone())) {
            if (queue.size() > 0) {
                answered += answer(take(queue, MAX_CALLERS, 1, 0));
            } else {
                Thread.onSpinWait();
            }
        }
        return answered;
    }

    private static List<Pending<?>> take(LaneQueue queue, int max, int hoped, long patienceNanos) {
        List<Pending<?>> taken = new ArrayList<>();
        queue.take(taken, max, hoped, patienceNanos);
        return taken;
    }

    private static long answer(List<Pending<?>> taken) {
        taken.forEach(each -> each.answer(1L));
        Pending.completeAll(taken);
        return taken.size();
    }

    private static long sum(List<Future<Long>> called) throws Exception {
        long sum = 0;
        for (Future<Long> each : called) {
            sum += each.get();
        }
        return sum;
    }

    private static Pending<Long> pending(int tenantNo) {
        TenantConfig config = TenantConfig.standard();
        Access access = new Access(
                new Tenant(
                        tenantNo,
                        TenantId.of("t-" + tenantNo),
                        tenantNo == NARROW ? config.withMaxQueuedCommands(1) : config),
                Actor.service("test"));
        return Pending.awaited(access, new Plain<>(reads -> {}, work -> 0L), HOUR.toNanos());
    }
}
