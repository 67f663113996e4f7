package io.zentra.runtime.internal.payment;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.identity.EntityId;
import io.zentra.core.time.DueWork;
import io.zentra.core.time.Micros;
import io.zentra.runtime.internal.Operations;
import io.zentra.runtime.internal.payment.Change.Told;
import io.zentra.runtime.internal.payment.PaymentTables.PaymentRow;
import java.util.Objects;

/**
 * Lets go of what a payment still holds when its time is over: its holds and its state change in one commit.
 *
 * @param item the work that fell due
 */
record ExpirePayment(DueWork.Item item) implements Command<Boolean> {
    /** The kind of this work; its subject is the payment. */
    static final String KIND = "payment.expire";

    @Override
    public Operation operation() {
        return Operations.PAYMENT_EXPIRE;
    }

    @Override
    public void reads(Reads reads) {
        DueWork.need(reads, KIND, item.subject());
        NamedPayment.need(reads, item.subject());
    }

    @Override
    public Boolean decide(UnitOfWork work) {
        long no = EntityId.parse(NamedPayment.PREFIX, item.subject())
                .map(EntityId::seq)
                .orElse(0L);
        PaymentRow payment = work.get(PaymentTables.PAYMENT, no);
        if (payment == null || payment.order().expiresAtMicros() == null) {
            DueWork.finish(work, KIND, item.subject());
            return false;
        }
        if (!payment.isOver(Micros.of(work.now()))) {
            long expiresAt = Objects.requireNonNull(payment.order().expiresAtMicros());
            DueWork.reschedule(work, item, Micros.instant(expiresAt));
            return false;
        }
        DueWork.finish(work, KIND, item.subject());
        return !ifOver(work, payment).equals(payment);
    }

    /** The payment as it is when its time is over; the same when it is not, or nothing is held. */
    static PaymentRow ifOver(UnitOfWork work, PaymentRow payment) {
        if (!payment.isOver(Micros.of(work.now())) || !payment.amounts().held().isPositive()) {
            return payment;
        }
        new Moves(work, payment).letGo();
        return Change.of(Step.EXPIRE, payment.amounts().held(), Told.NOTHING).record(work, payment);
    }
}
