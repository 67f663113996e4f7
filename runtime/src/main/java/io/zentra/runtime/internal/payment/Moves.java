package io.zentra.runtime.internal.payment;

import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.money.Money;
import io.zentra.core.time.Micros;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Part;
import io.zentra.ledger.Posting;
import io.zentra.ledger.Side;
import io.zentra.runtime.internal.payment.PaymentTables.PaymentRow;
import io.zentra.runtime.internal.payment.PaymentTables.Trail;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the ledger does for a payment. What it is asked for and has not got, because somebody took it by hand, it refuses. */
final class Moves {
    private final UnitOfWork work;
    private final PaymentRow payment;

    Moves(UnitOfWork work, PaymentRow payment) {
        this.work = work;
        this.payment = payment;
    }

    /**
     * Holds an amount.
     *
     * @param to the account that a capture brings it to
     * @param decision the id of the decision that lets it; null when none was asked for
     * @return the id of the hold
     */
    String hold(Money amount, String to, @Nullable String decision) {
        requireRoom(payment.trail().holds(), 1);
        Long expiresAt = payment.order().expiresAtMicros();
        return LedgerWork.holdUnplanned(
                        work, draft(amount, to, decision), expiresAt == null ? null : Micros.instant(expiresAt))
                .id();
    }

    /**
     * Posts a part of what is held for rails; such a payment has one hold.
     *
     * @param transfer what the posting belongs to
     */
    Posting capture(Money amount, String transfer) {
        String hold = payment.trail().holds().get(0);
        Money held = LedgerWork.held(work, hold);
        if (held.compareTo(amount) < 0) {
            throw NamedPayment.exceeded(payment, amount, held, "held in the ledger");
        }
        return LedgerWork.capture(work, hold, Part.of(amount), transfer);
    }

    /** Checks that one transfer more may carry it. */
    void requireRoomToSend() {
        requireRoom(payment.trail().transfers().all(), 1);
    }

    /** What the ledger holds. */
    Money held() {
        Money held = Money.zero(payment.asset());
        if (payment.amounts().held().isZero()) {
            return held; // then no hold was named
        }
        for (String hold : payment.trail().holds()) {
            held = held.plus(LedgerWork.held(work, hold));
        }
        return held;
    }

    /** Posts a part of what is held, of the oldest hold first; answers the postings. */
    List<String> capture(Money amount) {
        List<String> postings = new ArrayList<>();
        Money rest = amount;
        for (String hold : payment.trail().holds()) {
            Money taken = least(rest, LedgerWork.held(work, hold));
            if (taken.isPositive()) {
                postings.add(LedgerWork.capture(work, hold, Part.of(taken)).id());
                rest = rest.minus(taken);
            }
        }
        requireAll(rest, amount, "held");
        requireRoom(payment.trail().postings(), postings.size());
        return postings;
    }

    /** Lets go of a part of what is held, of the youngest hold first. */
    void release(Money amount) {
        Money rest = amount;
        List<String> holds = payment.trail().holds();
        for (int i = holds.size() - 1; i >= 0; i--) {
            Money taken = least(rest, LedgerWork.held(work, holds.get(i)));
            if (taken.isPositive()) {
                LedgerWork.release(work, holds.get(i), Part.of(taken));
                rest = rest.minus(taken);
            }
        }
        requireAll(rest, amount, "held");
    }

    /** Lets go of all that is held. */
    void letGo() {
        payment.trail().holds().forEach(hold -> LedgerWork.letGo(work, hold));
    }

    /** Brings a part of what arrived back to the source, of the oldest posting first; answers the reversals. */
    List<String> giveBack(Money amount) {
        Map<String, Part> parts = new LinkedHashMap<>();
        Money rest = amount;
        for (String posting : payment.trail().postings()) {
            Money taken = least(rest, LedgerWork.left(work, posting));
            if (taken.isPositive()) {
                parts.put(posting, Part.of(taken));
                rest = rest.minus(taken);
            }
        }
        requireAll(rest, amount, "left to reverse");
        return LedgerWork.reverse(
                        work, List.copyOf(parts.keySet()), posting -> Objects.requireNonNull(parts.get(posting.id())))
                .stream()
                .map(Posting::id)
                .toList();
    }

    /**
     * Posts an amount of which nothing is held; answers the posting.
     *
     * @param before how many postings this step has made before it
     */
    String post(Money amount, int before) {
        requireRoom(payment.trail().postings(), before + 1);
        return LedgerWork.post(work, draft(amount, payment.order().destination(), null))
                .id();
    }

    private LedgerWork.Draft draft(Money amount, String to, @Nullable String decision) {
        LedgerWork.Draft draft = LedgerWork.Draft.of(
                List.of(
                        new EntryRequest(payment.order().source(), Side.DEBIT, amount),
                        new EntryRequest(to, Side.CREDIT, amount)),
                payment.id());
        return decision == null ? draft : draft.decidedBy(decision);
    }

    /** The smaller of two amounts. */
    static Money least(Money one, Money other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void requireAll(Money rest, Money wanted, String what) {
        if (rest.isPositive()) {
            throw NamedPayment.exceeded(payment, wanted, wanted.minus(rest), what + " in the ledger");
        }
    }

    private void requireRoom(List<String> ids, int more) {
        if (ids.size() + more > Trail.MOST) {
            throw ZentraException.of(
                    ErrorCode.TOO_MANY_STEPS,
                    "the payment " + payment.id() + " has " + ids.size() + " of at most " + Trail.MOST
                            + " holds, postings or transfers: begin another one",
                    Map.of("payment", payment.id(), "most", String.valueOf(Trail.MOST)));
        }
    }
}
