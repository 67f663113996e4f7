package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.runtime.payment.Cards;
import io.zentra.runtime.payment.Payment;
import io.zentra.runtime.payment.PaymentRequest;
import io.zentra.runtime.payment.PaymentStatus;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Card authorizations: increased, cleared in parts, by force, reversed, expired. */
public abstract class CardContract extends PaymentDesk {
    /** For subclasses. */
    protected CardContract() {}

    private Cards scheme() {
        return by(OPERATOR).cards();
    }

    /** A clearing may take what several increments hold, the oldest first; then it is as many postings. */
    @Test
    void growsAndIsClearedInParts() {
        Payment room = card(10_000);
        scheme().increment(room.id(), usd(2_000), newKey()).orElseThrow();
        Payment grown = scheme().increment(room.id(), usd(500), newKey()).orElseThrow();
        is(grown, PaymentStatus.AUTHORIZED, 12_500, 12_500, 0, 0, 0);
        assertThat(available()).isEqualTo(FUNDS - 12_500);

        Payment most = scheme().clear(room.id(), usd(11_000), newKey()).orElseThrow();
        is(most, PaymentStatus.PARTLY_CAPTURED, 12_500, 1_500, 11_000, 0, 0);
        assertThat(most.postingIds()).hasSize(2);
        Payment last = scheme().clearFinal(room.id(), usd(1_200), newKey()).orElseThrow();
        is(last, PaymentStatus.CAPTURED, 12_500, 0, 12_200, 0, 0);
        assertThat(openHolds()).isEmpty();
        assertThat(code(scheme().increment(room.id(), usd(1), newKey()))).isEqualTo(ErrorCode.PAYMENT_STATE);
    }

    @Test
    void isReversedInPartTheYoungestFirst() {
        Payment room = card(10_000);
        scheme().increment(room.id(), usd(2_000), newKey()).orElseThrow();
        Payment less =
                scheme().reverse(room.id(), usd(3_000), "left early", newKey()).orElseThrow();
        is(less, PaymentStatus.AUTHORIZED, 12_000, 9_000, 0, 0, 0);
        assertThat(openHolds())
                .singleElement()
                .satisfies(hold -> assertThat(hold.legs())
                        .allSatisfy(leg -> assertThat(leg.remaining()).isEqualTo(usd(9_000))));
        is(scheme().reverse(room.id(), "cancelled", newKey()).orElseThrow(), PaymentStatus.VOIDED, 12_000, 0, 0, 0, 0);
    }

    @Test
    void isClearedByForceBeyondWhatIsHeld() {
        Payment room = card(10_000);
        Payment beyond =
                scheme().force(room.id(), usd(13_000), "minibar", newKey()).orElseThrow();
        is(beyond, PaymentStatus.CAPTURED, 10_000, 0, 13_000, 0, 0);
        assertThat(beyond.postingIds()).hasSize(2);
        Payment part = card(5_000);
        is(
                scheme().force(part.id(), usd(2_000), "part", newKey()).orElseThrow(),
                PaymentStatus.PARTLY_CAPTURED,
                5_000,
                3_000,
                2_000,
                0,
                0);
        Payment refunded = scheme().refund(room.id(), "all", newKey()).orElseThrow();
        is(refunded, PaymentStatus.REFUNDED, 10_000, 0, 13_000, 13_000, 0);
    }

    @Test
    void isClearedByForceAfterItEnded() {
        Payment expired = card(10_000);
        Payment voided = card(1_000);
        scheme().reverse(voided.id(), "cancelled", newKey()).orElseThrow();
        clock().advance(WEEK);
        is(
                scheme().force(expired.id(), usd(9_000), "late clearing", newKey())
                        .orElseThrow(),
                PaymentStatus.CAPTURED,
                10_000,
                0,
                9_000,
                0,
                0);
        assertThat(events(expired)).containsSubsequence("hold.expired", "payment.expired", "payment.forced");
        is(
                scheme().force(voided.id(), usd(1_000), "late clearing", newKey())
                        .orElseThrow(),
                PaymentStatus.CAPTURED,
                1_000,
                0,
                1_000,
                0,
                0);
        assertThat(code(scheme().clear(expired.id(), usd(1), newKey()))).isEqualTo(ErrorCode.PAYMENT_STATE);
    }

    @Test
    void isClearedByForceThoughNobodyAuthorizedIt() {
        PaymentRequest cleared = request(4_000, newKey());
        Outcome<Payment> first = scheme().force(cleared, "no authorization on record");
        is(first.orElseThrow(), PaymentStatus.CAPTURED, 0, 0, 4_000, 0, 0);
        assertThat(events(first.orElseThrow())).containsExactly("ledger.entry.created", "payment.forced");
        replays(first, scheme().force(cleared, "no authorization on record"));
        Payment disputed = scheme().chargeBack(first.orElseThrow().id(), "not his", newKey())
                .orElseThrow();
        is(disputed, PaymentStatus.CHARGED_BACK, 0, 0, 4_000, 0, 4_000);
        Payment won =
                scheme().reverseChargeback(disputed.id(), "it was", newKey()).orElseThrow();
        is(won, PaymentStatus.CAPTURED, 0, 0, 4_000, 0, 0);
    }

