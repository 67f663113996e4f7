package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.RandomSource;
import io.zentra.core.review.ReviewCase;
import io.zentra.runtime.Rail;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.operations.Finding;
import io.zentra.runtime.operations.FindingCode;
import io.zentra.runtime.operations.StuckWork;
import io.zentra.testing.SandboxRail;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * A process ends in the middle of a transfer, and another one goes on: what was cut off is seen as stuck until then, at each stage
 * that due work has.
 */
public abstract class RecoveryContract extends TransferDesk {
    private static final Duration LEASE_AND_MORE = Duration.ofMinutes(3);

    /** For subclasses. */
    protected RecoveryContract() {}

    @Test
    void whatWasNotSentYetIsSent() {
        Transfer transfer = inAProcessThatEnds(
                acme -> acme.transfers().create(request(AMOUNT, "a").build()).orElseThrow());

        goesOn("transfer.attempt");

        now(transfer, TransferStatus.PROCESSING);
        assertThat(bank().taken()).extracting(Rail.Request::transferId).containsExactly(transfer.id());
        success(transfer);
        now(transfer, TransferStatus.SETTLED);
    }

    /** The rail took it, and the process that asked is gone. */
    @Test
    void whatWasSentByAProcessThatEndedIsAskedAboutAndSentOnce() {
        bank().nextSubmitThrows(new IllegalAccessError("the process ends here"));
        Transfer transfer = created();
        zentra().runDueWork();

        goesOnSomewhere(transfer);

        assertThat(bank().calls()).contains("query " + transfer.attemptId());
        assertThat(bank().taken()).hasSize(1);
        success(transfer);
        now(transfer, TransferStatus.SETTLED);
    }

    private void goesOnSomewhere(Transfer transfer) {
        clock().advance(LEASE_AND_MORE);
        try (ZentraRuntime next = runtime(RandomSource.seeded(9))) {
            next.runDueWork();
        }
        now(transfer, TransferStatus.PROCESSING);
    }

    @Test
    void whatPersonsApprovedGoesOn() {
        publish(reviewing());
        Transfer transfer = create(100_001, newKey()).orElseThrow();
        ReviewCase seen = caseOf(transfer);
        by(TREASURER).reviews().approve(seen.id(), seen.decision(), newKey()).orElseThrow();

        goesOn("transfer.resume");

        Transfer sent = now(transfer, TransferStatus.PROCESSING);
        success(sent);
        now(transfer, TransferStatus.SETTLED);
    }

    @Test
    void whatPersonsDecidedAboutAContradictionIsDone() {
        Transfer transfer = settled();
        failure(transfer);
        ReviewCase seen = caseOf(transfer);
        by(TREASURER).reviews().approve(seen.id(), seen.decision(), newKey()).orElseThrow();

        goesOn("transfer.decide");

        now(transfer, TransferStatus.REVERSED);
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS);
    }

    /** Nobody took the case in time, and the process that would have said so was gone. */
    @Test
    void whatWaitsForPersonsIsToldToBeOverdue() {
        publish(reviewing());
        Transfer transfer = create(100_001, newKey()).orElseThrow();
        clock().advance(Duration.ofDays(30));

        goesOn("review.escalate");

        assertThat(events(transfer)).contains("review.overdue");
    }

    @Test
    void aCallbackThatWaitsForNobodyBecomesACase() {
        SandboxRail.Message early = bank().signed(
                        "{\"type\":\"transfer.succeeded\",\"data\":{\"reference\":\"prov-none\",\"amount_minor\":1,"
                                + "\"currency\":\"USD\"}}",
                        clock().instant());
        zentra().tenant("acme").callbacks(RAIL).accept(early.headers(), early.body());
        clock().advance(Duration.ofDays(1));

        goesOn("callback.overdue");

        assertThat(acme().operations().snapshot().openReviews()).isEqualTo(1);
    }

    /** Runs something in a process of its own, which ends then. */
    private <T> T inAProcessThatEnds(Function<Workspace, T> what) {
        try (ZentraRuntime first = runtime(RandomSource.seeded(8))) {
            return what.apply(first.tenant("acme").as(Actor.service("svc_edge")));
        }
    }

    /** The work is stuck, by snapshot and doctor, until another process runs. */
    private void goesOn(String kind) {
        clock().advance(LEASE_AND_MORE);
        assertThat(acme().operations().snapshot().stuck())
                .extracting((StuckWork stuck) -> stuck.work().kind())
                .contains(kind);
        assertThat(acme().operations().doctor().of(FindingCode.WORK_LATE))
                .extracting(Finding::subject)
                .contains(kind);
        try (ZentraRuntime next = runtime(RandomSource.seeded(9))) {
            next.runDueWork();
        }
        assertThat(acme().operations().snapshot().stuck()).isEmpty();
        assertThat(acme().operations().doctor().of(FindingCode.WORK_LATE)).isEmpty();
    }
}
