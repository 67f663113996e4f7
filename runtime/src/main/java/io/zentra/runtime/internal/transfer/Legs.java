package io.zentra.runtime.internal.transfer;

import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.Entry;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Part;
import io.zentra.ledger.Posting;
import io.zentra.ledger.Side;
import io.zentra.runtime.FlowAccounts;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The postings of a transfer. Each moves its money on from where the postings so far have left it, or back from there. */
final class Legs {
    private final UnitOfWork work;
    private final FlowAccounts accounts;
    private final TransferRow transfer;
    private final Map<String, Posting> known = new HashMap<>();

    Legs(UnitOfWork work, Flow flow, TransferRow transfer) {
        this.work = work;
        this.accounts = flow.accounts();
        this.transfer = transfer;
    }

    /** Names the rows of whatever posting may come next. */
    static void need(Reads reads, Flow flow, TransferRow transfer) {
        reads.needCorrelation(transfer.id());
        needOnward(reads, flow, transfer);
        transfer.trail().postings().forEach(posting -> LedgerWork.needReversal(reads, posting));
    }

    /** Names the rows of a posting that moves the money on, and not back. */
    static void needOnward(Reads reads, Flow flow, TransferRow transfer) {
        Asset asset = transfer.amount().asset();
        Volumes.need(reads, asset);
        transfer.trail().postings().forEach(posting -> LedgerWork.needPosting(reads, posting));
        LedgerWork.needAccount(reads, transfer.order().destination());
        LedgerWork.needAccount(reads, flow.accounts().settlement(asset));
        if (transfer.trail().postings().isEmpty()) {
            LedgerWork.needAccount(reads, transfer.order().source());
            LedgerWork.needAccount(reads, flow.accounts().reserved(asset));
        }
    }

    /**
     * What reserves the money.
     *
     * @param decision the id of the decision that lets it; null when none was asked for
     */
    LedgerWork.Draft reserve(@Nullable String decision) {
        LedgerWork.Draft draft = draft(lines(transfer.order().source(), reserved()));
        return decision == null ? draft : draft.decidedBy(decision);
    }

    /** Moves the reserve to settlement: the rail has it, and the destination does not yet. */
    Posting post() {
        LedgerWork.requireUnreversed(work, transfer.trail().postings().get(0));
        return LedgerWork.post(work, draft(lines(reservedBefore(), settlement())));
    }

    /** Moves the money to the destination from wherever it is, in one posting, so that it cannot stop half-way. */
    Posting settle() {
        List<String> postings = transfer.trail().postings();
        String destination = transfer.order().destination();
        for (String posting : postings) {
            LedgerWork.requireUnreversed(work, posting);
        }
        return switch (postings.size()) {
            case 0 ->
                LedgerWork.post(work, draft(lines(transfer.order().source(), reserved(), settlement(), destination)));
            case 1 -> LedgerWork.post(work, draft(lines(reservedBefore(), settlement(), destination)));
            default -> LedgerWork.post(work, draft(lines(creditedBy(postings.get(1)), destination)));
        };
    }

    /** Whether the reserve stands whole: what was reversed of it by hand is not there to be sent. */
    boolean isReserved() {
        if (transfer.trail().postings().isEmpty()) {
            return false;
        }
        try {
            LedgerWork.requireUnreversed(work, transfer.trail().postings().get(0));
            return true;
        } catch (ZentraException reversed) {
            return false;
        }
    }

    /** The posting by which the money is with the destination; null when it is not. */
    @Nullable
    String arrivedBy() {
        List<String> postings = transfer.trail().postings();
        String last = postings.isEmpty() ? null : postings.get(postings.size() - 1);
        return last != null && creditedBy(last).equals(transfer.order().destination()) ? last : null;
    }

    /** Whether the rail had moved the money on by a posting after the reserve, or together with it. */
    boolean hasMoved() {
        List<String> postings = transfer.trail().postings();
        return postings.size() > 1
                || (postings.size() == 1 && posting(postings.get(0)).entries().size() > 2);
    }

    /** Gives back what is left of all that moved, on the same way; returns the reversal of the first posting. */
    Posting giveBack() {
        return back(posting -> Part.all());
    }

    /** Gives a part back on the same way; returns the reversal of the first posting. */
    Posting giveBack(Money amount) {
        return back(posting -> part(posting, amount));
    }

    private Posting back(Function<Posting, Part> part) {
        List<String> lastFirst = new ArrayList<>(transfer.trail().postings());
        Collections.reverse(lastFirst);
        List<Posting> reversals = LedgerWork.reverse(work, lastFirst, part);
        return reversals.get(reversals.size() - 1);
    }

    private static Part part(Posting posting, Money amount) {
        Part.Lines lines = Part.lines();
        for (Entry entry : posting.entries()) {
            lines = entry.side() == Side.DEBIT
                    ? lines.debit(entry.account(), amount)
                    : lines.credit(entry.account(), amount);
        }
        return lines;
    }

    /** Lines that move the amount from each account to the next. */
    private List<EntryRequest> lines(String... way) {
        List<EntryRequest> lines = new ArrayList<>();
        for (int i = 1; i < way.length; i++) {
            lines.add(new EntryRequest(way[i - 1], Side.DEBIT, transfer.amount()));
            lines.add(new EntryRequest(way[i], Side.CREDIT, transfer.amount()));
        }
        return lines;
    }

    private LedgerWork.Draft draft(List<EntryRequest> lines) {
        return LedgerWork.Draft.of(lines, transfer.id());
    }

    private String reserved() {
        return accounts.reserved(transfer.amount().asset());
    }

    private String settlement() {
        return accounts.settlement(transfer.amount().asset());
    }

    /** Where the money waits by the posting that reserved it, whatever the runtime is configured to use now. */
    private String reservedBefore() {
        return creditedBy(transfer.trail().postings().get(0));
    }

    private String creditedBy(String postingId) {
        List<Entry> entries = posting(postingId).entries();
        return entries.get(entries.size() - 1).account();
    }

    private Posting posting(String id) {
        return known.computeIfAbsent(id, this::read);
    }

    private Posting read(String id) {
        long seq = EntityId.parse("po", id).map(EntityId::seq).orElseThrow();
        Event event = Objects.requireNonNull(work.event(seq), "a transfer has its postings");
        return LedgerWork.posting(event);
    }
}
