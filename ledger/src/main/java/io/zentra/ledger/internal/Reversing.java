package io.zentra.ledger.internal;

import io.zentra.core.commit.Command.Keyed.Belonging;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.core.usage.Usage;
import io.zentra.ledger.Crossing;
import io.zentra.ledger.Entry;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Posting;
import io.zentra.ledger.internal.LedgerTables.ReversalRow;
import io.zentra.ledger.internal.LedgerTables.ReversedRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A reversal inside a decision: found, entered into the books, then kept. */
final class Reversing {
    private static final int MAX_TOLD = 10;

    private final UnitOfWork work;
    private final Posting original;
    private final ReversedRow after;
    private final PostingWriter reversal;

    private Reversing(UnitOfWork work, Posting original, ReversedRow after, PostingWriter reversal) {
        this.work = work;
        this.original = original;
        this.after = after;
        this.reversal = reversal;
    }

    /** Names the rows of a reversal, and answers the posting once it is there. */
    static Optional<Posting> need(Reads reads, String postingId) {
        Optional<Posting> found = needPosting(reads, postingId);
        found.map(Posting::decision).ifPresent(decision -> Usage.needReturn(reads, decision));
        return found;
    }

    /** Names a posting with its accounts and what was reversed of it, and answers it once it is there. */
    static Optional<Posting> needPosting(Reads reads, String postingId) {
        return EntityId.parse("po", postingId)
                .map(id -> reads.needEvent(id.seq()))
                .filter(event -> event.type().equals(PostingText.POSTED))
                .map(PostingText::read)
                .map(posting -> {
                    reads.need(LedgerTables.REVERSED, posting.seq());
                    posting.entries().forEach(entry -> LedgerWork.needAccount(reads, entry.account()));
                    if (posting.correlation() != null) {
                        reads.needCorrelation(posting.correlation());
                    }
                    return posting;
                });
    }

    /** How far back a reversal changes the past; null for now. */
    static Horizon horizon(Posting original, @Nullable Instant effectiveAt) {
        return Horizon.NONE.and(original.entries().stream().map(Entry::account), effectiveAt);
    }

    /** Enters the opposite of a part into the books; {@link #write} is to be called once they are closed. */
    static Reversing prepare(UnitOfWork work, Books books, Posting original, Extent extent) {
        return prepare(work, books, original, extent, 0);
    }

    /** The same of one that is written after so many others. */
    static Reversing prepare(UnitOfWork work, Books books, Posting original, Extent extent, int ahead) {
        String postingId = original.id();
        ReversedRow before = work.get(LedgerTables.REVERSED, original.seq());
        List<Money> left = left(original, before);
        if (before != null && left.stream().allMatch(Money::isZero)) {
            throw ZentraException.of(
                    ErrorCode.ALREADY_REVERSED,
                    "nothing of the posting " + postingId + " is left to reverse, the last was by event "
                            + before.latest() + ": what is reversed stays so",
                    Map.of("posting", postingId, "reversal_seq", String.valueOf(before.latest())));
        }
        requireInEffect(original, extent.effectiveAt());
        List<Money> taken = new Parts("the posting " + postingId, lines(original, left), ErrorCode.REVERSAL_EXCEEDED)
                .taken(extent.part());
        List<EntryRequest> opposite = new ArrayList<>();
        List<Long> rest = new ArrayList<>();
        for (int i = 0; i < taken.size(); i++) {
            Entry entry = original.entries().get(i);
            if (taken.get(i).isPositive()) {
                opposite.add(new EntryRequest(entry.account(), entry.side().opposite(), taken.get(i)));
            }
            rest.add(left.get(i).minus(taken.get(i)).minor());
        }
        long seq = work.nextSeq() + ahead;
        LedgerWork.Draft draft = new LedgerWork.Draft(
                opposite,
                original.correlation(),
                postingId,
                null,
                null,
                null,
                extent.words(original.metadata()),
                extent.effectiveAt());
        return new Reversing(
                work,
                original,
                new ReversedRow(original.seq(), seq, rest),
                PostingWriter.prepare(work, books, draft, work.newId("po", ahead), seq));
    }

