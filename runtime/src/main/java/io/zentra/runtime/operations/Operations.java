package io.zentra.runtime.operations;

import io.zentra.core.Handle;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Permission;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.internal.search.RequestTerms;
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
     * Transfers, a page of them. By state, time, source, destination and metadata they are found however many there are; the
     * rail is checked of each that is so found. A page looks at about 4,096 at most, and leads on also when few are on it.
     *
     * <p>A search by source, destination or metadata first takes up to about 8,000 new events into its index, in short
     * commits; what is behind that it checks one by one. Inside the host's transaction the index is left as it is.
     *
     * @throws ZentraException {@code permission_denied}, {@code rate_limited}, {@code storage_failed}, or {@code
     *     event_archived} when metadata is asked for and the request of one that would be on the page lies in an archive
     */
    public TransferPage search(TransferSearch search) {
        handle.require(Permission.READ);
        if (Searching.ends(search).isSaid()) {
            RequestTerms.prepare(handle);
        }
        return handle.snapshot(of -> new Searching(of).page(search));
    }

    /**
     * Takes all events that searches of transfers, payments and cards by account or metadata have yet to take into their
     * index, in short commits, and returns how many there were. Call it from a schedule where much is created and seldom
     * searched; inside the host's transaction it holds the tenant's lock.
     *
     * @throws ZentraException {@code permission_denied}, {@code rate_limited} or {@code storage_failed}
     */
    public long prepareSearch() {
        handle.require(Permission.READ);
        return RequestTerms.INDEX.fill(handle, Long.MAX_VALUE);
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
