package io.zentra.testing.schedule;

import static io.zentra.testing.schedule.RailPaymentStep.ARRIVES;
import static io.zentra.testing.schedule.RailPaymentStep.ASKS;
import static io.zentra.testing.schedule.RailPaymentStep.CAPTURE;
import static io.zentra.testing.schedule.RailPaymentStep.CAPTURE_LAST;
import static io.zentra.testing.schedule.RailPaymentStep.CHARGE_BACK;
import static io.zentra.testing.schedule.RailPaymentStep.FAILS;
import static io.zentra.testing.schedule.RailPaymentStep.REFUND;
import static io.zentra.testing.schedule.RailPaymentStep.SEND;
import static io.zentra.testing.schedule.RailPaymentStep.SPENDS;

import io.zentra.testing.schedule.Scene.Crash;
import io.zentra.testing.schedule.Scene.News;
import io.zentra.testing.schedule.Scene.Rails;
import io.zentra.testing.schedule.Scene.Submitted;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a payment that goes over rails is when the steps begin, and what some of them mean.
 *
 * @param begins where it is
 * @param bank what the rails do
 * @param told what they call back
 * @param person what a person does
 * @param crash when the process ends
 */
record RailPaymentScene(Begins begins, Bank bank, Told told, Person person, Crash crash) {
    /** What is held at first; in minor units. */
    static final long AUTHORIZED = 60;

    /** Where it is when the steps begin. */
    enum Begins {
        /** The policy asks persons whether it may be held. */
        IN_REVIEW,
        HELD,
        /** A capture waits to be sent. */
        CAPTURING,
        /** It was accepted. */
        SENT,
        /** Two were, and nothing is held any more. */
        TWO_SENT,
        ARRIVED,
        /** What arrived was spent in part, and the destination may not owe. */
        SPENT,
        /** A policy asks persons whether a part of what arrived may go back by hand. */
        REVERSAL_ASKED,
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
                case IN_REVIEW, HELD -> List.of();
                case CAPTURING -> List.of(CAPTURE);
                case SENT -> List.of(CAPTURE, SEND);
                case TWO_SENT -> List.of(CAPTURE, CAPTURE_LAST, SEND);
                case ARRIVED -> List.of(CAPTURE, SEND, ARRIVES);
                case SPENT -> List.of(CAPTURE, SEND, ARRIVES, SPENDS);
                case REVERSAL_ASKED -> List.of(CAPTURE, SEND, ARRIVES, ASKS);
                case REFUNDING -> List.of(CAPTURE, SEND, ARRIVES, REFUND, SEND);
                case REFUND_FAILED -> List.of(CAPTURE, SEND, ARRIVES, REFUND, SEND, FAILS);
                case DISPUTED -> List.of(CAPTURE, SEND, ARRIVES, CHARGE_BACK);
            };
        }
    }

    /**
     * What the rails do, with whatever they are called for.
     *
     * @param rails which there are, and what the second does
     * @param submitted what comes of a call of the first
     * @param answered what one answers when it is asked
     */
    record Bank(Rails rails, Submitted submitted, News answered) implements BankScript {
        /** They take all, and say no more. */
        static Bank accepting(Rails rails) {
            return new Bank(rails.areTwo() ? Rails.THEN_ACCEPTED : rails, Submitted.ACCEPTED, News.NOTHING);
        }
    }

    /** What the two callbacks say: the first of the first attempt, the second of the last one that there is then. */
    record Told(Word first, Word second) {
        private static Told of(News first, News second) {
            return new Told(new Word(first, Wrong.NOTHING), new Word(second, Wrong.NOTHING));
        }
    }

    /**
     * What a callback says.
     *
     * @param news of what
     * @param wrong what of it is not as it was sent
     */
    record Word(News news, Wrong wrong) {
        boolean isWrong() {
            return wrong != Wrong.NOTHING;
        }
    }

    /** What a callback tells wrong. */
    enum Wrong {
        NOTHING,
        AMOUNT,
        ASSET
    }

    /** What a person does. */
    enum Person {
        /** Approves what is contradicted, refused by the ledger, or asked for. */
        APPROVES,
        /** Denies it. */
        DENIES,
        /** Cancels the youngest transfer. */
        CANCELS,
        /** Reverses a part of it. */
        REVERSES,
        /** Marks it as come back. */
        RETURNS;

        /** Whether it decides what waits for persons. */
        boolean decides() {
            return this == APPROVES || this == DENIES;
        }
    }

    /** All scenes over these rails. */
    static List<RailPaymentScene> all(Rails rails) {
        List<RailPaymentScene> all = new ArrayList<>();
        for (Begins begins : Begins.values()) {
            for (Submitted submitted : rails.submitted()) {
                for (News answered : List.of(News.SUCCESS, News.FAILURE, News.NOTHING)) {
                    all.addAll(all(begins, new Bank(rails, submitted, answered)));
                }
            }
        }
        return all;
    }

    private static List<RailPaymentScene> all(Begins begins, Bank bank) {
        List<RailPaymentScene> all = new ArrayList<>();
        for (Told told : told(bank.rails())) {
            for (Person person : Person.values()) {
                for (Crash crash : Crash.values()) {
                    all.add(new RailPaymentScene(begins, bank, told, person, crash));
                }
            }
        }
        return all;
    }

    /** Which callbacks come; their order is that of the steps. */
    private static List<Told> told(Rails rails) {
        return rails == Rails.LATER
                ? List.of(
                        Told.of(News.SUCCESS, News.SETTLEMENT),
                        Told.of(News.SUCCESS, News.FAILURE),
                        Told.of(News.SETTLEMENT, News.FAILURE),
                        Told.of(News.RETURN, News.SETTLEMENT),
                        Told.of(News.SUCCESS, News.RETURN),
                        new Told(new Word(News.SUCCESS, Wrong.AMOUNT), new Word(News.SETTLEMENT, Wrong.NOTHING)),
                        new Told(new Word(News.SUCCESS, Wrong.NOTHING), new Word(News.SETTLEMENT, Wrong.ASSET)),
                        new Told(new Word(News.RETURN, Wrong.AMOUNT), new Word(News.FAILURE, Wrong.ASSET)))
                : List.of(
                        Told.of(News.SUCCESS, News.SUCCESS),
                        Told.of(News.SUCCESS, News.FAILURE),
                        Told.of(News.FAILURE, News.FAILURE),
                        Told.of(News.SUCCESS, News.RETURN),
                        Told.of(News.RETURN, News.FAILURE),
                        new Told(new Word(News.SUCCESS, Wrong.AMOUNT), new Word(News.SUCCESS, Wrong.NOTHING)),
                        new Told(new Word(News.FAILURE, Wrong.NOTHING), new Word(News.SUCCESS, Wrong.ASSET)),
                        new Told(new Word(News.RETURN, Wrong.AMOUNT), new Word(News.FAILURE, Wrong.ASSET)));
    }
}
