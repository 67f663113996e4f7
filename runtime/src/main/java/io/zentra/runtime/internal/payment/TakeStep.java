package io.zentra.runtime.internal.payment;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.ledger.LedgerWork;
import io.zentra.runtime.internal.payment.Change.Sum;
import io.zentra.runtime.internal.payment.Change.Told;
import io.zentra.runtime.internal.payment.PaymentTables.PaymentRow;
import io.zentra.runtime.internal.transfer.Means;
import io.zentra.runtime.payment.Payment.Amounts;
import io.zentra.runtime.payment.PaymentStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a step of a payment about which no policy is asked: captures, voids, refunds, charges back, forces.
 *
 * @param flow the flow of the payment
 * @param step which step
 * @param asked of which payment, and how much
 * @param key makes it take effect once
 * @param means what captures and refunds that go over rails are sent with
 */
public record TakeStep(PaymentFlow flow, Step step, Asked asked, IdempotencyKey key, Means means)
        implements Command.Keyed<String> {
    /**
     * What is asked for.
     *
     * @param id the payment
     * @param amount how much, above zero; null for all that there is
     * @param isFinal whether a capture lets go of the rest
     * @param reason why, in the words of who acts; null for a step that needs none
     */
    public record Asked(
            String id,
            @Nullable Money amount,
            boolean isFinal,
            @Nullable String reason) {}

    @Override
    public Operation operation() {
        return step.operation();
    }

    @Override
    public void request(CanonicalJson json) {
        json.beginObject();
        Money amount = asked.amount();
        if (amount != null) {
            json.member("amount_minor", amount.minor())
                    .member("currency", amount.asset().toString());
        }
        if (asked.isFinal()) {
            json.member("final", true);
        }
        json.member("flow", flow.code())
                .member("payment", asked.id())
                .optionalMember("reason", asked.reason())
                .endObject();
    }

    @Override
    public void reads(Reads reads) {
        PaymentRow payment = NamedPayment.need(reads, asked.id());
        if (payment != null && payment.order().isOverRails()) {
            new RailStep(payment, means).need(reads, step);
        }
        if (payment != null && (step == Step.REFUND || step == Step.CHARGE_BACK)) {
            payment.trail().postings().forEach(posting -> LedgerWork.needReversal(reads, posting));
        }
    }

    @Override
    public String decide(UnitOfWork work) {
        means.start().reset();
        PaymentRow payment = NamedPayment.require(work, flow, asked.id());
        Step own = payment.order().isOverRails() ? RailStep.insteadOf(step) : step;
        if (!payment.ways().has(own, payment.status())) {
            throw NamedPayment.inState(payment, own);
        }
        Money amount = amount(payment);
        Told told = Told.NOTHING.because(asked.reason());
        if (payment.order().isOverRails()) {
            takeOverRails(work, payment, new Change(own, new Sum(amount, taken(payment, amount)), told));
        } else {
            change(work, payment, amount, told).record(work, payment);
        }
        return payment.id();
    }

    private void takeOverRails(UnitOfWork work, PaymentRow payment, Change change) {
        RailStep rails = new RailStep(payment, means);
        Money amount = change.sum().amount();
        switch (change.step()) {
            case SEND_CAPTURE -> rails.sendCapture(work, change.sum());
            case SEND_REFUND -> rails.sendRefund(work, amount, change.told());
            case CHARGE_BACK -> rails.chargeBack(work, amount, change.told());
            default -> change(work, payment, amount, change.told()).record(work, payment);
        }
    }

    private Change change(UnitOfWork work, PaymentRow payment, Money amount, Told told) {
        Moves moves = new Moves(work, payment);
        return switch (step) {
            case CAPTURE -> capture(payment, moves, amount);
            case VOID -> letGo(payment, moves, amount, told);
            case REFUND, CHARGE_BACK -> Change.of(step, amount, told.by(moves.giveBack(amount)));
            case REVERSE_CHARGEBACK -> Change.of(step, amount, told.by(List.of(moves.post(amount, 0))));
            case FORCE -> force(payment, moves, amount, told);
            default -> throw new IllegalStateException(step + " is taken by another command");
        };
    }

    private Change capture(PaymentRow payment, Moves moves, Money amount) {
        Money taken = taken(payment, amount);
        Told told = Told.NOTHING.by(moves.capture(amount));
        letGoOfMore(moves, taken, payment.amounts().held());
        return new Change(step, new Sum(amount, taken), told);
    }

    /** What a step takes of what is held. */
    private Money taken(PaymentRow payment, Money amount) {
        return asked.isFinal() ? payment.amounts().held() : amount;
    }

    /** Nothing stays held for a payment that holds nothing any more, not what was added to its holds by hand either. */
    static void letGoOfMore(Moves moves, Money taken, Money held) {
        if (held.isPositive() && taken.equals(held)) {
            moves.letGo();
        }
    }

    private Change letGo(PaymentRow payment, Moves moves, Money amount, Told told) {
        if (amount.equals(payment.amounts().held())) {
            moves.letGo();
        } else {
            moves.release(amount);
        }
        return Change.of(step, amount, told);
    }

    /** What was let go of by hand is posted without a hold: it was cleared all the same. */
    private Change force(PaymentRow payment, Moves moves, Money amount, Told told) {
        Money held = payment.amounts().held();
        Money ofHeld = Moves.least(held, amount);
        Money taken = Moves.least(moves.held(), ofHeld);
        List<String> postings = new ArrayList<>(taken.isPositive() ? moves.capture(taken) : List.of());
        letGoOfMore(moves, ofHeld, held);
        Money beyond = amount.minus(taken);
        if (beyond.isPositive()) {
            postings.add(moves.post(beyond, postings.size()));
        }
        return new Change(step, new Sum(amount, ofHeld), told.by(postings));
    }

    /** How much; a payment that waits for persons has nothing to let go of, and is voided as it is. */
    private Money amount(PaymentRow payment) {
        Money given = asked.amount();
        Money wanted = given == null ? null : NamedPayment.requireAsset(payment, given);
        if (step == Step.FORCE && wanted != null) {
            return wanted;
        }
        Money left = left(payment.amounts());
        if (wanted == null && payment.status() == PaymentStatus.IN_REVIEW) {
            return left;
        }
        if (!left.isPositive() || (wanted != null && wanted.compareTo(left) > 0)) {
            throw NamedPayment.exceeded(payment, wanted == null ? left : wanted, left, what());
        }
        return wanted == null ? left : wanted;
    }

    private Money left(Amounts amounts) {
        return switch (step) {
            case CAPTURE, VOID -> amounts.held();
            case REVERSE_CHARGEBACK -> amounts.chargedBack();
            default -> amounts.arrived();
        };
    }

    private String what() {
        return switch (step) {
            case CAPTURE, VOID -> "held";
            case REVERSE_CHARGEBACK -> "charged back";
            default -> "with the destination";
        };
    }

    @Override
    public Belonging belonging(UnitOfWork work) {
        return NamedPayment.belonging(work, asked.id());
    }

    @Override
    public String replayed(Event first) {
        return first.correlation().orElseThrow();
    }
}
