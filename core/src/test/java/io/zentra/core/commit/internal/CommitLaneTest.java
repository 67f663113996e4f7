package io.zentra.core.commit.internal;

import static io.zentra.core.Refusal.assertRefused;
import static io.zentra.core.commit.internal.Probe.FRESH;
import static io.zentra.core.commit.internal.Probe.KEPT;
import static io.zentra.core.commit.internal.Probe.add;
import static io.zentra.core.commit.internal.Probe.happened;
import static io.zentra.core.commit.internal.Probe.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.Databases;
import io.zentra.core.TestClock;
import io.zentra.core.ZentraCore;
import io.zentra.core.commit.CommitLimits;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Outcome;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.commit.internal.Probe.Once;
import io.zentra.core.commit.internal.Probe.Plain;
import io.zentra.core.commit.internal.Probe.Row;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.EntityId;
import io.zentra.core.identity.Tenant;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.identity.TenantId;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.Journal;
import io.zentra.core.storage.Dialect;
import io.zentra.core.storage.Storage;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongUnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The write path with commands of its own; every journal is verified after each test. */
@Timeout(120)
class CommitLaneTest {
    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final List<ZentraCore> opened = new ArrayList<>();
    private ZentraCore core;
    private Access acme;

    @BeforeEach
    void open() {
        reopen(ZentraCore.Settings.of(Storage.inMemory()));
    }

    @AfterEach
    void verifyAndClose() {
        try {
            journal().verify(List.of(), List.of()).requireSound();
        } finally {
            opened.forEach(ZentraCore::close);
        }
    }

    @Test
    void failsACommandAloneThatThrows() {
        Gate gate = Gate.close(core, acme);
        CompletableFuture<Outcome<Long>> before = start(add(KEPT, "a", "row", 1));
        CompletableFuture<Outcome<Long>> defective = start(new Once("b", "", reads -> reads.need(KEPT, "row"), work -> {
            happened(work, "probe.lost");
            work.put(KEPT, new Row("row", 1_000, null));
            throw new IllegalStateException("a defect");
        }));
        CompletableFuture<Outcome<Long>> after = start(add(KEPT, "c", "row", 1));
        gate.open();

        assertThat(before.join().orElseThrow()).isEqualTo(2);
        assertFailed(ErrorCode.INVARIANT_BROKEN, defective);
        assertThat(after.join().orElseThrow()).isEqualTo(3);
        assertThat(value(core, acme, KEPT, "row")).isEqualTo(2);
        assertThat(types()).containsExactly("probe.gate", "probe.added", "probe.added");
    }

    @Test
    void dropsAllThatARefusedCommandDid() {
        assertRefused(
                ErrorCode.FLOOR_CROSSED,
                () -> core.commits().run(acme, new Plain<>(reads -> {}, work -> {
                    happened(work, "probe.lost");
                    work.insert(KEPT, new Row("row", 1, null));
                    work.append(FRESH, new Row("row", 1, null));
                    throw ZentraException.of(ErrorCode.FLOOR_CROSSED, "no");
                })));

        assertThat(types()).isEmpty();
        assertThat(value(core, acme, KEPT, "row")).isEqualTo(-1);
        assertThat(value(core, acme, FRESH, "row")).isEqualTo(-1);
    }

    @Test
    void recordsNothingOfARefusedKeyedCommandButItsRefusal() {
        Once refused = new Once("pay", "", reads -> reads.need(KEPT, "row"), work -> {
            happened(work, "probe.lost");
            work.put(KEPT, new Row("row", 1, null));
            throw ZentraException.of(ErrorCode.FLOOR_CROSSED, "no").with("floor", 0);
        });
        Outcome<Long> first = core.commits().run(acme, refused);
        Outcome<Long> again = core.commits().run(acme, refused);

        assertThat(types()).containsExactly("request.declined", "request.replayed");
        Event declined = journal().event(1).orElseThrow();
        assertThat(declined.key()).contains("pay");
        assertThat(declined.body().path("details").path("floor").asText()).isEqualTo("0");
        assertThat(again).isEqualTo(new Outcome.Replayed<>(first, 1));
        assertThat(value(core, acme, KEPT, "row")).isEqualTo(-1);
    }

