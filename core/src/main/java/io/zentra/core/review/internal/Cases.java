package io.zentra.core.review.internal;

import io.zentra.core.commit.Command.Keyed.Belonging;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.Metadata;
import io.zentra.core.money.Money;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewDraft;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.review.ReviewStatus;
import io.zentra.core.review.internal.ReviewTables.CaseRow;
import io.zentra.core.review.internal.ReviewTables.LaneRow;
import io.zentra.core.time.DueWork;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows of cases inside a command: named, opened, changed. */
public final class Cases {
    /** The prefix of their ids. */
    static final String PREFIX = "case";

    /** Work that falls due when a case has been open too long. */
    static final String ESCALATION = "review.escalate";

    /** Work that falls due when an approval ceases to count. */
    static final String EXPIRY = "review.expire";

    private Cases() {}

    /** Names the rows of a case; answers it when they are there. */
    public static @Nullable ReviewCase need(Reads reads, String id) {
        EntityId parsed = EntityId.parse(PREFIX, id).orElse(null);
        CaseRow row = parsed == null ? null : reads.need(ReviewTables.CASE, parsed.seq());
        Event last = row == null ? null : reads.needEvent(row.lastEvent());
        if (last == null) {
            return null;
        }
        ReviewCase state = CaseText.read(last);
        if (!state.id().equals(id)) {
            return null;
        }
        reads.needCorrelation(state.origin().correlation());
        DueWork.need(reads, ESCALATION, id);
        DueWork.need(reads, EXPIRY, id);
        if (state.origin().resumes() != null) {
            DueWork.need(reads, state.origin().resumes(), id);
        }
        LaneState lane = LaneState.need(reads, state.place().lane());
        long seq = state.place().laneSeq();
        if (seq == 0 && lane != null) {
            seq = lane.row().firstEvent();
        }
        Event entered = seq == 0 ? null : reads.needEvent(seq);
        String target = entered == null ? null : LaneText.read(entered).escalatesTo();
        if (target != null) {
            LaneState.need(reads, target);
        }
        return state;
    }

    /** Names the rows of a lane, and of the one that it escalates to: what is opened may be changed in the same command. */
    public static void needLane(Reads reads, String lane) {
        LaneState state = LaneState.need(reads, lane);
        String target = state == null ? null : state.lane().escalatesTo();
        if (target != null) {
            LaneState.need(reads, target);
        }
    }

    /** A case that was named; null when the tenant has none of this id. */
    public static @Nullable ReviewCase find(UnitOfWork work, String id) {
        EntityId parsed = EntityId.parse(PREFIX, id)
                .filter(own -> own.tenantNo() == work.access().tenant().no())
                .orElse(null);
        CaseRow row = parsed == null ? null : work.get(ReviewTables.CASE, parsed.seq());
        if (row == null) {
            return null;
        }
        Event last = work.event(row.lastEvent());
        if (last == null) {
            throw ZentraException.of(ErrorCode.JOURNAL_DAMAGED, "the last event of a case is missing")
                    .with("seq", row.lastEvent());
        }
        ReviewCase state = CaseText.read(last);
        return state.id().equals(id) ? state : null;
    }

    /**
     * A case that was named.
     *
     * @throws ZentraException {@code unknown_case}
     */
    public static ReviewCase require(UnitOfWork work, String id) {
        ReviewCase state = find(work, id);
        if (state == null) {
            throw unknown(id);
        }
        return state;
    }

    /** The refusal of a case that is none of the tenant's. */
    public static ZentraException unknown(String id) {
        return ZentraException.of(
                ErrorCode.UNKNOWN_CASE,
                "no review case \"" + Shown.of(id) + "\" is known to this tenant: check the id",
                Map.of("case", Shown.of(id)));
    }

    /** Where a record about a case is found. */
    static Belonging belonging(UnitOfWork work, String id) {
        ReviewCase state = find(work, id);
        return state == null ? Belonging.NONE : new Belonging(id, state.origin().correlation());
    }

    /** A case with all that decides what may become of it. */
    static Situation situation(UnitOfWork work, ReviewCase state) {
        LaneState lane = LaneState.find(work, state.place().lane());
        long seq = state.place().laneSeq();
        if (seq == 0 && lane != null) {
            seq = lane.row().firstEvent();
        }
        ReviewLane entered = seq == 0 ? null : LaneState.read(work, seq);
        String target = entered == null ? null : entered.escalatesTo();
        return new Situation(
                state,
                lane,
                entered,
                target == null ? null : LaneState.find(work, target),
                work.access().actor().toString(),
                work.now());
    }