    /** A clearing that asks for rails once failed inside, and asked for a report of a defect. */
    @Test
    void goesOverNoRailsAlsoByForce() {
        PaymentRequest overRails = request(4_000, newKey()).overRails();
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> scheme().force(overRails, "no authorization on record"), () -> scheme().authorize(overRails))) {
            assertThatThrownBy(call)
                    .isInstanceOfSatisfying(
                            ZentraException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION));
        }
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS);
    }

    @Test
    void isNotForcedBelowTheFloor() {
        Payment room = card(10_000);
        assertThat(code(scheme().force(room.id(), usd(FUNDS + 1), "too much", newKey())))
                .isEqualTo(ErrorCode.FLOOR_CROSSED);
        is(acme().cards().get(room.id()), PaymentStatus.AUTHORIZED, 10_000, 10_000, 0, 0, 0);
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS);
        Payment all = scheme().force(room.id(), usd(FUNDS), "all that is there", newKey())
                .orElseThrow();
        is(all, PaymentStatus.CAPTURED, 10_000, 0, FUNDS, 0, 0);
    }

    /** What somebody added to its hold or took from it in the ledger is not the scheme's: it clears the same. */
    @Test
    void isClearedByForceWhateverWasDoneToItsHold() {
        Payment grown = card(100);
        acme().ledgers().holds().increase(onlyHold(), usd(50), newKey()).orElseThrow();
        Payment all = scheme().force(grown.id(), usd(120), "minibar", newKey()).orElseThrow();
        is(all, PaymentStatus.CAPTURED, 100, 0, 120, 0, 0);
        assertThat(openHolds()).as("nothing stays held for it").isEmpty();

        Payment shrunk = card(100);
        acme().ledgers().release(onlyHold(), usd(70), newKey()).orElseThrow();
        Payment part = scheme().force(shrunk.id(), usd(80), "room", newKey()).orElseThrow();
        is(part, PaymentStatus.PARTLY_CAPTURED, 100, 20, 80, 0, 0);
        assertThat(part.postingIds()).hasSize(2);
        Payment last = scheme().force(shrunk.id(), usd(20), "tax", newKey()).orElseThrow();
        is(last, PaymentStatus.CAPTURED, 100, 0, 100, 0, 0);
        assertThat(openHolds()).isEmpty();
        assertThat(available()).isEqualTo(FUNDS - 220);
    }

    /** What was added to its hold by hand would stay held for good: only the payment lets go of its holds. */
    @Test
    void holdsNothingOnceAllOfItIsCleared() {
        Payment room = card(100);
        acme().ledgers().holds().increase(onlyHold(), usd(50), newKey()).orElseThrow();
        is(scheme().clear(room.id(), usd(100), newKey()).orElseThrow(), PaymentStatus.CAPTURED, 100, 0, 100, 0, 0);
        assertThat(openHolds()).isEmpty();
        assertThat(available()).isEqualTo(FUNDS - 100);
    }

    private String onlyHold() {
        assertThat(openHolds()).hasSize(1);
        return openHolds().get(0).id();
    }

    @Test
    void isClearedWhileAPartIsDisputed() {
        Payment room = card(10_000);
        scheme().clear(room.id(), usd(4_000), newKey()).orElseThrow();
        scheme().chargeBack(room.id(), usd(1_000), "first night", newKey()).orElseThrow();
        Payment cleared = scheme().clear(room.id(), usd(5_000), newKey()).orElseThrow();
        is(cleared, PaymentStatus.CHARGED_BACK, 10_000, 1_000, 9_000, 0, 1_000);
        clock().advance(WEEK);
        zentra().runDueWork();
        is(acme().cards().get(room.id()), PaymentStatus.CHARGED_BACK, 10_000, 0, 9_000, 0, 1_000);
    }

    @Test
    void takesEachStepOncePerKey() {
        Payment room = card(10_000);
        replays(scheme().increment(room.id(), usd(100), "same"), scheme().increment(room.id(), usd(100), "same"));
        replays(scheme().force(room.id(), usd(100), "x", "same"), scheme().force(room.id(), usd(100), "x", "same"));
        replays(scheme().reverse(room.id(), usd(100), "x", "same"), scheme().reverse(room.id(), usd(100), "x", "same"));
        is(acme().cards().get(room.id()), PaymentStatus.PARTLY_CAPTURED, 10_100, 9_900, 100, 0, 0);
    }

    /** Each step back looks at all that came before it, so there are not any number of them. */
    @Test
    void hasAsManyStepsAsOneMayHave() {
        Payment room = card(1_000);
        for (int i = 0; i < 99; i++) {
            scheme().increment(room.id(), usd(1), newKey()).orElseThrow();
        }
        assertThat(code(scheme().increment(room.id(), usd(1), newKey()))).isEqualTo(ErrorCode.TOO_MANY_STEPS);
        is(
                scheme().clear(room.id(), usd(1_099), newKey()).orElseThrow(),
                PaymentStatus.CAPTURED,
                1_099,
                0,
                1_099,
                0,
                0);
        assertThat(code(scheme().force(room.id(), usd(1), "one more", newKey())))
                .isEqualTo(ErrorCode.TOO_MANY_STEPS);
        is(
                scheme().refund(room.id(), usd(1_050), "nearly all", newKey()).orElseThrow(),
                PaymentStatus.CAPTURED,
                1_099,
                0,
                1_099,
                1_050,
                0);
    }
}
