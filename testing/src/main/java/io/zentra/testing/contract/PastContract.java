package io.zentra.testing.contract;

import static io.zentra.ledger.TimeAxis.EFFECTIVE;
import static io.zentra.ledger.TimeAxis.RECORDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.ledger.Backdating;
import io.zentra.ledger.Correction;
import io.zentra.ledger.Crossing;
import io.zentra.ledger.Hold;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Part;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.Reversals;
import io.zentra.ledger.Statement;
import io.zentra.ledger.StatementRequest;
import io.zentra.ledger.TimeAxis;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What was posted, held and captured at one time and is taken back or put right for another. */
public abstract class PastContract extends StorageContract {
    private static final String BANK = "assets:bank";
    private static final String CUSTOMER = "customer:42";
    private static final String MERCHANT = "merchant:7";
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MICRO = Duration.ofNanos(1_000);

    /** For subclasses. */
    protected PastContract() {}

    /** The card scheme told today that it charged back a part the day before. */
    @Test
    void aReversalMayTakeEffectBeforeItIsRecorded() {
        Instant start = clock().instant();
        Posting sale = post(BANK, CUSTOMER, 100, "sale", null);
        clock().advance(DAY.multipliedBy(2));
        Posting refund =
                at(start.plus(DAY)).reverse(sale.id(), usd(30), "charged-back").orElseThrow();

        assertThat(refund.effectiveAt()).isEqualTo(start.plus(DAY));
        assertThat(balance(CUSTOMER, EFFECTIVE, start.plus(DAY).minus(MICRO))).isEqualTo(100);
        assertThat(balance(CUSTOMER, EFFECTIVE, start.plus(DAY))).isEqualTo(70);
        assertThat(balance(CUSTOMER, RECORDED, start.plus(DAY))).isEqualTo(100);
        assertThat(at(start.plus(DAY))
                        .reverse(sale.id(), usd(30), "charged-back")
                        .orElseThrow())
                .isEqualTo(refund);
        assertThat(conflict(() -> at(start).reverse(sale.id(), usd(30), "charged-back")))
                .isEqualTo("effective_at");
        assertThat(conflict(() -> reversals().reverse(sale.id(), usd(30), "charged-back")))
                .isEqualTo("effective_at");
        at(start).reverse(sale.id(), Part.all(), "never-was").orElseThrow();
        assertThat(balance(CUSTOMER, EFFECTIVE, start)).isEqualTo(30);
    }

    /** Else history would show money taken back that had not come yet. */
    @Test
    void declinesAReversalBeforeWhatItReverses() {
        Instant start = clock().instant();
        clock().advance(DAY.multipliedBy(2));
        Posting late = post(BANK, CUSTOMER, 100, "late", start.plus(DAY));

        assertThat(code(at(start.plus(DAY).minus(MICRO)).reverse(late.id(), usd(1), "before")))
                .isEqualTo(ErrorCode.REVERSED_BEFORE_EFFECT);
        assertThat(code(at(start).correct(late.id(), request(BANK, CUSTOMER, 90, "correct-before"))))
                .isEqualTo(ErrorCode.REVERSED_BEFORE_EFFECT);
        Posting first =
                at(start.plus(DAY)).reverse(late.id(), usd(40), "at-once").orElseThrow();
        assertThat(code(at(start).reverse(first.id(), Part.all(), "back-before")))
                .as("a reversal is reversed by the same rule")
                .isEqualTo(ErrorCode.REVERSED_BEFORE_EFFECT);
        assertThat(balance(CUSTOMER, EFFECTIVE, start.plus(DAY))).isEqualTo(60);
        assertThat(posted(CUSTOMER)).isEqualTo(60);
    }

