package io.zentra.core.commit.internal;

import static io.zentra.core.Refusal.assertRefused;
import static io.zentra.core.commit.internal.Probe.FRESH;
import static io.zentra.core.commit.internal.Probe.KEPT;
import static io.zentra.core.commit.internal.Probe.add;
import static io.zentra.core.commit.internal.Probe.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.ZentraCore;
import io.zentra.core.commit.CommitLimits;
import io.zentra.core.commit.Outcome;
import io.zentra.core.commit.internal.Probe.Once;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.storage.Dialect;
import io.zentra.core.storage.Storage;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What callers are told when the lane itself fails, and that none of them waits for ever. */
@Timeout(60)
class LaneDefectTest {
    @TempDir
    Path folder;

    private final Deque<SQLException> statements = new ConcurrentLinkedDeque<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean rollbackDies;
    private volatile Executor executor = Runnable::run;
    private ZentraCore core;
    private Access acme;

    @BeforeEach
    void open() {
        Storage storage = Storage.of(
                FailingCommits.before(Storage.sqlite(folder.resolve("z.db")).open(), this::before), Dialect.SQLITE);
        core = ZentraCore.open(
                ZentraCore.Settings.of(storage)
                        .withExecutor(task -> executor.execute(task))
                        .withLimits(CommitLimits.standard().withWaits(Duration.ofSeconds(5), Duration.ZERO)),
                List.of(Probe.MODULE));
        acme = Probe.tenant(core, "acme");
    }

    @AfterEach
    void verifyAndClose() {
        core.journal(acme).verify(List.of(), List.of()).requireSound();
        core.close();
    }

    private void before(String method) throws SQLException {
        if (method.equals("rollback") && rollbackDies) {
            throw new OutOfMemoryError("planted");
        }
        if (method.equals("getConnection")) {
            connections.incrementAndGet();
        }
        if (method.equals("prepareStatement")) {
            SQLException error = statements.poll();
            if (error != null) {
                throw error;
            }
        }
    }

    /** An error while a first error was handled used to end the thread, and its callers waited for ever. */
    @Test
    void goesOnAfterAnErrorInTheHandlingOfAnError() {
        Gate gate = Gate.close(core, acme);
        CompletableFuture<Outcome<Long>> dying = start(new Once("a", "", reads -> {}, work -> {
            rollbackDies = true;
            throw new OutOfMemoryError("planted");
        }));
        CompletableFuture<Outcome<Long>> neighbour = start(add(KEPT, "b", "row", 1));
        gate.open();

        assertFailed(ErrorCode.OUTCOME_UNKNOWN, dying);
        assertFailed(ErrorCode.OUTCOME_UNKNOWN, neighbour);
        rollbackDies = false;
        assertThat(core.commits().run(acme, add(KEPT, "b", "row", 1)).isReplay())
                .isFalse();
        assertThat(value(core, acme, KEPT, "row")).isEqualTo(1);
    }

    @Test
    void tellsABlockingCallerOfSuchAnError() {
        assertRefused(
                ErrorCode.OUTCOME_UNKNOWN,
                () -> core.commits().run(acme, new Once("a", "", reads -> {}, work -> {
                    rollbackDies = true;
                    throw new StackOverflowError("planted");
                })));
        rollbackDies = false;
        assertThat(value(core, acme, KEPT, "row")).isEqualTo(-1);
    }

    /** A pool that cannot start a thread throws an error, no exception: the future used to stay open for ever. */
    @Test
    void answersWhenTheHostsExecutorHasNoThreadLeft() {
        executor = task -> {
            throw new OutOfMemoryError("unable to create native thread");
        };
        CompletableFuture<Outcome<Long>> first = start(add(KEPT, "a", "row", 1));
        CompletableFuture<Outcome<Long>> second = start(add(KEPT, "b", "row", 1));

        assertThat(first.orTimeout(30, TimeUnit.SECONDS).join().isDeclined()).isFalse();
        assertThat(second.orTimeout(30, TimeUnit.SECONDS).join().isDeclined()).isFalse();
    }

    /** Each part of a split batch used to wait as long again for a database that was gone. */
    @Test
    void waitsOnceForAllPartsOfASplitBatch() {
        core.commits().run(acme, add(KEPT, "first", "row", 1)).orElseThrow();
        Gate gate = Gate.close(core, acme);
        CompletableFuture<Outcome<Long>> one = start(add(FRESH, "a", "row", 1));
        CompletableFuture<Outcome<Long>> two = start(add(FRESH, "b", "row", 1));
        statements.add(new SQLException("planted: splits the batch"));
        statements.add(new SQLException("planted: the connection is lost", "08006"));
        int before = connections.get();
        gate.open();

        assertFailed(ErrorCode.STORAGE_FAILED, one);
        assertFailed(ErrorCode.STORAGE_FAILED, two);
        assertThat(statements).isEmpty();
        assertThat(connections.get()).as("tries after the time was over").isEqualTo(before);
        assertThat(core.commits().run(acme, add(FRESH, "b", "row", 1)).isReplay())
                .isFalse();
        assertThat(value(core, acme, FRESH, "row")).isEqualTo(1);
    }

    @Test
    void tellsACallerWhoseLaneIsGone() throws InterruptedException {
        Thread gone = new Thread(() -> {});
        gone.start();
        gone.join();
        Pending<Outcome<Long>> queued = Pending.awaited(acme, add(KEPT, "a", "row", 1));
        queued.servedBy(gone);
        Pending<Outcome<Long>> taken = Pending.awaited(acme, add(KEPT, "a", "row", 1));
        taken.servedBy(gone);
        assertThat(taken.take()).isTrue();

        assertRefused(ErrorCode.CLOSED, queued::await);
        assertThat(queued.take()).as("takes effect afterwards").isFalse();
        assertRefused(ErrorCode.OUTCOME_UNKNOWN, taken::await);
    }

    @Test
    void tellsAllWhoWaitInAQueueWhoseLaneIsGone() {
        LaneQueue queue = new LaneQueue(10, Duration.ZERO);
        Pending<Outcome<Long>> async = Pending.async(acme, add(KEPT, "a", "row", 1), Runnable::run);
        Pending<Outcome<Long>> awaited = Pending.awaited(acme, add(KEPT, "b", "row", 1));
        queue.put(async);
        queue.put(awaited);
        queue.abandon();

        assertFailed(ErrorCode.CLOSED, async.future());
        assertRefused(ErrorCode.CLOSED, awaited::await);
        assertRefused(ErrorCode.CLOSED, () -> queue.put(Pending.awaited(acme, add(KEPT, "c", "row", 1))));
    }

    private CompletableFuture<Outcome<Long>> start(Once command) {
        return core.commits().runAsync(acme, command);
    }

    private static void assertFailed(ErrorCode code, CompletableFuture<?> future) {
        assertThatThrownBy(() -> future.orTimeout(30, TimeUnit.SECONDS).join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
