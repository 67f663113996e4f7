package io.zentra.runtime.operations;

import io.zentra.core.Handle;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.journal.UnicodeText;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.internal.callback.CallbackTables;
import io.zentra.runtime.internal.callback.CallbackTables.ReferenceRow;
import io.zentra.runtime.internal.transfer.TransferTables;
import io.zentra.runtime.internal.transfer.TransferTables.AttemptRow;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for transfers: by state and time the database leads to them; the other criteria are checked of each. A page looks at so
 * many rows at most, so that none takes long because little is found.
 */
final class Searching {
    /** The most rows that a page looks at. */
    static final int MAX_LOOKED_AT = 4_096;

    private static final String OF_KEY = "select seq from zentra_idempotency"
            + " where tenant = :tenant and operation = :operation and idempotency_key = :key";

    private static final long CREATE = io.zentra.runtime.internal.Operations.CREATE.code();
    private static final long INTENT = io.zentra.runtime.internal.Operations.CREATE_INTENT.code();

    private final Handle of;

    Searching(Handle of) {
        this.of = of;
    }

    TransferPage page(TransferSearch search) {
        List<TransferRow> rows = rows(search);
        List<Transfer> found = new ArrayList<>();
        for (TransferRow row : rows) {
            Transfer transfer = row.transfer();
            if (meets(search, transfer)) {
                found.add(transfer);
                if (found.size() == search.limit()) {
                    return new TransferPage(found, row.no());
                }
            }
        }
        return new TransferPage(
                found,
                rows.size() < MAX_LOOKED_AT ? 0 : rows.get(rows.size() - 1).no());
    }

    private List<TransferRow> rows(TransferSearch search) {
        Map<String, Object> values = new HashMap<>();
        values.put("after", Math.max(search.after(), search.from() == null ? 0 : before(search.from())));
        values.put("last", search.to() == null ? Long.MAX_VALUE : before(search.to()));
        String inOrder = "no > :after and no <= :last order by no";
        if (search.status() == null) {
            return of.queries().list(TransferTables.TRANSFER, of.tenantNo(), inOrder, values, MAX_LOOKED_AT);
        }
        values.put("status", search.status().code());
        return of.queries()
                .list(TransferTables.TRANSFER, of.tenantNo(), "status = :status and " + inOrder, values, MAX_LOOKED_AT);
    }

    /** The last event before a time: what was created then has a higher number. */
    private long before(Instant time) {
        return of.journal().recordedBy(time.minusNanos(1_000));
    }

    private static boolean meets(TransferSearch search, Transfer transfer) {
        Transfer.Route route = transfer.route();
        return (search.source() == null || search.source().equals(transfer.source()))
                && (search.destination() == null || search.destination().equals(transfer.destination()))
                && (search.rail() == null || (route != null && search.rail().equals(route.rail())));
    }

    /** That of an intent is told by the event after the one that accepts it. */
    Optional<Transfer> ofKey(IdempotencyKey key) {
        return first(key, CREATE)
                .flatMap(this::transfer)
                .or(() -> first(key, INTENT).flatMap(accepted -> transfer(accepted + 1)));
    }

    private Optional<Long> first(IdempotencyKey key, long operation) {
        return of
                .queries()
                .select(
                        OF_KEY,
                        of.tenantNo(),
                        Map.of("operation", operation, "key", key.value()),
                        1,
                        (results, context) -> results.getLong(1))
                .stream()
                .findFirst();
    }

    /** What was told of several attempts names none of them. */
    Optional<Transfer> ofReference(String rail, String reference) {
        if (!UnicodeText.isValid(rail) || !UnicodeText.isValid(reference)) {
            return Optional.empty(); // nothing can be kept under it
        }
        return of.queries()
                .first(
                        CallbackTables.REFERENCE,
                        of.tenantNo(),
                        "rail = :rail and reference = :reference",
                        Map.of("rail", rail, "reference", reference))
                .map(ReferenceRow::attempt)
                .flatMap(no -> of.queries().first(TransferTables.ATTEMPT, of.tenantNo(), "no = :no", Map.of("no", no)))
                .map(AttemptRow::transfer)
                .flatMap(this::transfer);
    }

    private Optional<Transfer> transfer(long no) {
        return of.queries()
                .first(TransferTables.TRANSFER, of.tenantNo(), "no = :no", Map.of("no", no))
                .map(TransferRow::transfer);
    }
}