    /** Refuses when something of a posting was reversed. */
    static void requireNone(UnitOfWork work, String postingId) {
        ReversedRow reversed =
                work.get(LedgerTables.REVERSED, original(work, postingId).seq());
        if (reversed != null) {
            throw ZentraException.of(
                    ErrorCode.ALREADY_REVERSED,
                    "the posting " + postingId + " no longer stands whole, the last reversal was by event "
                            + reversed.latest() + ": move on what is left of it by a posting of your own",
                    Map.of("posting", postingId, "reversal_seq", String.valueOf(reversed.latest())));
        }
    }

    /** Refuses when something of a posting was reversed and something is left. */
    static void requireWhole(UnitOfWork work, Posting original) {
        ReversedRow reversed = work.get(LedgerTables.REVERSED, original.seq());
        List<String> left = lines(original, left(original, reversed)).stream()
                .filter(line -> line.left().isPositive())
                .map(line -> line.side().code() + " " + line.account() + " " + line.left())
                .toList();
        if (reversed != null && !left.isEmpty()) {
            String told = String.join(", ", left.subList(0, Math.min(MAX_TOLD, left.size())))
                    + (left.size() > MAX_TOLD ? ", …" : "");
            throw ZentraException.of(
                    ErrorCode.PARTLY_REVERSED,
                    "of the posting " + original.id() + " only " + told
                            + " is left: reverse that and post what is right, or say that the replacement stands for the"
                            + " rest",
                    Map.of("posting", original.id(), "left", told, "reversal_seq", String.valueOf(reversed.latest())));
        }
    }

    /** At no time is more reversed than was in effect. */
    private static void requireInEffect(Posting original, @Nullable Instant effectiveAt) {
        if (effectiveAt != null && effectiveAt.isBefore(original.effectiveAt())) {
            throw ZentraException.of(
                    ErrorCode.REVERSED_BEFORE_EFFECT,
                    "the posting " + original.id() + " took effect at " + original.effectiveAt()
                            + " and cannot be reversed at " + effectiveAt
                            + ", before that: give that time or a later one",
                    Map.of(
                            "posting",
                            original.id(),
                            "effective_at",
                            effectiveAt.toString(),
                            "posting_effective_at",
                            original.effectiveAt().toString()));
        }
    }

    /**
     * Records the reversal and what it leaves.
     *
     * @param crossings the limits in between that it tells
     */
    Posting write(List<Crossing> crossings) {
        Posting posting = reversal.write(crossings, null);
        work.put(LedgerTables.REVERSED, after);
        work.append(LedgerTables.REVERSAL, new ReversalRow(original.seq(), posting.seq()));
        return posting;
    }

    /** What is left of each entry. */
    static List<Money> left(Posting original, @Nullable ReversedRow reversed) {
        List<Money> left = new ArrayList<>();
        for (int i = 0; i < original.entries().size(); i++) {
            Money amount = original.entries().get(i).amount();
            left.add(
                    reversed == null
                            ? amount
                            : Money.ofMinor(reversed.remaining().get(i), amount.asset()));
        }
        return left;
    }

    private static List<Parts.Line> lines(Posting original, List<Money> left) {
        List<Parts.Line> lines = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            Entry entry = original.entries().get(i);
            lines.add(new Parts.Line(entry.account(), entry.side(), left.get(i)));
        }
        return lines;
    }

    /** The posting that is to be reversed. */
    static Posting original(UnitOfWork work, String postingId) {
        return find(work, postingId)
                .map(PostingText::read)
                .orElseThrow(() -> ZentraException.of(
                        ErrorCode.UNKNOWN_POSTING,
                        "no posting \"" + postingId + "\" is known: use the id that posting it gave",
                        Map.of("posting", postingId)));
    }

    /**
     * Where a refused reversal of a posting belongs.
     *
     * @param correlation one of its own; null for that of the posting
     */
    static Belonging belonging(UnitOfWork work, String postingId, @Nullable String correlation) {
        return find(work, postingId)
                .map(event -> new Belonging(
                        postingId, correlation == null ? event.correlation().orElse(null) : correlation))
                .orElseGet(() -> new Belonging(null, correlation));
    }

    private static Optional<Event> find(UnitOfWork work, String postingId) {
        return EntityId.parse("po", postingId)
                .filter(id -> id.tenantNo() == work.access().tenant().no())
                .map(id -> work.event(id.seq()))
                .filter(event -> event.type().equals(PostingText.POSTED))
                .filter(event -> postingId.equals(event.subject().orElse("")));
    }
}
