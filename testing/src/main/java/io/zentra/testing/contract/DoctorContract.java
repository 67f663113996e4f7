package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.RandomSource;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewLane;
import io.zentra.policy.Condition;
import io.zentra.policy.Policy;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.operations.Diagnosis;
import io.zentra.runtime.operations.Finding;
import io.zentra.runtime.operations.FindingCode;
import io.zentra.testing.SandboxRail;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each finding: what brings it about, and that it is gone once what it advises is done. */
public abstract class DoctorContract extends TransferDesk {
    private static final Duration ASKED_IN_VAIN = Duration.ofDays(2);
    private static final int TURNS = 12;

    private boolean lacksTheRail;

    /** For subclasses. */
    protected DoctorContract() {}

    @Override
    final void configure(ZentraRuntime.Builder builder) {
        if (!lacksTheRail) {
            super.configure(builder);
        }
    }

    @Test
    void findsNothingWhereAllIsWell() {
        settled();
        clock().advance(Duration.ofSeconds(1));

        Diagnosis diagnosis = acme().operations().doctor();

        assertThat(diagnosis.findings()).isEmpty();
        assertThat(diagnosis.isHealthy()).isTrue();
        assertThat(diagnosis.at()).isEqualTo(clock().instant());
    }

    @Test
    void aContradictionUntilPersonsDecide() {
        Transfer transfer = settled();
        Instant since = clock().instant();
        failure(transfer);
        clock().advance(Duration.ofSeconds(10));

        Finding finding = found(FindingCode.TRANSFER_CONTRADICTED);
        assertThat(finding.subject()).isEqualTo(transfer.id());
        assertThat(finding.since()).isEqualTo(since);
        assertThat(finding.advice()).contains(caseOf(transfer).id());
        approve(TREASURER, caseOf(transfer));
        isGone(FindingCode.TRANSFER_CONTRADICTED);
    }

    @Test
    void aRefusalOfTheLedgerUntilItsReasonIsRemoved() {
        Transfer transfer = sent();
        acme().accounts().freeze(MERCHANT, newKey()).orElseThrow();
        success(transfer);

        Finding finding = found(FindingCode.LEDGER_REFUSED);
        assertThat(finding.subject()).isEqualTo(transfer.id());
        assertThat(finding.what()).contains("settlement_refused: account_frozen");
        acme().accounts().unfreeze(MERCHANT, newKey()).orElseThrow();
        approve(TREASURER, caseOf(transfer));
        isGone(FindingCode.LEDGER_REFUSED);
        now(transfer, TransferStatus.SETTLED);
    }

    @Test
    void aSilentRailUntilAPersonKnowsMore() {
        Transfer transfer = silent();

        Finding finding = found(FindingCode.RAIL_SILENT);
        assertThat(finding.subject()).isEqualTo(transfer.id());
        assertThat(finding.advice())
                .contains(RAIL, transfer.attemptId(), caseOf(transfer).id());
        by(OPERATOR)
                .transfers()
                .settle(transfer.id(), "seen on the statement", newKey())
                .orElseThrow();
        isGone(FindingCode.RAIL_SILENT);
    }

    private Transfer silent() {
        bank().nextSubmit(new RailOutcome.Unknown("timeout"));
        Transfer transfer = sent();
        for (int i = 0; i < TURNS && now(transfer).status() == TransferStatus.PROCESSING; i++) {
            bank().nextQuery(new RailOutcome.Unknown("no answer"));
            clock().advance(ASKED_IN_VAIN);
            zentra().runDueWork();
        }
        return now(transfer, TransferStatus.IN_REVIEW);
    }

    @Test
    void aRailThatIsLeftAloneUntilItAnswers() {
        for (int i = 0; i < TURNS && doctor(FindingCode.RAIL_LEFT_ALONE).isEmpty(); i++) {
            bank().nextSubmit(new RailOutcome.Unknown("timeout"));
            sent();
        }

        Finding finding = found(FindingCode.RAIL_LEFT_ALONE);
        assertThat(finding.subject()).isEqualTo(RAIL);
        assertThat(finding.since()).isNotNull();
        assertThat(finding.what())
                .isEqualTo("the rail " + RAIL + " is left alone: too many of its last calls ended unknown");
        clock().advance(Duration.ofHours(1));
        zentra().runDueWork();
        isGone(FindingCode.RAIL_LEFT_ALONE);
    }

