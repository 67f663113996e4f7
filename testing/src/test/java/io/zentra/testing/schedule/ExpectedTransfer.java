package io.zentra.testing.schedule;

import io.zentra.runtime.TransferStatus;
import io.zentra.testing.schedule.ExpectedAttempt.Due;
import io.zentra.testing.schedule.Scene.Crash;
import io.zentra.testing.schedule.Scene.News;
import io.zentra.testing.schedule.Scene.Submitted;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * What must become of a transfer, told naively from the guide: one state, what was known before a contradiction, where the
 * money is, and what is known of one attempt or of two.
 */
final class ExpectedTransfer {
    private static final Set<TransferStatus> WITH_SOURCE = EnumSet.of(
            TransferStatus.FAILED, TransferStatus.REVERSED, TransferStatus.RETURNED, TransferStatus.CANCELLED);

    private final Way way;
    private final Listener listener;
    private final List<ExpectedAttempt> attempts = new ArrayList<>();
    private ExpectedAttempt current;
    private ExpectedAttempt contradicting;
    private News contradiction = News.NOTHING;
    private TransferStatus status = TransferStatus.PROCESSING;
    private TransferStatus before = TransferStatus.PROCESSING;
    private TransferStatus money = TransferStatus.PROCESSING;
    private boolean hasCase;
    private long asked;
    private long back;

    /** Where its money is. */
    enum Place {
        ON_ITS_WAY,
        THERE,
        AT_ITS_SOURCE
    }

    /**
     * How it goes.
     *
     * @param minor how much, in minor units
     * @param settlesLater whether its rail does
     * @param mayGoOn whether another rail may take what the first has not moved
     * @param givesBack whether the destination has so much to give back
     * @param givesAgain whether the source has it to give again
     */
    record Way(long minor, boolean settlesLater, boolean mayGoOn, LongPredicate givesBack, LongPredicate givesAgain) {}

    /** Who is told of what happens to it. */
    interface Listener {
        /** A word about an attempt. */
        void heard(int attempt, News news, boolean isWrong, boolean contradicts);

        /** Something else that decides what becomes of it. */
        void happened(String what);

        /** Nobody. */
        Listener NONE = new Listener() {
            @Override
            public void heard(int attempt, News news, boolean isWrong, boolean contradicts) {}

            @Override
            public void happened(String what) {}
        };
    }

    ExpectedTransfer(Way way, boolean bySecond, Listener listener) {
        this.way = way;
        this.listener = listener;
        this.current = new ExpectedAttempt(bySecond);
        this.contradicting = current;
        attempts.add(current);
    }

    /** Its first rail, as its route chose it; nobody has called that yet. */
    void goesFirst(boolean bySecond) {
        current = new ExpectedAttempt(bySecond);
        contradicting = current;
        attempts.set(0, current);
    }

    TransferStatus status() {
        return status;
    }

    long minor() {
        return way.minor();
    }

    /** What of it was given back since it arrived. */
    long back() {
        return back;
    }

    /** Where the money is, in the words of a state: that before persons had to look while they do. */
    TransferStatus money() {
        return money;
    }

