package io.zentra.runtime.internal;

import io.zentra.core.commit.Operation;
import java.util.List;

/** The runtime's operations; codes are part of stored history. */
final class Operations {
    static final Operation CREATE = new Operation(300, "transfers.create");
    static final Operation OBSERVE = new Operation(301, "transfers.observe");
    static final Operation CALLBACK = new Operation(302, "callbacks.accept");
    static final Operation ERASE = new Operation(304, "callbacks.erase");
    static final Operation OVERDUE = new Operation(306, "callbacks.overdue");
    static final Operation CLOSE = new Operation(307, "callbacks.close");
    static final Operation REFUSED = new Operation(308, "callbacks.count_refused");
    static final Operation RAIL_MISSING = new Operation(305, "transfers.rail_missing");
    static final Operation CONTROL = new Operation(310, "controlled.move");
    static final Operation RESUME = new Operation(311, "controlled.resume");
    static final Operation RESUME_TRANSFER = new Operation(312, "transfers.resume");
    static final Operation DECIDE = new Operation(313, "transfers.decide");
    static final Operation CANCEL = new Operation(314, "transfers.cancel");
    static final Operation SETTLE = new Operation(315, "transfers.settle");
    static final Operation REVERSE = new Operation(316, "transfers.reverse");
    static final Operation PUT_OFF = new Operation(320, "transfers.put_off");
    static final Operation ROUTE = new Operation(317, "transfers.route");
    static final Operation RETRY = new Operation(303, "transfers.retry");

    /** Those whose commands have keys. */
    static final List<Operation> KEYED = List.of(CREATE, CALLBACK, CONTROL, CANCEL, SETTLE, REVERSE);

    private Operations() {}
}