    /** A runtime without the rail fails, tells so, and has a person look; one with the rail goes on. */
    @Test
    void aMissingRailUntilARuntimeHasIt() {
        Transfer transfer = created();
        lacksTheRail = true;
        try (ZentraRuntime without = runtime(RandomSource.seeded(7))) {
            Workspace there = without.tenant("acme").as(OPERATOR);
            without.runDueWork();
            assertThat(there.operations().doctor().of(FindingCode.WORK_FAILING))
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.subject()).isEqualTo(transfer.attemptId());
                        assertThat(finding.what()).contains("transfer.attempt", "1 times");
                        assertThat(finding.since()).isEqualTo(clock().instant());
                    });
            for (int i = 0; i < TURNS && now(transfer).status() == TransferStatus.PROCESSING; i++) {
                clock().advance(Duration.ofMinutes(2));
                without.runDueWork();
            }
            Finding finding = found(FindingCode.RAIL_MISSING);
            assertThat(finding.subject()).isEqualTo(transfer.id());
            assertThat(finding.advice()).contains("rail(\"" + RAIL + "\"");
            assertThat(there.operations().doctor().of(FindingCode.WORK_FAILING))
                    .as("it has told a person, which is no failure")
                    .isEmpty();
        }
        clock().advance(Duration.ofMinutes(10));
        zentra().runDueWork();
        success(transfer);
        isGone(FindingCode.RAIL_MISSING);
    }

    /** What another process does meanwhile is known, though it failed here. */
    @Test
    void failingWorkUntilAnotherProcessTakesIt() {
        Transfer transfer = created();
        lacksTheRail = true;
        try (ZentraRuntime without = runtime(RandomSource.seeded(7))) {
            without.runDueWork();
            Workspace there = without.tenant("acme").as(OPERATOR);
            assertThat(there.operations().doctor().of(FindingCode.WORK_FAILING)).hasSize(1);

            clock().advance(Duration.ofMinutes(2));
            zentra().runDueWork();

            assertThat(there.operations().doctor().of(FindingCode.WORK_FAILING)).isEmpty();
        }
        success(transfer);
    }

    @Test
    void aCaseInALaneThatNobodyHasSetUntilItIsSet() {
        publish(Policy.named("transfer")
                .review("clerks", Condition.amountOver(usd(1_000)))
                .build());
        Transfer transfer = create(1_001, newKey()).orElseThrow();

        Finding finding = found(FindingCode.CASE_WITHOUT_LANE);
        assertThat(finding.subject()).isEqualTo(caseOf(transfer).id());
        assertThat(finding.advice()).contains("ReviewLane.of(\"clerks\"");
        by(TREASURER)
                .reviews()
                .lanes()
                .set(ReviewLane.of("clerks", TREASURER), newKey())
                .orElseThrow();
        isGone(FindingCode.CASE_WITHOUT_LANE);
        approve(TREASURER, caseOf(transfer));
    }

    @Test
    void aCaseOfNobodyUntilSomebodyTakesItAndAnOverdueOneUntilItIsDecided() {
        by(TREASURER)
                .reviews()
                .lanes()
                .set(ReviewLane.of("treasury", TREASURER).withDueIn(Duration.ofHours(8)), newKey())
                .orElseThrow();
        publish(reviewing());
        Transfer transfer = create(100_001, newKey()).orElseThrow();
        ReviewCase waiting = caseOf(transfer);

        assertThat(found(FindingCode.CASE_UNOWNED).subject()).isEqualTo(waiting.id());
        by(TREASURER).reviews().claim(waiting.id(), newKey()).orElseThrow();
        isGone(FindingCode.CASE_UNOWNED);

        clock().advance(Duration.ofHours(8));
        assertThat(found(FindingCode.CASE_OVERDUE).subject()).isEqualTo(waiting.id());
        zentra().runDueWork();
        assertThat(found(FindingCode.CASE_OVERDUE).since()).isEqualTo(clock().instant());
        approve(TREASURER, caseOf(transfer));
        isGone(FindingCode.CASE_OVERDUE);
    }

    @Test
    void lateWorkUntilSomebodyDoesIt() {
        created();
        Instant dueAt = clock().instant();
        clock().advance(Duration.ofSeconds(61));

        Finding finding = found(FindingCode.WORK_LATE);
        assertThat(finding.subject()).isEqualTo("transfer.attempt");
        assertThat(finding.since()).isEqualTo(dueAt);
        zentra().runDueWork();
        isGone(FindingCode.WORK_LATE);
    }

    @Test
    void aCallbackThatHasWaitedNearlyADayUntilItsTransferHasTheReference() {
        Transfer transfer = created();
        SandboxRail.Message early = bank().signed(
                        "{\"type\":\"transfer.succeeded\",\"data\":{\"reference\":\"prov-" + transfer.attemptId()
                                + "\",\"amount_minor\":" + AMOUNT + ",\"currency\":\"USD\"}}",
                        clock().instant());
        zentra().tenant("acme").callbacks(RAIL).accept(early.headers(), early.body());
        isGone(FindingCode.CALLBACK_WAITING);
        clock().advance(Duration.ofHours(23).plusMinutes(30));

        Finding finding = found(FindingCode.CALLBACK_WAITING);
        assertThat(acme().operations().timeline(finding.subject())).isPresent();
        zentra().runDueWork();
        isGone(FindingCode.CALLBACK_WAITING);
        now(transfer, TransferStatus.SETTLED);
    }

    private List<Finding> doctor(FindingCode code) {
        return acme().operations().doctor().of(code);
    }

    private Finding found(FindingCode code) {
        assertThat(doctor(code)).as("%s", code).hasSize(1);
        return doctor(code).get(0);
    }

    private void isGone(FindingCode code) {
        assertThat(doctor(code)).as("%s", code).isEmpty();
    }
}
