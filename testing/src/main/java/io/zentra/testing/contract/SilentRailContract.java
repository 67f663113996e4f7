package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.storage.Storage;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SandboxRail;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A rail that does not answer, answers late, forgets or is missing: nothing unknown is a failure, and nothing is sent twice. */
public abstract class SilentRailContract extends OneRailDesk {
    /** For subclasses. */
    protected SilentRailContract() {}

    @Test
    void aTimeoutIsAskedAboutAndNeverAFailure() {
        bank.nextSubmit(new RailOutcome.Unknown("timeout"));
        Transfer transfer = sent("transfer_key_042");
        for (int day = 0; day < 10; day++) {
            bank.nextQuery(new RailOutcome.Unknown("still down"));
            clock.advance(Duration.ofDays(1));
            zentra.runDueWork();
        }
        assertThat(status(transfer)).isEqualTo(TransferStatus.IN_REVIEW);
        assertThat(posted("reserved:usd")).isEqualTo(125_000);

        bank.nextQuery(new RailOutcome.Succeeded("prov-1"));
        clock.advance(Duration.ofDays(1));
        zentra.runDueWork();
        assertThat(status(transfer)).isEqualTo(TransferStatus.SETTLED);
        assertThat(bank.taken()).hasSize(1);
    }

    /** The call itself is the first of seven, then it is asked six times. */
    @Test
    void aPersonIsToldAfterSevenAnswersOfNothing() {
        bank.nextSubmit(new RailOutcome.Unknown("timeout"));
        Transfer transfer = sent("transfer_key_042");
        for (int question = 1; question <= 6; question++) {
            assertThat(status(transfer)).as("before question %s", question).isEqualTo(TransferStatus.PROCESSING);
            bank.nextQuery(new RailOutcome.Unknown("still down"));
            clock.advance(Duration.ofDays(1));
            zentra.runDueWork();
        }

        assertThat(bank.calls()).hasSize(7).startsWith("submit " + transfer.attemptId());
        assertThat(status(transfer)).isEqualTo(TransferStatus.IN_REVIEW);
        assertThat(acme.transfers().get(transfer.id()).reason())
                .isEqualTo("no final news from the rail after 7 answers");
    }

    @Test
    void aRailThatThrowsLeavesTheOutcomeUnknown() {
        Transfer transfer = create("transfer_key_042");
        bank.nextSubmitThrows(new NoClassDefFoundError("the host's own"));
        zentra.runDueWork();
        assertThat(status(transfer)).isEqualTo(TransferStatus.PROCESSING);
        assertThat(posted("reserved:usd")).isEqualTo(125_000);

        clock.advance(Duration.ofSeconds(5));
        zentra.runDueWork();
        assertThat(bank.calls()).containsExactly("submit " + transfer.attemptId(), "query " + transfer.attemptId());
    }

    /** The request of a call that timed out may arrive after the rail was asked: it must not arrive after a release. */
    @Test
    void whatTheRailDoesNotHaveAfterATimeoutIsSentAgainAndNotGivenBack() {
        bank.nextSubmit(new RailOutcome.Unknown("timeout"));
        Transfer transfer = sent("transfer_key_042");
        bank.nextQuery(new RailOutcome.NotSent("not here")).nextSubmit(new RailOutcome.NotSent("refused connection"));
        clock.advance(Duration.ofSeconds(5));
        zentra.runDueWork();

        assertThat(status(transfer)).isEqualTo(TransferStatus.PROCESSING);
        assertThat(posted("reserved:usd")).isEqualTo(125_000);
    }

    @Test
    void aRailThatForgetsWhatItAcceptedIsLookedAtByAPerson() {
        Transfer transfer = sent("transfer_key_042");
        bank.nextQuery(new RailOutcome.NotSent("404"));
        clock.advance(Duration.ofSeconds(5));
        zentra.runDueWork();

        assertThat(status(transfer)).isEqualTo(TransferStatus.IN_REVIEW);
        assertThat(posted("reserved:usd")).isEqualTo(125_000);
        accept(bank.success(transfer.attemptId(), clock.instant()));
        assertThat(status(transfer)).isEqualTo(TransferStatus.SETTLED);
    }

    /** A worker hangs until its lease has gone to another, which finds nothing and sends; then it reports what it saw. */
    @Test
    void aWorkerThatIsTooLateDoesNotGiveBackWhatAnotherHasSent() {
        Transfer transfer = create("transfer_key_042");
        bank.nextSubmit(new RailOutcome.NotSent("connection refused")).duringNextSubmit(() -> {
            clock.advance(Duration.ofMinutes(2));
            zentra.runDueWork();
        });
        zentra.runDueWork();

        assertThat(bank.calls())
                .containsExactly(
                        "submit " + transfer.attemptId(),
                        "query " + transfer.attemptId(),
                        "submit " + transfer.attemptId());
        assertThat(status(transfer)).isEqualTo(TransferStatus.PROCESSING);
        assertThat(posted("reserved:usd")).isEqualTo(125_000);
        accept(bank.success(transfer.attemptId(), clock.instant()));
        assertThat(status(transfer)).isEqualTo(TransferStatus.SETTLED);
    }

    /** A rail that was taken out of the runtime used to leave nothing but lines in a log, for ever. */
    @Test
    void aTransferWhoseRailIsMissingIsSoonLookedAtByAPersonAndGoesOnWithTheRail() {
        Transfer transfer = create("transfer_key_042");
        Storage shared = Storage.of(source, dialect);
        try (ZentraRuntime without = ZentraRuntime.builder()
                .storage(shared)
                .clock(clock)
                .rail("rail_other", SandboxRail.create())
                .dueWorkThreads(0)
                .build()) {
            for (int turn = 1; turn < 6; turn++) {
                without.runDueWork();
                assertThat(status(transfer)).as("turn %s", turn).isEqualTo(TransferStatus.PROCESSING);
                clock.advance(Duration.ofSeconds(16));
            }
            without.runDueWork();
            assertThat(status(transfer)).isEqualTo(TransferStatus.IN_REVIEW);
            assertThat(acme.transfers().get(transfer.id()).reason())
                    .startsWith("rail_missing")
                    .contains(RAIL);
            long size = acme.journal().size();
            clock.advance(Duration.ofMinutes(11));
            without.runDueWork();
            assertThat(acme.journal().size()).as("nothing more to tell").isEqualTo(size);
        }
        assertThat(posted("reserved:usd")).isEqualTo(125_000);

        clock.advance(Duration.ofMinutes(11));
        zentra.runDueWork();
        assertThat(bank.taken()).hasSize(1);
        accept(bank.success(transfer.attemptId(), clock.instant()));
        assertThat(status(transfer)).isEqualTo(TransferStatus.SETTLED);
    }
}