    @Test
    void declinesReversalsOfTheFutureAndInClosedPeriods() {
        Instant start = clock().instant();
        Posting sale = post(BANK, CUSTOMER, 100, "sale", null);
        clock().advance(DAY.multipliedBy(2));
        Instant closed = start.plus(DAY);
        acme().periods().close(closed, "close-1").orElseThrow();

        assertThat(code(at(clock().instant().plus(MICRO)).reverse(sale.id(), usd(1), "later")))
                .isEqualTo(ErrorCode.EFFECTIVE_IN_FUTURE);
        assertThat(code(at(start).reverse(sale.id(), usd(1), "then"))).isEqualTo(ErrorCode.PERIOD_CLOSED);
        assertThat(code(at(start).correct(sale.id(), request(BANK, CUSTOMER, 90, "both-then"))))
                .isEqualTo(ErrorCode.PERIOD_CLOSED);
        assertThat(code(reversals()
                        .correct(
                                sale.id(),
                                request(BANK, CUSTOMER, 90, "then-by-itself").effectiveAt(start))))
                .isEqualTo(ErrorCode.PERIOD_CLOSED);
        assertThat(code(at(closed)
                        .correct(
                                sale.id(),
                                request(BANK, CUSTOMER, 90, "only-one").effectiveAt(start))))
                .isEqualTo(ErrorCode.PERIOD_CLOSED);
        assertThat(balance(CUSTOMER, EFFECTIVE, clock().instant())).isEqualTo(100);
        at(closed).correct(sale.id(), request(BANK, CUSTOMER, 90, "since")).orElseThrow();
        assertThat(balance(CUSTOMER, EFFECTIVE, closed.minus(MICRO))).isEqualTo(100);
        assertThat(balance(CUSTOMER, EFFECTIVE, closed)).isEqualTo(90);
    }

    @Test
    void whatIsInAClosedPeriodIsReversedNow() {
        Posting sale = post(BANK, CUSTOMER, 100, "sale", null);
        clock().advance(DAY);
        acme().periods().close(clock().instant(), "close-2").orElseThrow();
        Posting reversal = acme().ledgers().reverse(sale.id(), "back").orElseThrow();

        assertThat(reversal.effectiveAt()).isEqualTo(clock().instant());
        assertThat(balance(CUSTOMER, EFFECTIVE, sale.effectiveAt())).isEqualTo(100);
    }

    /** The merchant had spent the money by the second day: on that day a refund of the first could not have been paid. */
    @Test
    void declinesAReversalThatWouldHaveBrokenTheFloorInBetween() {
        Instant start = clock().instant();
        Posting sale = richPoorRich();

        assertThat(code(at(start).reverse(sale.id(), usd(30), "refund"))).isEqualTo(ErrorCode.FLOOR_CROSSED_BETWEEN);
        assertThat(reversals().left(sale.id()))
                .as("a refusal takes nothing")
                .allMatch(line -> line.amount().equals(usd(100)));
        at(start.plus(DAY.multipliedBy(2)))
                .reverse(sale.id(), usd(30), "refund-later")
                .orElseThrow();
        acme().periods().backdating(Backdating.FLAG, "backdating-1").orElseThrow();
        Posting flagged = at(start).reverse(sale.id(), usd(20), "flagged").orElseThrow();
        assertThat(flagged.crossings())
                .containsExactly(new Crossing(MERCHANT, Crossing.Kind.FLOOR, usd(0), usd(-20), start.plus(DAY)));
        assertThat(acme().ledgers().posting(flagged.id())).contains(flagged);
    }

    /** On the way the merchant would have had nothing on the second day; where the correction leads is allowed. */
    @Test
    void limitsInBetweenCountAfterTheWholeCorrection() {
        Instant start = clock().instant();
        Posting wrong = richPoorRich();

        assertThat(code(at(start).correct(wrong.id(), request(CUSTOMER, MERCHANT, 99, "too-low"))))
                .isEqualTo(ErrorCode.FLOOR_CROSSED_BETWEEN);
        Correction correction = at(start)
                .correct(wrong.id(), request(CUSTOMER, MERCHANT, 105, "right"))
                .orElseThrow();

        assertThat(correction.reversal().effectiveAt()).isEqualTo(start);
        assertThat(correction.posting().effectiveAt()).isEqualTo(start);
        assertThat(balance(MERCHANT, EFFECTIVE, start)).isEqualTo(105);
        assertThat(balance(MERCHANT, EFFECTIVE, start.plus(DAY))).isEqualTo(5);
        assertThat(balance(MERCHANT, RECORDED, start.plus(DAY))).isZero();
        Outcome<Correction> again = at(start).correct(wrong.id(), request(CUSTOMER, MERCHANT, 105, "right"));
        assertThat(again.isReplay()).isTrue();
        assertThat(again.orElseThrow()).isEqualTo(correction);
        Outcome<Correction> saidOtherwise = reversals()
                .correct(wrong.id(), request(CUSTOMER, MERCHANT, 105, "right").effectiveAt(start));
        assertThat(saidOtherwise.orElseThrow())
                .as("one time for both, whoever names it")
                .isEqualTo(correction);
    }

