package io.zentra.runtime.internal.transfer;

import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ZentraException;
import io.zentra.core.time.DueWork;
import io.zentra.ledger.LedgerWork;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.internal.transfer.StateChange.Taken;
import io.zentra.runtime.internal.transfer.StateChange.Told;
import io.zentra.runtime.internal.transfer.TransferTables.AttemptOutcome;
import io.zentra.runtime.internal.transfer.TransferTables.AttemptRow;
import io.zentra.runtime.internal.transfer.TransferTables.Standing;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import io.zentra.runtime.rail.RouteDecision;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The steps of a transfer that follow from what is known of one of its attempts: money moves on or back, or stands still until
 * persons decide, and what these decide is done.
 *
 * @param work the decision that they are part of
 * @param flow how the runtime's transfers go
 * @param transfer the transfer as it is
 * @param attempt the attempt
 * @param told what the events of the steps tell besides
 */
public record Course(UnitOfWork work, Flow flow, TransferRow transfer, AttemptRow attempt, Told told) {
    private static final Duration RETRY = Duration.ofHours(1);
    private static final int SERVER_ERROR = 500;

    /** The same, telling something else. */
    Course telling(Told other) {
        return new Course(work, flow, transfer, attempt, other);
    }

    /**
     * The money is with its destination from now on, or posted; a refusal of the ledger makes it wait for a person.
     *
     * @param outcome whether it {@linkplain AttemptOutcome#SUCCEEDED may settle later} or has settled
     */
    void arrived(AttemptOutcome outcome) {
        List<String> postings = transfer.trail().postings();
        if (former() == TransferStatus.SETTLED && !postings.isEmpty()) {
            settledBy(postings.get(postings.size() - 1)); // it was there, whoever brought it
            return;
        }
        boolean settlesLater = attempt.settlesLater() && outcome == AttemptOutcome.SUCCEEDED;
        if (settlesLater && former() == TransferStatus.POSTED) { // it waits to be settled, as before
            ended(TransferEvents.POSTED, TransferStatus.POSTED, told.by(postings.get(postings.size() - 1)));
            return;
        }
        try {
            Legs legs = new Legs(work, flow, transfer);
            if (settlesLater && postings.size() == 1 && !legs.hasMoved()) {
                ended(
                        TransferEvents.POSTED,
                        TransferStatus.POSTED,
                        told.by(legs.post(attempt.rail()).id()));
                return;
            }
            String arrivedBy = legs.arrivedBy();
            settledBy(arrivedBy == null ? legs.settle(attempt.rail()).id() : arrivedBy);
        } catch (ZentraException refused) {
            waits("settlement_refused: ", refused);
        }
    }

    private void settledBy(String posting) {
        boolean isAnew =
                transfer.trail().postings().isEmpty() && transfer.trail().reversedMinor() > 0;
        Told settled = told.by(posting);
        ended(TransferEvents.SETTLED, TransferStatus.SETTLED, isAnew ? settled.reversed(0) : settled);
    }

    /** What is left of what moved is given back; when the ledger refuses that, a person has to look. */
    void goesBack(String reason) {
        Told failed = told.because(reason);
        if (transfer.trail().postings().isEmpty()) {
            stays(failed);
            return;
        }
        try {
            Legs legs = new Legs(work, flow, transfer);
            boolean hadMoved = legs.hasMoved();
            Told given = failed.by(legs.giveBack().id());
            back(hadMoved, hadMoved ? given.reversed(transfer.amount().minor()) : given);
        } catch (ZentraException refused) {
            waits("release_refused: ", refused);
        }
    }

    /** It is with its source already, and stays as it was told to be. */
    private void stays(Told tells) {
        if (former() == TransferStatus.RETURNED) {
            ended(TransferEvents.RETURNED, TransferStatus.RETURNED, tells);
        } else {
            back(former() == TransferStatus.REVERSED, tells);
        }
    }

