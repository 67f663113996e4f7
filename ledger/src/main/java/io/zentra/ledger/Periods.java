package io.zentra.ledger;

import io.zentra.core.Handle;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Permission;
import io.zentra.ledger.internal.ChangeBackdating;
import io.zentra.ledger.internal.EffectiveInstant;
import io.zentra.ledger.internal.MovePeriod;
import io.zentra.ledger.internal.TimeTables;
import io.zentra.ledger.internal.TimeTables.TimeRuleRow;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A tenant's closed period, into which nothing can be backdated, and its rule for backdating. Thread-safe over lanes; inside
 * the host's transaction it belongs to the connection's thread.
 *
 * <pre>{@code
 * acme.periods().close(Instant.parse("2026-11-01T00:00:00Z"));   // October stays as it is
 * }</pre>
 */
public final class Periods {
    private final Handle handle;

    /** The periods of a handle's tenant. */
    public Periods(Handle handle) {
        this.handle = handle;
    }

    /**
     * Closes all time before an instant: postings effective there are declined from now on. Closing less than is closed
     * already changes nothing.
     *
     * @return before which instant all is closed
     * @throws ZentraException {@code period_not_over} for an instant after now; {@code permission_denied} without
     *     {@link Permission#CLOSE_PERIODS}
     */
    public Optional<Instant> close(Instant before) {
        handle.require(Permission.CLOSE_PERIODS);
        return handle.commits()
                .run(handle.access(), new MovePeriod(false, EffectiveInstant.micros(before)))
                .closed();
    }

    /**
     * Opens what is closed from an instant on; what lies before it stays closed. Does nothing when it is open.
     *
     * @return before which instant all is closed
     * @throws ZentraException {@code permission_denied} without {@link Permission#REOPEN_PERIODS}
     */
    public Optional<Instant> reopen(Instant from) {
        handle.require(Permission.REOPEN_PERIODS);
        return handle.commits()
                .run(handle.access(), new MovePeriod(true, EffectiveInstant.micros(from)))
                .closed();
    }

    /** Before which instant all is closed; empty when nothing is. */
    public Optional<Instant> closedBefore() {
        return rule().closed();
    }

    /**
     * Says what becomes of backdated postings that would have broken a limit in between; {@link Backdating#REJECT} at
     * first.
     *
     * @throws ZentraException {@code permission_denied} without {@link Permission#MANAGE_ACCOUNTS}
     */
    public void backdating(Backdating rule) {
        handle.require(Permission.MANAGE_ACCOUNTS);
        handle.commits().run(handle.access(), new ChangeBackdating(rule));
    }

    /** What becomes of them. */
    public Backdating backdating() {
        return rule().backdating();
    }

    private TimeRuleRow rule() {
        handle.require(Permission.READ);
        return handle.queries()
                .first(TimeTables.TIME_RULE, handle.tenantNo(), "no = 0", Map.of())
                .orElse(TimeRuleRow.FIRST);
    }
}
