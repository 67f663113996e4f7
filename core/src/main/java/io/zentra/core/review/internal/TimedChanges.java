package io.zentra.core.review.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Commits;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewStatus;
import io.zentra.core.time.DueWork;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What becomes of cases by time alone. */
public final class TimedChanges {
    private TimedChanges() {}

    /** What works it off. */
    public static Map<String, DueWork.Handler> handlers(Commits commits) {
        return Map.of(
                Cases.ESCALATION, (access, item) -> commits.begin(access, new Escalation(item)),
                Cases.EXPIRY, (access, item) -> commits.begin(access, new Expiry(item)));
    }

    /** What becomes of a case at an instant. Answers whether it did. */
    private interface ByTime extends Command<Boolean> {
        DueWork.Item item();

        /** When it is due; null for never. */
        @Nullable
        Instant dueAt(ReviewCase state);

        void change(UnitOfWork work, ReviewCase state);

        @Override
        default void reads(Reads reads) {
            Cases.need(reads, item().subject());
            DueWork.need(reads, item().kind(), item().subject());
        }

        @Override
        default Boolean decide(UnitOfWork work) {
            if (!DueWork.isHeld(work, item())) {
                return false;
            }
            ReviewCase state = Cases.find(work, item().subject());
            if (state == null || !isDue(work, item(), dueAt(state))) {
                return false;
            }
            change(work, state);
            return true;
        }
    }

    /** Moves a case that was open too long to the next lane, or says that it is overdue. */
    record Escalation(DueWork.Item item) implements ByTime {
        @Override
        public Operation operation() {
            return Operations.ESCALATE;
        }

        @Override
        public @Nullable Instant dueAt(ReviewCase state) {
            return state.status() == ReviewStatus.OPEN ? state.place().dueAt() : null;
        }

        @Override
        public void change(UnitOfWork work, ReviewCase state) {
            Situation situation = Cases.situation(work, state);
            if (situation.target() != null) {
                Cases.change(work, state, new Passing.Escalate());
            } else {
                Cases.change(work, state, new Passing.Overdue());
                DueWork.finish(work, item.kind(), item.subject());
            }
        }
    }

    /** Drops approvals whose time is over. */
    record Expiry(DueWork.Item item) implements ByTime {
        @Override
        public Operation operation() {
            return Operations.EXPIRE;
        }

        @Override
        public @Nullable Instant dueAt(ReviewCase state) {
            return state.status().isFinal() ? null : state.approvalsExpireAt().orElse(null);
        }

        @Override
        public void change(UnitOfWork work, ReviewCase state) {
            Cases.change(work, state, new Passing.Lapse());
        }
    }

    /** Work that is planned for never ends, and that for later goes back. */
    private static boolean isDue(UnitOfWork work, DueWork.Item item, @Nullable Instant dueAt) {
        if (dueAt == null) {
            DueWork.finish(work, item.kind(), item.subject());
            return false;
        }
        if (dueAt.isAfter(work.now())) {
            DueWork.reschedule(work, item, dueAt);
            return false;
        }
        return true;
    }
}
