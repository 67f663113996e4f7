package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.Event;
import io.zentra.ledger.Composition;
import io.zentra.ledger.Hold;
import io.zentra.ledger.Movement;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever follows an order finds what was refused, repeated and contradicted there, beside what took effect. */
public abstract class TimelineContract extends StorageContract {
    private static final String CUSTOMER = "customer:42";
    private static final String MERCHANT = "merchant:7";
    private static final String ORDER = "order:17";
    private static final String DECLINED = "request.declined";
    private static final String REPLAYED = "request.replayed";
    private static final String CONFLICTED = "request.conflicted";

    /** For subclasses. */
    protected TimelineContract() {}

    @BeforeEach
    final void fundTheCustomer() {
        fund(1_000);
    }

    /** The customer asks why the order was never paid: elsewhere nothing of the order is there, as if none had tried. */
    @Test
    void aRefusedPostingIsOnTheTimelineOfItsOrder() {
        Outcome<Posting> refused = acme().ledgers().post(pay(1_001, "pay"));
        assertThat(code(refused)).isEqualTo(ErrorCode.FLOOR_CROSSED);
        assertThat(code(acme().ledgers().post(pay(1_001, "pay")))).isEqualTo(ErrorCode.FLOOR_CROSSED);
        acme().ledgers().post(pay(1_000, "pay-less")).orElseThrow();

        List<Event> timeline = timeline();
        assertThat(timeline).extracting(Event::type).containsExactly(DECLINED, REPLAYED, "ledger.entry.created");
        assertThat(timeline.get(0).key()).contains("pay");
        assertThat(timeline.get(0).body().path("code").asText()).isEqualTo("floor_crossed");
        assertThat(timeline.get(0).subject()).isEmpty();
        assertThat(timeline.get(1).body().path("first_seq").longValue())
                .isEqualTo(timeline.get(0).seq());
        requireLinked(timeline);
    }

    @Test
    void aReplayIsOnTheTimelineOfWhatItRepeats() {
        Posting posting = acme().ledgers().post(pay(10, "pay")).orElseThrow();
        assertThat(acme().ledgers().post(pay(10, "pay")).isReplay()).isTrue();
        assertThat(acme().ledgers().postAll(List.of(pay(20, "together"), pay(20, "together"), pay(10, "pay"))).stream()
                        .filter(Outcome::isReplay))
                .hasSize(2);

        List<Event> timeline = timeline();
        assertThat(timeline)
                .extracting(Event::type)
                .containsExactly("ledger.entry.created", REPLAYED, "ledger.entry.created", REPLAYED, REPLAYED);
        assertThat(timeline.get(1).subject()).contains(posting.id());
        requireLinked(timeline);
    }

    /** Each looks where it expects its request: one under the order that it named, one under that of the first. */
    @Test
    void aConflictIsOnTheTimelineOfTheRequestOrElseOfTheFirst() {
        Posting posting = acme().ledgers().post(pay(10, "pay")).orElseThrow();
        conflicts(() -> acme().ledgers().post(pay(11, "pay")));
        conflicts(() -> acme().ledgers().post(CUSTOMER, MERCHANT, usd(10), "pay"));
        conflicts(() -> acme().ledgers().post(pay(10, "pay").correlation("order:18")));

        List<Event> timeline = timeline();
        assertThat(timeline).extracting(Event::type).containsExactly("ledger.entry.created", CONFLICTED, CONFLICTED);
        assertThat(timeline.get(2).subject()).contains(posting.id());
        requireLinked(timeline);
        List<Event> other = acme().journal().timeline("order:18");
        assertThat(other).extracting(Event::type).containsExactly(CONFLICTED);
        assertThat(other.get(0).body().path("first_seq").longValue()).isEqualTo(posting.seq());
    }

    @Test
    void whatIsRefusedOfAHoldIsOnItsTimeline() {
        Hold hold = acme().ledgers().hold(pay(600, "hold")).orElseThrow();
        declined(acme().ledgers().hold(pay(600, "hold-more")), ErrorCode.FLOOR_CROSSED);
        declined(acme().ledgers().capture(hold.id(), usd(601), "c"), ErrorCode.HOLD_EXCEEDED);
        declined(acme().ledgers().holds().captureFinal(hold.id(), usd(601), "f"), ErrorCode.HOLD_EXCEEDED);
        declined(acme().ledgers().holds().increase(hold.id(), usd(601), "i"), ErrorCode.FLOOR_CROSSED);
        declined(acme().ledgers().release(hold.id(), usd(601), "r"), ErrorCode.HOLD_EXCEEDED);
        declined(acme().ledgers().release("ho_nobody", "nobody"), ErrorCode.UNKNOWN_HOLD);
        conflicts(() -> acme().ledgers().release(hold.id(), usd(1), "r"));

        List<Event> timeline = timeline();
        assertThat(timeline)
                .extracting(event -> event.type() + " " + event.key().orElse("-"))
                .containsExactly(
                        "hold.placed hold",
                        DECLINED + " hold-more",
                        DECLINED + " c",
                        DECLINED + " f",
                        DECLINED + " i",
                        DECLINED + " r",
                        CONFLICTED + " -");
        assertThat(timeline.subList(2, 7))
                .extracting(event -> event.subject().orElse(""))
                .containsOnly(hold.id());
        requireLinked(timeline);
    }

