package io.zentra.testing.schedule;

import static io.zentra.testing.schedule.RailPaymentStep.ARRIVES;
import static io.zentra.testing.schedule.RailPaymentStep.CAPTURE;
import static io.zentra.testing.schedule.RailPaymentStep.CAPTURE_LAST;
import static io.zentra.testing.schedule.RailPaymentStep.CHARGE_BACK;
import static io.zentra.testing.schedule.RailPaymentStep.FAILS;
import static io.zentra.testing.schedule.RailPaymentStep.REFUND;
import static io.zentra.testing.schedule.RailPaymentStep.SEND;

import io.zentra.runtime.rail.Settles;
import io.zentra.testing.schedule.PaymentScene.Crash;
import io.zentra.testing.schedule.Scene.News;
import io.zentra.testing.schedule.Scene.Submitted;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a payment that goes over rails is when the steps begin, and what some of them mean.
 *
 * @param begins where it is
 * @param bank what the rail does
 * @param told what it calls back
 * @param person what a person does
 * @param crash at which moment the process ends
 */
record RailPaymentScene(Begins begins, Bank bank, Told told, Person person, Crash crash) {
    /** What is held at first; in minor units. */
    static final long AUTHORIZED = 60;

    /** Where it is when the steps begin. */
    enum Begins {
        HELD,
        /** A capture waits to be sent. */
        CAPTURING,
        /** It was accepted. */
        SENT,
        /** Two were, and nothing is held any more. */
        TWO_SENT,
        ARRIVED,
        /** A refund of what arrived was accepted. */
        REFUNDING,
        REFUND_FAILED,
        DISPUTED;

        /** The place of the transfer that callbacks are about, from 0: the first, or the first that is a refund. */
        int watched() {
            return this == REFUNDING || this == REFUND_FAILED ? 1 : 0;
        }

        /** What leads there. */
        List<RailPaymentStep> before() {
            return switch (this) {
                case HELD -> List.of();
                case CAPTURING -> List.of(CAPTURE);
                case SENT -> List.of(CAPTURE, SEND);
                case TWO_SENT -> List.of(CAPTURE, CAPTURE_LAST, SEND);
                case ARRIVED -> List.of(CAPTURE, SEND, ARRIVES);
                case REFUNDING -> List.of(CAPTURE, SEND, ARRIVES, REFUND, SEND);
                case REFUND_FAILED -> List.of(CAPTURE, SEND, ARRIVES, REFUND, SEND, FAILS);
                case DISPUTED -> List.of(CAPTURE, SEND, ARRIVES, CHARGE_BACK);
            };
        }
    }

    /**
     * What the rail does, with whatever it is called for.
     *
     * @param submitted what comes of the call
     * @param answered what it answers when it is asked
     */
    record Bank(Submitted submitted, News answered) {
        /** It takes all, and says no more. */
        static final Bank ACCEPTING = new Bank(Submitted.ACCEPTED, News.NOTHING);

        /** What the call itself says of how it ended. */
        News said() {
            return switch (submitted) {
                case SUCCEEDED -> News.SUCCESS;
                case DECLINED, NOT_SENT -> News.FAILURE;
                case ACCEPTED, UNKNOWN -> News.NOTHING;
            };
        }
    }

    /** What the two callbacks say. */
    record Told(News first, News second) {}

    /** What a person does. */
    enum Person {
        /** Approves what is contradicted. */
        APPROVES,
        /** Denies it. */
        DENIES,
        /** Cancels the youngest transfer. */
        CANCELS,
        /** Reverses a part of it. */
        REVERSES,
        /** Marks it as come back. */
        RETURNS
    }

    /** All scenes of a rail. */
    static List<RailPaymentScene> all(Settles settles) {
        List<RailPaymentScene> all = new ArrayList<>();
        for (Begins begins : Begins.values()) {
            for (Submitted submitted : Submitted.values()) {
                for (News answered : List.of(News.SUCCESS, News.FAILURE, News.NOTHING)) {
                    all.addAll(all(begins, new Bank(submitted, answered), settles));
                }
            }
        }
        return all;
    }

    private static List<RailPaymentScene> all(Begins begins, Bank bank, Settles settles) {
        List<RailPaymentScene> all = new ArrayList<>();
        for (Told told : told(settles)) {
            for (Person person : Person.values()) {
                for (Crash crash : Crash.values()) {
                    all.add(new RailPaymentScene(begins, bank, told, person, crash));
                }
            }
        }
        return all;
    }

    /** Which callbacks come; their order is that of the steps. */
    private static List<Told> told(Settles settles) {
        return settles == Settles.LATER
                ? List.of(
                        new Told(News.SUCCESS, News.SETTLEMENT),
                        new Told(News.SUCCESS, News.FAILURE),
                        new Told(News.SETTLEMENT, News.FAILURE),
                        new Told(News.RETURN, News.SETTLEMENT),
                        new Told(News.SUCCESS, News.RETURN))
                : List.of(
                        new Told(News.SUCCESS, News.SUCCESS),
                        new Told(News.SUCCESS, News.FAILURE),
                        new Told(News.FAILURE, News.FAILURE),
                        new Told(News.SUCCESS, News.RETURN),
                        new Told(News.RETURN, News.FAILURE));
    }
}
