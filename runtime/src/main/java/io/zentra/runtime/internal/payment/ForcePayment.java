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
import io.zentra.runtime.internal.Operations;
import io.zentra.runtime.internal.payment.Change.Sum;
import io.zentra.runtime.internal.payment.Change.Told;
import io.zentra.runtime.internal.payment.PaymentTables.PaymentRow;
import io.zentra.runtime.payment.Payment;
import io.zentra.runtime.payment.PaymentRequest;
import java.util.List;

/**
 * Posts what a scheme cleared and nobody had authorized.
 *
 * @param request what was cleared
 * @param reason how it is known
 */
public record ForcePayment(PaymentRequest request, String reason) implements Command.Keyed<Payment> {
    @Override
    public Operation operation() {
        return Operations.PAYMENT_FORCE_UNKNOWN;
    }

    @Override
    public IdempotencyKey key() {
        return request.key();
    }

    @Override
    public void request(CanonicalJson json) {
        PaymentRequestText.write(json, PaymentFlow.CARD, request, reason);
    }

    @Override
    public void reads(Reads reads) {
        LedgerWork.needAccount(reads, request.source());
        LedgerWork.needAccount(reads, request.destination());
    }

    @Override
    public Payment decide(UnitOfWork work) {
        PaymentRow payment = AuthorizePayment.begun(work, PaymentFlow.CARD, request, 1);
        String posting = new Moves(work, payment).post(request.amount(), 0);
        Sum sum = new Sum(request.amount(), Money.zero(request.amount().asset()));
        Told told = Told.NOTHING.because(reason).by(List.of(posting));
        return new Change(Step.FORCE, sum, told).record(work, payment).payment();
    }

    @Override
    public int resultEvents(Event first) {
        return AuthorizePayment.resultEventsOf(first);
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
