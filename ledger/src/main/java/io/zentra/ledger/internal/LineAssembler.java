package io.zentra.ledger.internal;

import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.Event;
import io.zentra.ledger.Entry;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.Hold;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.internal.Line.Captured;
import io.zentra.ledger.internal.Line.Corrected;
import io.zentra.ledger.internal.Line.HoldMoved;
import io.zentra.ledger.internal.Line.HoldVerb;
import io.zentra.ledger.internal.Line.Placed;
import io.zentra.ledger.internal.Line.Posted;
import io.zentra.ledger.internal.Line.Reference;
import io.zentra.ledger.internal.Line.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes lines of a journal's events, given in their order. A capture is told by two events and a correction by two
 * postings, so a posting may have to wait for the event behind it. Not thread-safe.
 */
public final class LineAssembler {
    private final String tenant;
    private final LongFunction<Optional<Event>> journal;
    private @Nullable Event waiting;

    /**
     * A line with the events that it was made of: one, or two that belong together.
     *
     * @param line the line
     * @param events the events
     */
    public record Made(Line line, List<Event> events) {
        /** Copies the list. */
        public Made {
            events = List.copyOf(events);
        }
    }

    /**
     * An assembler for a tenant's journal.
     *
     * @param journal any event of it, by its sequence
     */
    public LineAssembler(String tenant, LongFunction<Optional<Event>> journal) {
        this.tenant = tenant;
        this.journal = journal;
    }

    /** Takes the next event and gives the lines that are whole now; none for what is not the ledger's. */
    public List<Made> add(Event event) {
        List<Made> made = new ArrayList<>();
        Event before = waiting;
        waiting = null;
        if (before != null) {
            Optional<Made> both = joined(before, event);
            made.add(both.orElseGet(() -> alone(before)));
            if (both.isPresent()) {
                return made;
            }
        }
        if (event.type().equals(PostingText.POSTED) && mayBeFollowed(PostingText.read(event))) {
            waiting = event;
        } else {
            single(event).ifPresent(line -> made.add(new Made(line, List.of(event))));
        }
        return made;
    }

    /** What is still open at the end. */
    public Optional<Made> end() {
        return Optional.ofNullable(waiting).map(this::alone);
    }

    private static boolean mayBeFollowed(Posting posting) {
        return posting.hold() != null || posting.reverses() != null;
    }

    /** What two events tell together. */
    private Optional<Made> joined(Event first, Event second) {
        Posting posting = PostingText.read(first);
        Line line = null;
        if (second.type().equals(HoldText.CAPTURED)) {
            Hold hold = HoldText.read(second);
            line = new Captured(
                    key(first),
                    source(first),
                    ofHold(hold.id()),
                    requests(posting),
                    !hold.isOpen(),
                    given(first),
                    Extent.own(hold.metadata(), posting.metadata()));
        } else if (second.type().equals(PostingText.POSTED)) {
            Posting correcting = PostingText.read(second);
            if (posting.reverses() != null && posting.reverses().equals(correcting.corrects())) {
                Posting original = PostingText.read(posting(posting.reverses()));
                line = new Corrected(
                        key(first),
                        source(first),
                        ofPosting(posting.reverses()),
                        given(first),
                        Extent.own(original.metadata(), posting.metadata()),
                        request(first, correcting, given(second)));
            }
        }
        return Optional.ofNullable(line).map(made -> new Made(made, List.of(first, second)));
    }

    /** A posting behind which nothing came that belongs to it. */
    private Made alone(Event event) {
        Posting posting = PostingText.read(event);
        if (posting.hold() != null) {
            throw damaged(event, "captures a hold, and the event behind it does not tell so");
        }
        return new Made(single(event).orElseThrow(), List.of(event));
    }

