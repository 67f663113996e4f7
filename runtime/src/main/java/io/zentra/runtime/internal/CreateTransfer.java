package io.zentra.runtime.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.core.time.DueWork;
import io.zentra.core.time.Micros;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Side;
import io.zentra.runtime.FlowAccounts;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.internal.TransferTables.AttemptRow;
import io.zentra.runtime.internal.TransferTables.TransferRow;
import java.util.List;
import java.util.Map;

/**
 * Reserves the money and writes the attempt down, in one commit, so that whatever happens afterwards the rail is called
 * under a key that is known. The rail itself is called later, by due work.
 *
 * @param transfer what is asked for
 * @param rails the names of the rails that this runtime has; the first is taken when the request names none
 * @param flow the accounts that the money passes through
 */
public record CreateTransfer(TransferRequest transfer, List<String> rails, FlowAccounts flow)
        implements Command.Keyed<Transfer> {
    @Override
    public Operation operation() {
        return Operations.CREATE;
    }

    @Override
    public IdempotencyKey key() {
        return transfer.key();
    }

    @Override
    public void request(CanonicalJson json) {
        json.beginObject()
                .member("amount_minor", transfer.amount().minor())
                .member("currency", transfer.amount().asset().toString())
                .member("destination", transfer.destination())
                .optionalMember("rail", transfer.rail())
                .member("source", transfer.source())
                .endObject();
    }

    @Override
    public void reads(Reads reads) {
        Asset asset = transfer.amount().asset();
        List.of(transfer.source(), transfer.destination(), flow.reserved(asset), flow.settlement(asset))
                .forEach(account -> LedgerWork.needAccount(reads, account));
    }

    @Override
    public Transfer decide(UnitOfWork work) {
        String rail = rail();
        Asset asset = transfer.amount().asset();
        requireNoFlowAccount(transfer.source(), asset);
        requireNoFlowAccount(transfer.destination(), asset);
        LedgerWork.requireOpen(work, transfer.destination(), Side.CREDIT, transfer.amount());
        LedgerWork.requireOpen(work, flow.settlement(asset), Side.CREDIT, transfer.amount());
        LedgerWork.requireOpen(work, flow.settlement(asset), Side.DEBIT, transfer.amount());
        TransferRow row = new TransferRow(
                work.nextSeq(),
                work.newId("tr"),
                transfer.source(),
                transfer.destination(),
                transfer.amount(),
                rail,
                TransferStatus.PROCESSING,
                null,
                work.newId("po", 1),
                work.newId("at", 2),
                Micros.of(work.now()));
        work.record(new UnitOfWork.Draft(TransferEvents.CREATED, row.id(), row.id(), json -> write(json, row)));
        LedgerWork.post(work, reserve(row), row.reservePosting());
        long attemptNo = work.record(new UnitOfWork.Draft(
                TransferEvents.ROUTED,
                row.attempt(),
                row.id(),
                json -> json.beginObject().member("rail", rail).endObject()));
        work.insert(TransferTables.TRANSFER, row);
        work.insert(TransferTables.ATTEMPT, AttemptRow.of(attemptNo, row.attempt(), row.no()));
        DueWork.scheduleNew(work, AttemptHandler.KIND, row.attempt(), work.now());
        return row.transfer();
    }

    @Override
    public Transfer replayed(Event first) {
        return TransferStory.created(first).transfer();
    }

    /** Looked for here and not before, so that a retry gets its first answer from a runtime that lacks the rail. */
    private String rail() {
        String wanted = transfer.rail();
        if (wanted == null && !rails.isEmpty()) {
            return rails.get(0);
        }
        if (wanted == null || !rails.contains(wanted)) {
            throw ZentraException.of(
                    ErrorCode.UNKNOWN_RAIL,
                    "no rail " + (wanted == null ? "" : "\"" + wanted + "\" ") + "was given to this runtime, which has "
                            + rails + ": build it with the rail or name one that it has, under a new key",
                    Map.of("rail", String.valueOf(wanted)));
        }
        return wanted;
    }

    /** What waits there belongs to other transfers. */
    private void requireNoFlowAccount(String account, Asset asset) {
        if (List.of(flow.reserved(asset), flow.settlement(asset), flow.payout(asset))
                .contains(account)) {
            throw ZentraException.of(
                    ErrorCode.INVALID_ID,
                    "the account " + account
                            + " is one that transfers pass through: name the account that the money comes from or goes to",
                    Map.of("account", account));
        }
    }

    private LedgerWork.Draft reserve(TransferRow row) {
        List<EntryRequest> entries = List.of(
                new EntryRequest(row.source(), Side.DEBIT, row.amount()),
                new EntryRequest(flow.reserved(row.amount().asset()), Side.CREDIT, row.amount()));
        return LedgerWork.Draft.of(entries, row.id());
    }

    private static void write(CanonicalJson json, TransferRow row) {
        json.beginObject()
                .member("amount_minor", row.amount().minor())
                .member("attempt", row.attempt())
                .member("currency", row.amount().asset().toString())
                .member("destination", row.destination())
                .member("rail", row.rail())
                .member("reserve_posting", row.reservePosting())
                .member("source", row.source())
                .member("status", row.status().code())
                .endObject();
    }
}
