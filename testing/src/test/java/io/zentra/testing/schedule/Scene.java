package io.zentra.testing.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * What each step means, whatever their order.
 *
 * @param rails which rails there are for the transfer
 * @param submitted what the first rail does with the first call
 * @param answered what a rail answers when it is asked, unless it said at once how it ended
 * @param first what the first callback says, about the first attempt
 * @param second what the second callback says, about the last attempt that there is then
 * @param operator what the operator does
 * @param crash when the process ends
 */
record Scene(Rails rails, Submitted submitted, News answered, News first, News second, Operator operator, Crash crash)
        implements BankScript {
    /** Why a rail declines what may be tried elsewhere. */
    static final String ELSEWHERE = "try elsewhere";

    /** Why it declines what may not. */
    static final String FOR_GOOD = "account closed";

    /** Which rails may take the transfer. */
    enum Rails {
        /** One that settles at once. */
        AT_ONCE(Submitted.NOT_SENT),
        /** One that settles later. */
        LATER(Submitted.NOT_SENT),
        /** Two; the second accepts. */
        THEN_ACCEPTED(Submitted.ACCEPTED),
        /** Two; the second pays. */
        THEN_SUCCEEDED(Submitted.SUCCEEDED),
        /** Two; the second declines. */
        THEN_DECLINED(Submitted.DECLINED);

        private final Submitted then;

        Rails(Submitted then) {
            this.then = then;
        }

        /** What the second rail does with the call. */
        Submitted then() {
            return then;
        }

        boolean areTwo() {
            return this != AT_ONCE && this != LATER;
        }

        /** Why a rail declines: where there are two, the other may be tried then. */
        String failure() {
            return areTwo() ? ELSEWHERE : FOR_GOOD;
        }

        List<Submitted> submitted() {
            return areTwo()
                    ? List.of(Submitted.ACCEPTED, Submitted.DECLINED, Submitted.UNKNOWN, Submitted.NOT_SENT)
                    : List.of(Submitted.values());
        }

        private List<News> first() {
            return this == LATER
                    ? List.of(News.SUCCESS, News.SETTLEMENT, News.RETURN, News.FAILURE)
                    : List.of(News.SUCCESS, News.RETURN, News.FAILURE);
        }

        private List<News> second() {
            return areTwo() ? List.of(News.SUCCESS, News.FAILURE) : first();
        }
    }

    /** What a rail or a callback says of how it ended. */
    enum News {
        SUCCESS,
        /** That the money is with the destination, from a rail that settles later. */
        SETTLEMENT,
        /** That it came back after it was paid. */
        RETURN,
        FAILURE,
        NOTHING
    }

    /** What a rail does with a call. */
    enum Submitted {
        ACCEPTED,
        SUCCEEDED,
        DECLINED,
        /** It has the transfer, and nobody learns of it. */
        UNKNOWN,
        NOT_SENT
    }

    /** What an operator does. */
    enum Operator {
        CANCELS,
        APPROVES,
        DENIES
    }

    /** When a process ends. */
    enum Crash {
        /** Between one step and the next. */
        BETWEEN,
        /** In due work that it has leased, before its call reaches the rail. */
        LEASED,
        /** In the next step, before its commit: of due work when the rail was called. */
        UNWRITTEN,
        /** In the next step, after its commit, so that nobody gets an answer. */
        UNANSWERED
    }

    /** Every scene. */
    static List<Scene> all() {
        List<Scene> all = new ArrayList<>();
        for (Rails rails : Rails.values()) {
            for (Submitted submitted : rails.submitted()) {
                for (News answered : List.of(News.SUCCESS, News.FAILURE, News.NOTHING)) {
                    all.addAll(all(rails, submitted, answered));
                }
            }
        }
        return all;
    }

    private static List<Scene> all(Rails rails, Submitted submitted, News answered) {
        List<Scene> all = new ArrayList<>();
        for (News first : rails.first()) {
            for (News second : rails.second()) {
                for (Operator operator : Operator.values()) {
                    for (Crash crash : Crash.values()) {
                        all.add(new Scene(rails, submitted, answered, first, second, operator, crash));
                    }
                }
            }
        }
        return all;
    }
}