    @Test
    void aCorrectionTakesEffectNowUnlessItSaysOtherwise() {
        Posting wrong = post(BANK, CUSTOMER, 100, "wrong", null);
        clock().advance(DAY);
        Correction correction = reversals()
                .correct(wrong.id(), request(BANK, CUSTOMER, 90, "right"))
                .orElseThrow();

        assertThat(correction.reversal().effectiveAt()).isEqualTo(clock().instant());
        assertThat(correction.posting().effectiveAt()).isEqualTo(clock().instant());
        assertThat(balance(CUSTOMER, EFFECTIVE, wrong.effectiveAt())).isEqualTo(100);
    }

    /** What was wrong is the day: taken back from where it stood, and put where it belongs. */
    @Test
    void aCorrectionMovesAPostingToAnotherTime() {
        Instant start = clock().instant();
        clock().advance(DAY.multipliedBy(3));
        Posting wrong = post(BANK, CUSTOMER, 100, "wrong", start.plus(DAY.multipliedBy(2)));
        Posting earlier = at(wrong.effectiveAt())
                .correct(wrong.id(), request(BANK, CUSTOMER, 100, "earlier").effectiveAt(start))
                .orElseThrow()
                .posting();

        assertThat(code(reversals()
                        .correct(
                                earlier.id(),
                                request(BANK, CUSTOMER, 100, "one-time").effectiveAt(start.minus(DAY)))))
                .as("the reversal takes effect with it, and that is too early")
                .isEqualTo(ErrorCode.REVERSED_BEFORE_EFFECT);
        for (Instant time : List.of(start, start.plus(DAY), start.plus(DAY.multipliedBy(2)))) {
            assertThat(balance(CUSTOMER, EFFECTIVE, time)).as("%s", time).isEqualTo(100);
        }
        at(start)
                .correct(earlier.id(), request(BANK, CUSTOMER, 100, "later").effectiveAt(start.plus(DAY)))
                .orElseThrow();
        assertThat(balance(CUSTOMER, EFFECTIVE, start)).isZero();
        assertThat(balance(CUSTOMER, EFFECTIVE, start.plus(DAY))).isEqualTo(100);
        Statement statement = acme().ledgers()
                .statement(StatementRequest.of(CUSTOMER).effective().limit(10));
        assertThat(statement.lines())
                .extracting(line -> line.balance().minor())
                .containsExactly(100L, 0L, 100L, 200L, 100L);
    }

    /** The money was spent as soon as it came; had it come a day later, it could not have been. */
    @Test
    void looksAtTheGapThatACorrectionLeaves() {
        Instant start = clock().instant();
        Posting funding = post(BANK, CUSTOMER, 100, "funding", null);
        post(CUSTOMER, MERCHANT, 60, "spent", null);
        clock().advance(DAY.multipliedBy(2));
        PostingRequest dayLater = request(BANK, CUSTOMER, 100, "a-day-later").effectiveAt(start.plus(DAY));

        assertThat(code(at(start).correct(funding.id(), dayLater))).isEqualTo(ErrorCode.FLOOR_CROSSED_BETWEEN);
        acme().periods().backdating(Backdating.FLAG, "backdating-2").orElseThrow();
        PostingRequest flagged = request(BANK, CUSTOMER, 100, "flagged").effectiveAt(start.plus(DAY));
        Correction correction = at(start).correct(funding.id(), flagged).orElseThrow();
        assertThat(correction.reversal().crossings()).isEmpty();
        assertThat(correction.posting().crossings())
                .as("what both break together is told by the second")
                .containsExactly(new Crossing(CUSTOMER, Crossing.Kind.FLOOR, usd(0), usd(-60), start));
        assertThat(at(start).correct(funding.id(), flagged).orElseThrow()).isEqualTo(correction);
    }

