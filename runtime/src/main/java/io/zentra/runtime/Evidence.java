package io.zentra.runtime;

import io.zentra.core.Handle;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Permission;
import io.zentra.core.journal.Event;
import io.zentra.runtime.internal.callback.CallbackReading;
import io.zentra.runtime.internal.callback.EraseCallback;
import io.zentra.runtime.internal.evidence.ExportPeriod;
import io.zentra.runtime.internal.evidence.ExportWriter;
import io.zentra.runtime.internal.evidence.PacketSubject;
import io.zentra.runtime.internal.evidence.PacketWriter;
import io.zentra.runtime.internal.evidence.WholeFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What can be shown of what happened to a tenant. Thread-safe, unless its handle was made on a connection.
 *
 * <pre>{@code
 * AuditPacket packet = acme.evidence().packet(transfer.id());
 * ExportReceipt receipt = acme.evidence().export(from, to, Path.of("acme-2026-10.ndjson"));
 * }</pre>
 */
public final class Evidence {
    /** The most events of a period that is exported. */
    public static final long MAX_EXPORTED_EVENTS = 10_000_000;

    private final Handle handle;

    Evidence(Handle handle) {
        this.handle = handle;
    }

    /**
     * The events of a transfer, payment, intent or order, in time: request, decision, postings, route, callbacks, reviews, end; the
     * first 10,000.
     *
     * @param id its id, of an intent also the host's own, or that of something that belongs to it, such as a posting, a decision
     *     or a case
     * @throws ZentraException {@code unknown_transfer}, {@code unknown_payment}, {@code unknown_correlation} or {@code permission_denied}
     */
    public List<Event> timeline(String id) {
        handle.require(Permission.READ);
        return handle.journal().timeline(new PacketSubject(handle).correlation(id));
    }

    /**
     * The packet of a transfer, payment, intent or order, under a checkpoint that covers all of its events so far. The same history
     * gives the same bytes, but for deliveries, which go on beside the journal.
     *
     * @param id its id, of an intent also the host's own, or that of something that belongs to it, such as a posting, a decision
     *     or a case
     * @throws ZentraException {@code unknown_transfer}, {@code unknown_payment}, {@code unknown_correlation}, {@code permission_denied}, {@code
     *     signing_key_missing} when the runtime has no key, {@code connection_unfit} inside the host's transaction, {@code
     *     list_too_long} beyond 50,000 events, {@code event_archived}, or {@code journal_damaged} when something that
     *     belongs into it is not stored any more
     */
    public AuditPacket packet(String id) {
        handle.require(Permission.EXPORT_EVIDENCE);
        handle.require(Permission.READ);
        String correlation = new PacketSubject(handle).correlation(id);
        return new PacketWriter(handle, handle.journal().checkpoint()).write(correlation);
    }

    /**
     * Writes all evidence of a period: the packet of every transfer, payment, intent and order of which something happened in it, as
     * of its end, and every event that belongs to none. Lines of JSON; the last one seals that these are all. Before the
     * first byte leaves an event tells who exports what, and after the last one another tells its digest.
     *
     * @param from the begin of the period
     * @param to its end, which is not part of it; when it is yet to come, the export ends with what has happened
     * @param out where to; it is flushed and not closed
     * @param withheld what is not given out
     * @throws ZentraException {@code permission_denied} without {@link Permission#EXPORT_EVIDENCE} and {@link
     *     Permission#READ}; {@code invalid_period} when it ends before it begins or has more than {@value
     *     #MAX_EXPORTED_EVENTS} events; {@code signing_key_missing}; {@code connection_unfit} inside the host's transaction;
     *     {@code file_failed} when it cannot be written; and as {@link #packet}
     */
    public ExportReceipt export(Instant from, Instant to, OutputStream out, PacketPart... withheld) {
        handle.require(Permission.EXPORT_EVIDENCE);
        handle.require(Permission.READ);
        ExportPeriod period = ExportPeriod.of(from, to, handle.journal());
        try {
            return new ExportWriter(handle, period, Set.of(withheld)).write(out);
        } catch (IOException e) {
            throw ZentraException.of(
                    ErrorCode.FILE_FAILED, "the export could not be written to its end: see where it goes to", e);
        }
    }

    /**
     * The same to a file, over what is there, which has all of it or is as it was.
     *
     * @throws ZentraException as above
     */
    public ExportReceipt export(Instant from, Instant to, Path file, PacketPart... withheld) {
        return WholeFile.write(file, out -> export(from, to, out, withheld));
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
