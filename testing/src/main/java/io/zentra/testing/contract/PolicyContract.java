package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewStatus;
import io.zentra.core.usage.Window;
import io.zentra.ledger.Explanation;
import io.zentra.ledger.Hold;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Part;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.policy.Condition;
import io.zentra.policy.Decision;
import io.zentra.policy.DecisionRecord;
import io.zentra.policy.Field;
import io.zentra.policy.Measure;
import io.zentra.policy.Policy;
import io.zentra.policy.Proposal;
import io.zentra.policy.RuleResult;
import io.zentra.policy.WindowReading;
import io.zentra.runtime.Ruling;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Money moved under a policy: one commit for the decision, what it counts and what it moves. */
public abstract class PolicyContract extends PolicyDesk {
    private static final String LIMIT = "daily_out";

    /** For subclasses. */
    protected PolicyContract() {}

    private static Policy capped(long cap) {
        return Policy.named(PAYOUT)
                .limit(LIMIT, Measure.sum(USD).per(Field.SOURCE).within(Window.rolling(Duration.ofHours(24))), cap)
                .build();
    }

    @Test
    void postsWhatIsAcceptedAndKeepsWhy() {
        publish(capped(1_000));

        Ruling.Posted ruling = posted(pay(300));

        Decision decision = ruling.decision().decision();
        assertThat(decision.windows())
                .containsExactly(new WindowReading(LIMIT, clock().instant().minus(Duration.ofHours(24)), 0, 300));
        assertThat(ruling.posting().decision()).isEqualTo(ruling.decision().id());
        assertThat(posted(MERCHANT)).isEqualTo(300);
        Explanation explanation =
                acme().ledgers().explain(ruling.posting().entries().get(0).id());
        assertThat(explanation.decision()).hasValue(ruling.decision().id());
        assertThat(decision.facts().text(Field.source("country"))).isEqualTo("DE");
    }

    /** What is prepared before the command is queued, with the versions that were asked last, at no time yet. */
    @Test
    void decidesByTheTimeAndTheVersionsOfTheDecision() {
        openPlain();
        Measure onSaturdays =
                Measure.count().within(Window.rolling(Duration.ofDays(9))).where(Condition.weekday(DayOfWeek.SATURDAY));
        int first =
                publish(Policy.named(PAYOUT).limit("saturdays", onSaturdays, 2).build());
        assertThat(posted(payPlain(1)).decision().decision().windows()).hasSize(1); // it is one
        assertThat(posted(payPlain(1)).decision().decision().windows()).hasSize(1);
        denied(payPlain(1));
        clock().advance(Duration.ofDays(2));
        assertThat(posted(payPlain(1)).decision().decision().windows()).isEmpty();

        int second = publish(capped(500));
        assertThat(denied(payPlain(501)).decision().decision().policy().version())
                .isEqualTo(second);
        posted(payPlain(500));
        by(APPROVER).policies().rollBack(PAYOUT, first, newKey()).orElseThrow();
        assertThat(posted(payPlain(501)).decision().decision().policy().version())
                .isEqualTo(first);
    }

    /** Time, tenant, and as a rule actor and proposal are told by the event and its request; what accounts add is not. */
    @Test
    void keepsNoFactTwice() {
        openPlain();
        publish(capped(1_000));
        DecisionRecord requested = posted(payPlain(300)).decision();
        DecisionRecord known = posted(pay(300)).decision();

        assertThat(facts(requested)).isEqualTo("{\"offset_seconds\":3600,\"zone\":\"Europe/Berlin\"}");
        assertThat(facts(known))
                .contains("\"source\":{\"account\":\"customer:42\",\"attributes\":{\"country\":\"DE\"}}")
                .doesNotContain("acme", "svc_edge");
        for (DecisionRecord told : List.of(requested, known)) {
            assertThat(acme().policies().replay(told.id())).isEqualTo(told);
            assertThat(told.decision().facts().at()).isEqualTo(clock().instant());
            assertThat(told.decision().facts().actor()).isEqualTo("service:svc_edge");
        }
    }

    private String facts(DecisionRecord told) {
        return acme().journal()
                .event(told.eventSeq())
                .orElseThrow()
                .body()
                .path("facts")
                .toString();
    }

