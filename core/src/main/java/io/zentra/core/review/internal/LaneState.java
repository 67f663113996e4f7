package io.zentra.core.review.internal;

import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Event;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.review.internal.ReviewTables.LaneRow;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A lane as it is set now.
 *
 * @param row whose turn it is, and which events set it
 * @param lane what the last of them says
 */
record LaneState(LaneRow row, ReviewLane lane) {
    /** Somebody whose turn it is, and the lane's row behind it. */
    record Turn(String person, LaneRow after) {}

    /** Names the rows of a lane; answers it when they are there. */
    static @Nullable LaneState need(Reads reads, String name) {
        LaneRow row = reads.need(ReviewTables.LANE, name);
        Event last = row == null ? null : reads.needEvent(row.lastEvent());
        return row == null || last == null ? null : new LaneState(row, LaneText.read(last));
    }

    /** A lane that was named; null when it is not set. */
    static @Nullable LaneState find(UnitOfWork work, String name) {
        LaneRow row = work.get(ReviewTables.LANE, name);
        return row == null ? null : new LaneState(row, read(work, row.lastEvent()));
    }

    /** What an event that was named set. */
    static ReviewLane read(UnitOfWork work, long seq) {
        Event event = work.event(seq);
        if (event == null) {
            throw ZentraException.of(ErrorCode.JOURNAL_DAMAGED, "an event that set a lane is missing")
                    .with("seq", seq);
        }
        return LaneText.read(event);
    }

    static ZentraException unknown(String name) {
        return ZentraException.of(
                ErrorCode.UNKNOWN_LANE,
                "no lane \"" + Shown.of(name) + "\" was set for this tenant: set it first",
                Map.of("lane", Shown.of(name)));
    }

    /** The next of the rota who may decide a case; empty when there is nobody. */
    Optional<Turn> turn(ReviewCase state) {
        int people = lane.rota().size();
        for (int i = 0; i < people; i++) {
            int turn = (row.turn() + i) % people;
            String person = lane.rota().get(turn);
            if (!state.isOwn(person)) {
                return Optional.of(new Turn(person, row.at((turn + 1) % people)));
            }
        }
        return Optional.empty();
    }
}
