package io.zentra.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zentra.core.Databases;
import io.zentra.core.commit.internal.Probe;
import io.zentra.core.commit.internal.Probe.Plain;
import io.zentra.core.identity.Access;
import io.zentra.core.storage.Storage;
import io.zentra.core.time.DueWork.Item;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Work on threads, of the worker or of the host, and the leases of what they are at. */
class DueWorkThreadsTest extends DueWorkStage {
    @Test
    void doesTheWorkOfOthersBesideATenantThatCannotBeWritten() throws InterruptedException {
        core.close();
        Storage storage = Databases.SQLITE.create(folder);
        open(storage);
        scheduleMany(acme, 300);
        Access other = Probe.tenant(core, "other");
        clock.advance(Duration.ofMinutes(1));
        Databases.execute(
                storage,
                "delete from zentra_journal_head where tenant = "
                        + acme.tenant().no());
        CountDownLatch both = new CountDownLatch(2);
        DueWorker worker = worker((access, item) -> {
            finish(access, item);
            both.countDown();
        });
        worker.start(1);
        schedule(other, "b", Duration.ZERO);
        schedule(other, "c", Duration.ZERO);

        assertThat(both.await(60, TimeUnit.SECONDS)).isTrue();
        worker.close();
    }

    @Test
    void runsOnThreadsOfItsOwnUntilItIsClosed() throws InterruptedException {
        schedule("a", Duration.ZERO);
        schedule("b", Duration.ZERO);
        CountDownLatch both = new CountDownLatch(2);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        DueWorker worker = worker((access, item) -> {
            threads.add(Thread.currentThread());
            finish(access, item);
            both.countDown();
        });
        worker.start(2);

        assertThat(both.await(60, TimeUnit.SECONDS)).isTrue();
        worker.close();
        assertThat(threads).isNotEmpty().doesNotContain(Thread.currentThread()).noneMatch(Thread::isAlive);
        schedule("c", Duration.ZERO);
        assertThat(worker(this::takeAndFinish).runDue())
                .as("nobody took c before")
                .isEqualTo(1);
        assertThat(taken).extracting(Item::subject).containsExactly("c");
    }

    /** Closed twice, it waits once: the second wait was once for what the first had taken. */
    @Test
    @Timeout(30)
    void runsOnWhatTheHostGaveAndWaitsForIt() throws InterruptedException {
        scheduleMany(acme, 4);
        clock.advance(Duration.ofMinutes(1));
        CountDownLatch allAreRun = new CountDownLatch(4);
        AtomicInteger ended = new AtomicInteger();
        DueWorker worker = worker((access, item) -> {
            allAreRun.countDown();
            awaitQuietly(allAreRun);
            finish(access, item);
            ended.incrementAndGet();
        });
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        worker.start(4, piece -> {
            Thread thread = new Thread(piece, "host");
            threads.add(thread);
            thread.start();
        });

        assertThat(allAreRun.await(60, TimeUnit.SECONDS)).isTrue();
        worker.close();
        worker.close();
        assertThat(ended).hasValue(4);
        assertThat(threads).hasSize(4);
        assertThat(worker(this::takeAndFinish).runDue()).isZero();
    }

    /** The lease ends by itself, and is not renewed: another node takes the work. */
    @Test
    void leavesToOthersWhatTheHostsExecutorRefuses() throws InterruptedException {
        leavesToOthers(new RejectedExecutionException("shut down"));
    }

    /** No thread can be made, say: the lease was once renewed for ever, and nobody did the work. */
    @Test
    void leavesToOthersWhatTheHostsExecutorFailsToTake() throws InterruptedException {
        leavesToOthers(new IllegalStateException("no thread"));
    }

    private void leavesToOthers(RuntimeException refusal) throws InterruptedException {
        schedule("a", Duration.ZERO);
        CountDownLatch refused = new CountDownLatch(1);
        DueWorker worker = worker(this::takeAndFinish);
        worker.start(1, piece -> {
            refused.countDown();
            throw refusal;
        });

        assertThat(refused.await(60, TimeUnit.SECONDS)).isTrue();
        worker.close();
        assertThat(taken).isEmpty();
        clock.advance(Renewals.LEASE);
        assertThat(worker(this::takeAndFinish).runDue()).isEqualTo(1);
        assertThat(taken).extracting(Item::subject).containsExactly("a");
    }

    @Test
    void givesBackOnItsThreadsWhatFailed() {
        schedule("a", Duration.ZERO);
        DueWorker worker = handledBy((access, item) -> {
            synchronized (this) {
                taken.add(item);
            }
            return core.commits().begin(access, new Plain<>(reads -> {}, work -> {
                throw new IllegalStateException("not today");
            }));
        });
        worker.start(1);
        await().until(() -> !worker.failing(core.queries(), acme.tenant().no()).isEmpty());
        await().until(() -> dueAt() == Micros.of(clock.instant().plusSeconds(1)));
        worker.close();
        assertThat(taken).singleElement().extracting(Item::tries).isEqualTo(1);
    }