    /** Only the first event has the key: without this a balance change by a later one could not be led back to it. */
    @Test
    void eachFurtherEventOfACommandNamesTheFirst() {
        Once three = new Once("pay", "", reads -> {}, work -> {
            happened(work, "probe.one");
            happened(work, "probe.two");
            happened(work, "probe.three");
        });
        Once refused = new Once("no", "", reads -> {}, work -> {
            happened(work, "probe.lost");
            throw ZentraException.of(ErrorCode.FLOOR_CROSSED, "no");
        });
        core.commits().runAll(acme, List.of(three, refused, three, Probe.add(KEPT, "more", "row", 1)));

        assertThat(journal().after(0, 10).stream()
                        .map(event -> event.type() + " " + event.first().orElse(0)))
                .containsExactly(
                        "probe.one 0",
                        "probe.two 1",
                        "probe.three 1",
                        "request.declined 0",
                        "request.replayed 0",
                        "probe.added 0");
        journal().verify(List.of(), List.of()).requireSound();
    }

    /** A command that follows from another one finds what became of it by its key, also within one commit. */
    @Test
    void findsTheFirstEventOfAKey() {
        IdempotencyKey one = IdempotencyKey.of("one");
        Operation once = new Operation(9_002, "probe.once");
        Once follows = new Once("two", "", reads -> reads.needFirst(once, one), work -> {
            Event first = work.first(once, one);
            happened(work, first == null ? "probe.alone" : "probe.follows." + first.seq());
        });
        Once again = new Once("three", "", follows.named(), follows.decision());
        core.commits().run(acme, follows);
        core.commits().runAll(acme, List.of(Probe.add(KEPT, "one", "row", 1), again));
        core.commits().run(acme, new Once("four", "", follows.named(), follows.decision()));

        assertThat(types()).containsExactly("probe.alone", "probe.added", "probe.follows.2", "probe.follows.2");
    }

    @Test
    void keepsNoRecordOfAnErrorOfItsOwn() {
        Once broken = new Once("pay", "", reads -> {}, work -> {
            happened(work, "probe.lost");
            throw ZentraException.of(ErrorCode.JOURNAL_DAMAGED, "no");
        });

        assertRefused(ErrorCode.JOURNAL_DAMAGED, () -> core.commits().run(acme, broken));
        assertThat(types()).isEmpty();
        assertThat(core.commits().run(acme, add(KEPT, "pay", "row", 1)).isReplay())
                .isFalse();
    }

