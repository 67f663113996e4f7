package io.zentra.ledger.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.core.time.DueWork;
import io.zentra.core.time.Micros;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.Hold;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.internal.LedgerTables.HoldLeg;
import io.zentra.ledger.internal.LedgerTables.HoldRow;
import io.zentra.ledger.internal.LedgerTables.OpenHold;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sets lines aside, until an instant when there is one. */
public record PlaceHold(PostingRequest lines, @Nullable Instant expiresAt) implements Command.Keyed<Hold> {
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    @Override
    public Operation operation() {
        return Operations.HOLD;
    }

    @Override
    public IdempotencyKey key() {
        return lines.key();
    }

    @Override
    public void request(CanonicalJson json) {
        json.beginObject().optionalMember("expires_at", expiresAt == null ? null : expiresAt.toString());
        json.name("hold");
        new Post(lines).request(json);
        json.endObject();
    }

    @Override
    public void reads(Reads reads) {
        Post.needNow(reads, lines);
    }

    @Override
    public Hold decide(UnitOfWork work) {
        requireToCome(work, expiresAt); // first: it is the refusal that was always told first
        Conditions.require(work, lines.conditions());
        return hold(work, LedgerWork.Draft.of(lines), expiresAt);
    }

    /** Holds inside another module's decision, and plans the expiry. */
    public static Hold hold(UnitOfWork work, LedgerWork.Draft draft, @Nullable Instant expiresAt) {
        Hold hold = holdUnplanned(work, draft, expiresAt);
        if (expiresAt != null) {
            DueWork.scheduleNew(work, HoldChange.EXPIRY, hold.id(), expiresAt);
        }
        return hold;
    }

    /** The same inside a decision that sees to it that the hold expires. */
    public static Hold holdUnplanned(UnitOfWork work, LedgerWork.Draft draft, @Nullable Instant expiresAt) {
        requireToCome(work, expiresAt);
        return place(work, draft, expiresAt);
    }

    /** Places inside another decision, which sees to it that the hold expires. */
    static Hold place(UnitOfWork work, LedgerWork.Draft lines, @Nullable Instant expiresAt) {
        PostingWriter.requireBalanced(lines.entries());
        Books books = new Books(work);
        List<HoldLeg> legs = new ArrayList<>();
        for (EntryRequest line : lines.entries()) {
            books.requireOpen(line.account(), line.side(), line.amount());
            books.hold(line.account(), line.side(), line.amount().minor());
            Money none = Money.zero(line.amount().asset());
            legs.add(new HoldLeg(line.account(), line.side(), line.amount(), none, line.amount()));
        }
        books.close();
        long no = work.nextSeq();
        HoldRow row = new HoldRow(
                no,
                work.newId("ho"),
                Hold.Status.OPEN,
                lines.correlation(),
                lines.decision(),
                legs,
                lines.metadata(),
                expiresAt == null ? null : Micros.of(expiresAt),
                no);
        Hold hold = HoldChange.told(row, books);
        work.insert(LedgerTables.HOLD, row);
        HoldChange.accounts(work, row)
                .forEach(account -> work.insert(LedgerTables.OPEN_HOLD, new OpenHold(account, no)));
        work.record(new UnitOfWork.Draft(
                HoldText.PLACED, row.id(), row.correlation(), json -> HoldText.write(json, hold, null)));
        return hold;
    }

    @Override
    public Belonging belonging(UnitOfWork work) {
        return new Belonging(null, lines.correlation());
    }

    @Override
    public Hold replayed(Event first) {
        return HoldText.read(first);
    }

    /** An expiry as a hold keeps it; refuses one that cannot be kept. */
    public static Instant requireExpiry(Instant expiresAt) {
        if (expiresAt.isBefore(Instant.EPOCH) || expiresAt.isAfter(LAST)) {
            throw ZentraException.of(
                    ErrorCode.INVALID_EXPIRY,
                    "a hold cannot expire at " + expiresAt + ": give a time from 1970 to 9999",
                    Map.of("expires_at", expiresAt.toString()));
        }
        return Micros.instant(Micros.of(expiresAt));
    }

    /** Refuses an expiry that is over. */
    public static void requireToCome(UnitOfWork work, @Nullable Instant expiresAt) {
        if (expiresAt != null && !expiresAt.isAfter(work.now())) {
            throw ZentraException.of(
                    ErrorCode.HOLD_EXPIRED,
                    "the hold would expire at " + expiresAt + ", and it is " + work.now() + ": give a later time",
                    Map.of("expires_at", expiresAt.toString()));
        }
    }
}