    @Test
    void tellsBothLimitsThatACorrectionBreaks() {
        acme().accounts().open(NewAccount.credit("wallet:1", USD).withCeiling(usd(150)));
        Instant start = clock().instant();
        Posting wrong = post(BANK, "wallet:1", 100, "wrong", null);
        post("wallet:1", MERCHANT, 100, "out", null);
        clock().advance(DAY);
        post(BANK, "wallet:1", 120, "in", null);
        clock().advance(DAY);
        post("wallet:1", MERCHANT, 120, "out-again", null);
        clock().advance(DAY);
        acme().periods().backdating(Backdating.FLAG, "backdating-3").orElseThrow();
        Correction correction = at(start)
                .correct(wrong.id(), request(BANK, "wallet:1", 140, "right").effectiveAt(start.plus(DAY.dividedBy(2))))
                .orElseThrow();

        assertThat(correction.posting().crossings())
                .containsExactly(
                        new Crossing("wallet:1", Crossing.Kind.FLOOR, usd(0), usd(-100), start),
                        new Crossing("wallet:1", Crossing.Kind.CEILING, usd(150), usd(160), start.plus(DAY)));
    }

    /** Up to its capture the money was held, not gone, and that is what any answer about the time before says. */
    @Test
    void aCaptureTakesEffectWhenItIsRecordedWhateverTheHoldsAge() {
        Instant start = clock().instant();
        fund(100);
        Hold hold = acme().ledgers()
                .holds()
                .place(request(CUSTOMER, MERCHANT, 100, "hold"), start.plus(DAY.multipliedBy(3)))
                .orElseThrow();
        clock().advance(DAY);
        Posting first = acme().ledgers().capture(hold.id(), usd(40), "first").orElseThrow();
        clock().advance(DAY);
        acme().ledgers().capture(hold.id(), usd(20), "second").orElseThrow();
        acme().periods().close(clock().instant(), "close-3").orElseThrow();
        clock().advance(DAY.multipliedBy(2));
        ledger().runDueWork();

        assertThat(first.effectiveAt()).isEqualTo(start.plus(DAY));
        for (TimeAxis axis : TimeAxis.values()) {
            assertThat(balance(CUSTOMER, axis, start)).isEqualTo(100);
            assertThat(balance(CUSTOMER, axis, start.plus(DAY))).isEqualTo(60);
            assertThat(balance(CUSTOMER, axis, start.plus(DAY.multipliedBy(2)))).isEqualTo(40);
            assertThat(balance(CUSTOMER, axis, clock().instant()))
                    .as("an expiry moves no posted money")
                    .isEqualTo(40);
        }
        assertThat(acme().accounts().balances(CUSTOMER).available()).isEqualTo(usd(40));
        acme().periods().reopen(start, "reopen-1").orElseThrow();
        assertThat(code(at(start).reverse(first.id(), usd(5), "before"))).isEqualTo(ErrorCode.REVERSED_BEFORE_EFFECT);
        at(start.plus(DAY)).reverse(first.id(), usd(5), "as-captured").orElseThrow();
        assertThat(balance(CUSTOMER, EFFECTIVE, start.plus(DAY))).isEqualTo(65);
    }

    @Test
    void aCaptureIsMovedToTheTimeAtWhichItHappened() {
        Instant start = clock().instant();
        fund(100);
        Hold hold =
                acme().ledgers().hold(request(CUSTOMER, MERCHANT, 100, "hold")).orElseThrow();
        clock().advance(DAY.multipliedBy(2));
        Posting capture = acme().ledgers().capture(hold.id(), "capture").orElseThrow();
        at(capture.effectiveAt())
                .correct(
                        capture.id(),
                        request(CUSTOMER, MERCHANT, 100, "on-the-first-day").effectiveAt(start.plus(DAY)))
                .orElseThrow();

        assertThat(balance(MERCHANT, EFFECTIVE, start.plus(DAY))).isEqualTo(100);
        assertThat(balance(MERCHANT, EFFECTIVE, clock().instant())).isEqualTo(100);
    }