    @Test
    void letsTheNextCommandMakeWhatARefusedOneMade() {
        Gate gate = Gate.close(core, acme);
        CompletableFuture<Outcome<Long>> refused = start(new Once("a", "", reads -> {}, work -> {
            work.insert(KEPT, new Row("row", 1, null));
            throw ZentraException.of(ErrorCode.FLOOR_CROSSED, "no");
        }));
        CompletableFuture<Outcome<Long>> made = start(new Once("b", "", reads -> {}, work -> {
            work.insert(KEPT, new Row("row", 2, null));
            happened(work, "probe.made");
        }));
        gate.open();

        assertThat(refused.join().isDeclined()).isTrue();
        assertThat(made.join().isDeclined()).isFalse();
        assertThat(value(core, acme, KEPT, "row")).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void decidesOnRowsMadeEarlierInTheSameBatch(Databases database) {
        reopen(ZentraCore.Settings.of(database.create(folder)));
        core.commits().run(acme, add(FRESH, "target", "target", 40)).orElseThrow();
        Gate gate = Gate.close(core, acme);
        CompletableFuture<Outcome<Long>> maker =
                start(new Once("make", "", reads -> reads.need(FRESH, "alias"), work -> {
                    work.put(FRESH, new Row("alias", 0, "target"));
                    happened(work, "probe.aliased");
                }));
        CompletableFuture<Outcome<Long>> follower =
                start(new Once("follow", "", reads -> needTarget(reads.need(FRESH, "alias"), reads), work -> {
                    Row alias = work.get(FRESH, "alias");
                    String name = alias == null ? "alias" : alias.target();
                    Row target = work.get(FRESH, name == null ? "alias" : name);
                    work.put(FRESH, new Row("target", target == null ? -1 : target.value() + 2, null));
                    happened(work, "probe.followed");
                }));
        gate.open();

        assertThat(maker.join().isDeclined()).isFalse();
        assertThat(follower.join().isDeclined()).isFalse();
        assertThat(value(core, acme, FRESH, "target")).isEqualTo(42);
    }

    /** What was sent behind a command that had to run again used to be decided before it. */
    @Test
    void keepsTheOrderOfATenantWhereOneCommandHasToRunAgain() {
        core.commits().run(acme, add(FRESH, "target", "target", 40)).orElseThrow();
        Gate gate = Gate.close(core, acme);
        CompletableFuture<Outcome<Long>> maker =
                start(new Once("make", "", reads -> reads.need(FRESH, "alias"), work -> {
                    work.put(FRESH, new Row("alias", 0, "target"));
                    happened(work, "probe.aliased");
                }));
        CompletableFuture<Outcome<Long>> adding =
                start(new Once("add", "", reads -> needTarget(reads.need(FRESH, "alias"), reads), work -> {
                    Row alias = work.get(FRESH, "alias");
                    changeTarget(work, alias == null ? null : alias.target(), value -> value + 2);
                }));
        CompletableFuture<Outcome<Long>> multiplying = start(new Once(
                "multiply",
                "",
                reads -> reads.need(FRESH, "target"),
                work -> changeTarget(work, "target", value -> value * 10)));
        gate.open();

        assertThat(maker.join().isDeclined()).isFalse();
        assertThat(adding.join().isDeclined()).isFalse();
        assertThat(multiplying.join().isDeclined()).isFalse();
        assertThat(value(core, acme, FRESH, "target")).isEqualTo(420);
    }

    private static void changeTarget(UnitOfWork work, @Nullable String name, LongUnaryOperator change) {
        Row target = name == null ? null : work.get(FRESH, name);
        work.put(FRESH, new Row("target", target == null ? -1 : change.applyAsLong(target.value()), null));
        happened(work, "probe.changed");
    }

    /** Each try of a batch that the database ended used to count as a deferral, and the fourth failed a sound command. */
    @Test
    void doesNotCountTheTriesOfABatchAsDeferrals() {
        AtomicInteger failures = new AtomicInteger();
        DataSource busy = FailingCommits.of(
                Storage.sqlite(folder.resolve("busy.db")).open(), failures, new SQLException("busy", null, 5));
        reopen(ZentraCore.Settings.of(Storage.of(busy, Dialect.SQLITE)));
        AtomicBoolean armed = new AtomicBoolean();
        Gate gate = Gate.close(core, acme);
        CompletableFuture<Outcome<Long>> maker = start(new Once("make", "", reads -> reads.need(FRESH, "a"), work -> {
            failures.addAndGet(armed.getAndSet(true) ? 0 : 6);
            work.put(FRESH, new Row("a", 0, null));
            happened(work, "probe.made");
        }));
        CompletableFuture<Outcome<Long>> follower = start(new Once("follow", "", reads -> needFollower(reads), work -> {
            if (work.get(FRESH, "a") != null) {
                work.get(FRESH, "b");
            }
            happened(work, "probe.followed");
        }));
        gate.open();

        assertThat(maker.join().isDeclined()).isFalse();
        assertThat(follower.join().isDeclined()).isFalse();
        assertThat(failures).hasValue(0);
    }

    @Test
    void failsACommandAloneThatDecidesOnRowsItNeverNames() {
        Gate gate = Gate.close(core, acme);
        CompletableFuture<Outcome<Long>> defective =
                start(new Once("a", "", reads -> {}, work -> work.get(KEPT, "row")));
        CompletableFuture<Outcome<Long>> sound = start(add(KEPT, "b", "row", 1));
        gate.open();

        assertFailed(ErrorCode.INVARIANT_BROKEN, defective);
        assertThat(sound.join().isDeclined()).isFalse();
    }

    /** One such command used to fail its whole batch, and with an unknown outcome at that. */
    @Test
    void failsACommandAloneThatNamesRowsWithoutEnd() {
        Gate gate = Gate.close(core, acme);
        int[] names = {0};
        CompletableFuture<Outcome<Long>> defective =
                start(new Once("a", "", reads -> reads.need(KEPT, "row-" + names[0]++), work -> work.get(KEPT, "row")));
        CompletableFuture<Outcome<Long>> sound = start(add(KEPT, "b", "row", 1));
        gate.open();

        assertFailed(ErrorCode.INVARIANT_BROKEN, defective);
        assertThat(sound.join().isDeclined()).isFalse();
    }

    @Test
    void failsAKeyedCommandThatRecordsNothing() {
        assertRefused(
                ErrorCode.INVARIANT_BROKEN, () -> core.commits().run(acme, new Once("a", "", reads -> {}, work -> {})));
    }

    /** A tenant whose head is gone used to take the commands of all others in its batch with it. */
    @ParameterizedTest
    @EnumSource
    void failsATenantAloneWhoseJournalHeadIsGone(Databases database) {
        reopen(ZentraCore.Settings.of(database.create(folder).lanes(1)));
        Access other = Probe.tenant(core, "other");
        Access gone = new Access(new Tenant(77, TenantId.of("gone"), TenantConfig.standard()), acme.actor());
        Gate gate = Gate.close(core, acme);
        CompletableFuture<Outcome<Long>> mine = start(add(KEPT, "a", "row", 1));
        CompletableFuture<Outcome<Long>> lost = core.commits().runAsync(gone, add(KEPT, "a", "row", 1));
        CompletableFuture<Outcome<Long>> others = core.commits().runAsync(other, add(KEPT, "a", "row", 1));
        gate.open();

        assertFailed(ErrorCode.JOURNAL_DAMAGED, lost);
        assertThat(mine.join().isDeclined()).isFalse();
        assertThat(others.join().isDeclined()).isFalse();
    }

    @Test
    void replaysWithinOneBatch() {
        Gate gate = Gate.close(core, acme);
        CompletableFuture<Outcome<Long>> first = start(add(KEPT, "a", "row", 1));
        CompletableFuture<Outcome<Long>> second = start(add(KEPT, "a", "row", 1));
        CompletableFuture<Outcome<Long>> conflicting = start(add(KEPT, "a", "row", 2));
        CompletableFuture<Outcome<Long>> third = start(add(KEPT, "a", "row", 1));
        gate.open();

        assertThat(second.join()).isEqualTo(new Outcome.Replayed<>(first.join(), 1));
        assertThat(third.join()).isEqualTo(new Outcome.Replayed<>(first.join(), 2));
        assertFailed(ErrorCode.IDEMPOTENCY_CONFLICT, conflicting);
        assertThat(value(core, acme, KEPT, "row")).isEqualTo(1);
        assertThat(types())
                .containsExactly(
                        "probe.gate", "probe.added", "request.replayed", "request.conflicted", "request.replayed");
    }

    /** A lane that found only withdrawn commands in its queue used to take that for its end, and nobody was served again. */
    @Test
    void goesOnAfterTheOnlyWaitingCallerGaveUp() throws InterruptedException {
        Gate gate = Gate.close(core, acme);
        AtomicReference<Throwable> told = new AtomicReference<>();
        Thread impatient = new Thread(() -> {
            try {
                core.commits().run(acme, add(KEPT, "impatient", "row", 1));
            } catch (ZentraException e) {
                told.set(e);
            }
        });
        impatient.start();
        while (impatient.getState() != Thread.State.WAITING && impatient.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        impatient.interrupt();
        impatient.join();
        gate.open();

        assertThat(told.get())
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED));
        assertThat(core.commits()
                        .runAsync(acme, add(KEPT, "next", "row", 1))
                        .orTimeout(30, TimeUnit.SECONDS)
                        .join()
                        .isReplay())
                .isFalse();
        assertThat(value(core, acme, KEPT, "row")).isEqualTo(1);
    }

