package io.zentra.ledger.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.Hold;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Part;
import io.zentra.ledger.Posting;
import io.zentra.ledger.internal.LedgerTables.CaptureRow;
import io.zentra.ledger.internal.LedgerTables.HoldLeg;
import io.zentra.ledger.internal.LedgerTables.HoldRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Posts what is held, in part or all that remains.
 *
 * @param holdId the hold
 * @param extent what of it, and how; it takes effect now
 * @param isFinal whether the rest is let go of
 * @param key makes it take effect once
 */
public record CaptureHold(String holdId, Extent extent, boolean isFinal, IdempotencyKey key)
        implements Command.Keyed<Posting> {
    /** The member of a request, by itself or by an imported line. */
    static final String FINAL = "final";

    @Override
    public Operation operation() {
        return Operations.CAPTURE;
    }

    @Override
    public void request(CanonicalJson json) {
        extent.writeFirst(json.beginObject());
        if (isFinal) {
            json.member(FINAL, true);
        }
        json.member("hold", holdId);
        extent.writeLast(json);
        json.endObject();
    }

    /** Whether the posting of an event captures a hold finally. */
    static boolean isFinal(Event event, Posting posting) {
        String operation = event.operation().orElse("");
        return posting.hold() != null
                && (operation.equals(Operations.CAPTURE.name()) || operation.equals(Operations.IMPORT.name()))
                && event.request().path(FINAL).booleanValue();
    }

    @Override
    public void reads(Reads reads) {
        HoldChange.need(reads, holdId);
        extent.need(reads);
    }

    @Override
    public Posting decide(UnitOfWork work) {
        extent.require(work);
        return capture(work, HoldChange.ofLive(work, holdId), extent, isFinal);
    }

    /**
     * Captures a part inside another module's decision, now; what is left stays held.
     *
     * @param correlation what the posting belongs to; null for what the hold belongs to
     */
    public static Posting capture(UnitOfWork work, String holdId, Part part, @Nullable String correlation) {
        HoldChange change = HoldChange.ofLive(work, holdId);
        String belongsTo = correlation == null ? change.before().correlation() : correlation;
        return capture(work, change, new Taking(Extent.all().of(part), false, belongsTo));
    }

    /** What is captured, whether that is final, and what the posting belongs to. */
    private record Taking(
            Extent extent, boolean isFinal, @Nullable String correlation) {}

    /** Captures inside another decision; the conditions are not looked at. */
    static Posting capture(UnitOfWork work, HoldChange change, Extent extent, boolean isFinal) {
        return capture(work, change, new Taking(extent, isFinal, change.before().correlation()));
    }

    private static Posting capture(UnitOfWork work, HoldChange change, Taking taking) {
        Extent extent = taking.extent();
        List<Money> taken = change.taken(extent.part());
        HoldRow hold = change.before();
        Books books = new Books(work, horizon(hold, extent.effectiveAt()));
        change.capture(taken);
        if (taking.isFinal()) {
            change.releaseRest(books); // first, so that the posting tells the balances after all of it
        }
        PostingWriter posting = PostingWriter.prepare(
                work,
                books,
                new LedgerWork.Draft(
                        lines(hold.legs(), taken),
                        taking.correlation(),
                        null,
                        null,
                        hold.id(),
                        hold.decision(),
                        extent.words(hold.metadata()),
                        extent.effectiveAt()),
                work.newId("po"),
                work.nextSeq());
        Posting posted = posting.write(books.close(), null);
        work.append(LedgerTables.CAPTURE, new CaptureRow(hold.no(), posted.seq()));
        change.record(books, HoldText.CAPTURED, Hold.Status.CAPTURED, posted.id());
        return posted;
    }

    /** How far back it changes the past. */
    static Horizon horizon(HoldRow hold, @Nullable Instant effectiveAt) {
        return Horizon.NONE.and(hold.legs().stream().map(HoldLeg::account), effectiveAt);
    }

    @Override
    public Belonging belonging(UnitOfWork work) {
        return HoldChange.belonging(work, holdId);
    }

    @Override
    public Posting replayed(Event first) {
        return PostingText.read(first);
    }

    private static List<EntryRequest> lines(List<HoldLeg> legs, List<Money> taken) {
        List<EntryRequest> lines = new ArrayList<>();
        for (int i = 0; i < legs.size(); i++) {
            if (taken.get(i).isPositive()) {
                HoldLeg leg = legs.get(i);
                lines.add(new EntryRequest(leg.account(), leg.side(), taken.get(i)));
            }
        }
        return lines;
    }
}