    private void openPlain() {
        acme().accounts().open(NewAccount.credit("plain:1", USD));
        acme().accounts().open(NewAccount.credit("plain:2", USD));
        acme().ledgers().post(BANK, "plain:1", usd(100_000), newKey()).orElseThrow();
    }

    private Ruling payPlain(long minor) {
        return acme().controlled()
                .post(
                        Proposal.of(PAYOUT, usd(minor))
                                .from("plain:1", Map.of())
                                .to("plain:2", Map.of()),
                        PostingRequest.of("plain:1", "plain:2", usd(minor), newKey()))
                .orElseThrow();
    }

    @Test
    void neverExceedsACapAndBlocksNothingThatFits() {
        publish(capped(1_000));
        posted(pay(600));
        Ruling.Denied denied = denied(pay(401));
        posted(pay(400));

        assertThat(denied.decision().decision().reason()).isEqualTo("limit_exceeded");
        assertThat(denied.decision().decision().fired().get(0).distance()).isEqualTo(-1);
        assertThat(posted(MERCHANT)).isEqualTo(1_000);
        posted(pay(OTHER, 1_000, newKey()).orElseThrow());
        clock().advance(Duration.ofHours(24));
        posted(pay(1_000));
    }

    /** Found by the sequences of the model: amounts were added up where operations are counted, and overflowed. */
    @Test
    void countsOperationsHoweverLargeTheirAmounts() {
        publish(Policy.named(PAYOUT)
                .limit("often", Measure.count().within(Window.rolling(Duration.ofHours(1))), 2)
                .limit("payees", Measure.distinct(Field.DESTINATION), 2)
                .build());
        acme().accounts().open(NewAccount.debit("assets:vault", USD).withoutFloor());
        posted(payLargest(BANK, MERCHANT));
        posted(payLargest("assets:vault", OTHER));
        denied(payLargest("assets:vault", MERCHANT));
    }

    /** So much that twice as much is no amount. */
    private Ruling payLargest(String from, String to) {
        Money largest = usd(Long.MAX_VALUE / 2 + 1);
        return acme().controlled()
                .post(
                        Proposal.of(PAYOUT, largest).from(from, Map.of()).to(to, Map.of()),
                        PostingRequest.of(from, to, largest, newKey()))
                .orElseThrow();
    }

    @Test
    void countsNothingThatTheLedgerDeclines() {
        publish(capped(5_000_000));
        assertThat(code(pay(CUSTOMER, 2_000_000, newKey()))).isEqualTo(ErrorCode.FLOOR_CROSSED);

        Ruling.Posted ruling = posted(pay(10));
        assertThat(ruling.decision().decision().windows().get(0).before()).isZero();
    }

    @Test
    void givesBackWhatIsReversedInPartAndWhole() {
        publish(capped(1_000));
        Posting paid = posted(pay(1_000)).posting();
        denied(pay(1));

        acme().ledgers()
                .reversals()
                .reverse(paid.id(), Part.of(usd(250)), newKey())
                .orElseThrow();
        denied(pay(251));
        posted(pay(250));
        acme().ledgers().reverse(paid.id(), newKey()).orElseThrow();
        denied(pay(751));
        posted(pay(750));
    }

    @Test
    void givesBackWhatAHoldLetsGoOfAndWhatExpires() {
        publish(capped(1_000));
        Hold hold = hold(600, Duration.ofHours(1));
        Hold other = hold(400, Duration.ofHours(1));
        denied(pay(1));

        acme().ledgers().holds().captureFinal(hold.id(), usd(100), newKey()).orElseThrow();
        denied(pay(501));
        clock().advance(Duration.ofHours(2));
        zentra().runDueWork();
        assertThat(acme().ledgers().holds().find(other.id()))
                .hasValueSatisfying(gone -> assertThat(gone.isOpen()).isFalse());
        denied(pay(901));
        posted(pay(900));
    }

    private Hold hold(long minor, Duration lasting) {
        Ruling ruling = acme().controlled()
                .hold(
                        proposal(CUSTOMER, minor),
                        PostingRequest.of(CUSTOMER, MERCHANT, usd(minor), newKey()),
                        clock().instant().plus(lasting))
                .orElseThrow();
        return ((Ruling.Held) ruling).hold();
    }

