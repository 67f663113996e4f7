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
import io.zentra.runtime.internal.transfer.TransferTables.Carried;
import io.zentra.runtime.internal.transfer.TransferTables.OfPayment;
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
    private final Flow flow;
    private final TransferRow transfer;
    private final Map<String, Posting> known = new HashMap<>();

    Legs(UnitOfWork work, Flow flow, TransferRow transfer) {
        this.work = work;
        this.flow = flow;
        this.transfer = transfer;
    }

    /** Names the rows of whatever posting may come next, when the money moves on by a way. */
    static void need(Reads reads, Way way, TransferRow transfer) {
        needOnward(reads, way, transfer);
        needBack(reads, transfer);
    }

    /** Names the rows of a posting that moves the money on by a way, and not back. */
    static void needOnward(Reads reads, Way way, TransferRow transfer) {
        Asset asset = transfer.amount().asset();
        Volumes.need(reads, asset);
        transfer.trail().postings().forEach(posting -> LedgerWork.needPosting(reads, posting));
        if (transfer.trail().postings().isEmpty()) {
            LedgerWork.needAccount(reads, transfer.order().source());
            LedgerWork.needAccount(reads, way.accounts().reserved(asset));
        }
        LedgerWork.needAccount(reads, way.accounts().settlement(asset));
        LedgerWork.needAccount(reads, transfer.order().destination());
        if (way.paysOut()) {
            LedgerWork.needAccount(reads, way.accounts().payout(asset));
        }
    }

    /** Names the rows of what gives the money back. */
    static void needBack(Reads reads, TransferRow transfer) {
        reads.needCorrelation(transfer.id());
        Volumes.need(reads, transfer.amount().asset());
        transfer.trail().postings().forEach(posting -> LedgerWork.needReversal(reads, posting));
    }

    /**
     * What reserves the money.
     *
     * @param rail the rail that it is to take; null while there is none
     * @param decision the id of the decision that lets it; null when none was asked for
     */
    LedgerWork.Draft reserve(@Nullable String rail, @Nullable String decision) {
        String reserved = flow.way(rail).accounts().reserved(asset());
        LedgerWork.Draft draft = draft(lines(List.of(transfer.order().source(), reserved)));
        return decision == null ? draft : draft.decidedBy(decision);
    }

    /** Moves the reserve to the settlement of the rail that has it: the destination does not have it yet. */
    Posting post(String rail) {
        LedgerWork.requireUnreversed(work, transfer.trail().postings().get(0));
        String settlement = flow.way(rail).accounts().settlement(asset());
        return LedgerWork.post(work, draft(lines(List.of(reservedBefore(), settlement))));
    }

    /**
     * Moves the money to the destination from wherever it is, and out of it where the rail that moved it pays out: in one
     * posting, so that it cannot stop half-way.
     */
    Posting settle(String rail) {
        for (String posting : transfer.trail().postings()) {
            LedgerWork.requireUnreversed(work, posting);
        }
        Way way = way(rail);
        List<String> stops = new ArrayList<>(before(way));
        stops.add(transfer.order().destination());
        if (way.paysOut()) {
            stops.add(way.accounts().payout(asset()));
        }
        return LedgerWork.post(work, draft(lines(stops)));
    }

    /** A refund stays with whom it is given back to. */
    private Way way(String rail) {
        OfPayment payment = transfer.order().payment();
        Way way = flow.way(rail);
        return payment != null && payment.step() == Carried.REFUND ? way.staying() : way;
    }

    /** The accounts between where the money is and its destination. */
    private List<String> before(Way way) {
        List<String> postings = transfer.trail().postings();
        FlowAccounts accounts = way.accounts();
        return switch (postings.size()) {
            case 0 -> List.of(transfer.order().source(), accounts.reserved(asset()), accounts.settlement(asset()));
            case 1 -> List.of(reservedBefore(), accounts.settlement(asset()));
            default -> List.of(creditedBy(postings.get(1)));
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

    /** The posting by which the money came to the destination, where it is or was paid out from; null when it did not. */
    @Nullable
    String arrivedBy() {
        List<String> postings = transfer.trail().postings();
        String last = postings.isEmpty() ? null : postings.get(postings.size() - 1);
        return last != null && credits(last, transfer.order().destination()) ? last : null;
    }

    /** In any place: what is paid out goes on to another account in the same posting. */
    private boolean credits(String postingId, String account) {
        return posting(postingId).entries().stream()
                .anyMatch(
                        entry -> entry.side() == Side.CREDIT && entry.account().equals(account));
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
    private List<EntryRequest> lines(List<String> stops) {
        List<EntryRequest> lines = new ArrayList<>();
        for (int i = 1; i < stops.size(); i++) {
            lines.add(new EntryRequest(stops.get(i - 1), Side.DEBIT, transfer.amount()));
            lines.add(new EntryRequest(stops.get(i), Side.CREDIT, transfer.amount()));
        }
        return lines;
    }

    private LedgerWork.Draft draft(List<EntryRequest> lines) {
        return LedgerWork.Draft.of(lines, transfer.id());
    }

    private Asset asset() {
        return transfer.amount().asset();
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