    @Test
    void answersACallerWhoWasInterruptedTooLateAndKeepsTheInterrupt() throws InterruptedException {
        List<Boolean> interrupted = new ArrayList<>();
        List<Outcome<Long>> answers = new ArrayList<>();
        CountDownLatch deciding = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Thread caller = new Thread(() -> {
            answers.add(core.commits().run(acme, new Once("a", "", reads -> {}, work -> {
                deciding.countDown();
                awaitQuietly(release);
                happened(work, "probe.added");
            })));
            interrupted.add(Thread.currentThread().isInterrupted());
        });
        caller.start();
        deciding.await();
        caller.interrupt();
        release.countDown();
        caller.join();

        assertThat(answers).hasSize(1);
        assertThat(interrupted).containsExactly(true);
    }

    /** An executor that takes no more work used to leave its own future open for ever and its neighbours in doubt. */
    @Test
    void answersAllWhenTheHostsExecutorRefusesOne() {
        Executor refusing = task -> {
            throw new RejectedExecutionException("shut down");
        };
        reopen(ZentraCore.Settings.of(Storage.inMemory()).withExecutor(refusing));
        CompletableFuture<Outcome<Long>> async = start(add(KEPT, "a", "row", 1));

        assertThat(async.orTimeout(30, TimeUnit.SECONDS).join().orElseThrow()).isEqualTo(1);
        assertThat(core.commits().run(acme, add(KEPT, "b", "row", 1)).orElseThrow())
                .isEqualTo(2);
    }