    @Test
    void replaysEveryRulingAsItWas() {
        publish(Policy.named(PAYOUT)
                .deny("too_small", Condition.amountAtMost(usd(5)))
                .review("treasury", Condition.amountOver(usd(500)))
                .build());
        for (long minor : new long[] {5, 100, 501}) {
            Outcome<Ruling> first = pay(CUSTOMER, minor, "key-of-" + minor);
            Outcome<Ruling> again = pay(CUSTOMER, minor, "key-of-" + minor);
            assertThat(again.isReplay()).isTrue();
            assertThat(again.orElseThrow()).isEqualTo(first.orElseThrow());
        }
        assertThat(posted(MERCHANT)).isEqualTo(100);
        assertThat(catchThrowableOfType(ZentraException.class, () -> pay(CUSTOMER, 6, "key-of-5"))
                        .code())
                .isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
    }

    /** An intent crosses a limit: it is reviewed before anything is posted, and goes on when it is approved. */
    @Test
    void goesOnWhenPersonsApprove() {
        publish(Policy.named(PAYOUT)
                .window(LIMIT, Measure.sum(USD).per(Field.SOURCE).within(Window.rolling(Duration.ofHours(24))))
                .review("treasury", Condition.windowOver(LIMIT, 500))
                .build());
        posted(pay(400));
        Ruling.InReview waiting = inReview(pay(200));
        assertThat(posted(MERCHANT)).isEqualTo(400);
        posted(pay(100)); // what waits is not counted

        approve(waiting.caseId());

        assertThat(posted(MERCHANT)).isEqualTo(700);
        List<Event> story = acme().journal().timeline(waiting.decision().id());
        assertThat(story).extracting(Event::type).contains("policy.review", "ledger.entry.created");
        Event resumed = story.stream()
                .filter(event -> event.type().equals("policy.review"))
                .findFirst()
                .orElseThrow();
        DecisionRecord again = acme().policies().replay(resumed.subject().orElseThrow());
        assertThat(again.approvedByCase()).isEqualTo(waiting.caseId());
        assertThat(again.decision().facts().actor()).isEqualTo("service:svc_edge");
        assertThat(again.decision().windows().get(0).after()).isEqualTo(700);
        assertThat(inReview(pay(1)).decision().decision().windows().get(0).before())
                .isEqualTo(700);
    }

    @Test
    void endsWhenPersonsDeny() {
        publish(Policy.named(PAYOUT)
                .review("treasury", Condition.amountOver(usd(500)))
                .build());
        Ruling.InReview waiting = inReview(pay(501));

        by(TREASURER).reviews().deny(waiting.caseId(), "not_this_one", newKey()).orElseThrow();
        zentra().runDueWork();

        assertThat(posted(MERCHANT)).isZero();
        assertThat(status(waiting)).isEqualTo(ReviewStatus.REFUSED);
    }

    /** What is approved is the operation under the policy that asked: another policy asks again. */
    @Test
    void asksAgainWhenThePolicyChangedMeanwhile() {
        publish(Policy.named(PAYOUT)
                .review("treasury", Condition.amountOver(usd(500)))
                .build());
        Ruling.InReview waiting = inReview(pay(501));
        publish(Policy.named(PAYOUT)
                .review("treasury", Condition.amountOver(usd(400)))
                .build());

        approve(waiting.caseId());

        assertThat(posted(MERCHANT)).isZero();
        assertThat(status(waiting)).isEqualTo(ReviewStatus.OPEN);
        approve(waiting.caseId());
        assertThat(posted(MERCHANT)).isEqualTo(501);
        assertThat(status(waiting)).isEqualTo(ReviewStatus.RESUMED);
    }

    @Test
    void refusesInTheEndWhatThePolicyDeniesByThen() {
        publish(Policy.named(PAYOUT)
                .review("treasury", Condition.amountOver(usd(500)))
                .build());
        Ruling.InReview waiting = inReview(pay(501));
        publish(Policy.named(PAYOUT)
                .deny("stopped", Condition.amountOver(usd(100)))
                .build());

        approve(waiting.caseId());

        assertThat(posted(MERCHANT)).isZero();
        assertThat(acme().journal().timeline(waiting.decision().id()))
                .extracting(Event::type)
                .contains("policy.denied");
    }

