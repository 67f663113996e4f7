package io.zentra.ledger.internal;

import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The effective time of one posting. Without a given one it is the recorded time, which is never before another: then
 * nothing is looked at.
 */
final class EffectiveTime {
    private EffectiveTime() {}

    /**
     * The effective time of a posting that is being decided.
     *
     * @throws ZentraException {@code effective_in_future} or {@code period_closed}
     */
    static Instant of(UnitOfWork work, @Nullable Instant given) {
        if (given == null) {
            return work.now();
        }
        requirePast(work, given);
        requireOpen(work, given);
        return given;
    }

    private static void requirePast(UnitOfWork work, Instant given) {
        if (given.isAfter(work.now())) {
            throw ZentraException.of(
                    ErrorCode.EFFECTIVE_IN_FUTURE,
                    "the effective time " + given + " is after now, " + work.now() + ": post it when it takes effect",
                    Map.of("effective_at", given.toString(), "now", work.now().toString()));
        }
    }

    private static void requireOpen(UnitOfWork work, Instant given) {
        Instant closed = ChangeBackdating.rule(work).closed().orElse(Instant.MIN);
        if (given.isBefore(closed)) {
            throw ZentraException.of(
                    ErrorCode.PERIOD_CLOSED,
                    "the effective time " + given + " lies in the closed period before " + closed
                            + ": give a later one, or have the period reopened",
                    Map.of("effective_at", given.toString(), "closed_before", closed.toString()));
        }
    }
}