    Place place() {
        return switch (money) {
            case PROCESSING, POSTED -> Place.ON_ITS_WAY;
            case SETTLED -> Place.THERE;
            default -> Place.AT_ITS_SOURCE;
        };
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

    int attempts() {
        return attempts.size();
    }

    /** Whether due work calls a rail for it. */
    boolean calls(boolean isLater) {
        return attempts.stream().anyMatch(each -> each.isDue(isLater) && !isRefused(each));
    }

    /** The place of the first attempt for which it does. */
    int firstCalled(boolean isLater) {
        return attempts.indexOf(attempts.stream()
                .filter(each -> each.isDue(isLater))
                .findFirst()
                .orElseThrow());
    }

    /** Whether persons can decide something about it. */
    boolean isToDecide() {
        return status == TransferStatus.CONTRADICTED || hasCase || asked > 0;
    }

    /** What is planned is due now. */
    void timePasses() {
        attempts.forEach(ExpectedAttempt::timePasses);
    }

    /** What is due is done; of what is due a little later, too. */
    void work(BankScript bank, boolean isLater) {
        for (int i = 0; i < attempts.size(); i++) { // a failure may add one
            ExpectedAttempt each = attempts.get(i);
            if (each.isDue(isLater)) {
                run(each, bank);
            }
        }
    }

    /** A process leased an attempt, and got as far as is said. */
    void cutOff(int place, BankScript bank, Crash crash) {
        ExpectedAttempt first = attempts.get(place);
        if (crash == Crash.UNANSWERED) {
            run(first, bank);
            return;
        }
        if (crash == Crash.UNWRITTEN && !first.isBegun()) {
            reach(first, bank.submitted(first.isSecond()));
        }
        first.begin();
        first.plan(Due.LATER);
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
    private void run(ExpectedAttempt attempt, BankScript bank) {
        if (isRefused(attempt)) {
            tryAgain();
            return;
        }
        boolean isFirst = !attempt.isBegun();
        attempt.begin();
        attempt.plan(Due.LATER);
        if (attempt.isThere()) {
            News said = attempt.saidAtOnce();
            hear(attempt, said == News.NOTHING ? bank.answered() : said, false);
        } else if (isAwaited(attempt)) {
            Submitted how = bank.submitted(attempt.isSecond());
            reach(attempt, how);
            boolean isProof = isFirst && how == Submitted.NOT_SENT;
            hear(attempt, isProof ? News.FAILURE : attempt.saidAtOnce(), false);
        }
    }

    /** Something is said of an attempt; wrong when it is of another amount or asset. */
    void hear(int place, News news, boolean isWrong) {
        hear(attempts.get(place), news, isWrong);
    }

    private void hear(ExpectedAttempt attempt, News news, boolean isWrong) {
        if (news == News.NOTHING) {
            return;
        }
        boolean contradicts = isWrong || contradicts(attempt, news);
        listener.heard(attempts.indexOf(attempt), news, isWrong, contradicts);
        if (contradicts) {
            contradict(attempt, news);
            return;
        }
        switch (news) {
            case SUCCESS -> hearOfSuccess(attempt, news);
            case SETTLEMENT -> hearOfSettlement(attempt);
            case RETURN -> hearOfReturn(attempt);
            default -> hearOfFailure(attempt);
        }
    }

    private boolean contradicts(ExpectedAttempt attempt, News news) {
        return switch (news) {
            case SUCCESS -> contradictsAsSuccess(attempt);
            case SETTLEMENT -> attempt.is(News.SUCCESS) ? isNotAwaited(attempt) : contradictsAsSuccess(attempt);
            case RETURN -> !attempt.is(News.RETURN) && !mayComeBack(attempt);
            default -> contradictsAsFailure(attempt);
        };
    }

    private boolean contradictsAsSuccess(ExpectedAttempt attempt) {
        return !attempt.hasPaid() && !(isAwaited(attempt) && !attempt.is(News.FAILURE));
    }

    /** Whether nobody waits for it to settle, and it has not. */
    private boolean isNotAwaited(ExpectedAttempt attempt) {
        TransferStatus former = status == TransferStatus.CONTRADICTED ? before : status;
        return former != TransferStatus.SETTLED
                && attempt == current
                && status != TransferStatus.POSTED
                && !isAwaited(attempt);
    }

    private boolean mayComeBack(ExpectedAttempt attempt) {
        boolean isOut = isOpen() || status == TransferStatus.POSTED || status == TransferStatus.SETTLED;
        return isOut && back == 0 && attempt == current && !attempt.is(News.FAILURE);
    }

    private boolean contradictsAsFailure(ExpectedAttempt attempt) {
        if (attempt.hasPaid()) {
            return !attempt.is(News.RETURN);
        }
        boolean isOnlyOne = attempt == current && attempts.size() == 1;
        return !attempt.is(News.FAILURE) && status == TransferStatus.CONTRADICTED && isOnlyOne;
    }

    private boolean isOpen() {
        return status == TransferStatus.PROCESSING || status == TransferStatus.IN_REVIEW;
    }

    private boolean isAwaited(ExpectedAttempt attempt) {
        return isOpen() && attempt == current;
    }

    /** Whether the ledger refused what was said of it, so that it is tried again. */
    private boolean isRefused(ExpectedAttempt attempt) {
        return status == TransferStatus.IN_REVIEW && attempt == current;
    }

    private void hearOfSuccess(ExpectedAttempt attempt, News news) {
        if (!attempt.hasPaid()) {
            attempt.know(news);
            arrive(attempt, false);
        } else if (isRefused(attempt) && !attempt.is(News.RETURN)) {
            tryAgain();
        }
    }

    private void hearOfSettlement(ExpectedAttempt attempt) {
        boolean isAwaited = status == TransferStatus.POSTED || isAwaited(attempt);
        if (!attempt.is(News.SUCCESS)) {
            hearOfSuccess(attempt, News.SETTLEMENT);
        } else if (isAwaited && attempt == current) {
            attempt.know(News.SETTLEMENT);
            arrive(attempt, false);
        }
    }

    private void hearOfReturn(ExpectedAttempt attempt) {
        if (!attempt.is(News.RETURN) || isRefused(attempt)) {
            attempt.know(News.RETURN);
            giveBack(attempt, TransferStatus.RETURNED, false);
        }
    }

    private void hearOfFailure(ExpectedAttempt attempt) {
        if (attempt.is(News.FAILURE)) {
            if (isRefused(attempt)) {
                tryAgain();
            }
        } else if (!attempt.hasPaid() && !WITH_SOURCE.contains(status)) {
            fail(attempt);
        }
    }

    /** Goes over the other rail if there is one; or back, if it waits for that attempt. */
    private void fail(ExpectedAttempt attempt) {
        boolean isAwaited = isAwaited(attempt);
        attempt.know(News.FAILURE);
        attempt.plan(Due.NEVER);
        if (isAwaited && way.mayGoOn() && attempts.size() == 1) {
            current = new ExpectedAttempt(!attempt.isSecond());
            attempts.add(current);
        } else if (isAwaited) {
            become(TransferStatus.FAILED);
        }
    }

    private void contradict(ExpectedAttempt attempt, News news) {
        if (status != TransferStatus.CONTRADICTED) {
            before = status;
            stop(attempt);
        }
        status = TransferStatus.CONTRADICTED;
        hasCase = false;
        asked = 0;
        attempt.plan(Due.NEVER); // it has said how it ended
        contradicting = attempt;
        contradiction = news;
    }

    /** It is with its destination, or waits to be settled; what had gone back is taken from its source again. */
    private void arrive(ExpectedAttempt attempt, boolean isDecided) {
        boolean waits = way.settlesLater() && attempt.is(News.SUCCESS);
        if (waits && place() == Place.ON_ITS_WAY) {
            end(attempt, TransferStatus.POSTED);
        } else if (place() != Place.AT_ITS_SOURCE || way.givesAgain().test(minor())) {
            end(attempt, TransferStatus.SETTLED);
        } else {
            refuse(attempt, isDecided);
        }
    }

    private void giveBack(ExpectedAttempt attempt, TransferStatus as, boolean isDecided) {
        if (place() != Place.THERE || way.givesBack().test(minor() - back)) {
            end(attempt, as);
        } else {
            refuse(attempt, isDecided);
        }
    }

    /** The ledger does not let it move: persons look, and it is tried every hour. */
    private void refuse(ExpectedAttempt attempt, boolean isDecided) {
        hasCase = isDecided || status != TransferStatus.IN_REVIEW || hasCase;
        status = TransferStatus.IN_REVIEW;
        asked = 0;
        attempt.plan(Due.IN_AN_HOUR);
        listener.happened("refused");
    }

    private void tryAgain() {
        tryAgain(false);
    }

    private void tryAgain(boolean isDecided) {
        listener.happened("tried again");
        if (current.is(News.RETURN)) {
            giveBack(current, TransferStatus.RETURNED, isDecided);
        } else if (current.is(News.FAILURE)) {
            giveBack(current, failed(), isDecided);
        } else {
            arrive(current, isDecided);
        }
    }

    /** Nothing is asked any more of the attempt, nor of one that nobody has begun. */
    private void end(ExpectedAttempt attempt, TransferStatus as) {
        become(as);
        stop(attempt);
    }

    private void stop(ExpectedAttempt attempt) {
        attempt.plan(Due.NEVER);
        if (!current.isBegun()) {
            current.plan(Due.NEVER);
        }
    }

    private void become(TransferStatus next) {
        if (WITH_SOURCE.contains(next)) {
            back = minor();
        } else if (place() == Place.AT_ITS_SOURCE) {
            back = 0;
        }
        status = next;
        money = next;
        hasCase = false;
        asked = 0;
    }

    /** Takes it back, unless it may have been sent. */
    boolean cancel() {
        if (status != TransferStatus.PROCESSING || current.isBegun()) {
            return false;
        }
        end(current, TransferStatus.CANCELLED);
        listener.happened("cancelled");
        return true;
    }

    /** What of it can be given back by hand. */
    long left() {
        return status == TransferStatus.SETTLED && asked == 0 ? minor() - back : 0;
    }

    /** Gives a part of it back by hand. */
    void giveBack(long part) {
        back += part;
        if (back == minor()) {
            become(TransferStatus.REVERSED);
        }
    }

    /** An operator asks whether a part may go back. */
    void ask(long part) {
        asked = part;
    }

    /** What an operator asked for, and waits for a person; 0 for nothing. */
    long asked() {
        return asked;
    }

    /** A person marks it as come back. */
    void returnByHand() {
        current.know(News.RETURN);
        end(current, TransferStatus.RETURNED);
    }

    /** Persons decide what is contradicted, refused by the ledger, or asked for; due work follows. */
    void decide(boolean isApproved) {
        if (!isToDecide()) {
            return;
        }
        listener.happened(isApproved ? "approved" : "denied");
        if (asked > 0) {
            long part = asked;
            asked = 0;
            if (isApproved && way.givesBack().test(part)) {
                giveBack(part);
            }
        } else if (status == TransferStatus.CONTRADICTED) {
            if (isApproved) {
                follow();
            } else {
                uphold();
            }
        } else if (isApproved) {
            tryAgain(true);
        } else {
            hasCase = false;
        }
    }

    /** What was known before stands; what has failed meanwhile has failed then. */
    private void uphold() {
        status = before;
        if (status == TransferStatus.IN_REVIEW) {
            tryAgain(true);
        } else if (status == TransferStatus.PROCESSING && current.is(News.FAILURE)) {
            become(TransferStatus.FAILED);
        } else if (status == TransferStatus.PROCESSING) {
            current.begin(); // as if it had been: nobody knows
            current.plan(Due.NOW);
        }
    }

    private void follow() {
        boolean isCurrent = contradicting == current;
        switch (contradiction) {
            case RETURN -> {
                if (isCurrent && place() != Place.AT_ITS_SOURCE) {
                    contradicting.know(News.RETURN);
                    giveBack(contradicting, TransferStatus.RETURNED, true);
                } else {
                    uphold();
                }
            }
            case FAILURE -> {
                if (isCurrent) {
                    contradicting.know(News.FAILURE);
                    giveBack(contradicting, failed(), true);
                } else {
                    uphold();
                }
            }
            default -> {
                contradicting.know(contradiction);
                current = contradicting;
                arrive(contradicting, true);
            }
        }
    }

    /** What it is when it goes back, or is back already. */
    private TransferStatus failed() {
        return switch (money) {
            case SETTLED, POSTED, REVERSED -> TransferStatus.REVERSED;
            case RETURNED -> TransferStatus.RETURNED;
            default -> TransferStatus.FAILED;
        };
    }
}
