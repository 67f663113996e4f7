package io.zentra.runtime.operations;

import io.zentra.core.Handle;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.journal.UnicodeText;
import io.zentra.core.search.Candidates;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.internal.callback.CallbackTables;
import io.zentra.runtime.internal.callback.CallbackTables.ReferenceRow;
import io.zentra.runtime.internal.search.Ends;
import io.zentra.runtime.internal.search.RequestTerms;
import io.zentra.runtime.internal.search.RowFinder;
import io.zentra.runtime.internal.search.Sought;
import io.zentra.runtime.internal.transfer.TransferTables;
import io.zentra.runtime.internal.transfer.TransferTables.AttemptRow;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks for transfers: by what the search says, by the key of their request, and by what a provider calls them. */
final class Searching {
    private static final String ALL = "select no from zentra_transfer where tenant = :tenant";
    private static final String OF_STATUS = ALL + " and status = :status";

    private static final String OF_KEY = "select seq from zentra_idempotency"
            + " where tenant = :tenant and operation = :operation and idempotency_key = :key";

    private static final long CREATE = io.zentra.runtime.internal.Operations.CREATE.code();
    private static final long INTENT = io.zentra.runtime.internal.Operations.CREATE_INTENT.code();

    private final Handle of;

    Searching(Handle of) {
        this.of = of;
    }

    TransferPage page(TransferSearch search) {
        RowFinder.Page<TransferRow> page =
                new RowFinder<>(of, sought(search)).page(search.from(), search.to(), search.paging());
        return new TransferPage(page.rows().stream().map(TransferRow::transfer).toList(), page.next());
    }

    private Sought<TransferRow> sought(TransferSearch search) {
        Candidates all = Candidates.selected(of, new Candidates.Selection("no", ALL, Map.of()));
        List<Candidates> indexed = search.status() == null
                ? List.of()
                : List.of(Candidates.selected(
                        of,
                        new Candidates.Selection(
                                "no",
                                OF_STATUS,
                                Map.of("status", search.status().code()))));
        Ends ends = ends(search);
        return new Sought<>(
                TransferTables.TRANSFER,
                all,
                indexed,
                ends,
                row -> isMet(search, row)
                        && ends.areMetBy(row.order().source(), row.order().destination()),
                TransferRow::no);
    }

    /** What it says of the requests of transfers. */
    static Ends ends(TransferSearch search) {
        return new Ends(RequestTerms.TRANSFER, search.source(), search.destination(), search.metadata());
    }

    private static boolean isMet(TransferSearch search, TransferRow row) {
        return (search.status() == null || search.status() == row.status())
                && (search.rail() == null || search.rail().equals(row.trail().rail()));
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
