package io.zentra.ledger.internal;

import io.zentra.core.commit.Operation;
import java.util.List;

/** The ledger's operations; codes are part of stored history. */
final class Operations {
    static final Operation OPEN = new Operation(100, "ledger.account.open");
    static final Operation STATUS = new Operation(101, "ledger.account.status");
    static final Operation POST = new Operation(102, "ledger.post");
    static final Operation REVERSE = new Operation(103, "ledger.reverse");
    static final Operation HOLD = new Operation(104, "ledger.hold");
    static final Operation CAPTURE = new Operation(105, "ledger.capture");
    static final Operation RELEASE = new Operation(106, "ledger.release");
    static final Operation LIMIT = new Operation(107, "ledger.account.limit");
    static final Operation INCREASE = new Operation(110, "ledger.increase");
    static final Operation EXPIRE = new Operation(111, "ledger.expire");
    static final Operation CORRECT = new Operation(112, "ledger.correct");
    static final Operation EXTEND = new Operation(113, "ledger.extend");
    static final Operation COMPOSE = new Operation(120, "ledger.compose");
    static final Operation EXCHANGE = new Operation(121, "ledger.exchange");
    static final Operation PERIOD = new Operation(130, "ledger.period");
    static final Operation BACKDATING = new Operation(131, "ledger.backdating");
    static final Operation CHART = new Operation(140, "ledger.chart");
    static final Operation FILL_SEARCH = new Operation(141, "ledger.search.fill");
    static final Operation IMPORT = new Operation(150, "ledger.import");
    static final Operation PLAN_EXPIRY = new Operation(151, "ledger.import.expiries");

    /** Those whose commands have keys. */
    static final List<Operation> KEYED = List.of(
            STATUS,
            POST,
            REVERSE,
            HOLD,
            CAPTURE,
            RELEASE,
            LIMIT,
            INCREASE,
            EXTEND,
            CORRECT,
            COMPOSE,
            EXCHANGE,
            PERIOD,
            BACKDATING,
            CHART,
            IMPORT);

    private Operations() {}
}
