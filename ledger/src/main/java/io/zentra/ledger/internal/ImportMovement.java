package io.zentra.ledger.internal;

import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.ledger.Basis;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.Hold;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Part;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.internal.LedgerTables.HoldLeg;
import io.zentra.ledger.internal.LedgerTables.HoldRow;
import io.zentra.ledger.internal.Line.Captured;
import io.zentra.ledger.internal.Line.Corrected;
import io.zentra.ledger.internal.Line.HoldMoved;
import io.zentra.ledger.internal.Line.Placed;
import io.zentra.ledger.internal.Line.Posted;
import io.zentra.ledger.internal.Line.Reference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Postings and holds of an imported line. What it refers to is found by the key of the line that made it.
 *
 * @param line the line
 * @param referred the key of the line that it refers to; null when it refers to none
 */
record ImportMovement(Line line, @Nullable IdempotencyKey referred) {
    /** Names the rows of the line. */
    void need(Reads reads) {
        Event made = needMade(reads);
        if (made != null) {
            made.subject().ifPresent(id -> needReferred(reads, id));
        }
        if (line instanceof Posted posted) {
            Post.needNow(reads, posted.posting());
            if (posted.basis() != null) {
                BasisText.accounts(posted.basis()).forEach(account -> LedgerWork.needAccount(reads, account));
            }
            if (posted.reverses() == null) {
                LedgerWork.needEffectiveTime(reads, posted.posting().entries(), effectiveAt());
            }
        } else if (line instanceof Corrected corrected) {
            Post.needNow(reads, corrected.posting());
        } else if (line instanceof Placed placed) {
            Post.needNow(reads, placed.lines());
        }
    }

    private void needReferred(Reads reads, String id) {
        Optional<Posting> posting = Reversing.need(reads, id);
        if (line instanceof Posted) {
            posting.ifPresent(
                    original -> Reversing.horizon(original, effectiveAt()).need(reads));
        } else if (line instanceof Corrected corrected) {
            posting.ifPresent(original -> Correct.horizon(original, reversedAt(corrected), replacement(corrected))
                    .need(reads));
        } else {
            needHold(reads, id);
        }
    }

    private void needHold(Reads reads, String id) {
        HoldChange.need(reads, id);
        HoldRow hold = EntityId.parse("ho", id)
                .map(parsed -> reads.need(LedgerTables.HOLD, parsed.seq()))
                .orElse(null);
        if (hold != null) {
            CaptureHold.horizon(hold, effectiveAt()).need(reads);
        }
    }

    /** Moves what the line tells. */
    void move(UnitOfWork work) {
        if (line instanceof Posted posted) {
            post(work, posted);
        } else if (line instanceof Corrected corrected) {
            Extent reversal = Extent.all().at(reversedAt(corrected)).with(corrected.words());
            Correct.correct(work, posting(work), reversal, replacement(corrected));
        } else if (line instanceof Placed placed) {
            PlaceHold.place(work, LedgerWork.Draft.of(placed.lines()), placed.expiresAt());
        } else if (line instanceof Captured captured) {
            HoldChange change = HoldChange.ofOpen(work, hold(work));
            Extent extent = Extent.all()
                    .of(new Part.Lines(captured.entries()))
                    .at(effectiveAt())
                    .with(captured.words());
            CaptureHold.capture(work, change, extent, captured.isFinal());
        } else if (line instanceof HoldMoved moved) {
            move(work, moved);
        } else {
            throw new IllegalArgumentException(line + " moves nothing");
        }
    }

    private void post(UnitOfWork work, Posted posted) {
        if (posted.reverses() == null) {
            PostingRequest request = dated(posted.posting(), effectiveAt());
            Horizon horizon = Horizon.of(request.entries(), request.effectiveAt());
            PostingWriter.post(work, LedgerWork.Draft.of(request), horizon, basis(work, posted));
            return;
        }
        List<EntryRequest> reversed = posted.posting().entries().stream()
                .map(entry -> new EntryRequest(entry.account(), entry.side().opposite(), entry.amount()))
                .toList();
        Extent extent = Extent.all()
                .of(new Part.Lines(reversed))
                .at(effectiveAt())
                .with(posted.posting().metadata());
        Reverse.reverse(work, posting(work), extent);
    }

    /** What a verification will compute again; otherwise it stays in the request alone. */
    private static @Nullable Basis basis(UnitOfWork work, Posted posted) {
        Basis told = posted.basis();
        Compose.Current now = new Compose.Current(work, new Books(work));
        return told != null && BasisText.comesTo(told, posted.posting().entries(), now) ? told : null;
    }

