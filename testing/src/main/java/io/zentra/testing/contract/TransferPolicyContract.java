package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.identity.Actor;
import io.zentra.core.journal.Event;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.review.ReviewStatus;
import io.zentra.core.usage.Window;
import io.zentra.ledger.Posting;
import io.zentra.policy.Condition;
import io.zentra.policy.Corridor;
import io.zentra.policy.Decision;
import io.zentra.policy.Field;
import io.zentra.policy.Measure;
import io.zentra.policy.Policy;
import io.zentra.policy.WindowReading;
import io.zentra.runtime.Simulation;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.TransferStatus;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A policy decides before money moves, persons where it asks for them, and what waited goes on by itself. */
public abstract class TransferPolicyContract extends TransferDesk {
    private static final Actor OTHERS = Actor.service("svc_other");

    /** For subclasses. */
    protected TransferPolicyContract() {}

    private static Policy capped(long cap) {
        return Policy.named("transfer")
                .limit("daily", Measure.sum(USD).per(Field.SOURCE).within(Window.rolling(Duration.ofHours(24))), cap)
                .build();
    }

    @Test
    void tellsRequestThenPolicyThenLedgerThenRoute() {
        publish(reviewing());
        Transfer transfer = create(5_000, newKey()).orElseThrow();

        assertThat(transfer.status()).isEqualTo(TransferStatus.PROCESSING);
        assertThat(events(transfer))
                .containsExactly("transfer.created", "policy.accepted", "ledger.entry.created", "provider.routed");
        Posting reserve = acme().ledgers()
                .posting(Objects.requireNonNull(transfer.reservePostingId()))
                .orElseThrow();
        assertThat(acme().policies()
                        .replay(Objects.requireNonNull(reserve.decision()))
                        .decision()
                        .facts()
                        .proposal()
                        .rails())
                .containsExactly(RAIL);
    }

