package io.zentra.runtime.internal.payment;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.policy.DecisionRecord;
import io.zentra.policy.PolicyWork;
import io.zentra.policy.PolicyWork.Made;
import io.zentra.runtime.internal.payment.Change.Told;
import io.zentra.runtime.internal.payment.PaymentTables.PaymentRow;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds more for a card authorization, once the policy was asked about the increase. It is a hold of its own, under a
 * decision of its own: what is let go of it is given back to the limits that counted it.
 */
public final class IncrementPayment implements Command.Keyed<String> {
    private final String id;
    private final Money amount;
    private final IdempotencyKey key;
    private final Access access;
    private final PolicyWork policies;

    /**
     * The command.
     *
     * @param id the authorization
     * @param amount how much more
     * @param key makes it take effect once
     * @param access whose
     * @param policies the runtime's
     */
    public IncrementPayment(String id, Money amount, IdempotencyKey key, Access access, PolicyWork policies) {
        this.id = id;
        this.amount = amount;
        this.key = key;
        this.access = access;
        this.policies = policies;
    }

    @Override
    public Operation operation() {
        return Step.INCREMENT.operation();
    }

    @Override
    public IdempotencyKey key() {
        return key;
    }

    @Override
    public void request(CanonicalJson json) {
        json.beginObject()
                .member("amount_minor", amount.minor())
                .member("currency", amount.asset().toString())
                .member("payment", id)
                .endObject();
    }

    @Override
    public void reads(Reads reads) {
        PaymentRow payment = NamedPayment.need(reads, id);
        if (payment == null || payment.amounts().held().isZero()) {
            return; // it is refused, and its request may lie in an archive
        }
        Event first = reads.needEvent(payment.order().request());
        if (first != null) {
            policies.need(reads, question(payment, first).known(reads));
        }
    }

    @Override
    public String decide(UnitOfWork work) {
        PaymentRow payment = NamedPayment.require(work, PaymentFlow.CARD, id);
        if (!payment.ways().has(Step.INCREMENT, payment.status())) {
            throw NamedPayment.inState(payment, Step.INCREMENT);
        }
        requireNoneWaits(payment);
        NamedPayment.requireAsset(payment, amount);
        PaymentQuestion question = question(payment, requireRequest(work, payment));
        Made made = PaymentQuestion.asked(work, policies, question.known(work));
        if (made == null) {
            hold(work, payment, null);
            return id;
        }
        DecisionRecord decision = made.record(id);
        switch (decision.decision().verdict()) {
            case ACCEPTED -> hold(work, payment, decision.id());
            case DENIED ->
                record(
                        work,
                        payment,
                        Step.REFUSE_INCREMENT,
                        Told.NOTHING.because(decision.decision().reason()));
            case REVIEW -> {
                String waiting =
                        policies.open(work, decision, ResumePayment.KIND, id).id();
                Told told = Told.NOTHING.because(AuthorizePayment.why(decision)).inCase(waiting);
                record(work, payment, Step.REVIEW_INCREMENT, told);
            }
        }
        return id;
    }

    /** The event that keeps what was asked for at first. */
    static Event requireRequest(UnitOfWork work, PaymentRow payment) {
        Event first = work.event(payment.order().request());
        if (first == null) {
            throw ZentraException.of(
                    ErrorCode.JOURNAL_DAMAGED, "the request of the payment " + payment.id() + " is not recorded");
        }
        return first;
    }

    private static void requireNoneWaits(PaymentRow payment) {
        if (payment.caseId() != null) {
            throw ZentraException.of(
                    ErrorCode.PAYMENT_STATE,
                    "an increment of " + payment.id() + " waits for the case " + payment.caseId()
                            + ": one is decided after the other",
                    Map.of("payment", payment.id(), "case", payment.caseId()));
        }
    }

    private PaymentQuestion question(PaymentRow payment, Event first) {
        return new PaymentQuestion(
                payment.flow(),
                PaymentRequestText.read(first),
                amount,
                new PaymentQuestion.By(access.tenant(), access.actor().toString(), key.value(), id),
                List.of());
    }

    private void hold(UnitOfWork work, PaymentRow payment, @Nullable String decision) {
        String hold = new Moves(work, payment).hold(amount, payment.order().destination(), decision);
        record(work, payment, Step.INCREMENT, Told.NOTHING.holding(hold));
    }

    private void record(UnitOfWork work, PaymentRow payment, Step step, Told told) {
        Change.of(step, amount, told).record(work, payment);
    }

    @Override
    public Belonging belonging(UnitOfWork work) {
        return NamedPayment.belonging(work, id);
    }

    @Override
    public String replayed(Event first) {
        return first.correlation().orElseThrow();
    }
}