    /** When the line's posting, capture or reversal takes effect here; null for now. */
    private @Nullable Instant effectiveAt() {
        Instant given = null;
        if (line instanceof Posted posted) {
            given = posted.posting().effectiveAt();
        } else if (line instanceof Captured captured) {
            given = captured.effectiveAt();
        } else if (line instanceof HoldMoved) {
            return null; // money is held from now on
        }
        return line.source().effectiveAt(given);
    }

    private @Nullable Instant reversedAt(Corrected corrected) {
        return line.source().effectiveAt(corrected.reversedAt());
    }

    private PostingRequest replacement(Corrected corrected) {
        return dated(
                corrected.posting(),
                line.source().effectiveAt(corrected.posting().effectiveAt()));
    }

    private static PostingRequest dated(PostingRequest request, @Nullable Instant effectiveAt) {
        return effectiveAt == null ? request : request.effectiveAt(effectiveAt);
    }

    private void move(UnitOfWork work, HoldMoved moved) {
        HoldChange change = HoldChange.ofOpen(work, hold(work));
        List<Money> differences = differences(change, moved);
        if (moved.expiresAt() != null) {
            ExtendHold.extend(work, change.before(), moved.expiresAt());
            return;
        }
        Books books = new Books(work);
        switch (moved.verb()) {
            case INCREASED -> change.increase(books, differences);
            default ->
                change.release(books, differences.stream().map(Money::negated).toList());
        }
        books.close();
        switch (moved.verb()) {
            case INCREASED -> change.record(books, HoldText.INCREASED, Hold.Status.OPEN, null);
            case RELEASED -> change.record(books, HoldText.RELEASED, Hold.Status.RELEASED, null);
            default -> change.record(books, HoldText.EXPIRED, Hold.Status.EXPIRED, null);
        }
    }

    /** What each leg gains, below zero for what it loses: the line tells what it has afterwards. */
    private static List<Money> differences(HoldChange change, HoldMoved moved) {
        List<HoldLeg> legs = change.before().legs();
        List<Money> differences = new ArrayList<>();
        boolean fits = legs.size() == moved.remainingMinor().size();
        for (int i = 0; fits && i < legs.size(); i++) {
            Money before = legs.get(i).remaining();
            Money after = Money.ofMinor(moved.remainingMinor().get(i), before.asset());
            Money difference = after.minus(before);
            boolean grows = moved.verb() == Line.HoldVerb.INCREASED;
            fits = !after.isNegative() && (grows ? !difference.isNegative() : !difference.isPositive());
            fits &= moved.verb() != Line.HoldVerb.EXTENDED || difference.isZero();
            differences.add(difference);
        }
        if (!fits) {
            throw ZentraException.of(
                    ErrorCode.INVALID_PART,
                    "the hold has " + legs.stream().map(HoldLeg::remaining).toList() + " left, which cannot be "
                            + moved.verb().code() + " to " + moved.remainingMinor(),
                    Map.of("hold", change.before().id()));
        }
        return differences;
    }

    private String posting(UnitOfWork work) {
        return made(work, PostingText.POSTED, ErrorCode.UNKNOWN_POSTING);
    }

    private String hold(UnitOfWork work) {
        return made(work, HoldText.PLACED, ErrorCode.UNKNOWN_HOLD);
    }

    private String made(UnitOfWork work, String type, ErrorCode unknown) {
        Event made = made(work);
        if (made == null || !made.type().equals(type)) {
            throw ZentraException.of(
                    unknown,
                    "no line \"" + line.reference() + "\" was imported that made what this one refers to: import it"
                            + " first",
                    Map.of("reference", String.valueOf(line.reference())));
        }
        return made.subject().orElseThrow();
    }

    private @Nullable Event made(UnitOfWork work) {
        Event first = referred == null ? null : work.first(Operations.IMPORT, referred);
        if (first == null || place() == 0) {
            return first;
        }
        Event second = work.event(first.seq() + place());
        boolean isOfTheLine = second != null && second.first().orElse(0) == first.seq();
        return isOfTheLine ? second : null; // behind another line's event may be anyone's
    }

    private @Nullable Event needMade(Reads reads) {
        Event first = referred == null ? null : reads.needFirst(Operations.IMPORT, referred);
        return first == null || place() == 0 ? first : reads.needEvent(first.seq() + place());
    }

    /** Which event of the other line's: each of its postings is one. */
    private int place() {
        Reference reference = line.reference();
        return reference == null ? 0 : reference.place();
    }
}
