package io.zentra.runtime;

import io.zentra.core.Handle;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Permission;
import io.zentra.core.journal.Event;
import io.zentra.runtime.internal.callback.CallbackReading;
import io.zentra.runtime.internal.callback.EraseCallback;
import io.zentra.runtime.internal.evidence.PacketWriter;
import java.util.List;
import java.util.Optional;

/** What can be shown of a tenant's transfers. Thread-safe, unless its handle was made on a connection. */
public final class Evidence {
    private final Handle handle;
    private final Transfers transfers;

    Evidence(Handle handle, Transfers transfers) {
        this.handle = handle;
        this.transfers = transfers;
    }

    /**
     * The events of a transfer, in order: request, postings, route, callbacks, end; the first 10,000.
     *
     * @throws ZentraException {@code unknown_transfer} or {@code permission_denied}
     */
    public List<Event> timeline(String transferId) {
        return handle.journal().timeline(transfers.get(transferId).id());
    }

    /**
     * The packet of a transfer, under a checkpoint that covers all of its events so far. The same history gives the same
     * bytes.
     *
     * @throws ZentraException {@code unknown_transfer}, {@code permission_denied}, {@code signing_key_missing} when the
     *     runtime has no key, {@code connection_unfit} inside the host's transaction, or {@code journal_damaged} when
     *     something of the transfer is not stored any more
     */
    public AuditPacket packet(String transferId) {
        handle.require(Permission.EXPORT_EVIDENCE);
        return new PacketWriter(handle).write(transfers.get(transferId));
    }

    /**
     * All that is kept of a callback, to show what came, what it did, and to verify it again.
     *
     * @param eventSeq the sequence of the event {@code callback.received}
     * @return empty when that event records no callback
     * @throws ZentraException {@code permission_denied}, or {@code event_archived}
     */
    public Optional<CallbackEvidence> callback(long eventSeq) {
        handle.require(Permission.READ);
        return new CallbackReading(handle).evidence(eventSeq);
    }

    /**
     * Erases what is kept of a callback for good, because what a provider wrote may be personal. The event that records the
     * callback stays, with the body's digest and what was understood of it; another event tells who erased it.
     *
     * @param eventSeq the sequence of the event {@code callback.received}
     * @return false when it was erased before, and nothing changed
     * @throws ZentraException {@code unknown_callback} or {@code permission_denied}
     */
    public boolean eraseCallback(long eventSeq) {
        handle.require(Permission.ERASE_CALLBACKS);
        return handle.commits().run(handle.access(), new EraseCallback(eventSeq));
    }
}
