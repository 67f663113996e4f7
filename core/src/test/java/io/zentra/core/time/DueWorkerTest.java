package io.zentra.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zentra.core.Databases;
import io.zentra.core.TestClock;
import io.zentra.core.ZentraCore;
import io.zentra.core.commit.internal.Probe;
import io.zentra.core.commit.internal.Probe.Plain;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.TraceContext;
import io.zentra.core.storage.Storage;
import io.zentra.core.time.DueWork.Handler;
import io.zentra.core.time.DueWork.Item;
import io.zentra.core.time.internal.DueWorkTable.Name;
import io.zentra.core.time.internal.LeaseCommands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each test is a story of nodes that share due work: run, look, move the clock, run. */
@Timeout(120)
class DueWorkerTest {
    private static final String MAIL = "mail";

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final List<Item> taken = new ArrayList<>();
    private ZentraCore core;
    private Access acme;

    @BeforeEach
    void open() {
        open(Storage.inMemory());
    }

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void runsNothingBeforeItIsDueAndOnceWhenItIs() {
        schedule("a", Duration.ofMinutes(5));
        DueWorker worker = worker(this::takeAndFinish);

        assertThat(worker.runDue()).isZero();
        clock.advance(Duration.ofMinutes(5));
        assertThat(worker.runDue()).isEqualTo(1);
        assertThat(worker.runDue()).isZero();
        assertThat(taken).extracting(Item::subject).containsExactly("a");
    }

