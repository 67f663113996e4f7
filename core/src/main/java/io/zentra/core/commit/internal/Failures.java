package io.zentra.core.commit.internal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Tenant;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a lane tells callers whose commands have no answer. */
final class Failures {
    private Failures() {}

    /** It never reached its commit. */
    static ZentraException notApplied(@Nullable Throwable cause) {
        return ZentraException.of(
                ErrorCode.STORAGE_FAILED,
                "the database failed before the commit, so nothing changed: try again, with the same key if it has one",
                cause);
    }

    /** Another transaction holds the tenant's head. */
    static ZentraException held(Tenant tenant, Duration waited, Throwable cause) {
        return ZentraException.of(
                        ErrorCode.STORAGE_FAILED,
                        "another transaction has held the journal of tenant " + tenant.id() + " for longer than "
                                + waited + ", so nothing changed: end the transaction of yours that has written for it,"
                                + " then try again",
                        cause)
                .with("tenant", tenant.id());
    }

    /** It may be committed or not. */
    static ZentraException unknown(@Nullable Throwable cause) {
        return ZentraException.of(
                ErrorCode.OUTCOME_UNKNOWN,
                "the outcome of the commit is not known yet: ask again with the same key to learn it; what has no key,"
                        + " look up before you send it again",
                cause);
    }

    /** Something other than the database failed before the commit. */
    static ZentraException insideBeforeCommit(@Nullable Throwable cause) {
        return ZentraException.of(
                ErrorCode.INVARIANT_BROKEN, "a batch failed inside: nothing changed; please report it", cause);
    }

    /** The lane ended before it took the command. */
    static ZentraException ended() {
        return ZentraException.of(
                ErrorCode.CLOSED,
                "the lane ended after an error before it took the command, so nothing changed: build the runtime anew");
    }
}