    @Test
    void aRefusedReversalIsOnTheTimelineOfItsPosting() {
        Posting sale = acme().ledgers().post(pay(600, "sale")).orElseThrow();
        declined(acme().ledgers().reversals().reverse(sale.id(), usd(601), "r"), ErrorCode.REVERSAL_EXCEEDED);
        PostingRequest dearer = PostingRequest.of(CUSTOMER, MERCHANT, usd(1_001), "c");
        declined(acme().ledgers().reversals().correct(sale.id(), dearer), ErrorCode.FLOOR_CROSSED);
        declined(
                acme().ledgers()
                        .reversals()
                        .correct(sale.id(), pay(1_001, "own").correlation("order:18")),
                ErrorCode.FLOOR_CROSSED);
        declined(acme().ledgers().reverse("po_nobody", "nobody"), ErrorCode.UNKNOWN_POSTING);

        List<Event> timeline = timeline();
        assertThat(timeline)
                .extracting(event -> event.type() + " " + event.key().orElseThrow())
                .containsExactly("ledger.entry.created sale", DECLINED + " r", DECLINED + " c");
        assertThat(timeline).extracting(event -> event.subject().orElse("")).containsOnly(sale.id());
        requireLinked(timeline);
        assertThat(acme().journal().timeline("order:18"))
                .extracting(event -> event.key().orElseThrow())
                .containsExactly("own");
    }

    /** The id of a posting of somebody else's leads to none of theirs, and to none of ours that has the same sequence. */
    @Test
    void theIdOfAnotherTenantLeadsNowhere() {
        Posting ours = acme().ledgers().post(pay(10, "ours")).orElseThrow();
        EntityId id = EntityId.parse("po", ours.id()).orElseThrow();
        String theirs = new EntityId("po", id.tenantNo() + 1, id.seq(), id.random()).toString();
        String forged = new EntityId("po", id.tenantNo(), id.seq(), id.random() + 1).toString();
        declined(acme().ledgers().reverse(theirs, "theirs"), ErrorCode.UNKNOWN_POSTING);
        declined(acme().ledgers().reverse(forged, "forged"), ErrorCode.UNKNOWN_POSTING);

        assertThat(timeline()).hasSize(1);
    }

    @Test
    void aRefusedCompositionIsOnTheTimelineOfItsOrder() {
        Composition composition = Composition.of(
                        "composed", Movement.exactly(usd(1_001)).from(CUSTOMER).to(MERCHANT))
                .correlation(ORDER);
        declined(acme().ledgers().compose(composition), ErrorCode.INSUFFICIENT_SOURCES);

        assertThat(timeline()).extracting(Event::type).containsExactly(DECLINED);
    }

    /** Each request of a bulk belongs to its own order, also those that another one's refusal took with it. */
    @Test
    void theRequestsOfARefusedBulkAreOnTheTimelinesOfTheirOrders() {
        List<PostingRequest> bulk = List.of(pay(10, "one").correlation("order:18"), pay(1_001, "two"));
        assertThat(acme().ledgers().postAtomically(bulk).isDeclined()).isTrue();
        assertThat(acme().ledgers().postAtomically(bulk).isReplay()).isTrue();
        conflicts(() -> acme().ledgers().postAtomically(List.of(pay(10, "one"), pay(1_001, "two"))));

        assertThat(timeline()).extracting(Event::type).containsExactly(DECLINED, REPLAYED, CONFLICTED);
        List<Event> other = acme().journal().timeline("order:18");
        assertThat(other).extracting(Event::type).containsExactly(DECLINED, REPLAYED);
        assertThat(other.get(0).body().path("code").asText()).isEqualTo("bulk_declined");
        requireLinked(timeline());
        requireLinked(other);
    }

    private List<Event> timeline() {
        return acme().journal().timeline(ORDER);
    }

    private static void requireLinked(List<Event> timeline) {
        assertThat(timeline.get(0).previous()).isEmpty();
        for (int i = 1; i < timeline.size(); i++) {
            assertThat(timeline.get(i).previous()).hasValue(timeline.get(i - 1).seq());
        }
    }

    private static PostingRequest pay(long minor, String key) {
        return PostingRequest.of(CUSTOMER, MERCHANT, usd(minor), key).correlation(ORDER);
    }

    private static void declined(Outcome<?> outcome, ErrorCode code) {
        assertThat(code(outcome)).isEqualTo(code);
    }

    private static void conflicts(ThrowingCallable call) {
        assertThat(catchThrowableOfType(ZentraException.class, call).code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
    }
}
