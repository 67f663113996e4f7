package io.zentra.core.review.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.review.internal.ReviewTables.LaneRow;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sets a lane, new or known. Cases that lie in it keep what it said when they came, but for people who were taken off. */
public record SetLane(ReviewLane lane, IdempotencyKey key) implements Command.Keyed<ReviewLane> {
    /** How many times a case may escalate, from any lane on. */
    private static final int MAX_ESCALATIONS = 3;

    @Override
    public Operation operation() {
        return Operations.LANE;
    }

    @Override
    public void request(CanonicalJson json) {
        LaneText.write(json, lane);
    }

    @Override
    public void reads(Reads reads) {
        LaneState.need(reads, lane.name());
        String next = lane.escalatesTo();
        for (int i = 0; next != null && i < MAX_ESCALATIONS; i++) {
            LaneState state = LaneState.need(reads, next);
            next = state == null ? null : state.lane().escalatesTo();
        }
    }

    @Override
    public ReviewLane decide(UnitOfWork work) {
        requireEnd(work);
        LaneState before = LaneState.find(work, lane.name());
        LaneRow row = row(before, lane, work.nextSeq());
        work.record(new UnitOfWork.Draft(LaneText.SET, lane.name(), null, json -> LaneText.write(json, lane)));
        work.put(ReviewTables.LANE, row);
        return lane;
    }

    @Override
    public ReviewLane replayed(Event first) {
        return LaneText.read(first);
    }

    /** The row of a lane that an event sets; whose turn it is stays as it was while the rota does. */
    static LaneRow row(@Nullable LaneState before, ReviewLane lane, long seq) {
        if (before == null) {
            return new LaneRow(lane.name(), seq, seq, 0);
        }
        boolean same = before.lane().rota().equals(lane.rota());
        return new LaneRow(
                lane.name(), before.row().firstEvent(), seq, same ? before.row().turn() : 0);
    }

    private void requireEnd(UnitOfWork work) {
        String next = lane.escalatesTo();
        for (int i = 0; next != null; i++) {
            if (i == MAX_ESCALATIONS || next.equals(lane.name())) {
                throw ZentraException.of(
                        ErrorCode.INVALID_LANE,
                        "cases of the lane " + lane.name() + " would escalate in a circle, or more than "
                                + MAX_ESCALATIONS + " times: name another lane to escalate to, or none",
                        Map.of("lane", lane.name()));
            }
            LaneState state = LaneState.find(work, next);
            if (state == null) {
                throw LaneState.unknown(next);
            }
            next = state.lane().escalatesTo();
        }
    }
}