    @ParameterizedTest
    @EnumSource
    void givesLeasedWorkToNobodyElse(Databases database) {
        core.close();
        open(database.create(folder));
        schedule("a", Duration.ZERO);
        DueWorker second = worker(this::takeAndFinish);
        DueWorker first = worker((access, item) -> {
            assertThat(second.runDue()).isZero();
            takeAndFinish(access, item);
        });

        assertThat(first.runDue()).isEqualTo(1);
        assertThat(taken).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void givesWorkWhoseLeaseEndedToAnotherUnderAHigherToken(Databases database) {
        core.close();
        open(database.create(folder));
        schedule("a", Duration.ZERO);
        DueWorker second = worker((access, item) -> {
            taken.add(item);
            reschedule(access, item, Duration.ofHours(2));
        });
        DueWorker slow = worker((access, item) -> {
            taken.add(item);
            clock.advance(Duration.ofSeconds(61));
            assertThat(second.runDue()).isEqualTo(1);
            assertThat(isHeld(access, item)).isFalse();
            reschedule(access, item, Duration.ofMinutes(1)); // too late: changes nothing
        });

        assertThat(slow.runDue()).isEqualTo(1);
        assertThat(taken.get(1).token()).isGreaterThan(taken.get(0).token());
        assertThat(taken).extracting(Item::tries).containsExactly(1, 2);
        clock.advance(Duration.ofMinutes(90));
        assertThat(slow.runDue()).isZero();
    }

    /** Tokens once began at 0 again when work was planned anew, so that a stale holder held what it never took. */
    @Test
    void givesNoTokenTwiceUnderOneName() {
        schedule("a", Duration.ZERO);
        DueWorker second = worker(this::takeAndFinish);
        DueWorker third = worker((access, item) -> taken.add(item));
        DueWorker slow = worker((access, item) -> {
            taken.add(item);
            clock.advance(Duration.ofSeconds(61));
            second.runDue();
            schedule("a", Duration.ZERO);
            assertThat(third.runDue()).isEqualTo(1);
            assertThat(isHeld(access, item)).isFalse();
            assertThat(isHeld(access, taken.get(2))).isTrue();
        });

        assertThat(slow.runDue()).isEqualTo(1);
        assertThat(taken).extracting(Item::token).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void triesFailedWorkAgainWithLongerPauses() {
        schedule("a", Duration.ZERO);
        DueWorker worker = worker((access, item) -> {
            taken.add(item);
            throw new IllegalStateException("not today");
        });

        for (int pause : new int[] {1, 2, 4, 8}) {
            assertThat(worker.runDue()).isEqualTo(1);
            clock.advance(Duration.ofSeconds(pause).minusMillis(1));
            assertThat(worker.runDue()).isZero();
            clock.advance(Duration.ofMillis(1));
        }
        assertThat(taken).extracting(Item::tries).containsExactly(1, 2, 3, 4);
    }

    @Test
    void triesWorkAgainThatItsHandlerForgotToEnd() {
        schedule("a", Duration.ZERO);
        DueWorker worker = worker((access, item) -> taken.add(item));

        assertThat(worker.runDue()).isEqualTo(1);
        assertThat(worker.runDue()).isZero();
        clock.advance(Duration.ofSeconds(60));
        assertThat(worker.runDue()).isEqualTo(1);
    }

    @Test
    void runsWhatFallsDueByWhatItRan() {
        schedule("a", Duration.ZERO);
        DueWorker worker = worker((access, item) -> {
            takeAndFinish(access, item);
            if (taken.size() < 3) {
                schedule(item.subject() + "a", Duration.ZERO);
            }
        });

        assertThat(worker.runDue()).isEqualTo(3);
        assertThat(taken).extracting(Item::subject).containsExactly("a", "aa", "aaa");
    }

    @Test
    void leavesKindsToThoseWhoHandleThem() {
        schedule("a", Duration.ZERO);

        assertThat(new DueWorker(core.commits(), core.queries(), core.tenants(), clock, Map.of()).runDue())
                .isZero();
        assertThat(new DueWorker(
                                core.commits(),
                                core.queries(),
                                core.tenants(),
                                clock,
                                Map.of("other", Handler.waiting(this::takeAndFinish)))
                        .runDue())
                .isZero();
        assertThat(worker(this::takeAndFinish).runDue()).isEqualTo(1);
    }

    @Test
    void runsTheWorkOfEachTenantForThatTenant() {
        Access other = Probe.tenant(core, "other");
        schedule(acme, "a", Duration.ZERO);
        schedule(other, "a", Duration.ZERO);
        List<String> tenants = new ArrayList<>();
        DueWorker worker = worker((access, item) -> {
            tenants.add(access.tenant().id().value());
            takeAndFinish(access, item);
        });

        assertThat(worker.runDue()).isEqualTo(2);
        assertThat(tenants).containsExactlyInAnyOrder("acme", "other");
    }

    /** The oldest 256 pieces were all that was looked at: a tenant without a journal head kept everybody's work back. */
    @ParameterizedTest
    @EnumSource
    void doesTheWorkOfOthersBesideATenantThatCannotBeWritten(Databases database) {
        core.close();
        Storage storage = database.create(folder);
        open(storage);
        scheduleMany(acme, 300);
        Access other = Probe.tenant(core, "other");
        clock.advance(Duration.ofMinutes(1));
        schedule(other, "b", Duration.ZERO);
        core.close();
        Databases.execute(
                storage,
                "delete from zentra_journal_head where tenant = "
                        + acme.tenant().no());
        core = ZentraCore.open(ZentraCore.Settings.of(storage).withClock(clock), List.of(Probe.MODULE));

        assertThat(worker(this::takeAndFinish).runDue()).isEqualTo(1);
        assertThat(taken).extracting(Item::subject).containsExactly("b");
    }

    @Test
    void doesSoOnThreadsOfItsOwn() throws InterruptedException {
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
    void givesATenantItsTurnBeforeAllWorkOfAnotherIsDone() {
        scheduleMany(acme, 300);
        Access other = Probe.tenant(core, "other");
        clock.advance(Duration.ofMinutes(1));
        schedule(other, "b", Duration.ZERO);

        assertThat(worker(this::takeAndFinish).runDue()).isEqualTo(301);
        assertThat(taken).extracting(Item::subject).endsWith("a299").doesNotHaveDuplicates();
        assertThat(taken.subList(0, Turns.SHARE + 1)).extracting(Item::subject).contains("b");
    }

    @Test
    void plansRecurringWorkOnce() {
        DueWorker worker = worker(this::takeAndFinish);
        worker.plan(acme.tenant(), MAIL, "daily", Duration.ofHours(1));
        clock.advance(Duration.ofMinutes(30));
        worker.plan(acme.tenant(), MAIL, "daily", Duration.ofHours(1));
        clock.advance(Duration.ofMinutes(30));

        assertThat(worker.runDue()).isEqualTo(1);
        assertThat(worker.runDue()).isZero();
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

    /** What a host gave may run a piece on the thread that hands it over, which is a caller's. */
    @Test
    void givesNoHeadStartOnWhatTheHostGave() {
        DueWorker worker = worker(this::takeAndFinish);
        worker.start(4, Runnable::run);
        try (HeadStart start = worker.headStart()) {
            plan(start, "a");
            assertThat(start.begin(acme.tenant())).isFalse();
        }
        worker.close();
    }

    /** Its caller was held up until the lease had ended: another node may be at it. */
    @Test
    void beginsNothingWhoseLeaseHasEnded() {
        DueWorker worker = worker(this::takeAndFinish);
        worker.start(1);
        try (HeadStart start = worker.headStart()) {
            plan(start, "a");
            clock.advance(Renewals.LEASE);
            assertThat(start.begin(acme.tenant())).isTrue();
        }
        worker.close();
        assertThat(taken).extracting(Item::tries).doesNotContain(1);
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

    @Test
    void triesWorkAgainWhoseLastCommandFailed() {
        schedule("a", Duration.ZERO);
        DueWorker worker = handledBy((access, item) -> {
            taken.add(item);
            return CompletableFuture.failedFuture(new IllegalStateException("not today"));
        });

        assertThat(worker.runDue()).isEqualTo(1);
        assertThat(worker.failing(core.queries(), acme.tenant().no()))
                .singleElement()
                .extracting(FailingWork::error)
                .isEqualTo("java.lang.IllegalStateException: not today");
        assertThat(worker.runDue()).isZero();
        clock.advance(Duration.ofSeconds(1));
        assertThat(worker.runDue()).isEqualTo(1);
        assertThat(taken).extracting(Item::tries).containsExactly(1, 2);
    }

    /** Work once waited to be found, and then for a commit of its lease. */
    @Test
    void beginsWhatItHasRoomForAsSoonAsItIsDurable() throws InterruptedException {
        CountDownLatch run = new CountDownLatch(1);
        DueWorker worker = worker((access, item) -> {
            takeTogether(access, item);
            run.countDown();
        });
        worker.start(1);
        DueWorker other = worker(this::takeTogether);

        try (HeadStart start = worker.headStart()) {
            plan(start, "a");
            assertThat(other.runDue()).as("it is leased").isZero();
            assertThat(start.begin(acme.tenant())).isTrue();
        }

        assertThat(run.await(60, TimeUnit.SECONDS)).isTrue();
        worker.close();
        assertThat(taken).singleElement().satisfies(item -> {
            assertThat(item.subject()).isEqualTo("a");
            assertThat(item.tries()).isEqualTo(1);
        });
        assertThat(other.runDue()).isZero();
    }

    /** What is found later, by whomever, was planned by one whom nobody can ask any more. */
    @Test
    void tellsWhatThePlannerKnowsOnlyOfWhatItBeginsAtOnce() {
        TraceContext trace = new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);
        List<String> told = new CopyOnWriteArrayList<>();
        DueWorker worker = handledBy(new Handler() {
            @Override
            public CompletableFuture<?> run(Access access, Item item) {
                told.add(item.subject() + " found, " + access.trace());
                takeAndFinish(access, item);
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public CompletableFuture<?> runAtOnce(Access access, Item item, DueWork.Known known) {
                told.add(item.subject() + " begun, " + known.trace() + ", " + known.written());
                takeAndFinish(access, item);
                return CompletableFuture.completedFuture(null);
            }
        });
        acme = acme.traced(trace);
        schedule("b", Duration.ofHours(1));
        worker.start(1);
        try (HeadStart start = worker.headStart()) {
            plan(start, "a");
            assertThat(start.begin(acme.tenant())).isTrue();
        }
        worker.close();
        clock.advance(Duration.ofHours(1));
        handledBy(Handler.waiting((access, item) -> told.add(item.subject() + " found, " + access.trace())))
                .runDue();

        assertThat(told).containsExactly("a begun, " + trace + ", all of a", "b found, null");
    }

    /** The process ended, or did not learn that its commit was durable. */
    @Test
    void leavesToOthersWhatWasPlannedAndNotBegun() {
        DueWorker worker = worker(this::takeAndFinish);
        worker.start(1);
        try (HeadStart start = worker.headStart()) {
            plan(start, "a");
        }
        worker.close();

        DueWorker other = worker(this::takeAndFinish);
        assertThat(other.runDue()).isZero();
        clock.advance(Renewals.LEASE);
        assertThat(other.runDue()).isEqualTo(1);
        assertThat(taken).singleElement().extracting(Item::tries).isEqualTo(2);
    }

    @Test
    void plansAsUsualWithoutRoomAndForASecondPiece() {
        DueWorker looking = worker(this::takeAndFinish);
        try (HeadStart none = looking.headStart()) {
            plan(none, "a");
            assertThat(none.begin(acme.tenant())).as("it has no threads").isFalse();
        }
        DueWorker ofOthers = new DueWorker(
                core.commits(),
                core.queries(),
                core.tenants(),
                clock,
                Map.of("other", Handler.waiting(this::takeAndFinish)));
        ofOthers.start(1);
        try (HeadStart start = ofOthers.headStart();
                HeadStart noRoom = ofOthers.headStart()) {
            plan(start, "b");
            plan(start, "c");
            plan(noRoom, "d");
        }
        ofOthers.close();

        assertThat(looking.runDue()).isEqualTo(3);
        assertThat(taken).extracting(Item::subject).containsExactlyInAnyOrder("a", "c", "d");
    }

    /** A command decides again when its batch did not become durable: what it planned then never was. */
    @Test
    void beginsNothingThatWasForgotten() {
        DueWorker worker = worker(this::takeAndFinish);
        worker.start(1);
        try (HeadStart start = worker.headStart()) {
            plan(start, "a");
            start.reset();
            assertThat(start.begin(acme.tenant())).isFalse();
        }
        worker.close();
        assertThat(taken).isEmpty();
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

    /** What is given back early is not moved again by a renewal that comes too late. */
    @Test
    void renewsNoLeaseThatWasGivenBack() {
        schedule("a", Duration.ZERO);
        Item item = lease("a").item();
        long end = dueAt();
        reschedule(acme, item, Duration.ofSeconds(1));
        long givenBack = dueAt();

        List<Long> ends = core.commits()
                .run(acme, new LeaseCommands.Renew(List.of(new LeaseCommands.Held(item, end)), Renewals.LEASE));

        assertThat(ends).containsExactly(Long.MAX_VALUE);
        assertThat(dueAt()).isEqualTo(givenBack);
    }

    private LeaseCommands.Held lease(String subject) {
        return core.commits()
                .run(acme, new LeaseCommands.Lease(List.of(new Name(MAIL, subject)), Renewals.LEASE))
                .get(0);
    }

    private long dueAt() {
        return core.queries()
                .select(
                        "select due_at from zentra_due_work where tenant = :tenant",
                        acme.tenant().no(),
                        Map.of(),
                        1,
                        (results, context) -> results.getLong(1))
                .get(0);
    }

    private synchronized void takeTogether(Access access, Item item) {
        takeAndFinish(access, item);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void open(Storage storage) {
        core = ZentraCore.open(ZentraCore.Settings.of(storage).withClock(clock), List.of(Probe.MODULE));
        acme = Probe.tenant(core, "acme");
    }

    private DueWorker worker(BiConsumer<Access, Item> work) {
        return handledBy(Handler.waiting(work));
    }

    private DueWorker handledBy(Handler handler) {
        return new DueWorker(core.commits(), core.queries(), core.tenants(), clock, Map.of(MAIL, handler));
    }

    private void plan(HeadStart start, String subject) {
        core.commits().run(acme, new Plain<>(reads -> {}, work -> {
            start.plan(work, MAIL, subject, "all of " + subject);
            return true;
        }));
    }

    private void schedule(String subject, Duration in) {
        schedule(acme, subject, in);
    }

    private void schedule(Access access, String subject, Duration in) {
        core.commits().run(access, new Plain<>(reads -> DueWork.need(reads, MAIL, subject), work -> {
            DueWork.schedule(work, MAIL, subject, work.now().plus(in));
            return true;
        }));
    }

    /** Pieces {@code a0}, {@code a1} and so on, each due a moment after the one before. */
    private void scheduleMany(Access access, int count) {
        core.commits()
                .run(
                        access,
                        new Plain<>(
                                reads -> IntStream.range(0, count).forEach(i -> DueWork.need(reads, MAIL, "a" + i)),
                                work -> {
                                    for (int i = 0; i < count; i++) {
                                        DueWork.schedule(
                                                work, MAIL, "a" + i, work.now().plusMillis(i));
                                    }
                                    return true;
                                }));
    }

    private void takeAndFinish(Access access, Item item) {
        taken.add(item);
        finish(access, item);
    }

    private void finish(Access access, Item item) {
        core.commits().run(access, new Plain<>(reads -> DueWork.need(reads, item.kind(), item.subject()), work -> {
            DueWork.finish(work, item.kind(), item.subject());
            return true;
        }));
    }

    private void reschedule(Access access, Item item, Duration in) {
        core.commits().run(access, new Plain<>(reads -> DueWork.need(reads, item.kind(), item.subject()), work -> {
            DueWork.reschedule(work, item, work.now().plus(in));
            return true;
        }));
    }

    private boolean isHeld(Access access, Item item) {
        return core.commits()
                .run(
                        access,
                        new Plain<>(
                                reads -> DueWork.need(reads, item.kind(), item.subject()),
                                work -> DueWork.isHeld(work, item)));
    }
}
