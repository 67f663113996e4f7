package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.review.LaneLoad;
import io.zentra.policy.Condition;
import io.zentra.policy.Policy;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.operations.OperationsSnapshot;
import io.zentra.runtime.operations.Stage;
import io.zentra.runtime.operations.StateVolume;
import io.zentra.runtime.operations.StuckWork;
import io.zentra.runtime.operations.TransferPage;
import io.zentra.runtime.operations.TransferSearch;
import io.zentra.runtime.rail.RailHealth;
import io.zentra.testing.SandboxRail;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What operators see of a tenant at one moment. After each test the volumes are recomputed from the journal. */
public abstract class OperationsContract extends TransferDesk {
    /** For subclasses. */
    protected OperationsContract() {}

    @Test
    void countsTheTransfersOfEachStateAndTheirAmounts() {
        publish(reviewing());
        Transfer first = settledOf(1_000);
        settledOf(2_000);
        bank().nextSubmit(new RailOutcome.Declined("limit"));
        create(3_000, newKey()).orElseThrow();
        zentra().runDueWork();
        Transfer waiting = create(100_001, newKey()).orElseThrow();
        create(500_001, newKey()).orElseThrow();
        Transfer open = create(4_000, newKey()).orElseThrow();

        OperationsSnapshot seen = acme().operations().snapshot();

        volume(seen, TransferStatus.SETTLED, 2, 3_000);
        volume(seen, TransferStatus.FAILED, 1, 3_000);
        volume(seen, TransferStatus.DENIED, 1, 500_001);
        volume(seen, TransferStatus.IN_REVIEW, 1, 100_001);
        volume(seen, TransferStatus.PROCESSING, 1, 4_000);
        volume(seen, TransferStatus.CONTRADICTED, 0, 0);
        assertThat(seen.state(TransferStatus.SETTLED).oldest()).isEqualTo(first.id());
        assertThat(seen.state(TransferStatus.IN_REVIEW).oldest()).isEqualTo(waiting.id());
        assertThat(seen.state(TransferStatus.PROCESSING).oldestAt()).isEqualTo(open.createdAt());
        assertThat(seen.states()).extracting(StateVolume::status).containsExactly(TransferStatus.values());
        assertThat(seen.at()).isEqualTo(clock().instant());
        assertThat(seen.events()).isEqualTo(acme().journal().size());
    }

    private static void volume(OperationsSnapshot seen, TransferStatus status, long transfers, long minor) {
        assertThat(seen.state(status).transfers()).as("%s", status).isEqualTo(transfers);
        assertThat(seen.state(status).minor(USD)).as("%s", status).isEqualTo(BigInteger.valueOf(minor));
    }

    private Transfer settledOf(long minor) {
        Transfer transfer = create(minor, newKey()).orElseThrow();
        zentra().runDueWork();
        success(transfer);
        return now(transfer, TransferStatus.SETTLED);
    }

    /** What goes on after a review, what contradicts and what is reversed is counted where it came to. */
    @Test
    void followsATransferFromStateToState() {
        publish(reviewing());
        Transfer transfer = create(100_001, newKey()).orElseThrow();
        volume(acme().operations().snapshot(), TransferStatus.IN_REVIEW, 1, 100_001);
        approve(TREASURER, caseOf(transfer));
        zentra().runDueWork();
        Transfer sent = now(transfer, TransferStatus.PROCESSING);
        success(sent);
        failure(sent);

        volume(acme().operations().snapshot(), TransferStatus.CONTRADICTED, 1, 100_001);
        approve(TREASURER, caseOf(transfer));

        OperationsSnapshot last = acme().operations().snapshot();
        volume(last, TransferStatus.REVERSED, 1, 100_001);
        assertThat(last.states().stream().mapToLong(StateVolume::transfers).sum())
                .isEqualTo(1);
    }

    @Test
    void showsWhatLiesOpenInEachLane() {
        publish(Policy.named("transfer")
                .review("treasury", Condition.amountOver(usd(100_000)))
                .review("clerks", Condition.amountOver(usd(1_000)))
                .build());
        assertThat(acme().operations().snapshot().reviews()).isEmpty();
        Instant begun = clock().instant();
        Transfer oldest = create(100_001, newKey()).orElseThrow();
        clock().advance(Duration.ofHours(2));
        Transfer next = create(100_002, newKey()).orElseThrow();
        Transfer other = create(1_001, newKey()).orElseThrow();

        assertThat(acme().operations().snapshot().reviews())
                .containsExactly(
                        new LaneLoad("clerks", 1, caseOf(other).id(), clock().instant()),
                        new LaneLoad("treasury", 2, caseOf(oldest).id(), begun));
        assertThat(acme().operations().snapshot().openReviews()).isEqualTo(3);

        approve(TREASURER, caseOf(oldest));
        assertThat(acme().operations().snapshot().reviews())
                .contains(new LaneLoad("treasury", 1, caseOf(next).id(), clock().instant()));
    }

