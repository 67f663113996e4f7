package io.zentra.runtime.internal.payment;

import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.identity.EntityId;
import io.zentra.core.money.Money;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.internal.payment.Change.Carriage;
import io.zentra.runtime.internal.payment.Change.Sum;
import io.zentra.runtime.internal.payment.Change.Told;
import io.zentra.runtime.internal.payment.PaymentTables.PaymentRow;
import io.zentra.runtime.internal.transfer.TransferTables.Carried;
import io.zentra.runtime.internal.transfer.TransferTables.OfPayment;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A payment follows the transfers that carry its captures and refunds: in the commit in which one of them arrives, fails or
 * comes back, however that came to be known, the payment's amounts say so.
 */
public final class CarriedPayment {
    /** What became of a transfer, as far as it matters to its payment. */
    private enum Fate {
        /** It is with its destination. */
        SETTLED,
        /** It never was with its destination, and is with its source. */
        FAILED,
        /** It was with its destination, and some of it is with its source. */
        REVERSED,
        /** The same, since its rail says so; that it came back says that it had arrived, also when nobody said so before. */
        RETURNED,
        /** What had failed is on its way again. */
        RESENT
    }

    private CarriedPayment() {}

    /** Names the payment that a transfer carries a step of. */
    public static void need(Reads reads, TransferRow transfer) {
        OfPayment payment = transfer.order().payment();
        if (payment != null) {
            reads.need(PaymentTables.PAYMENT, no(payment));
            reads.needCorrelation(payment.id());
        }
    }

    /**
     * Checks that what is to be given back of a transfer by hand is not being refunded already, and was not before.
     *
     * @throws io.zentra.core.error.ZentraException {@code payment_exceeded}
     */
    public static void requireThere(UnitOfWork work, TransferRow transfer, Money amount) {
        OfPayment of = transfer.order().payment();
        if (of != null && of.step() == Carried.CAPTURE && transfer.status() == TransferStatus.SETTLED) {
            PaymentRow payment =
                    Objects.requireNonNull(work.get(PaymentTables.PAYMENT, no(of)), "a transfer's payment");
            Money there = payment.amounts().arrived();
            if (amount.compareTo(there) > 0) {
                throw NamedPayment.exceeded(payment, amount, there, "with the destination");
            }
        }
    }

    /** Tells the payment of a change of a transfer that was named, and does nothing when it carries none. */
    public static void follow(UnitOfWork work, TransferRow before, TransferRow after) {
        OfPayment of = after.order().payment();
        if (of == null) {
            return;
        }
        PaymentRow payment = Objects.requireNonNull(work.get(PaymentTables.PAYMENT, no(of)), "a transfer's payment");
        boolean isSent = payment.trail().transfers().sent().contains(after.id());
        Fate fate = fate(before, after, isSent);
        if (fate == null) {
            return;
        }
        PaymentRow now = payment;
        if (fate == Fate.RETURNED && isSent && of.step() == Carried.CAPTURE) {
            now = Change.of(Step.SETTLE_CAPTURE, after.amount(), Told.NOTHING.carriedBy(carriage(after)))
                    .record(work, payment);
        }
        change(of.step(), fate, sum(before, after, isSent), told(after)).record(work, now);
    }

    /**
     * What a change means to the payment; null for nothing. What was sent and is not known to have ended is on its way; what
     * is not, and has postings, had arrived; else it was at its source.
     */
    private static @Nullable Fate fate(TransferRow before, TransferRow after, boolean isSent) {
        boolean hadArrived = !isSent && !before.trail().postings().isEmpty();
        return switch (after.status()) {
            case SETTLED -> !hadArrived ? Fate.SETTLED : reversed(after) > reversed(before) ? Fate.REVERSED : null;
            case FAILED, CANCELLED -> isSent ? Fate.FAILED : null;
            case REVERSED -> isSent ? Fate.FAILED : hadArrived ? Fate.REVERSED : null;
            case RETURNED -> isSent || hadArrived ? Fate.RETURNED : null;
            case PENDING, PROCESSING, IN_REVIEW, POSTED -> {
                boolean moves = !after.trail().postings().isEmpty();
                yield !isSent && !hadArrived && moves ? Fate.RESENT : null;
            }
            case CONTRADICTED, DENIED -> null;
        };
    }

    private static Sum sum(TransferRow before, TransferRow after, boolean isSent) {
        Money whole = after.amount();
        Money none = Money.zero(whole.asset());
        if (isSent) {
            return Sum.of(whole);
        }
        boolean isBack = after.status() != TransferStatus.SETTLED;
        long now = isBack ? whole.minor() : reversed(after);
        boolean hadArrived = !before.trail().postings().isEmpty();
        Money moved = hadArrived ? Money.ofMinor(now - reversed(before), whole.asset()) : whole;
        return new Sum(moved, none);
    }

    private static Change change(Carried step, Fate fate, Sum sum, Told told) {
        Step taken = step == Carried.CAPTURE ? ofCapture(fate) : ofRefund(fate);
        return new Change(taken, taken.takesOfSent() ? sum : Sum.of(sum.amount()), told);
    }

    private static Step ofCapture(Fate fate) {
        return switch (fate) {
            case SETTLED -> Step.SETTLE_CAPTURE;
            case FAILED -> Step.FAIL_CAPTURE;
            case REVERSED -> Step.REVERSE_CAPTURE;
            case RETURNED -> Step.CHARGE_BACK;
            case RESENT -> Step.RESEND_CAPTURE;
        };
    }

    private static Step ofRefund(Fate fate) {
        return switch (fate) {
            case SETTLED -> Step.SETTLE_REFUND;
            case FAILED, REVERSED, RETURNED -> Step.FAIL_REFUND;
            case RESENT -> Step.RESEND_REFUND;
        };
    }

    private static Told told(TransferRow transfer) {
        return Told.NOTHING.because(transfer.standing().reason()).carriedBy(carriage(transfer));
    }

    private static Carriage carriage(TransferRow transfer) {
        return new Carriage(transfer.id(), transfer.trail().rail());
    }

    private static long reversed(TransferRow transfer) {
        return transfer.trail().reversedMinor();
    }

    private static long no(OfPayment payment) {
        return EntityId.parse(NamedPayment.PREFIX, payment.id())
                .map(EntityId::seq)
                .orElseThrow(() -> new IllegalStateException(payment.id() + " is no payment"));
    }
}