    /** Opens a case, whose lane was named, and records the event. */
    public static ReviewCase open(UnitOfWork work, ReviewDraft draft, @Nullable String resumes) {
        LaneState lane = LaneState.find(work, draft.lane());
        String id = work.newId(PREFIX);
        Change.After opened =
                opened(id, draft, resumes, lane, work.access().actor().toString(), work.now());
        ReviewCase state = opened.state();
        work.insert(ReviewTables.CASE, row(work.nextSeq(), state, work.nextSeq()));
        record(work, CaseText.OPENED, opened);
        Instant dueAt = state.place().dueAt();
        if (dueAt == null) {
            DueWork.noneYet(work, ESCALATION, id);
        } else {
            DueWork.scheduleNew(work, ESCALATION, id, dueAt);
        }
        DueWork.noneYet(work, EXPIRY, id);
        if (resumes != null) {
            DueWork.noneYet(work, resumes, id);
        }
        return state;
    }

    /** A new case, given to whose turn it is. */
    static Change.After opened(
            String id,
            ReviewDraft draft,
            @Nullable String resumes,
            @Nullable LaneState lane,
            String actor,
            Instant at) {
        List<String> makers = Stream.concat(draft.makers().stream(), Stream.of(actor))
                .distinct()
                .toList();
        String correlation = draft.correlation() == null ? id : draft.correlation();
        ReviewCase state = new ReviewCase(
                id,
                new ReviewCase.Origin(draft.kind(), draft.subject(), correlation, makers, resumes, at),
                new ReviewCase.Proposal(draft.basis(), draft.amount(), draft.details(), 1, null),
                new ReviewCase.Place(draft.lane(), 0, 0, null, null),
                new ReviewCase.Standing(ReviewStatus.OPEN, null, List.of()));
        if (lane == null) {
            return Change.After.of(state);
        }
        LaneState.Turn turn = lane.turn(state).orElse(null);
        ReviewCase placed = state.with(new ReviewCase.Place(
                draft.lane(),
                lane.row().lastEvent(),
                lane.lane().approvalsFor(draft.amount()),
                turn == null ? null : turn.person(),
                at.plus(lane.lane().dueIn())));
        return new Change.After(placed, turn == null ? null : turn.after());
    }

    /**
     * Changes a case that was named, and records the event.
     *
     * @throws ZentraException the refusal of the change
     */
    static ReviewCase change(UnitOfWork work, ReviewCase before, Change change) {
        Change.After after = change.in(situation(work, before));
        ReviewCase state = after.state();
        long no = EntityId.parse(PREFIX, state.id()).orElseThrow().seq();
        work.put(ReviewTables.CASE, row(no, state, work.nextSeq()));
        record(work, change.type(), after);
        plan(work, ESCALATION, state.id(), before.place().dueAt(), state.place().dueAt());
        plan(
                work,
                EXPIRY,
                state.id(),
                before.approvalsExpireAt().orElse(null),
                state.status().isFinal() ? null : state.approvalsExpireAt().orElse(null));
        planResumption(work, before, state);
        return state;
    }

    /** Changes what a case that was named proposes, as its actor. */
    public static ReviewCase edit(
            UnitOfWork work, String id, String basis, @Nullable Money amount, Map<String, String> details) {
        return change(work, require(work, id), new Proposing.Edit(basis, amount, Metadata.require(details)));
    }

    /** Takes a case back that was named. */
    public static ReviewCase withdraw(UnitOfWork work, String id) {
        return change(work, require(work, id), new Deciding.Withdraw());
    }

    private static void record(UnitOfWork work, String type, Change.After after) {
        LaneRow moved = after.lane();
        if (moved != null) {
            work.put(ReviewTables.LANE, moved);
        }
        ReviewCase state = after.state();
        work.record(new UnitOfWork.Draft(
                type, state.id(), state.origin().correlation(), json -> CaseText.write(json, state)));
    }

    static CaseRow row(long no, ReviewCase state, long lastEvent) {
        return new CaseRow(
                no,
                state.place().lane(),
                state.origin().subject(),
                state.status(),
                state.place().owner(),
                lastEvent);
    }

    private static void plan(
            UnitOfWork work, String kind, String id, @Nullable Instant before, @Nullable Instant after) {
        if (after == null) {
            DueWork.finish(work, kind, id);
        } else if (!after.equals(before)) {
            DueWork.schedule(work, kind, id, after);
        }
    }

    /** What waits for a case is to go on, or to end, as soon as it is decided, and not while it is open. */
    private static void planResumption(UnitOfWork work, ReviewCase before, ReviewCase after) {
        String kind = after.origin().resumes();
        if (kind != null && after.status() != before.status()) {
            boolean decided = after.status() == ReviewStatus.APPROVED || after.status() == ReviewStatus.DENIED;
            if (decided) {
                DueWork.schedule(work, kind, after.id(), work.now());
            } else {
                DueWork.finish(work, kind, after.id());
            }
        }
    }
}
