package io.zentra.policy.internal;

import io.zentra.core.commit.Operation;
import java.util.List;

/** The operations of policies; codes are part of stored history. */
public final class Operations {
    static final Operation DRAFT = new Operation(200, "policy.draft");
    static final Operation ANALYSE = new Operation(201, "policy.analyse");
    static final Operation APPROVE = new Operation(202, "policy.approve");
    static final Operation PUBLISH = new Operation(203, "policy.publish");
    static final Operation ROLL_BACK = new Operation(204, "policy.roll_back");
    static final Operation TRY = new Operation(205, "policy.try");

    /** Those whose commands have keys. */
    static final List<Operation> KEYED = List.of(DRAFT, ANALYSE, APPROVE, PUBLISH, ROLL_BACK, TRY);

    private Operations() {}
}
