package io.zentra.runtime.payment;

import io.zentra.core.Handle;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.search.Candidates;
import io.zentra.runtime.internal.Operations;
import io.zentra.runtime.internal.payment.PaymentFlow;
import io.zentra.runtime.internal.payment.PaymentTables;
import io.zentra.runtime.internal.payment.PaymentTables.PaymentRow;
import io.zentra.runtime.internal.search.Ends;
import io.zentra.runtime.internal.search.RowFinder;
import io.zentra.runtime.internal.search.Sought;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks for the payments of a flow, by what the search says and by the key of their request. */
final class Searching {
    private static final String ALL = "select no from zentra_payment where tenant = :tenant and flow = :flow";

    /** How many events of its command may come before the first one of a payment: a decision, a case, a hold or posting. */
    private static final long AHEAD = 16;

    private static final String OF_KEY = "select seq from zentra_idempotency"
            + " where tenant = :tenant and operation = :operation and idempotency_key = :key";

    private final Handle of;
    private final PaymentFlow flow;

    Searching(Handle of, PaymentFlow flow) {
        this.of = of;
        this.flow = flow;
    }

    PaymentPage page(PaymentSearch search) {
        RowFinder.Page<PaymentRow> page =
                new RowFinder<>(of, sought(search)).page(search.from(), search.to(), search.paging());
        return new PaymentPage(page.rows().stream().map(PaymentRow::payment).toList(), page.next());
    }

    private Sought<PaymentRow> sought(PaymentSearch search) {
        Candidates all = Candidates.selected(of, new Candidates.Selection("no", ALL, Map.of("flow", flow.code())));
        Ends ends = ends(search);
        return new Sought<>(
                PaymentTables.PAYMENT,
                all,
                List.of(),
                ends,
                row -> row.order().flow() == flow
                        && (search.status() == null || search.status() == row.status())
                        && ends.areMetBy(row.order().source(), row.order().destination()),
                row -> row.order().request());
    }

    /** What it says of the requests of the flow. */
    Ends ends(PaymentSearch search) {
        return new Ends(flow.code(), search.source(), search.destination(), search.metadata());
    }

    /** The payment that was asked for under a key; a forced clearing of which nothing was authorized has one too. */
    Optional<Payment> ofKey(IdempotencyKey key) {
        return first(key, Operations.PAYMENT_AUTHORIZE)
                .flatMap(this::of)
                .or(() -> first(key, Operations.PAYMENT_FORCE_UNKNOWN).flatMap(this::of));
    }

    private Optional<Long> first(IdempotencyKey key, Operation operation) {
        return of
                .queries()
                .select(
                        OF_KEY,
                        of.tenantNo(),
                        Map.of("operation", (long) operation.code(), "key", key.value()),
                        1,
                        (results, context) -> results.getLong(1))
                .stream()
                .findFirst();
    }

    private Optional<Payment> of(long request) {
        return of.queries()
                .first(
                        PaymentTables.PAYMENT,
                        of.tenantNo(),
                        "flow = :flow and no > :request and no <= :last and request = :request",
                        Map.of("flow", flow.code(), "request", request, "last", request + AHEAD))
                .map(PaymentRow::payment);
    }
}
