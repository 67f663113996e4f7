package io.zentra.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.Databases;
import io.zentra.core.ZentraCore;
import io.zentra.core.commit.internal.Probe;
import io.zentra.core.identity.Access;
import io.zentra.core.storage.Storage;
import io.zentra.core.time.DueWork.Handler;
import io.zentra.core.time.DueWork.Item;
import io.zentra.core.time.internal.DueWorkTable.Name;
import io.zentra.core.time.internal.LeaseCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each test is a story of nodes that share due work: run, look, move the clock, run. */
class DueWorkerTest extends DueWorkStage {
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
}
