package io.zentra.runtime.operations;

import io.zentra.core.Handle;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Permission;
import io.zentra.runtime.Transfer;
import java.time.Instant;
import java.util.Optional;

/**
 * What operators of a tenant look at. It reads, and changes nothing. Thread-safe, unless its handle was made on a connection.
 *
 * <pre>{@code
 * OperationsSnapshot now = acme.operations().snapshot();
 * now.state(TransferStatus.PROCESSING).transfers();
 * now.openReviews();
 * acme.operations().doctor().findings().forEach(finding -> alarm(finding));
 * }</pre>
 */
public final class Operations {
    private final Handle handle;
    private final Surroundings around;

    /**
     * The operations of a handle.
     *
     * @param around what the runtime knows besides the database
     */
    public Operations(Handle handle, Surroundings around) {
        this.handle = handle;
        this.around = around;
    }

    /**
     * How the tenant stands now. Its cost does not grow with what is finished: it reads one row an asset, and of what is open
     * a limited number.
     *
     * @throws ZentraException {@code permission_denied}, {@code rate_limited} or {@code storage_failed}
     */
    public OperationsSnapshot snapshot() {
        handle.require(Permission.READ);
        Instant now = around.clock().instant();
        return handle.snapshot(of -> new Looking(of, around, now).snapshot());
    }

    /**
     * What happened to one thing.
     *
     * @param id an intent, by its own id or the host's, a transfer, a payment or card, an attempt, a posting, a hold, a decision, a case or a callback, or what the host correlates by:
     *     its story is that of all events with the same correlation; without one, that of the command that made it
     * @return empty when the tenant has no events of it
     * @throws ZentraException {@code permission_denied}, {@code rate_limited}, {@code storage_failed}, or {@code
     *     event_archived} when its events lie in an archive
     */
    public Optional<Story> timeline(String id) {
        handle.require(Permission.READ);
        return handle.snapshot(of -> new Telling(of.journal(), of.tenantNo()).of(id));
    }

    /**
     * Transfers, a page of them. By state and time they are found however many there are; source, destination and rail are
     * checked of each that is so found, of 4,096 a page.
     *
     * @throws ZentraException {@code permission_denied}, {@code rate_limited} or {@code storage_failed}
     */
    public TransferPage search(TransferSearch search) {
        handle.require(Permission.READ);
        return handle.snapshot(of -> new Searching(of).page(search));
    }

    /**
     * The transfer that was created under a key; empty when none was.
     *
     * @throws ZentraException {@code invalid_key}, {@code permission_denied}, {@code rate_limited} or {@code storage_failed}
     */
    public Optional<Transfer> transferOfKey(String key) {
        handle.require(Permission.READ);
        return new Searching(handle).ofKey(IdempotencyKey.of(key));
    }

    /**
     * The transfer that a provider calls by its reference; empty when none was told, or it was told of several attempts.
     *
     * @throws ZentraException {@code permission_denied}, {@code rate_limited} or {@code storage_failed}
     */
    public Optional<Transfer> transferOfReference(String rail, String reference) {
        handle.require(Permission.READ);
        return new Searching(handle).ofReference(rail, reference);
    }

    /**
     * What needs attention now, and what to do. It looks at what is open, and at how this process fares; whether what is
     * recorded is true tells {@code verify()}.
     *
     * @throws ZentraException {@code permission_denied}, {@code rate_limited} or {@code storage_failed}
     */
    public Diagnosis doctor() {
        handle.require(Permission.READ);
        Instant now = around.clock().instant();
        return handle.snapshot(of -> new Doctor(of, around, now).diagnosis());
    }
}
