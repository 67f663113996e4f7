package io.zentra.runtime.internal;

import io.zentra.core.commit.Operation;
import java.util.List;

/** The runtime's operations; codes are part of stored history. */
public final class Operations {
    public static final Operation CREATE = new Operation(300, "transfers.create");
    public static final Operation OBSERVE = new Operation(301, "transfers.observe");
    public static final Operation CALLBACK = new Operation(302, "callbacks.accept");
    public static final Operation ERASE = new Operation(304, "callbacks.erase");
    public static final Operation OVERDUE = new Operation(306, "callbacks.overdue");
    public static final Operation CLOSE = new Operation(307, "callbacks.close");
    public static final Operation REFUSED = new Operation(308, "callbacks.count_refused");
    public static final Operation RAIL_MISSING = new Operation(305, "transfers.rail_missing");
    public static final Operation CONTROL = new Operation(310, "controlled.move");
    public static final Operation RESUME = new Operation(311, "controlled.resume");
    public static final Operation RESUME_TRANSFER = new Operation(312, "transfers.resume");
    public static final Operation DECIDE = new Operation(313, "transfers.decide");
    public static final Operation CANCEL = new Operation(314, "transfers.cancel");
    public static final Operation SETTLE = new Operation(315, "transfers.settle");
    public static final Operation REVERSE = new Operation(316, "transfers.reverse");
    public static final Operation RETURN = new Operation(319, "transfers.mark_returned");
    public static final Operation PUT_OFF = new Operation(320, "transfers.put_off");
    public static final Operation ROUTE = new Operation(317, "transfers.route");
    public static final Operation SIMULATE = new Operation(318, "transfers.simulate");
    public static final Operation RESUME_REVERSAL = new Operation(324, "transfers.resume_reversal");
    public static final Operation CREATE_INTENT = new Operation(330, "intents.create");
    public static final Operation RETRY = new Operation(303, "transfers.retry");
    public static final Operation PAYMENT_AUTHORIZE = new Operation(350, "payments.authorize");
    public static final Operation PAYMENT_INCREMENT = new Operation(351, "payments.increment");
    public static final Operation PAYMENT_CAPTURE = new Operation(352, "payments.capture");
    public static final Operation PAYMENT_VOID = new Operation(353, "payments.void");
    public static final Operation PAYMENT_REFUND = new Operation(354, "payments.refund");
    public static final Operation PAYMENT_CHARGEBACK = new Operation(355, "payments.charge_back");
    public static final Operation PAYMENT_CHARGEBACK_REVERSAL = new Operation(356, "payments.reverse_chargeback");
    public static final Operation PAYMENT_FORCE = new Operation(357, "payments.force");
    public static final Operation PAYMENT_FORCE_UNKNOWN = new Operation(358, "payments.force_unknown");
    public static final Operation PAYMENT_RESUME = new Operation(359, "payments.resume");
    public static final Operation PAYMENT_EXPIRE = new Operation(360, "payments.expire");

    public static final Operation FILL_REQUESTS = new Operation(323, "requests.search.fill");
    public static final Operation LISTEN = new Operation(322, "listeners.move");
    public static final Operation EXPORT = new Operation(321, "evidence.export");

    /** Those whose commands have keys, but for payments. */
    public static final List<Operation> KEYED =
            List.of(CREATE, CREATE_INTENT, CALLBACK, CONTROL, CANCEL, SETTLE, REVERSE, RETURN);

    /** Those of payments whose commands have keys. */
    public static final List<Operation> PAYMENTS = List.of(
            PAYMENT_AUTHORIZE,
            PAYMENT_INCREMENT,
            PAYMENT_CAPTURE,
            PAYMENT_VOID,
            PAYMENT_REFUND,
            PAYMENT_CHARGEBACK,
            PAYMENT_CHARGEBACK_REVERSAL,
            PAYMENT_FORCE,
            PAYMENT_FORCE_UNKNOWN);

    private Operations() {}
}
