package io.zentra.testing.schedule;

import java.util.EnumSet;
import java.util.Set;

/** One thing that happens to a payment that goes over rails; each amount is in minor units. */
enum RailPaymentStep {
    /** A part of what is held is captured, and its transfer waits to be sent. */
    CAPTURE(20),
    /** A last part is, and the rest is let go of. */
    CAPTURE_LAST(25),
    /** All that is held is let go of. */
    VOID(0),
    /** A part of what arrived is to go back over the rail. */
    REFUND(15),
    /** A part of what arrived is disputed, as a person enters it. */
    CHARGE_BACK(10),
    /** So much of a dispute is won. */
    WIN(10),
    /** Due work runs: what was not sent yet is submitted. */
    SEND(0),
    /** Time passes, and due work runs: the rail is asked. */
    QUERY(0),
    /** The first callback comes about the transfer that the scene watches. */
    CALLBACK_1(0),
    /** The second callback comes about it. */
    CALLBACK_2(0),
    /** The first callback comes about the youngest transfer. */
    CALLBACK_LAST(0),
    /** The destination spends some of what it has; what it has spent so it gets back. */
    SPENDS(12),
    /** A person does what the scene says. */
    PERSON(0),
    /** The time of what is held is over; nobody has worked that off yet. */
    TIME_PASSES(0),
    /** The process ends, as the scene says, and another begins on the same database. */
    CRASH(0),
    /** The youngest transfer arrives; before the orders begin only. */
    ARRIVES(0),
    /** The youngest transfer fails; before the orders begin only. */
    FAILS(0),
    /** An operator asks whether a part of the youngest transfer may go back; before the orders begin only. */
    ASKS(6);

    private static final Set<RailPaymentStep> SENT = EnumSet.of(CAPTURE, CAPTURE_LAST, VOID, REFUND, CHARGE_BACK, WIN);

    private final long minor;

    RailPaymentStep(long minor) {
        this.minor = minor;
    }

    /** About how much it is; 0 when it names no amount. */
    long minor() {
        return minor;
    }

    /** Whether it is a request with a key. */
    boolean isSent() {
        return SENT.contains(this);
    }

    /** All that is put in order. */
    static Set<RailPaymentStep> all() {
        return EnumSet.complementOf(EnumSet.of(ARRIVES, FAILS, ASKS));
    }

    /** What can happen to one transfer of it. */
    static Set<RailPaymentStep> ofOneTransfer() {
        return EnumSet.of(SEND, QUERY, CALLBACK_1, CALLBACK_2, PERSON, CRASH);
    }
}