    @Test
    void refusesMoreThanItsQueueHolds() {
        reopen(ZentraCore.Settings.of(Storage.inMemory())
                .withLimits(CommitLimits.standard().withSizes(1, 2).withWaits(Duration.ZERO, Duration.ofSeconds(10))));
        Gate gate = Gate.close(core, acme);
        CompletableFuture<Outcome<Long>> first = start(add(KEPT, "a", "row", 1));
        CompletableFuture<Outcome<Long>> second = start(add(KEPT, "b", "row", 1));

        assertRefused(ErrorCode.OVERLOADED, () -> start(add(KEPT, "c", "row", 1)));
        gate.open();
        assertThat(first.join().isDeclined()).isFalse();
        assertThat(second.join().isDeclined()).isFalse();
        assertThat(core.commits().run(acme, add(KEPT, "c", "row", 1)).isReplay())
                .isFalse();
    }

    @Test
    void letsATenantThatFloodsTheQueueWaitBehindItself() {
        reopen(ZentraCore.Settings.of(Storage.inMemory())
                .withLimits(CommitLimits.standard().withSizes(4, 1_000)));
        Access quiet = Probe.tenant(core, "quiet");
        ConcurrentLinkedQueue<String> order = new ConcurrentLinkedQueue<>();
        Gate gate = Gate.close(core, acme);
        List<CompletableFuture<Outcome<Long>>> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(core.commits().runAsync(acme, noting("flood-" + i, order)));
        }
        all.add(core.commits().runAsync(quiet, noting("quiet", order)));
        gate.open();
        all.forEach(CompletableFuture::join);