    @Test
    void showsWorkThatNobodyIsAtByStageAndAge() {
        Transfer transfer = created();
        Instant dueAt = clock().instant();
        assertThat(stuck()).as("it has just fallen due").isEmpty();

        clock().advance(Duration.ofMinutes(3));

        assertThat(stuck()).singleElement().satisfies(stuck -> {
            assertThat(stuck.stage()).isEqualTo(Stage.ROUTED);
            assertThat(stuck.work().kind()).isEqualTo("transfer.attempt");
            assertThat(stuck.work().pieces()).isEqualTo(1);
            assertThat(stuck.work().subject()).isEqualTo(transfer.attemptId());
            assertThat(stuck.work().dueAt()).isEqualTo(dueAt);
            assertThat(stuck.age(clock().instant())).isEqualTo(Duration.ofMinutes(3));
        });
        zentra().runDueWork();
        assertThat(stuck()).isEmpty();
    }

    private List<StuckWork> stuck() {
        return acme().operations().snapshot().stuck();
    }

    @Test
    void showsRailsCallbacksThatWaitAndTheLastCheckpoint() {
        Transfer transfer = created();
        assertThat(acme().operations().snapshot().parked().references()).isZero();
        SandboxRail.Message early = early(transfer);
        zentra().tenant("acme").callbacks(RAIL).accept(early.headers(), early.body());
        acme().journal().checkpoint();

        OperationsSnapshot seen = acme().operations().snapshot();

        assertThat(seen.rails()).extracting(RailHealth::rail).containsExactly(RAIL);
        assertThat(seen.parked().references()).isEqualTo(1);
        assertThat(seen.parked().nextOverdueAt()).isAfter(clock().instant());
        assertThat(seen.checkpointed()).isEqualTo(seen.events());
        assertThat(seen.webhooks().backlog()).isZero();
    }

    private SandboxRail.Message early(Transfer transfer) {
        return bank().signed(
                        "{\"type\":\"transfer.succeeded\",\"data\":{\"reference\":\"prov-" + transfer.attemptId()
                                + "\",\"amount_minor\":" + AMOUNT + ",\"currency\":\"USD\"}}",
                        clock().instant());
    }

    @Test
    void findsTransfersByStateEndsRailAndTime() {
        Transfer first = settledOf(1_000);
        clock().advance(Duration.ofHours(1));
        Instant later = clock().instant();
        Transfer second = create(2_000, newKey()).orElseThrow();
        Transfer third = settledOf(3_000);

        assertThat(found(TransferSearch.all())).containsExactly(first.id(), second.id(), third.id());
        assertThat(found(TransferSearch.all().status(TransferStatus.SETTLED))).containsExactly(first.id(), third.id());
        assertThat(found(TransferSearch.all().status(TransferStatus.FAILED))).isEmpty();
        assertThat(found(TransferSearch.all().from(later))).containsExactly(second.id(), third.id());
        assertThat(found(TransferSearch.all().to(later))).containsExactly(first.id());
        assertThat(found(TransferSearch.all().status(TransferStatus.SETTLED).from(later)))
                .containsExactly(third.id());
        assertThat(found(TransferSearch.all()
                        .source(CUSTOMER)
                        .destination(MERCHANT)
                        .rail(RAIL)))
                .hasSize(3);
        assertThat(found(TransferSearch.all().source(MERCHANT))).isEmpty();
        assertThat(found(TransferSearch.all().destination(CUSTOMER))).isEmpty();
        assertThat(found(TransferSearch.all().rail("rail_other"))).isEmpty();
    }

    private List<String> found(TransferSearch search) {
        return acme().operations().search(search).transfers().stream()
                .map(Transfer::id)
                .toList();
    }

    @Test
    void pagesHoldEachTransferOnce() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(created().id());
        }
        TransferSearch search =
                TransferSearch.all().status(TransferStatus.PROCESSING).limit(2);

        List<String> seen = new ArrayList<>();
        TransferPage page = acme().operations().search(search);
        page.transfers().forEach(transfer -> seen.add(transfer.id()));
        while (page.hasNext()) {
            page = acme().operations().search(search.after(page.next()));
            page.transfers().forEach(transfer -> seen.add(transfer.id()));
        }

        assertThat(seen).isEqualTo(made);
        assertThatThrownBy(() -> TransferSearch.all().limit(TransferSearch.MAX_PAGE + 1))
                .isInstanceOfSatisfying(
                        ZentraException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION));
    }

    @Test
    void findsATransferByItsKeyAndByWhatTheProviderCallsIt() {
        Transfer transfer = create(AMOUNT, "order-17").orElseThrow();
        assertThat(acme().operations().transferOfReference(RAIL, "prov-" + transfer.attemptId()))
                .as("not told yet")
                .isEmpty();
        zentra().runDueWork();

        assertThat(acme().operations().transferOfKey("order-17"))
                .map(Transfer::id)
                .contains(transfer.id());
        assertThat(acme().operations().transferOfKey("order-18")).isEmpty();
        assertThat(acme().operations().transferOfReference(RAIL, "prov-" + transfer.attemptId()))
                .map(Transfer::id)
                .contains(transfer.id());
        assertThat(acme().operations().transferOfReference(RAIL, "\0")).isEmpty();
        assertThat(acme().operations().transferOfReference("rail_other", "prov-" + transfer.attemptId()))
                .isEmpty();
    }

    /** A request that was refused has its key, and no transfer. */
    @Test
    void findsNoTransferOfARefusedKey() {
        create(FUNDS + 1, "too-much");

        assertThat(acme().operations().transferOfKey("too-much")).isEmpty();
    }
}
