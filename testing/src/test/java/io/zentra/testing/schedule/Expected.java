package io.zentra.testing.schedule;

import io.zentra.runtime.TransferStatus;
import io.zentra.testing.schedule.ExpectedAttempt.Due;
import io.zentra.testing.schedule.Scene.Crash;
import io.zentra.testing.schedule.Scene.News;
import io.zentra.testing.schedule.Scene.Operator;
import io.zentra.testing.schedule.Scene.Rails;
import io.zentra.testing.schedule.Scene.Submitted;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What must become of a transfer, told naively from the guide: one state, what was known before a contradiction, and what is
 * known of one attempt or of two.
 */
final class Expected {
    private static final Set<TransferStatus> WITH_SOURCE = EnumSet.of(
            TransferStatus.FAILED, TransferStatus.REVERSED, TransferStatus.RETURNED, TransferStatus.CANCELLED);

    private final Scene scene;
    private final List<Object> asked = new ArrayList<>();
    private final List<ExpectedAttempt> attempts = new ArrayList<>();
    private ExpectedAttempt current = new ExpectedAttempt(false);
    private ExpectedAttempt contradicting = current;
    private News contradiction = News.NOTHING;
    private TransferStatus status = TransferStatus.PROCESSING;
    private TransferStatus before = TransferStatus.PROCESSING;
    private boolean isDying;

    Expected(Scene scene) {
        this.scene = scene;
        attempts.add(current);
    }

    /** What the steps of an order ask of a scene: those that ask the same are one. */
    static List<Object> asked(Scene scene, List<Step> order) {
        Expected expected = new Expected(scene);
        expected.asked.add(
                scene.rails().areTwo() ? 2 : scene.rails()); // what the second does is asked when it is called
        order.forEach(expected::take);
        if (expected.isDying) {
            expected.asked.add(Crash.BETWEEN);
        }
        return expected.asked;
    }

    TransferStatus status() {
        return status;
    }

    /** Where the money is: that of the state before a contradiction while persons decide. */
    TransferStatus money() {
        return status == TransferStatus.CONTRADICTED ? before : status;
    }

    /** Whether it is with the second rail. */
    boolean isElsewhere() {
        return current.isSecond();
    }