        assertThat(new ArrayList<>(order).indexOf("quiet")).isLessThan(8);
        assertThat(order.stream().filter(name -> name.startsWith("flood")))
                .isSortedAccordingTo(
                        (a, b) -> Integer.compare(Integer.parseInt(a.substring(6)), Integer.parseInt(b.substring(6))));
    }

    @Test
    void answersWhatIsQueuedBeforeItCloses() throws InterruptedException {
        Gate gate = Gate.close(core, acme);
        CompletableFuture<Outcome<Long>> queued = start(add(KEPT, "a", "row", 1));
        ZentraCore closing = core;
        Thread closer = new Thread(closing::close);
        closer.start();
        gate.openLater();
        closer.join();

        assertThat(queued.join().isDeclined()).isFalse();
        assertRefused(ErrorCode.CLOSED, () -> closing.commits().run(acme, add(KEPT, "b", "row", 1)));
        reopen(ZentraCore.Settings.of(Storage.inMemory()));
    }

    @ParameterizedTest
    @EnumSource
    void countsExactlyFromManyThreads(Databases database) {
        reopen(ZentraCore.Settings.of(database.create(folder)));
        Access other = Probe.tenant(core, "other");
        List<CompletableFuture<Outcome<Long>>> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            all.add(core.commits().runAsync(i % 2 == 0 ? acme : other, add(KEPT, "k" + i, "kept", 1)));
            all.add(core.commits().runAsync(i % 2 == 0 ? acme : other, add(FRESH, "f" + i, "fresh", 1)));
        }
        all.forEach(each -> each.join().orElseThrow());

        for (Access each : List.of(acme, other)) {
            assertThat(value(core, each, KEPT, "kept")).isEqualTo(250);
            assertThat(value(core, each, FRESH, "fresh")).isEqualTo(250);
            assertThat(core.journal(each).size()).isEqualTo(500);
        }
    }

    /** An H2 file belongs to one process. */
    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRES"})
    void forgetsKeptRowsWhenAnotherProcessWrote(Databases database) {
        Storage storage = database.create(folder);
        reopen(ZentraCore.Settings.of(storage));
        core.commits().run(acme, add(KEPT, "a", "row", 1)).orElseThrow();
        try (ZentraCore elsewhere = ZentraCore.open(ZentraCore.Settings.of(storage), List.of(Probe.MODULE))) {
            elsewhere.commits().run(acme, add(KEPT, "b", "row", 10)).orElseThrow();
        }
        core.commits().run(acme, add(KEPT, "c", "row", 100)).orElseThrow();

        assertThat(value(core, acme, KEPT, "row")).isEqualTo(111);
    }

    @Test
    void deletesAndMakesRowsAgain() {
        core.commits().run(acme, add(KEPT, "a", "row", 5)).orElseThrow();
        core.commits().run(acme, new Plain<>(reads -> reads.need(KEPT, "row"), work -> {
            work.delete(KEPT, "row");
            return happened(work, "probe.deleted");
        }));
        assertThat(value(core, acme, KEPT, "row")).isEqualTo(-1);
        core.commits().run(acme, add(KEPT, "b", "row", 7)).orElseThrow();

        assertThat(value(core, acme, KEPT, "row")).isEqualTo(7);
    }

    @Test
    void neverLetsTimeRunBackwards() {
        reopen(ZentraCore.Settings.of(Storage.inMemory()).withClock(clock));
        core.commits().run(acme, add(KEPT, "a", "row", 1)).orElseThrow();
        clock.advance(Duration.ofHours(-1));
        core.commits().run(acme, add(KEPT, "b", "row", 1)).orElseThrow();
        clock.advance(Duration.ofHours(2));
        core.commits().run(acme, add(KEPT, "c", "row", 1)).orElseThrow();

        assertThat(journal().after(0, 10).stream().map(Event::at))
                .containsExactly(
                        Instant.parse("2026-11-21T09:00:00Z"),
                        Instant.parse("2026-11-21T09:00:00Z"),
                        Instant.parse("2026-11-21T10:00:00Z"));
    }

    @Test
    void givesIdsThatLeadToTheirEvent() {
        String id = core.commits().run(acme, new Plain<>(reads -> reads.needCorrelation("order-17"), work -> {
            happened(work, "probe.before");
            String made = work.newId("pr");
            work.record(new UnitOfWork.Draft(
                    "probe.made", made, "order-17", json -> json.beginObject().endObject()));
            return made;
        }));

        long seq = EntityId.parse("pr", id).orElseThrow().seq();
        assertThat(journal().event(seq).orElseThrow().subject()).contains(id);
        assertThat(journal().timeline("order-17")).hasSize(1);
    }

    /** Refused and run again, and beside others in the same batch, each event still names the one before it. */
    @Test
    void linksTheEventsOfACorrelationWithinABatchAndOverARefusal() {
        core.commits().run(acme, linked("a"));
        Gate gate = Gate.close(core, acme);
        CompletableFuture<Outcome<Long>> refused =
                start(new Once("k", "", reads -> reads.needCorrelation("a"), work -> {
                    recorded(work, "a");
                    throw ZentraException.of(ErrorCode.FLOOR_CROSSED, "after an event");
                }));
        CompletableFuture<Outcome<Long>> second =
                start(new Once("l", "", reads -> reads.needCorrelation("a"), work -> recorded(work, "a")));
        gate.open();

        assertThat(refused.join().isDeclined()).isTrue();
        assertThat(second.join().isDeclined()).isFalse();
        assertThat(journal().timeline("a").stream()
                        .map(event -> event.previous().orElse(0)))
                .containsExactly(0L, 1L);
        journal().verify(List.of(), List.of()).requireSound();
    }

    private static Plain<Long> linked(String correlation) {
        return new Plain<>(reads -> reads.needCorrelation(correlation), work -> recorded(work, correlation));
    }

    private static long recorded(UnitOfWork work, String correlation) {
        return work.record(new UnitOfWork.Draft(
                "probe.linked", null, correlation, json -> json.beginObject().endObject()));
    }

    private void reopen(ZentraCore.Settings settings) {
        core = ZentraCore.open(settings, List.of(Probe.MODULE));
        opened.add(core);
        acme = Probe.tenant(core, "acme");
    }

    private CompletableFuture<Outcome<Long>> start(Once command) {
        return core.commits().runAsync(acme, command);
    }

    private Journal journal() {
        return core.journal(acme);
    }

    private List<String> types() {
        return journal().after(0, 100).stream().map(Event::type).toList();
    }

    private static Once noting(String name, ConcurrentLinkedQueue<String> order) {
        return new Once(name, "", reads -> {}, work -> {
            order.add(name);
            happened(work, "probe.noted");
        });
    }

    private static void needTarget(@Nullable Row alias, Reads reads) {
        reads.need(FRESH, "target-of-nobody");
        if (alias != null && alias.target() != null) {
            reads.need(FRESH, alias.target());
        }
    }

    private static void needFollower(Reads reads) {
        if (reads.need(FRESH, "a") != null) {
            reads.need(FRESH, "b");
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertFailed(ErrorCode code, CompletableFuture<?> future) {
        assertThatThrownBy(() -> future.orTimeout(60, TimeUnit.SECONDS).join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
