package io.zentra.testing.schedule;

import io.zentra.runtime.rail.Settles;
import java.util.ArrayList;
import java.util.List;

/**
 * What each step means, whatever their order.
 *
 * @param settles when the rail settles: what is told only of one that settles later has no place at another
 * @param submitted what the rail does with the first call
 * @param answered what the rail answers when it is asked
 * @param first what the first callback says
 * @param second what the second callback says
 * @param operator what the operator does
 */
record Scene(Settles settles, Submitted submitted, News answered, News first, News second, Operator operator) {
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

    /** Every scene in which at least one of the callbacks says something. */
    static List<Scene> all() {
        List<Scene> all = new ArrayList<>();
        for (Submitted submitted : Submitted.values()) {
            for (News answered : List.of(News.SUCCESS, News.FAILURE, News.NOTHING)) {
                for (Operator operator : Operator.values()) {
                    Scene scene = new Scene(Settles.AT_ONCE, submitted, answered, News.SUCCESS, News.SUCCESS, operator);
                    all.add(scene);
                    all.add(scene.told(News.SUCCESS, News.FAILURE));
                    all.add(scene.told(News.FAILURE, News.FAILURE));
                    all.add(scene.told(News.SUCCESS, News.RETURN));
                    all.add(scene.told(News.RETURN, News.FAILURE));
                    Scene later = scene.later();
                    all.add(later.told(News.RETURN, News.SETTLEMENT));
                    all.add(later.told(News.SUCCESS, News.SETTLEMENT));
                    all.add(later.told(News.SETTLEMENT, News.FAILURE));
                    all.add(later.told(News.SUCCESS, News.FAILURE));
                }
            }
        }
        return all;
    }

    private Scene told(News one, News other) {
        return new Scene(settles, submitted, answered, one, other, operator);
    }

    private Scene later() {
        return new Scene(Settles.LATER, submitted, answered, first, second, operator);
    }
}