    /** The attempts that are asked about on, by their places. */
    List<Integer> underWay() {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < attempts.size(); i++) {
            if (attempts.get(i).isUnderWay()) {
                all.add(i);
            }
        }
        return all;
    }

    /** Whether a process that is to end in a step does: of due work it does when something is due. */
    boolean endsIn(Step step) {
        return switch (step) {
            case SEND, QUERY -> attempts.stream().anyMatch(each -> each.isDue(step == Step.QUERY));
            case CALLBACK_1, CALLBACK_2 -> scene.crash() != Crash.LEASED;
            case OPERATOR ->
                scene.crash() != Crash.LEASED
                        && (scene.operator() == Operator.CANCELS || status == TransferStatus.CONTRADICTED);
            case CRASH -> false;
        };
    }

    /** Takes a step, and what is done again when the process ended in it. */
    void take(Step step) {
        if (step == Step.CRASH) {
            isDying = scene.crash() != Crash.BETWEEN;
            if (!isDying) {
                asked.add(Crash.BETWEEN);
            }
            return;
        }
        boolean isCutOff = isDying && endsIn(step);
        if (isDying) {
            asked.add(isCutOff ? scene.crash() : Crash.BETWEEN);
        }
        isDying = false;
        switch (step) {
            case SEND, QUERY -> {
                asked.add(step);
                if (isCutOff) {
                    cutOff(step == Step.QUERY);
                }
                work(isCutOff || step == Step.QUERY);
            }
            case CALLBACK_1 -> callBack(attempts.get(0), scene.first());
            case CALLBACK_2 -> callBack(attempts.get(attempts.size() - 1), scene.second());
            default -> operate(scene.operator());
        }
    }

    private void callBack(ExpectedAttempt attempt, News news) {
        asked.add(List.of(attempts.indexOf(attempt), news));
        hear(attempt, news);
    }

    private void work(boolean isLater) {
        for (int i = 0; i < attempts.size(); i++) { // a failure may add one
            ExpectedAttempt each = attempts.get(i);
            if (each.isDue(isLater)) {
                run(each);
            }
        }
    }

    /** A process leased the first that was due, and got as far as the scene says. */
    private void cutOff(boolean isLater) {
        ExpectedAttempt first = attempts.stream()
                .filter(each -> each.isDue(isLater))
                .findFirst()
                .orElseThrow();
        if (scene.crash() == Crash.UNANSWERED) {
            run(first);
            return;
        }
        if (scene.crash() == Crash.UNWRITTEN && !first.isBegun()) {
            reach(first, how(first));
        }
        first.begin();
        first.plan(Due.LATER);
    }

    private Submitted how(ExpectedAttempt attempt) {
        Submitted how = attempt.isSecond() ? scene.rails().then() : scene.submitted();
        asked.add(how);
        return how;
    }

    private static void reach(ExpectedAttempt attempt, Submitted how) {
        switch (how) {
            case SUCCEEDED -> attempt.arrive(News.SUCCESS);
            case DECLINED -> attempt.arrive(News.FAILURE);
            case ACCEPTED, UNKNOWN -> attempt.arrive(News.NOTHING);
            case NOT_SENT -> {}
        }
    }

    /** The first call sends it. A later one asks, and sends again what the rail does not have; that proves nothing any more. */
    private void run(ExpectedAttempt attempt) {
        boolean isFirst = !attempt.isBegun();
        attempt.begin();
        attempt.plan(Due.LATER);
        if (attempt.isThere()) {
            hear(attempt, answer(attempt));
        } else if (status == TransferStatus.PROCESSING && attempt == current) {
            Submitted how = how(attempt);
            reach(attempt, how);
            boolean isProof = isFirst && how == Submitted.NOT_SENT;
            hear(attempt, isProof ? News.FAILURE : attempt.saidAtOnce());
        }
    }

    private News answer(ExpectedAttempt attempt) {
        if (attempt.saidAtOnce() != News.NOTHING) {
            return attempt.saidAtOnce();
        }
        asked.add(scene.answered());
        return scene.answered();
    }

    private void hear(ExpectedAttempt attempt, News news) {
        switch (news) {
            case SUCCESS -> hearOfSuccess(attempt, news);
            case SETTLEMENT -> hearOfSettlement(attempt);
            case RETURN -> hearOfReturn(attempt);
            case FAILURE -> hearOfFailure(attempt);
            case NOTHING -> {}
        }
    }

    private boolean isAwaited(ExpectedAttempt attempt) {
        return status == TransferStatus.PROCESSING && attempt == current;
    }

    private void hearOfSuccess(ExpectedAttempt attempt, News news) {
        if (attempt.hasPaid()) {
            return;
        }
        if (isAwaited(attempt) && !attempt.is(News.FAILURE)) {
            attempt.know(news);
            boolean waits = news == News.SUCCESS && scene.rails() == Rails.LATER;
            end(attempt, waits ? TransferStatus.POSTED : TransferStatus.SETTLED);
        } else {
            contradict(attempt, news);
        }
    }

    private void hearOfSettlement(ExpectedAttempt attempt) {
        if (!attempt.is(News.SUCCESS)) {
            hearOfSuccess(attempt, News.SETTLEMENT);
        } else if (status == TransferStatus.POSTED) {
            attempt.know(News.SETTLEMENT);
            end(attempt, TransferStatus.SETTLED);
        } else if (money() != TransferStatus.SETTLED) {
            contradict(attempt, News.SETTLEMENT);
        }
    }

    private void hearOfFailure(ExpectedAttempt attempt) {
        if (attempt.hasPaid()) {
            if (!attempt.is(News.RETURN)) {
                contradict(attempt, News.FAILURE);
            }
        } else if (!attempt.is(News.FAILURE) && !WITH_SOURCE.contains(status)) {
            boolean isOnlyOne = attempt == current && attempts.size() == 1;
            if (status == TransferStatus.CONTRADICTED && isOnlyOne) {
                contradict(attempt, News.FAILURE);
            } else {
                fail(attempt);
            }
        }
    }

    /** Goes over the other rail if there is one; or back, if it waits for that attempt. */
    private void fail(ExpectedAttempt attempt) {
        boolean isAwaited = isAwaited(attempt);
        attempt.know(News.FAILURE);
        attempt.plan(Due.NEVER);
        if (isAwaited && scene.rails().areTwo() && !attempt.isSecond()) {
            current = new ExpectedAttempt(true);
            attempts.add(current);
        } else if (isAwaited) {
            status = TransferStatus.FAILED;
        }
    }

    private void hearOfReturn(ExpectedAttempt attempt) {
        if (attempt.is(News.RETURN)) {
            return;
        }
        boolean isOut = status == TransferStatus.PROCESSING
                || status == TransferStatus.POSTED
                || status == TransferStatus.SETTLED;
        if (isOut && attempt == current && !attempt.is(News.FAILURE)) {
            attempt.know(News.RETURN);
            end(attempt, TransferStatus.RETURNED);
        } else {
            contradict(attempt, News.RETURN);
        }
    }

    private void contradict(ExpectedAttempt attempt, News news) {
        if (status != TransferStatus.CONTRADICTED) {
            before = status;
            end(attempt, TransferStatus.CONTRADICTED);
        }
        attempt.plan(Due.NEVER); // it has said how it ended
        contradicting = attempt;
        contradiction = news;
    }

    /** Nothing is asked any more of the attempt, nor of one that nobody has begun. */
    private void end(ExpectedAttempt attempt, TransferStatus as) {
        status = as;
        attempt.plan(Due.NEVER);
        if (!current.isBegun()) {
            current.plan(Due.NEVER);
        }
    }

    private void operate(Operator operator) {
        boolean isCancelled = operator == Operator.CANCELS;
        boolean decides = !isCancelled && status == TransferStatus.CONTRADICTED;
        asked.add(isCancelled || decides ? operator : Step.OPERATOR);
        if (isCancelled && status == TransferStatus.PROCESSING && !current.isBegun()) {
            end(current, TransferStatus.CANCELLED);
        } else if (decides) {
            if (operator == Operator.APPROVES) {
                follow();
            } else {
                uphold();
            }
            work(false);
        }
    }

    /** What was known before stands; what has failed meanwhile has failed then. */
    private void uphold() {
        status = before;
        if (status == TransferStatus.PROCESSING && current.is(News.FAILURE)) {
            status = TransferStatus.FAILED;
        } else if (status == TransferStatus.PROCESSING) {
            current.begin(); // as if it had been: nobody knows
            current.plan(Due.NOW);
        }
    }

    private void follow() {
        boolean isCurrent = contradicting == current;
        switch (contradiction) {
            case RETURN -> {
                if (isCurrent && !WITH_SOURCE.contains(before)) {
                    contradicting.know(News.RETURN);
                    end(contradicting, TransferStatus.RETURNED);
                } else {
                    uphold();
                }
            }
            case FAILURE -> {
                if (isCurrent) {
                    contradicting.know(News.FAILURE);
                    end(contradicting, back());
                } else {
                    uphold();
                }
            }
            default -> {
                contradicting.know(contradiction);
                end(contradicting, TransferStatus.SETTLED);
                current = contradicting;
            }
        }
    }

    private TransferStatus back() {
        if (before == TransferStatus.SETTLED || before == TransferStatus.POSTED) {
            return TransferStatus.REVERSED;
        }
        return before == TransferStatus.PROCESSING ? TransferStatus.FAILED : before;
    }
}
