package io.zentra.ledger;

import io.zentra.core.Handle;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Outcome;
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
 * acme.periods().close(Instant.parse("2026-11-01T00:00:00Z"), "close-2026-10");   // October stays as it is
 * }</pre>
 *
 * <p>Every change takes effect once per key and is recorded with it, as for {@link Accounts}: sent again late it undoes no
 * newer one.
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
     * @param before what is finer than a microsecond is cut off
     * @param key makes it take effect once
     * @return applied or replayed with the instant before which all was closed after it; declined with {@code
     *     period_not_over} for an instant after now
     * @throws ZentraException {@code permission_denied} without {@link Permission#CLOSE_PERIODS}, {@code
     *     invalid_effective_time}, {@code invalid_key}, {@code idempotency_conflict}, or why it could not run
     */
    public Outcome<Optional<Instant>> close(Instant before, String key) {
        handle.require(Permission.CLOSE_PERIODS);
        return move(false, before, key);
    }

    /**
     * Opens what is closed from an instant on; what lies before it stays closed. Does nothing when it is open.
     *
     * @param from what is finer than a microsecond is cut off
     * @param key makes it take effect once
     * @return applied or replayed with the instant before which all was closed after it; empty when nothing was
     * @throws ZentraException {@code permission_denied} without {@link Permission#REOPEN_PERIODS}, or as for {@link #close}
     */
    public Outcome<Optional<Instant>> reopen(Instant from, String key) {
        handle.require(Permission.REOPEN_PERIODS);
        return move(true, from, key);
    }

    /** Before which instant all is closed; empty when nothing is. */
    public Optional<Instant> closedBefore() {
        return rule().closed();
    }

    /**
     * Says what becomes of backdated postings that would have broken a limit in between; {@link Backdating#REJECT} at
     * first.
     *
     * @param rule what becomes of them
     * @param key makes it take effect once
     * @throws ZentraException {@code permission_denied} without {@link Permission#MANAGE_ACCOUNTS}, {@code invalid_key},
     *     {@code idempotency_conflict}, or why it could not run
     */
    public Outcome<Backdating> backdating(Backdating rule, String key) {
        handle.require(Permission.MANAGE_ACCOUNTS);
        return handle.commits().run(handle.access(), new ChangeBackdating(rule, IdempotencyKey.of(key)));
    }

    /** What becomes of them. */
    public Backdating backdating() {
        return rule().backdating();
    }

    private Outcome<Optional<Instant>> move(boolean reopens, Instant at, String key) {
        return handle.commits()
                .run(handle.access(), new MovePeriod(reopens, EffectiveInstant.micros(at), IdempotencyKey.of(key)));
    }

    private TimeRuleRow rule() {
        handle.require(Permission.READ);
        return handle.queries()
                .first(TimeTables.TIME_RULE, handle.tenantNo(), "no = 0", Map.of())
                .orElse(TimeRuleRow.FIRST);
    }
}