    /** What was paid came back: what is left of all that moved is given back; when the ledger refuses, a person has to look. */
    void cameBack(String reason) {
        try {
            returned(told.because(reason));
        } catch (ZentraException refused) {
            waits("return_refused: ", refused);
        }
    }

    private void returned(Told tells) {
        if (transfer.trail().postings().isEmpty()) {
            ended(TransferEvents.RETURNED, TransferStatus.RETURNED, tells); // it is with its source already
            return;
        }
        String posting = new Legs(work, flow, transfer).giveBack().id();
        Told given = tells.by(posting).reversed(transfer.amount().minor());
        ended(TransferEvents.RETURNED, TransferStatus.RETURNED, given);
    }

    /** An operator knows that it came back, whatever the rail says; the ledger may refuse that. */
    void returnedByHand(String reason) {
        work.put(TransferTables.ATTEMPT, attempt.decided(AttemptOutcome.RETURNED));
        returned(told.because(reason)
                .taking(new Taken(attempt.id(), AttemptOutcome.RETURNED))
                .over(attempt.rail()));
    }

    /** Takes another rail, if one can take it and the reserve stands whole; answers whether it did. */
    boolean failedOver() {
        Set<String> tried = new HashSet<>(transfer.trail().tried());
        tried.add(attempt.rail());
        RouteDecision route = Routes.next(work, transfer, flow, tried);
        if (route.chosen().isEmpty() || !new Legs(work, flow, transfer).isReserved()) {
            return false;
        }
        TransferCases.withdraw(work, transfer);
        DueWork.finish(work, AttemptHandler.KIND, attempt.id());
        Sending.sendOn(work, flow, transfer, route, told);
        return true;
    }

    private void back(boolean hadMoved, Told tells) {
        if (hadMoved) {
            ended(TransferEvents.REVERSED, TransferStatus.REVERSED, tells);
        } else {
            ended(TransferEvents.FAILED, TransferStatus.FAILED, tells);
        }
    }

    /**
     * Keeps the money where it is until persons decide.
     *
     * @param reason what contradicts
     * @param approval what approving the case will do
     */
    public void contradicted(String reason, String approval) {
        long news = Objects.requireNonNull(told.source(), "a contradiction follows from an event");
        if (transfer.status() == TransferStatus.CONTRADICTED) {
            TransferRow after = transfer.with(transfer.standing().after(news));
            work.put(TransferTables.TRANSFER, after);
            TransferCases.renew(work, after, approval);
            stop(); // it has said how it ended: asked again, it would change the case under those who decide
            return;
        }
        TransferCases.withdraw(work, transfer);
        Standing next = new Standing(TransferStatus.CONTRADICTED, reason, null, transfer.status(), news);
        String caseId = TransferCases.open(work, flow, transfer, next, TransferCases.ofContradiction(next, approval));
        changed(
                TransferEvents.CONTRADICTED,
                TransferStatus.CONTRADICTED,
                told.because(reason).inCase(caseId));
        stop();
    }

    /** News came after a contradiction was decided, and contradicts too: persons decide once more. */
    void contradictedOnceMore(String approval) {
        Standing before = transfer.standing();
        Standing next =
                new Standing(TransferStatus.CONTRADICTED, before.reason(), null, before.before(), before.news());
        String caseId = TransferCases.open(work, flow, transfer, next, TransferCases.ofContradiction(next, approval));
        Told same = told.because(before.reason()).inCase(caseId).from(before.news());
        changed(TransferEvents.CONTRADICTED, TransferStatus.CONTRADICTED, same);
    }

    /** It stands still until a person looks. */
    void review(String reason, Map<String, String> choice) {
        TransferCases.withdraw(work, transfer);
        Standing next = new Standing(TransferStatus.IN_REVIEW, reason, null, null, told.source());
        String caseId = TransferCases.open(work, flow, transfer, next, choice);
        changed(
                TransferEvents.IN_REVIEW,
                TransferStatus.IN_REVIEW,
                told.because(reason).inCase(caseId));
    }