    /** What one commit has appended counts for the next decision in it, though nothing of it is stored yet. */
    @Test
    void seesWhatOthersOfTheSameCommitAppended() {
        Instant start = clock().instant();
        fund(100);
        clock().advance(DAY.multipliedBy(2));
        Instant between = start.plus(DAY);
        List<Outcome<Posting>> outcomes = acme().ledgers()
                .postAll(List.of(
                        request(BANK, CUSTOMER, 50, "now"),
                        request(CUSTOMER, MERCHANT, 120, "too-much-then").effectiveAt(between),
                        request(CUSTOMER, MERCHANT, 100, "just-enough").effectiveAt(between),
                        request(CUSTOMER, MERCHANT, 1, "no-more").effectiveAt(between.plus(MICRO)),
                        request(BANK, CUSTOMER, 10, "more").effectiveAt(between.minus(MICRO)),
                        request(CUSTOMER, MERCHANT, 10, "of-that").effectiveAt(between)));

        assertThat(outcomes.stream().map(Outcome::isDeclined)).containsExactly(false, true, false, true, false, false);
        assertThat(code(outcomes.get(1))).isEqualTo(ErrorCode.FLOOR_CROSSED_BETWEEN);
        assertThat(code(outcomes.get(3))).isEqualTo(ErrorCode.FLOOR_CROSSED_BETWEEN);
        assertThat(balance(CUSTOMER, EFFECTIVE, between)).isZero();
        assertThat(posted(CUSTOMER)).isEqualTo(50);
    }

    @Test
    void correctsInsideTheHostsTransaction() throws Exception {
        Instant start = clock().instant();
        Posting wrong = richPoorRich();
        try (Connection connection = source().getConnection()) {
            connection.setAutoCommit(false);
            var joined = ledger().on(connection)
                    .tenant("acme")
                    .as(Actor.service("svc_host"))
                    .ledgers();
            joined.post(request(BANK, MERCHANT, 3, "room").effectiveAt(start)).orElseThrow();
            Correction correction = joined.reversals()
                    .effectiveAt(start)
                    .correct(wrong.id(), request(CUSTOMER, MERCHANT, 97, "right"))
                    .orElseThrow();
            assertThat(code(joined.reversals()
                            .effectiveAt(start)
                            .reverse(correction.posting().id(), usd(1), "too-much")))
                    .isEqualTo(ErrorCode.FLOOR_CROSSED_BETWEEN);
            connection.commit();
        }
        assertThat(balance(MERCHANT, EFFECTIVE, start.plus(DAY))).isZero();
    }

    /** The merchant is paid 100 on the first day, pays out 100 on the second, and is paid 100 on the third. */
    private Posting richPoorRich() {
        fund(1_000);
        Posting sale = post(CUSTOMER, MERCHANT, 100, "first day", null);
        clock().advance(DAY);
        post(MERCHANT, BANK, 100, "second day", null);
        clock().advance(DAY);
        post(CUSTOMER, MERCHANT, 100, "third day", null);
        return sale;
    }

    private Reversals at(Instant time) {
        return reversals().effectiveAt(time);
    }

    private Reversals reversals() {
        return acme().ledgers().reversals();
    }

    private long balance(String account, TimeAxis axis, Instant at) {
        return acme().ledgers().balance(account, axis, at).minor();
    }

    private Posting post(String debit, String credit, long minor, String key, @Nullable Instant at) {
        PostingRequest request = request(debit, credit, minor, key);
        return acme().ledgers()
                .post(at == null ? request : request.effectiveAt(at))
                .orElseThrow();
    }

    private static PostingRequest request(String debit, String credit, long minor, String key) {
        return PostingRequest.of(debit, credit, usd(minor), key.replace(' ', '-'));
    }

    private static @Nullable String conflict(Runnable call) {
        ZentraException conflict = catchThrowableOfType(ZentraException.class, call::run);
        assertThat(conflict.code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
        return conflict.details().get("field");
    }
}
