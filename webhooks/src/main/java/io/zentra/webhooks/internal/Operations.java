package io.zentra.webhooks.internal;

import io.zentra.core.commit.Operation;
import java.util.List;

/** The operations of webhooks; codes are part of stored history. */
final class Operations {
    static final Operation REGISTER = new Operation(400, "webhooks.endpoint.register");
    static final Operation CHANGE = new Operation(401, "webhooks.endpoint.change");
    static final Operation MOVE = new Operation(402, "webhooks.endpoint.move");
    static final Operation ROTATE = new Operation(403, "webhooks.endpoint.rotate");
    static final Operation TEST = new Operation(404, "webhooks.test");
    static final Operation REPLAY = new Operation(405, "webhooks.replay");
    static final Operation FAN_OUT = new Operation(410, "webhooks.fan_out");
    static final Operation BEGIN_TURN = new Operation(411, "webhooks.turn.begin");
    static final Operation RECORD = new Operation(412, "webhooks.attempts");
    static final Operation END_TURN = new Operation(413, "webhooks.turn.end");
    static final Operation REWRAP = new Operation(414, "webhooks.rewrap");

    static final Operation DIGEST_KEY = new Operation(415, "webhooks.digest_key");

    static final Operation PRUNE = new Operation(416, "webhooks.prune");
    static final Operation LATER = new Operation(417, "webhooks.later");

    /** Those whose commands have keys. */
    static final List<Operation> KEYED = List.of(REGISTER, CHANGE, MOVE, ROTATE, TEST, REPLAY);

    private Operations() {}
}
