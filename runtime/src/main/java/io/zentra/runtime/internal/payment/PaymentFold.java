package io.zentra.runtime.internal.payment;

import io.zentra.core.commit.Operation;
import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.FoldTable;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.StateComparison;
import io.zentra.runtime.internal.CorrelatedEvents;
import io.zentra.runtime.internal.Operations;
import io.zentra.runtime.internal.payment.PaymentTables.PaymentRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The table of payments recomputed from events. */
public final class PaymentFold implements JournalFold {
    private final Map<Long, PaymentRow> payments = new HashMap<>();

    /** The payment of its first event. */
    static PaymentRow begun(Event event) {
        Step step = Step.ofEvent(event.type())
                .orElseThrow(() -> new IllegalStateException("event " + event.seq() + " begins no payment"));
        return Change.after(null, event, step);
    }

    @Override
    public List<Operation> operations() {
        return Operations.PAYMENTS;
    }

    @Override
    public List<FoldTable<?, ?>> tables() {
        return List.of(new FoldTable<>(PaymentTables.PAYMENT, payments));
    }

    /** All events of payments of which something is held, waits or is on its way: their requests are asked about again. */
    @Override
    public Set<Long> needed(long first, long last, StateComparison stored) {
        List<String> open = payments.values().stream()
                .filter(payment -> payment.no() <= last)
                .filter(payment -> payment.caseId() != null
                        || payment.amounts().held().isPositive()
                        || !payment.trail().transfers().sent().isEmpty())
                .map(PaymentRow::id)
                .toList();
        return CorrelatedEvents.of(open, first, last, stored);
    }

    @Override
    public void apply(Event event, StateComparison stored) {
        Step step = Step.ofEvent(event.type()).orElse(null);
        if (step == null) {
            return;
        }
        String id = event.subject().orElseThrow();
        long no = EntityId.parse(NamedPayment.PREFIX, id).map(EntityId::seq).orElseThrow();
        PaymentRow before = payments.get(no);
        if (before == null ? no != event.seq() : !before.id().equals(id)) {
            throw new IllegalStateException("event " + event.seq() + " tells of the unknown payment " + id);
        }
        payments.put(no, Change.after(before, event, step));
    }

    @Override
    public void compare(StateComparison stored) {
        stored.compare(PaymentTables.PAYMENT, payments, no -> "the payment of event " + no);
    }
}