    @Test
    void deniesBeforeAnythingMoves() {
        publish(reviewing());
        String key = newKey();
        Transfer denied = create(500_001, key).orElseThrow();

        assertThat(denied.status()).isEqualTo(TransferStatus.DENIED);
        assertThat(denied.reason()).isEqualTo("too_much");
        assertThat(denied.route()).isNull();
        assertThat(events(denied)).containsExactly("transfer.created", "policy.denied");
        assertThat(create(500_001, key))
                .isInstanceOfSatisfying(
                        Outcome.Replayed.class,
                        again -> assertThat(again.orElseThrow()).isEqualTo(denied));
        zentra().runDueWork();
        assertThat(bank().calls()).isEmpty();
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS);
    }

    @Test
    void goesOnWhenPersonsApprove() {
        by(TREASURER)
                .reviews()
                .lanes()
                .set(ReviewLane.of("treasury", TREASURER).withRota(TREASURER), newKey())
                .orElseThrow();
        publish(reviewing());
        String key = newKey();
        Transfer waiting = create(AMOUNT, key).orElseThrow();
        assertThat(waiting.status()).isEqualTo(TransferStatus.IN_REVIEW);
        assertThat(waiting.reason()).isEqualTo("policy: treasury");
        zentra().runDueWork();
        assertThat(posted(RESERVED)).as("nothing moves before").isZero();
        ReviewCase seen = caseOf(waiting);
        assertThat(seen.origin().makers()).contains("service:svc_edge");
        assertThat(seen.place().owner()).as("an operator is assigned").isEqualTo(TREASURER.toString());

        approve(TREASURER, seen);

        assertThat(create(AMOUNT, key).orElseThrow()).as("the first answer").isEqualTo(waiting);
        Transfer sent = now(waiting, TransferStatus.PROCESSING);
        assertThat(sent.caseId()).isNull();
        assertThat(posted(RESERVED)).isEqualTo(AMOUNT);
        assertThat(bank().taken()).hasSize(1);
        success(sent);
        now(waiting, TransferStatus.SETTLED);
        assertThat(events(waiting))
                .containsSubsequence(
                        "transfer.created",
                        "policy.review",
                        "review.opened",
                        "transfer.in_review",
                        "review.approved",
                        "review.closed",
                        "policy.review",
                        "ledger.entry.created",
                        "provider.routed",
                        "transfer.settled");
    }

    @Test
    void endsWhenAPersonDenies() {
        publish(reviewing());
        Transfer waiting = created();

        deny(TREASURER, caseOf(waiting));

        assertThat(now(waiting, TransferStatus.DENIED).reason()).isEqualTo("review_denied");
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS);
        assertThat(bank().calls()).isEmpty();
    }

    @Test
    void isDecidedOnceMoreWhenItGoesOn() {
        publish(reviewing());
        Transfer waiting = created();
        ReviewCase seen = caseOf(waiting);
        publish(Policy.named("transfer")
                .deny("closed", Condition.amountOver(usd(1)))
                .build());

        approve(TREASURER, seen);

        assertThat(now(waiting, TransferStatus.DENIED).reason()).isEqualTo("closed");
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS);
    }

    @Test
    void failsWhenTheMoneyIsGoneMeanwhile() {
        publish(reviewing());
        Transfer waiting = created();
        acme().ledgers().post(CUSTOMER, BANK, usd(FUNDS), newKey()).orElseThrow();

        approve(TREASURER, caseOf(waiting));

        assertThat(now(waiting, TransferStatus.FAILED).reason()).isEqualTo("reserve_refused: floor_crossed");
        assertThat(bank().calls()).isEmpty();
        acme().ledgers().post(BANK, CUSTOMER, usd(FUNDS), newKey()).orElseThrow();
    }

    @Test
    void isCancelledWhileItWaits() {
        publish(reviewing());
        Transfer waiting = created();
        ReviewCase seen = caseOf(waiting);
        String key = newKey();

        Transfer cancelled = acme().transfers()
                .cancel(waiting.id(), "the customer changed their mind", key)
                .orElseThrow();

        assertThat(cancelled.status()).isEqualTo(TransferStatus.CANCELLED);
        assertThat(acme().transfers()
                        .cancel(waiting.id(), "the customer changed their mind", key)
                        .isReplay())
                .isTrue();
        assertThat(acme().reviews().find(seen.id()).orElseThrow().status()).isEqualTo(ReviewStatus.WITHDRAWN);
        assertThat(code(by(TREASURER).reviews().approve(seen.id(), seen.decision(), newKey())))
                .isEqualTo(ErrorCode.CASE_NOT_OPEN);
    }

    @Test
    void isCancelledThoughItWasApprovedAndHasNotGoneOn() {
        publish(reviewing());
        Transfer waiting = created();
        ReviewCase seen = caseOf(waiting);
        by(TREASURER).reviews().approve(seen.id(), seen.decision(), newKey()).orElseThrow();

        acme().transfers().cancel(waiting.id(), "too late", newKey()).orElseThrow();
        zentra().runDueWork();

        now(waiting, TransferStatus.CANCELLED);
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS);
    }

    @Test
    void givesALimitBackWhatFailsIsCancelledOrReversed() {
        publish(capped(AMOUNT));
        Transfer failed = sent();
        assertThat(created().status()).as("the limit is used up").isEqualTo(TransferStatus.DENIED);
        failure(failed);
        now(failed, TransferStatus.FAILED);

        Transfer cancelled = created();
        acme().transfers().cancel(cancelled.id(), "not needed", newKey()).orElseThrow();
        now(cancelled, TransferStatus.CANCELLED);

        Transfer reversed = settled();
        assertThat(created().status()).isEqualTo(TransferStatus.DENIED);
        by(OPERATOR).transfers().reverse(reversed.id(), "sent twice", newKey()).orElseThrow();

        assertThat(created().status()).isEqualTo(TransferStatus.PROCESSING);
    }

    @Test
    void takesTheRailThatThePolicyLeaves() {
        publish(Policy.named("transfer")
                .deny("too_much", Condition.amountOver(usd(500_000)))
                .countries(RAIL, Corridor.of("US", "DE"))
                .build());

        Transfer closed = created();
        assertThat(closed.status()).isEqualTo(TransferStatus.DENIED);
        assertThat(closed.reason()).isEqualTo("corridor_closed");
        Transfer open = acme().transfers()
                .create(request(AMOUNT, newKey())
                        .countries(Corridor.of("US", "DE"))
                        .scope("workspace_scope")
                        .metadata("order", "17")
                        .build())
                .orElseThrow();
        assertThat(open.rail()).isEqualTo(RAIL);
    }

    @Test
    void isReviewedInTheNameOfWhoAskedForIt() {
        publish(reviewing());
        Transfer waiting = by(OTHERS)
                .transfers()
                .create(request(AMOUNT, newKey())
                        .countries(Corridor.of("US", "DE"))
                        .scope("workspace_scope")
                        .metadata("order", "17")
                        .build())
                .orElseThrow();

        approve(TREASURER, caseOf(waiting));

        now(waiting, TransferStatus.PROCESSING);
        assertThat(acme().evidence().timeline(waiting.id()).stream()
                        .filter(event -> event.type().equals("policy.review"))
                        .map(event -> acme().policies()
                                .replay(event.subject().orElseThrow())
                                .decision()
                                .facts()
                                .actor()))
                .containsExactly("service:svc_other", "service:svc_other");
    }

    @Test
    void isSimulatedWithoutATrace() {
        publish(capped(AMOUNT));
        TransferRequest request = request(AMOUNT, newKey()).build();
        long size = acme().journal().size();

        for (int i = 0; i < 3; i++) {
            Simulation wouldBe = acme().transfers().simulate(request);
            assertThat(wouldBe.status()).hasValue(TransferStatus.PROCESSING);
            assertThat(windows(wouldBe)).as("what was simulated counts nowhere").containsExactly(0L);
        }
        assertThat(acme().journal().size()).isEqualTo(size);

        Simulation wouldBe = acme().transfers().simulate(request);
        Transfer transfer = acme().transfers().create(request).orElseThrow();
        assertThat(wouldBe.decision()).isEqualTo(decision(transfer));
        Simulation next = acme().transfers().simulate(request(1, newKey()).build());
        assertThat(next.status()).hasValue(TransferStatus.DENIED);
        assertThat(windows(next)).containsExactly(AMOUNT);
        assertThat(next.route().eligible()).containsExactly(RAIL);
    }

    @Test
    void isSimulatedAsTheCurrentVersionWouldDecide() {
        TransferRequest request = request(AMOUNT, newKey()).build();
        assertThat(acme().transfers().simulate(request).decision())
                .as("nobody is asked")
                .isNull();

        int version = publish(reviewing());
        Simulation reviewed = acme().transfers().simulate(request);

        assertThat(reviewed.status()).hasValue(TransferStatus.IN_REVIEW);
        Decision decision = Objects.requireNonNull(reviewed.decision());
        assertThat(decision.policy().version()).isEqualTo(version);
        assertThat(decision.reason()).isEqualTo("treasury");
        assertThat(acme().reviews().list("", 10)).as("no case is opened").isEmpty();
    }

    private static List<Long> windows(Simulation simulation) {
        return Objects.requireNonNull(simulation.decision()).windows().stream()
                .map(WindowReading::before)
                .toList();
    }

    private Decision decision(Transfer transfer) {
        Event decided = acme().evidence().timeline(transfer.id()).stream()
                .filter(event -> event.type().equals("policy.accepted"))
                .findFirst()
                .orElseThrow();
        return acme().policies().replay(decided.subject().orElseThrow()).decision();
    }
}