    /** One slow call of a rail once kept all other work back. */
    @Test
    void runsAsManyPiecesAtOnceAsItHasThreads() throws InterruptedException {
        scheduleMany(acme, 4);
        clock.advance(Duration.ofMinutes(1));
        CountDownLatch allAreRun = new CountDownLatch(4);
        CountDownLatch done = new CountDownLatch(4);
        DueWorker worker = worker((access, item) -> {
            allAreRun.countDown();
            awaitQuietly(allAreRun);
            finish(access, item);
            done.countDown();
        });
        worker.start(4);

        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        worker.close();
        assertThat(worker(this::takeAndFinish).runDue()).isZero();
    }

    /** A thread once waited for each commit, so that no more pieces shared one than there were threads. */
    @Test
    void takesTheNextPieceWhileTheLastCommandOfOneIsOnItsWay() throws InterruptedException {
        scheduleMany(acme, 2);
        clock.advance(Duration.ofMinutes(1));
        CountDownLatch bothAreBegun = new CountDownLatch(2);
        List<CompletableFuture<?>> ends = new CopyOnWriteArrayList<>();
        DueWorker worker = handledBy((access, item) -> {
            finish(access, item);
            CompletableFuture<Boolean> end = new CompletableFuture<>();
            ends.add(end);
            bothAreBegun.countDown();
            return end;
        });
        worker.start(1);

        assertThat(bothAreBegun.await(60, TimeUnit.SECONDS)).isTrue();
        ends.forEach(end -> end.complete(null));
        worker.close();
    }

    /** A worker on one thread, which has begun a piece whose last command is durable when the future says so. */
    private DueWorker atAPieceUntil(CompletableFuture<Boolean> end) throws InterruptedException {
        schedule("a", Duration.ZERO);
        CountDownLatch begun = new CountDownLatch(1);
        DueWorker worker = handledBy((access, item) -> {
            begun.countDown();
            return end;
        });
        worker.start(1);
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        return worker;
    }

    @Test
    void keepsTheLeaseWhileTheLastCommandIsOnItsWay() throws InterruptedException {
        CompletableFuture<Boolean> end = new CompletableFuture<>();
        DueWorker worker = atAPieceUntil(end);
        long first = dueAt();

        clock.advance(Renewals.LEASE.minusSeconds(1));
        await().until(() -> dueAt() > first);
        end.complete(true);
        worker.close();
    }

    @Test
    void waitsForTheLastCommandWhenItIsClosed() throws InterruptedException {
        CompletableFuture<Boolean> end = new CompletableFuture<>();
        DueWorker worker = atAPieceUntil(end);

        CompletableFuture<Void> closing = CompletableFuture.runAsync(worker::close);
        assertThatThrownBy(() -> closing.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        end.complete(true);
        assertThat(closing).succeedsWithin(Duration.ofSeconds(60));
    }

    /** What is leased waits for a thread, and its lease ends: what no thread can soon run is left to others. */
    @Test
    void leasesNoMoreThanItsThreadsCanRunSoon() throws InterruptedException {
        scheduleMany(acme, 300);
        clock.advance(Duration.ofMinutes(1));
        CountDownLatch bothAreRun = new CountDownLatch(2);
        CountDownLatch seen = new CountDownLatch(1);
        DueWorker slow = worker((access, item) -> {
            bothAreRun.countDown();
            awaitQuietly(seen);
            takeTogether(access, item);
        });
        slow.start(2);
        assertThat(bothAreRun.await(60, TimeUnit.SECONDS)).isTrue();

        int leftToOthers = worker(this::takeTogether).runDue();
        seen.countDown();
        slow.close();

        assertThat(leftToOthers).isBetween(300 - 2 * 2, 300 - 2);
        assertThat(taken).extracting(Item::subject).doesNotHaveDuplicates().hasSize(300);
        assertThat(taken).extracting(Item::tries).containsOnly(1);
    }

    /** Leases are short, so that work of a killed process is soon taken again; and slow work keeps its own. */
    @Test
    void keepsTheLeaseOfWorkThatRunsForLong() throws InterruptedException {
        schedule("a", Duration.ZERO);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch seen = new CountDownLatch(1);
        DueWorker slow = worker((access, item) -> {
            begun.countDown();
            awaitQuietly(seen);
            taken.add(item);
            finish(access, item);
        });
        slow.start(1);
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        long end = dueAt();

        clock.advance(Renewals.LEASE.minusSeconds(1));
        await().until(() -> dueAt() > end);
        clock.advance(Duration.ofSeconds(2));
        assertThat(worker(this::takeAndFinish).runDue()).isZero();

        seen.countDown();
        slow.close();
        assertThat(taken).singleElement().extracting(Item::tries).isEqualTo(1);
        assertThat(worker(this::takeAndFinish).runDue()).isZero();
    }
}
