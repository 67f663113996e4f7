package io.zentra.core.review.internal;

import io.zentra.core.commit.Operation;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.FoldTable;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewDraft;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.review.internal.ReviewTables.CaseRow;
import io.zentra.core.review.internal.ReviewTables.LaneRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lanes, cases and notes recomputed from events. What an event tells of a case must be what comes of the case before it:
 * so an approval that could not have been given, or a case that was closed without enough of them, is a fault.
 */
public final class ReviewFold implements JournalFold {
    private static final String ANY = "review.";

    private final Map<String, LaneRow> lanes = new HashMap<>();
    private final Map<Long, ReviewLane> settings = new HashMap<>();
    private final Map<Long, CaseRow> rows = new HashMap<>();
    private final Map<Long, ReviewCase> cases = new HashMap<>();
    private final NoteComparison notes = new NoteComparison();

    @Override
    public List<Operation> operations() {
        return Operations.KEYED;
    }

    /** Whether an event tells of reviews. */
    public static boolean isToldBy(Event event) {
        return event.type().startsWith(ANY);
    }

    /** None: its events are taken again where a verification goes on. */
    @Override
    public List<FoldTable<?, ?>> tables() {
        return List.of();
    }

    /** The first events of their subjects and of what they belong to, which what waits for a case asks for. */
    @Override
    public Set<Long> needed(long first, long last, StateComparison stored) {
        return cases.values().stream()
                .flatMap(
                        each -> Stream.of(each.origin().subject(), each.origin().correlation()))
                .flatMap(id -> EntityId.parse(id).map(EntityId::seq).stream())
                .filter(seq -> seq >= first && seq <= last)
                .collect(Collectors.toSet());
    }

    /** The event that the subject of a case comes from, if the event opens a case about one. */
    public static Optional<Long> subject(Event event) {
        return event.type().equals(CaseText.OPENED) ? subject(CaseText.read(event)) : Optional.empty();
    }

    private static Optional<Long> subject(ReviewCase about) {
        return EntityId.parse(about.origin().subject()).map(EntityId::seq);
    }

    @Override
    public void apply(Event event, StateComparison stored) {
        String type = event.type();
        if (!type.startsWith(ANY)) {
            return;
        }
        if (type.equals(LaneText.SET)) {
            ReviewLane lane = LaneText.read(event);
            settings.put(event.seq(), lane);
            lanes.put(lane.name(), SetLane.row(lane(lane.name()), lane, event.seq()));
        } else if (type.equals(CaseText.NOTED) || type.equals(CaseText.NOTE_ERASED)) {
            notes.apply(event, isKnown(event), stored);
        } else {
            changed(event, stored);
        }
    }

    @Override
    public void compare(StateComparison stored) {
        stored.compare(ReviewTables.LANE, lanes, name -> "the review lane " + name);
        stored.compare(ReviewTables.CASE, rows, no -> "the review case of event " + no);
        notes.compare(stored);
    }

    private void changed(Event event, StateComparison stored) {
        ReviewCase told = CaseText.read(event);
        long no = EntityId.parse(Cases.PREFIX, told.id()).map(EntityId::seq).orElse(0L);
        try {
            Change.After after =
                    event.type().equals(CaseText.OPENED) ? opened(event, told, no) : after(event, told, no);
            boolean decision =
                    told.decision().equals(event.body().path("decision").asText());
            if (!told.equals(after.state()) || !decision) {
                stored.fault("event " + event.seq() + " tells of the review case " + told.id()
                        + " what does not come of the case before it: " + told + ", not " + after.state());
            }
            if (after.lane() != null) {
                lanes.put(after.lane().name(), after.lane());
            }
        } catch (ZentraException | IllegalStateException impossible) {
            stored.fault("event " + event.seq() + " tells of the review case " + told.id() + " what cannot be: "
                    + impossible.getMessage());
        }
        cases.put(no, told);
        rows.put(no, Cases.row(no, told, event.seq()));
    }

    private Change.After opened(Event event, ReviewCase told, long no) {
        if (no != event.seq() || cases.containsKey(no)) {
            throw new IllegalStateException("it is opened by another event");
        }
        String correlation = told.origin().correlation();
        List<String> makers = told.origin().makers();
        int last = makers.size() - 1;
        boolean added = last >= 0 && makers.get(last).equals(event.actor()); // who opens a case is one of its makers
        ReviewDraft draft = new ReviewDraft(
                told.place().lane(),
                told.origin().kind(),
                told.origin().subject(),
                told.proposal().basis(),
                told.proposal().amount(),
                told.proposal().details(),
                added ? makers.subList(0, last) : makers,
                correlation.equals(told.id()) ? null : correlation);
        return Cases.opened(
                told.id(), draft, told.origin().resumes(), lane(told.place().lane()), event.actor(), event.at());
    }

    private Change.After after(Event event, ReviewCase told, long no) {
        ReviewCase before = cases.get(no);
        if (before == null || !before.id().equals(told.id())) {
            throw new IllegalStateException("no event opened it");
        }
        LaneState lane = lane(before.place().lane());
        long seq = before.place().laneSeq();
        ReviewLane entered = settings.get(seq == 0 && lane != null ? lane.row().firstEvent() : seq);
        String target = entered == null ? null : entered.escalatesTo();
        Situation situation =
                new Situation(before, lane, entered, target == null ? null : lane(target), event.actor(), event.at());
        return change(event.type(), before, told).in(situation);
    }

    private static Change change(String type, ReviewCase before, ReviewCase told) {
        return switch (type) {
            case CaseText.CLAIMED -> new Holding.Claim();
            case CaseText.ASSIGNED ->
                new Holding.Assign(String.valueOf(told.place().owner()));
            case CaseText.ROTATED -> new Holding.Rotate();
            case CaseText.RELEASED -> new Holding.Release();
            case CaseText.EDITED ->
                new Proposing.Edit(
                        told.proposal().basis(),
                        told.proposal().amount(),
                        told.proposal().details());
            case CaseText.REDECIDED ->
                new Proposing.Redecide(told.proposal().basis(), told.proposal().amount());
            case CaseText.APPROVED -> new Deciding.Approve(before.decision());
            case CaseText.LAPSED -> new Passing.Lapse();
            case CaseText.DENIED ->
                new Deciding.Deny(String.valueOf(told.standing().reason()));
            case CaseText.REOPENED -> new Deciding.Reopen();
            case CaseText.WITHDRAWN -> new Deciding.Withdraw();
            case CaseText.CLOSED -> new Passing.Close();
            case CaseText.ESCALATED -> new Passing.Escalate();
            case CaseText.OVERDUE -> new Passing.Overdue();
            default -> throw new IllegalStateException("nothing of a case is told by " + type);
        };
    }

    private @Nullable LaneState lane(String name) {
        LaneRow row = lanes.get(name);
        ReviewLane lane = row == null ? null : settings.get(row.lastEvent());
        return row == null || lane == null ? null : new LaneState(row, lane);
    }

    private boolean isKnown(Event event) {
        return event.subject()
                .flatMap(id -> EntityId.parse(Cases.PREFIX, id))
                .filter(id -> cases.containsKey(id.seq()))
                .isPresent();
    }
}
