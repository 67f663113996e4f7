package io.zentra.testing.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * What each step means, whatever their order.
 *
 * @param submitted what the rail does with the first call
 * @param answered what the rail answers when it is asked
 * @param first what the first callback says
 * @param second what the second callback says
 * @param operator what the operator does
 */
record Scene(Submitted submitted, News answered, News first, News second, Operator operator) {
    /** What a rail or a callback says of how it ended. */
    enum News {
        SUCCESS,
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

    /** Every scene in which at least one of the callbacks says something. */
    static List<Scene> all() {
        List<Scene> all = new ArrayList<>();
        for (Submitted submitted : Submitted.values()) {
            for (News answered : News.values()) {
                for (Operator operator : Operator.values()) {
                    all.add(new Scene(submitted, answered, News.SUCCESS, News.SUCCESS, operator));
                    all.add(new Scene(submitted, answered, News.SUCCESS, News.FAILURE, operator));
                    all.add(new Scene(submitted, answered, News.FAILURE, News.FAILURE, operator));
                }
            }
        }
        return all;
    }
}
