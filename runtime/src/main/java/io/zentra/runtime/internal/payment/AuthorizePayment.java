package io.zentra.runtime.internal.payment;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.time.Micros;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Side;
import io.zentra.policy.DecisionRecord;
import io.zentra.policy.PolicyWork;
import io.zentra.policy.PolicyWork.Made;
import io.zentra.runtime.internal.ExpectedQuestion;
import io.zentra.runtime.internal.Operations;
import io.zentra.runtime.internal.payment.Change.Told;
import io.zentra.runtime.internal.payment.PaymentTables.Order;
import io.zentra.runtime.internal.payment.PaymentTables.PaymentRow;
import io.zentra.runtime.internal.transfer.Flow;
import io.zentra.runtime.internal.transfer.Means;
import io.zentra.runtime.internal.transfer.PaymentTransfer;
import io.zentra.runtime.internal.transfer.TransferTables;
import io.zentra.runtime.payment.Payment;
import io.zentra.runtime.payment.PaymentRequest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks the policy, and in the same commit holds the money, or opens the case that the payment waits for, or records that it
 * was denied. The payment's own event comes last, when all that it tells of is there.
 */
public final class AuthorizePayment implements Command.Keyed<Payment> {
    private final PaymentFlow flow;
    private final PaymentRequest request;
    private final Flow rails;
    private final PolicyWork policies;
    private final PaymentQuestion question;
    private final ExpectedQuestion expected;

    /**
     * The command.
     *
     * @param flow which ways will be open to it
     * @param request what is asked for
     * @param means what it is asked for with
     */
    public AuthorizePayment(PaymentFlow flow, PaymentRequest request, Means means) {
        this.flow = flow;
        this.request = request;
        this.rails = means.flow();
        this.policies = means.policies();
        this.question = new PaymentQuestion(
                flow,
                request,
                request.amount(),
                new PaymentQuestion.By(
                        means.access().tenant(),
                        means.access().actor().toString(),
                        request.key().value(),
                        null),
                request.isOverRails() ? rails.names() : List.of());
        this.expected = new ExpectedQuestion(policies, question.blank());
    }

    @Override
    public Operation operation() {
        return Operations.PAYMENT_AUTHORIZE;
    }

    @Override
    public IdempotencyKey key() {
        return request.key();
    }

    @Override
    public void request(CanonicalJson json) {
        PaymentRequestText.write(json, flow, request, null);
    }

    @Override
    public void reads(Reads reads) {
        LedgerWork.needAccount(reads, request.source());
        LedgerWork.needAccount(reads, request.destination());
        if (request.isOverRails()) {
            PaymentTransfer.need(reads, rails, request.amount().asset());
        }
        policies.need(reads, expected.knowing(question.known(reads)));
    }

    @Override
    public Payment decide(UnitOfWork work) {
        LedgerWork.requireToCome(work, request.expiresAt()); // nobody is asked about what is over
        LedgerWork.requireOpen(work, request.source(), Side.DEBIT, request.amount());
        LedgerWork.requireOpen(work, request.destination(), Side.CREDIT, request.amount());
        if (request.isOverRails()) {
            PaymentTransfer.requireOpen(
                    work,
                    rails,
                    new TransferTables.Order(request.source(), request.destination(), request.amount(), null));
        }
        Made made = PaymentQuestion.asked(work, policies, expected.knowing(question.known(work)));
        if (made == null) {
            return hold(work, begun(work, flow, request, 1), null);
        }
        return switch (made.decision().verdict()) {
            case ACCEPTED -> {
                PaymentRow payment = begun(work, flow, request, 2);
                yield hold(work, payment, made.record(payment.id()).id());
            }
            case DENIED -> {
                PaymentRow payment = begun(work, flow, request, 1);
                made.record(payment.id());
                yield record(
                        work,
                        payment,
                        Step.DENY,
                        Told.NOTHING.because(made.decision().reason()));
            }
            case REVIEW -> {
                PaymentRow payment = begun(work, flow, request, 2);
                DecisionRecord decision = made.record(payment.id());
                String waiting = policies.open(work, decision, ResumePayment.KIND, payment.id())
                        .id();
                yield record(
                        work,
                        payment,
                        Step.REVIEW,
                        Told.NOTHING.because(why(decision)).inCase(waiting));
            }
        };
    }

    /** Why something waits for persons. */
    static String why(DecisionRecord decision) {
        return "policy: " + decision.decision().decidedBy();
    }

    /** A payment whose first event comes after so many others of this command. */
    static PaymentRow begun(UnitOfWork work, PaymentFlow flow, PaymentRequest request, int ahead) {
        Instant expiresAt = request.expiresAt();
        Order order = new Order(
                flow,
                request.source(),
                request.destination(),
                request.amount(),
                expiresAt == null ? null : Long.valueOf(Micros.of(expiresAt)),
                work.nextSeq(),
                request.isOverRails());
        String id = work.newId(NamedPayment.PREFIX, ahead);
        return PaymentRow.begun(work.nextSeq() + ahead, id, order, Micros.of(work.now()));
    }

    private Payment hold(UnitOfWork work, PaymentRow payment, @Nullable String decision) {
        String hold = new Moves(work, payment).hold(request.amount(), payment.heldFor(rails.accounts()), decision);
        return record(work, payment, Step.AUTHORIZE, Told.NOTHING.holding(hold));
    }

    private Payment record(UnitOfWork work, PaymentRow payment, Step step, Told told) {
        return Change.of(step, request.amount(), told).record(work, payment).payment();
    }

    /** The payment's first event is the last one: its sequence stands in the id that all of them belong to. */
    @Override
    public int resultEvents(Event first) {
        return resultEventsOf(first);
    }

    static int resultEventsOf(Event first) {
        long last = EntityId.parse(NamedPayment.PREFIX, first.correlation().orElseThrow())
                .map(EntityId::seq)
                .orElseThrow();
        return Math.toIntExact(last - first.seq() + 1);
    }

    @Override
    public Payment replayed(List<Event> events) {
        return PaymentFold.begun(events.get(events.size() - 1)).payment();
    }

    @Override
    public Payment replayed(Event first) {
        return replayed(List.of(first));
    }
}
