package io.zentra.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.internal.Probe.Plain;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.TraceContext;
import io.zentra.core.time.DueWork.Handler;
import io.zentra.core.time.DueWork.Item;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who plans work for now begins it where there is room, and leaves it to others where there is none. */
class HeadStartTest extends DueWorkStage {
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

    private void plan(HeadStart start, String subject) {
        core.commits().run(acme, new Plain<>(reads -> {}, work -> {
            start.plan(work, MAIL, subject, "all of " + subject);
            return true;
        }));
    }
}