    /** What was known before the contradiction stands; what was under way is asked about on. */
    void upheld(String caseId) {
        TransferStatus before = former();
        TransferStatus after = before == TransferStatus.IN_REVIEW ? TransferStatus.PROCESSING : before;
        changed(TransferEvents.UPHELD, after, told.inCase(caseId));
        if (after == TransferStatus.PROCESSING) {
            DueWork.scheduleAgain(work, AttemptHandler.KIND, attempt.id(), work.now());
        }
    }

    /** An operator settles it, whatever the rail says; the ledger may refuse that. */
    void settled(String reason) {
        Told settled = told.because(reason)
                .taking(new Taken(attempt.id(), AttemptOutcome.SETTLED))
                .over(attempt.rail());
        work.put(TransferTables.ATTEMPT, attempt.decided(AttemptOutcome.SETTLED));
        String posting = new Legs(work, flow, transfer).settle(attempt.rail()).id();
        ended(TransferEvents.SETTLED, TransferStatus.SETTLED, settled.by(posting));
    }

    /** The rail is asked on. */
    void resumed(String caseId) {
        changed(TransferEvents.RESUMED, TransferStatus.PROCESSING, told.inCase(caseId));
    }

    /** What the ledger refused is left to be tried again, without a case. */
    void left() {
        Told same = told.because(transfer.standing().reason())
                .from(transfer.standing().news());
        changed(TransferEvents.IN_REVIEW, TransferStatus.IN_REVIEW, same);
    }

    /** What had failed is under way after all: it is reserved again, and asked about on. */
    void underWay() {
        work.put(TransferTables.ATTEMPT, attempt.decided(AttemptOutcome.ACCEPTED));
        DueWork.scheduleAgain(work, AttemptHandler.KIND, attempt.id(), work.now());
        try {
            LedgerWork.Draft reserve = new Legs(work, flow, transfer).reserve(attempt.rail(), null);
            String posting = LedgerWork.post(work, reserve).id();
            changed(TransferEvents.RESUMED, TransferStatus.PROCESSING, told.by(posting));
        } catch (ZentraException refused) {
            requireRefusal(refused);
            review("reserve_refused: " + refused.code(), TransferCases.ofSilence());
        }
    }

    /** The state, or that before the contradiction. */
    TransferStatus former() {
        return Objects.requireNonNullElse(transfer.standing().before(), transfer.status());
    }

    /** It came to an end, which closes its case. */
    private void ended(String event, TransferStatus status, Told tells) {
        TransferCases.withdraw(work, transfer);
        changed(event, status, tells);
        stop();
    }

    /** The attempt is over; one over another rail, too, as long as it was not begun. */
    private void stop() {
        DueWork.finish(work, AttemptHandler.KIND, attempt.id());
        String current = transfer.trail().attempt();
        if (current != null
                && !current.equals(attempt.id())
                && DueWork.isUntouched(work, AttemptHandler.KIND, current)) {
            DueWork.finish(work, AttemptHandler.KIND, current);
        }
    }

    private void waits(String what, ZentraException refused) {
        requireRefusal(refused);
        String reason = what + refused.code();
        boolean isSame = transfer.status() == TransferStatus.IN_REVIEW
                && reason.equals(transfer.standing().reason());
        if (told.caseId() != null || !isSame) {
            review(reason, TransferCases.ofRefusal());
        }
        DueWork.schedule(work, AttemptHandler.KIND, attempt.id(), work.now().plus(RETRY));
    }

    /** Only a refusal of the ledger makes a transfer stand still. */
    private static void requireRefusal(ZentraException refused) {
        if (refused.code().httpStatus() >= SERVER_ERROR) {
            throw refused; // not the ledger's word on this transfer
        }
    }

    /** Its state changes. */
    private void changed(String event, TransferStatus status, Told tells) {
        new StateChange(event, status, tells).record(work, transfer);
    }
}