    @Test
    void tellsWhenWhatWasApprovedCannotBeDone() {
        publish(Policy.named(PAYOUT)
                .review("treasury", Condition.amountOver(usd(500)))
                .build());
        Ruling.InReview waiting = inReview(pay(1_000_000));
        posted(pay(500));

        approve(waiting.caseId());

        assertThat(posted(MERCHANT)).isEqualTo(500);
        Event failed = acme().journal().timeline(waiting.decision().id()).stream()
                .filter(event -> event.type().equals("controlled.failed"))
                .findFirst()
                .orElseThrow();
        assertThat(failed.body().path("code").asText()).isEqualTo("floor_crossed");
    }

    @Test
    void explainsEveryRule() {
        publish(Policy.named(PAYOUT)
                .deny("never", Condition.is(Field.destination("country"), "XX"))
                .limit(LIMIT, Measure.sum(USD).per(Field.SOURCE), 1_000)
                .build());
        String id = posted(pay(300)).decision().id();

        List<RuleResult> results = acme().policies().explain(id);

        assertThat(results).extracting(RuleResult::rule).containsExactly("never", LIMIT);
        assertThat(results).noneMatch(RuleResult::applies);
        assertThat(results.get(0).conditions().get(0).operand()).isEqualTo("DE");
        assertThat(results.get(1).conditions().get(0).distance()).isEqualTo(700);
    }

    @Test
    void refusesProposalsThatAreNotWhatTheLinesDo() {
        publish(capped(1_000));
        PostingRequest lines = PostingRequest.of(CUSTOMER, MERCHANT, usd(100), newKey());
        for (Proposal wrong : List.of(
                proposal(CUSTOMER, 99),
                proposal(OTHER, 100),
                proposal(CUSTOMER, 100).to(OTHER, Map.of()))) {
            assertThat(catchThrowableOfType(
                                    ZentraException.class,
                                    () -> acme().controlled().post(wrong, lines))
                            .code())
                    .isEqualTo(ErrorCode.PROPOSAL_MISMATCH);
        }
        assertThat(code(acme().controlled().post(Proposal.of("unheard_of", usd(100)), lines)))
                .isEqualTo(ErrorCode.UNKNOWN_POLICY);
    }

    /** A limit by source would be passed by naming one of two who pay, and one of amounts by naming another asset. */
    @Test
    void refusesToTellLessThanTheLinesDo() {
        publish(capped(1_000));
        PostingRequest ofTwo = PostingRequest.of(newKey())
                .debit(CUSTOMER, usd(10))
                .debit(OTHER, usd(90))
                .credit(MERCHANT, usd(100));
        PostingRequest backAndForth = PostingRequest.of(newKey())
                .debit(CUSTOMER, usd(100))
                .credit(CUSTOMER, usd(50))
                .credit(MERCHANT, usd(50));
        PostingRequest lines = PostingRequest.of(CUSTOMER, MERCHANT, usd(100), newKey());

        assertThat(mismatch(proposal(CUSTOMER, 100), ofTwo)).contains("source");
        assertThat(mismatch(proposal(CUSTOMER, 100), backAndForth)).contains("source");
        assertThat(mismatch(Proposal.of(PAYOUT, Money.zero(Asset.iso("EUR"))), lines))
                .contains("amount");
        assertThat(mismatch(proposal(CUSTOMER, 100).to(CUSTOMER, Map.of()), lines))
                .contains("destination");
        assertThat(posted(MERCHANT)).isZero();
    }

    private String mismatch(Proposal proposal, PostingRequest lines) {
        ZentraException refusal = catchThrowableOfType(
                ZentraException.class, () -> acme().controlled().post(proposal, lines));
        assertThat(refusal.code()).isEqualTo(ErrorCode.PROPOSAL_MISMATCH);
        return String.valueOf(refusal.details().get("proposed"));
    }

    private void approve(String caseId) {
        ReviewCase seen = by(TREASURER).reviews().find(caseId).orElseThrow();
        by(TREASURER).reviews().approve(caseId, seen.decision(), newKey()).orElseThrow();
        zentra().runDueWork();
    }

    private ReviewStatus status(Ruling.InReview waiting) {
        return by(TREASURER).reviews().find(waiting.caseId()).orElseThrow().status();
    }
}
