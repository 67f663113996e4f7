package io.zentra.testing.schedule;

import java.util.EnumSet;
import java.util.Set;

/** One thing that happens to a payment or to a card authorization; each amount is in minor units. */
enum PaymentStep {
    /** More is asked for; of cards only. */
    INCREMENT(40),
    /** A part of what is held is captured; of a card it is cleared. */
    CAPTURE(30),
    /** Another part is. */
    CAPTURE_MORE(20),
    /** A last part is, and the rest is let go of. */
    CAPTURE_LAST(25),
    /** A part of what is held is let go of. */
    RELEASE(10),
    /** All that is held is let go of. */
    VOID(0),
    /** More is cleared than there may be; of cards only. */
    FORCE(60),
    /** A part of what arrived is given back. */
    REFUND(15),
    /** A part of what arrived is disputed. */
    CHARGE_BACK(20),
    /** The dispute is won. */
    WIN(20),
    /** The time of what is held is over; nobody has worked that off yet. */
    TIME_PASSES(0),
    /** What is due is done. */
    WORK(0),
    /** A person does what the scene says. */
    PERSON(0),
    /** The process ends, as the scene says, and another begins on the same database. */
    CRASH(0);

    /** What a host or a scheme may do to a payment: it sends it under a key. */
    private static final Set<PaymentStep> NOT_SENT = EnumSet.of(TIME_PASSES, WORK, PERSON, CRASH);

    private final long minor;

    PaymentStep(long minor) {
        this.minor = minor;
    }

    /** About how much it is; 0 when it names no amount. */
    long minor() {
        return minor;
    }

    /** Whether it is a request with a key. */
    boolean isSent() {
        return !NOT_SENT.contains(this);
    }

    /** What can happen to a payment. */
    static Set<PaymentStep> ofPayments() {
        return EnumSet.complementOf(EnumSet.of(INCREMENT, FORCE));
    }

    /** What can happen to a card authorization; one clearing in part is as good as two. */
    static Set<PaymentStep> ofCards() {
        return EnumSet.complementOf(EnumSet.of(CAPTURE_MORE));
    }
}