    private Optional<Line> single(Event event) {
        return switch (event.type()) {
            case PostingText.POSTED -> Optional.of(posted(event));
            case HoldText.PLACED -> Optional.of(placed(event));
            case HoldText.INCREASED -> Optional.of(moved(event, HoldVerb.INCREASED));
            case HoldText.EXTENDED -> Optional.of(moved(event, HoldVerb.EXTENDED));
            case HoldText.RELEASED -> Optional.of(moved(event, HoldVerb.RELEASED));
            case HoldText.EXPIRED -> Optional.of(moved(event, HoldVerb.EXPIRED));
            case HoldText.CAPTURED -> throw damaged(event, "tells of a capture without its posting");
            default -> RuleLines.of(event, key(event), source(event));
        };
    }

    private Posted posted(Event event) {
        Posting posting = PostingText.read(event);
        Reference reverses = posting.reverses() == null ? null : ofPosting(posting.reverses());
        PostingRequest request = request(event, posting, given(event));
        return new Posted(
                key(event),
                source(event),
                request,
                reverses,
                BasisText.read(event).orElse(null));
    }

    private Placed placed(Event event) {
        Hold hold = HoldText.read(event);
        List<EntryRequest> lines = hold.legs().stream()
                .map(leg -> new EntryRequest(leg.account(), leg.side(), leg.amount()))
                .toList();
        PostingRequest request =
                new PostingRequest(key(event), lines, LineText.correlation(hold.correlation()), hold.metadata());
        return new Placed(key(event), source(event), request, hold.expiresAt());
    }

    private HoldMoved moved(Event event, HoldVerb verb) {
        Hold hold = HoldText.read(event);
        List<Long> remaining =
                hold.legs().stream().map(leg -> leg.remaining().minor()).toList();
        Instant expiresAt = verb == HoldVerb.EXTENDED ? hold.expiresAt() : null;
        return new HoldMoved(key(event), source(event), ofHold(hold.id()), verb, remaining, expiresAt);
    }

    private PostingRequest request(Event line, Posting posting, @Nullable Instant effectiveAt) {
        return new PostingRequest(
                key(line),
                requests(posting),
                LineText.correlation(posting.correlation()),
                posting.metadata(),
                List.of(),
                effectiveAt);
    }

    /** The effective time that a posting was given; null when it took effect as it was recorded. */
    private static @Nullable Instant given(Event posting) {
        return PostingText.effectiveAt(posting).orElse(null);
    }

    private static List<EntryRequest> requests(Posting posting) {
        List<EntryRequest> requests = new ArrayList<>();
        for (Entry entry : posting.entries()) {
            requests.add(new EntryRequest(entry.account(), entry.side(), entry.amount()));
        }
        return requests;
    }

    /** A line is named by the tenant and the sequence of its first event, so by what never changes. */
    private IdempotencyKey key(Event event) {
        return key(event.seq());
    }

    private IdempotencyKey key(long seq) {
        return LineKeys.require(tenant + "/" + seq);
    }

    private static Source source(Event event) {
        return new Source(
                event.at(),
                event.actor(),
                event.subject().orElse(null),
                event.key().orElse(null));
    }

    private Reference ofHold(String id) {
        return Reference.of(key(seq("ho", id)));
    }

    /** The posting of a correction is the second of its line. */
    private Reference ofPosting(String id) {
        long seq = seq("po", id);
        boolean second = PostingText.read(posting(id)).corrects() != null;
        return second ? new Reference(key(seq - 1), 1) : Reference.of(key(seq));
    }

    private Event posting(String id) {
        return journal.apply(seq("po", id))
                .orElseThrow(() -> ZentraException.of(
                        ErrorCode.JOURNAL_DAMAGED, "the posting " + id + " is not in the journal: run verify()"));
    }

    private static long seq(String prefix, String id) {
        return EntityId.parse(prefix, id)
                .map(EntityId::seq)
                .orElseThrow(() -> ZentraException.of(
                        ErrorCode.JOURNAL_DAMAGED,
                        "\"" + id + "\" is no id: run verify() to find the extent",
                        Map.of("id", Objects.requireNonNull(id))));
    }

    private static ZentraException damaged(Event event, String what) {
        return ZentraException.of(
                ErrorCode.JOURNAL_DAMAGED, "event " + event.seq() + " " + what + ": run verify() to find the extent");
    }
}
