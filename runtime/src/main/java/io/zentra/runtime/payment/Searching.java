package io.zentra.runtime.payment;

import io.zentra.core.Handle;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.runtime.internal.Operations;
import io.zentra.runtime.internal.payment.PaymentFlow;
import io.zentra.runtime.internal.payment.PaymentTables;
import io.zentra.runtime.internal.payment.PaymentTables.PaymentRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for the payments of a flow: by time the database leads to them; the other criteria are checked of each. A page looks at
 * so many rows at most, so that none takes long because little is found.
 */
final class Searching {
    /** The most rows that a page looks at. */
    static final int MAX_LOOKED_AT = 4_096;

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
        List<PaymentRow> rows = rows(search);
        List<Payment> found = new ArrayList<>();
        for (PaymentRow row : rows) {
            Payment payment = row.payment();
            if (meets(search, payment)) {
                found.add(payment);
                if (found.size() == search.limit()) {
                    return new PaymentPage(found, row.no());
                }
            }
        }
        return new PaymentPage(
                found,
                rows.size() < MAX_LOOKED_AT ? 0 : rows.get(rows.size() - 1).no());
    }

    private List<PaymentRow> rows(PaymentSearch search) {
        long after = Math.max(search.after(), search.from() == null ? 0 : before(search.from()));
        long last = search.to() == null ? Long.MAX_VALUE : before(search.to());
        return of.queries()
                .list(
                        PaymentTables.PAYMENT,
                        of.tenantNo(),
                        "flow = :flow and no > :after and no <= :last order by no",
                        Map.of("flow", flow.code(), "after", after, "last", last),
                        MAX_LOOKED_AT);
    }

    /** The last event before a time: what was asked for then has a higher number. */
    private long before(Instant time) {
        return of.journal().recordedBy(time.minusNanos(1_000));
    }

    private static boolean meets(PaymentSearch search, Payment payment) {
        return (search.status() == null || search.status() == payment.status())
                && (search.source() == null || search.source().equals(payment.source()))
                && (search.destination() == null || search.destination().equals(payment.destination()));
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
