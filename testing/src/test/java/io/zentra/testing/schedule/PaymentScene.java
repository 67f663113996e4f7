package io.zentra.testing.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a payment or card authorization is when the steps begin, and what some of them mean.
 *
 * @param isCard whether it is a card authorization
 * @param begins where it is
 * @param person what a person does
 * @param crash at which moment the process ends
 */
record PaymentScene(boolean isCard, Begins begins, Person person, Crash crash) {
    /** What is held at first; in minor units. */
    static final long AUTHORIZED = 60;

    /** Where it is when the steps begin. */
    enum Begins {
        HELD,
        /** The policy asks persons about it, and about each increment. */
        IN_REVIEW,
        /** Persons approved it, and the policy will ask them about an increment too; of cards only. */
        APPROVED,
        PARTLY_CAPTURED,
        /** A part was captured, and the rest let go of; of payments only, since a card that was forced is the like. */
        CAPTURED,
        DISPUTED,
        /** A scheme cleared what nobody had authorized; of cards only. */
        FORCED
    }

    /** What a person does. */
    enum Person {
        /** Approves the case that is open, if one is. */
        APPROVES,
        /** Denies it. */
        DENIES,
        /** Releases some of what is held, in the ledger, behind the payment's back. */
        RELEASES,
        /** Reverses some of what arrived, in the ledger. */
        REVERSES
    }

    /** When a process ends. */
    enum Crash {
        /** Between one step and the next. */
        BETWEEN,
        /** In the next request, before it is committed. */
        BEFORE_COMMIT,
        /** In the next request, after it is committed and before it is answered. */
        AFTER_COMMIT
    }

    static List<PaymentScene> ofPayments() {
        return all(false, List.of(Begins.HELD, Begins.PARTLY_CAPTURED, Begins.CAPTURED, Begins.DISPUTED), List.of());
    }

    static List<PaymentScene> ofCards() {
        return all(
                true,
                List.of(Begins.HELD, Begins.PARTLY_CAPTURED, Begins.DISPUTED, Begins.FORCED),
                List.of(Begins.APPROVED));
    }

    private static List<PaymentScene> all(boolean isCard, List<Begins> running, List<Begins> reviewed) {
        List<PaymentScene> all = new ArrayList<>();
        for (Crash crash : Crash.values()) {
            for (Begins begins : running) {
                all.add(new PaymentScene(isCard, begins, Person.RELEASES, crash));
                all.add(new PaymentScene(isCard, begins, Person.REVERSES, crash));
            }
            List<Begins> asked = new ArrayList<>(reviewed);
            asked.add(Begins.IN_REVIEW);
            for (Begins begins : asked) {
                all.add(new PaymentScene(isCard, begins, Person.APPROVES, crash));
                all.add(new PaymentScene(isCard, begins, Person.DENIES, crash));
            }
        }
        return all;
    }

    /** Whether the policy asks persons. */
    boolean isReviewed() {
        return begins == Begins.IN_REVIEW || begins == Begins.APPROVED;
    }

    /** The requests that lead there from what is held, or forced. */
    List<PaymentStep> before() {
        return switch (begins) {
            case HELD, IN_REVIEW, FORCED, APPROVED -> List.of();
            case PARTLY_CAPTURED -> List.of(PaymentStep.CAPTURE);
            case CAPTURED -> List.of(PaymentStep.CAPTURE, PaymentStep.VOID);
            case DISPUTED -> List.of(PaymentStep.CAPTURE, PaymentStep.CHARGE_BACK);
        };
    }
}
