package io.zentra.core.review;

import io.zentra.core.commit.Commits;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ZentraException;
import io.zentra.core.money.Money;
import io.zentra.core.review.internal.Cases;
import io.zentra.core.review.internal.ResumeCase;
import io.zentra.core.review.internal.TimedChanges;
import io.zentra.core.time.DueWork;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Review cases inside another module's command: they are opened, and their approvals used, in that command's decision and
 * commit, and by its thread.
 *
 * <p>A command that must wait opens a case and names a kind of due work. When the case is approved or denied, a piece of that
 * work with the case's id as its subject falls due in the same commit. The module's handler runs a command that makes the
 * decision again and calls {@link #resume}, which tells it to go on, to end, or to wait for another decision of the case.
 */
public final class ReviewWork {
    private ReviewWork() {}

    /** What runs the work of cases that falls due: escalation, and the expiry of approvals. */
    public static Map<String, DueWork.Handler> handlers(Commits commits) {
        return TimedChanges.handlers(commits);
    }

    /** Names the rows of a lane in which a case is to be opened; its correlation is the command's to name. */
    public static void needLane(Reads reads, String lane) {
        Cases.needLane(reads, lane);
    }

    /**
     * Opens a case in a lane that was named, and records the event. In a lane that is not set it waits until the lane is.
     *
     * @param resumes the kind of due work that goes on or ends when the case is decided; null for none
     */
    public static ReviewCase open(UnitOfWork work, ReviewDraft draft, @Nullable String resumes) {
        return Cases.open(work, draft, resumes);
    }

    /** Names the rows of a case. Answers it when they are there. */
    public static @Nullable ReviewCase need(Reads reads, String caseId) {
        return Cases.need(reads, caseId);
    }

    /** A case that was named; null when the tenant has none of this id. */
    public static @Nullable ReviewCase find(UnitOfWork work, String caseId) {
        return Cases.find(work, caseId);
    }

    /**
     * Asks whether what waits for a case may go on, once the case was named. What was granted is not granted again; what
     * it says, but for waiting and for what was used before, is an event.
     *
     * @param basis the SHA-256 of the decision as it comes out now, in 64 small hexadecimal digits
     * @param amount its amount; null for none
     * @throws ZentraException {@code unknown_case} or {@code invalid_review}
     */
    public static Resumption resume(UnitOfWork work, String caseId, String basis, @Nullable Money amount) {
        return ResumeCase.resume(work, caseId, ReviewDraft.requireBasis(basis), amount);
    }

    /**
     * Tells that the actor of the command changed what a case proposes: what was approved before counts no longer, and the
     * actor may not approve it.
     *
     * @throws ZentraException {@code unknown_case}, {@code case_not_open} or {@code invalid_review}
     */
    public static ReviewCase edit(
            UnitOfWork work, String caseId, String basis, @Nullable Money amount, Map<String, String> details) {
        return Cases.edit(work, caseId, ReviewDraft.requireBasis(basis), amount, details);
    }

    /**
     * Takes a case back that is needed no longer.
     *
     * @throws ZentraException {@code unknown_case} or {@code case_not_open}
     */
    public static ReviewCase withdraw(UnitOfWork work, String caseId) {
        return Cases.withdraw(work, caseId);
    }
}
