package io.zentra.runtime.internal.payment;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.EntityId;
import io.zentra.core.identity.Tenant;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.core.review.Resumption;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewWork;
import io.zentra.core.time.DueWork;
import io.zentra.ledger.LedgerWork;
import io.zentra.policy.DecisionRecord;
import io.zentra.policy.PolicyWork;
import io.zentra.policy.PolicyWork.Resumed;
import io.zentra.runtime.internal.Operations;
import io.zentra.runtime.internal.payment.Change.Told;
import io.zentra.runtime.internal.payment.PaymentTables.PaymentRow;
import io.zentra.runtime.internal.transfer.Flow;
import io.zentra.runtime.payment.PaymentStatus;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Goes on with what the policy sent to review, a payment or an increment, once its case was decided: decides once more, and
 * holds when that and the case let it.
 *
 * @param tenant whose
 * @param caseId the case
 * @param policies the runtime's
 * @param flow how its rails are gone over
 * @param failure why the money could not be held when it was tried before; null when it was not
 */
record ResumePayment(
        Tenant tenant,
        String caseId,
        PolicyWork policies,
        Flow flow,
        @Nullable ZentraException failure) implements Command<Resumption> {
    /** The kind of this work; its subject is the id of the case. */
    static final String KIND = "payment.resume";

    /** The reason of what persons denied. */
    private static final String DENIED = "review_denied";

    @Override
    public Operation operation() {
        return Operations.PAYMENT_RESUME;
    }

    @Override
    public void reads(Reads reads) {
        DueWork.need(reads, KIND, caseId);
        ReviewCase waiting = PolicyWork.needCase(reads, caseId);
        PaymentRow payment = waiting == null
                ? null
                : NamedPayment.need(reads, waiting.origin().correlation());
        Event asked = waiting == null ? null : reads.needEvent(decision(waiting));
        Event first = payment == null ? null : reads.needEvent(payment.order().request());
        if (payment != null
                && asked != null
                && first != null
                && payment.standing().waiting() != null) {
            policies.need(reads, question(payment, asked, first).known(reads));
            LedgerWork.needAccount(reads, payment.heldFor(flow.accounts()));
        }
    }

    @Override
    public Resumption decide(UnitOfWork work) {
        DueWork.finish(work, KIND, caseId);
        ReviewCase waiting = ReviewWork.find(work, caseId);
        PaymentRow payment = waiting == null ? null : work.get(PaymentTables.PAYMENT, no(waiting));
        Event asked = waiting == null ? null : work.event(decision(waiting));
        if (payment == null || asked == null) {
            throw ZentraException.of(
                    ErrorCode.JOURNAL_DAMAGED, "the payment of the case " + caseId + " is not recorded");
        }
        if (!caseId.equals(payment.caseId())) {
            return Resumption.USED; // nothing waits for it any more
        }
        PaymentQuestion question = question(payment, asked, IncrementPayment.requireRequest(work, payment));
        Resumed resumed = policies.resume(work, question.known(work), caseId, failure == null);
        DecisionRecord decision = resumed.decision();
        if (decision == null) {
            if (resumed.resumption() == Resumption.REFUSED) {
                refuse(work, payment, Step.DENY, DENIED);
            }
        } else if (!decision.goesOn()) {
            refuse(
                    work,
                    payment,
                    Step.DENY,
                    Objects.requireNonNull(decision.decision().reason()));
        } else if (failure != null) {
            refuse(work, payment, Step.FAIL, "hold_refused: " + failure.code());
        } else {
            hold(work, payment, decision.id());
        }
        return resumed.resumption();
    }

    private void hold(UnitOfWork work, PaymentRow payment, String decision) {
        Money waiting = Objects.requireNonNull(payment.standing().waiting());
        String hold = new Moves(work, payment).hold(waiting, payment.heldFor(flow.accounts()), decision);
        record(work, payment, isFirst(payment) ? Step.AUTHORIZE : Step.INCREMENT, Told.NOTHING.holding(hold));
    }

    /** What is left of a payment whose increment is refused stays as it is. */
    private void refuse(UnitOfWork work, PaymentRow payment, Step first, String why) {
        record(work, payment, isFirst(payment) ? first : Step.REFUSE_INCREMENT, Told.NOTHING.because(why));
    }

    private void record(UnitOfWork work, PaymentRow payment, Step step, Told told) {
        Money waiting = Objects.requireNonNull(payment.standing().waiting());
        Change.of(step, waiting, told.inCase(caseId)).record(work, payment);
    }

    private static boolean isFirst(PaymentRow payment) {
        return payment.status() == PaymentStatus.IN_REVIEW;
    }

    private PaymentQuestion question(PaymentRow payment, Event asked, Event first) {
        return new PaymentQuestion(
                payment.flow(),
                PaymentRequestText.read(first),
                Objects.requireNonNull(payment.standing().waiting()),
                new PaymentQuestion.By(tenant, asked.actor(), asked.key().orElseThrow(), payment.id()),
                payment.order().isOverRails() ? flow.names() : List.of());
    }

    private static long decision(ReviewCase waiting) {
        return EntityId.parse("de", waiting.origin().subject())
                .map(EntityId::seq)
                .orElseThrow(() -> new IllegalStateException("the case of a decision has its id as its subject"));
    }

    private static long no(ReviewCase waiting) {
        return EntityId.parse(NamedPayment.PREFIX, waiting.origin().correlation())
                .map(EntityId::seq)
                .orElseThrow(() -> new IllegalStateException("the case of a payment belongs to it"));
    }
}
