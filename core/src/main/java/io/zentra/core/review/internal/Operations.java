package io.zentra.core.review.internal;

import io.zentra.core.commit.Operation;
import java.util.List;

/** The operations of reviews; codes are part of stored history. */
final class Operations {
    static final Operation LANE = new Operation(20, "review.lane");
    static final Operation OPEN = new Operation(21, "review.open");
    static final Operation CLAIM = new Operation(22, "review.claim");
    static final Operation ASSIGN = new Operation(23, "review.assign");
    static final Operation ROTATE = new Operation(24, "review.rotate");
    static final Operation RELEASE = new Operation(25, "review.release");
    static final Operation NOTE = new Operation(26, "review.note");
    static final Operation EDIT = new Operation(27, "review.edit");
    static final Operation APPROVE = new Operation(28, "review.approve");
    static final Operation DENY = new Operation(29, "review.deny");
    static final Operation REOPEN = new Operation(30, "review.reopen");
    static final Operation RESUME = new Operation(31, "review.resume");
    static final Operation WITHDRAW = new Operation(32, "review.withdraw");
    static final Operation ESCALATE = new Operation(33, "review.escalate");
    static final Operation EXPIRE = new Operation(34, "review.expire");
    static final Operation ERASE = new Operation(35, "review.note.erase");

    /** Those whose commands have keys. */
    static final List<Operation> KEYED =
            List.of(LANE, OPEN, CLAIM, ASSIGN, ROTATE, RELEASE, NOTE, EDIT, APPROVE, DENY, REOPEN, RESUME, WITHDRAW);

    private Operations() {}
}
