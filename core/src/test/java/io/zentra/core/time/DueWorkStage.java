package io.zentra.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.TestClock;
import io.zentra.core.ZentraCore;
import io.zentra.core.commit.internal.Probe;
import io.zentra.core.commit.internal.Probe.Plain;
import io.zentra.core.identity.Access;
import io.zentra.core.storage.Storage;
import io.zentra.core.time.DueWork.Handler;
import io.zentra.core.time.DueWork.Item;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A tenant on a database in memory, and workers whose work is written down: what tests of due work begin with. */
@Timeout(120)
abstract class DueWorkStage {
    static final String MAIL = "mail";

    @TempDir
    Path folder;

    final TestClock clock = new TestClock();
    final List<Item> taken = new ArrayList<>();
    ZentraCore core;
    Access acme;

    @BeforeEach
    void open() {
        open(Storage.inMemory());
    }

    @AfterEach
    void close() {
        core.close();
    }

    long dueAt() {
        return core.queries()
                .select(
                        "select due_at from zentra_due_work where tenant = :tenant",
                        acme.tenant().no(),
                        Map.of(),
                        1,
                        (results, context) -> results.getLong(1))
                .get(0);
    }

    synchronized void takeTogether(Access access, Item item) {
        takeAndFinish(access, item);
    }

    static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    final void open(Storage storage) {
        core = ZentraCore.open(ZentraCore.Settings.of(storage).withClock(clock), List.of(Probe.MODULE));
        acme = Probe.tenant(core, "acme");
    }

    DueWorker worker(BiConsumer<Access, Item> work) {
        return handledBy(Handler.waiting(work));
    }

    DueWorker handledBy(Handler handler) {
        return new DueWorker(core.commits(), core.queries(), core.tenants(), clock, Map.of(MAIL, handler));
    }

    void schedule(String subject, Duration in) {
        schedule(acme, subject, in);
    }

    void schedule(Access access, String subject, Duration in) {
        core.commits().run(access, new Plain<>(reads -> DueWork.need(reads, MAIL, subject), work -> {
            DueWork.schedule(work, MAIL, subject, work.now().plus(in));
            return true;
        }));
    }

    /** Pieces {@code a0}, {@code a1} and so on, each due a moment after the one before. */
    void scheduleMany(Access access, int count) {
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

    void takeAndFinish(Access access, Item item) {
        taken.add(item);
        finish(access, item);
    }

    void finish(Access access, Item item) {
        core.commits().run(access, new Plain<>(reads -> DueWork.need(reads, item.kind(), item.subject()), work -> {
            DueWork.finish(work, item.kind(), item.subject());
            return true;
        }));
    }

    void reschedule(Access access, Item item, Duration in) {
        core.commits().run(access, new Plain<>(reads -> DueWork.need(reads, item.kind(), item.subject()), work -> {
            DueWork.reschedule(work, item, work.now().plus(in));
            return true;
        }));
    }

    boolean isHeld(Access access, Item item) {
        return core.commits()
                .run(
                        access,
                        new Plain<>(
                                reads -> DueWork.need(reads, item.kind(), item.subject()),
                                work -> DueWork.isHeld(work, item)));
    }
}
