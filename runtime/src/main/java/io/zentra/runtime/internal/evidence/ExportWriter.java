package io.zentra.runtime.internal.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zentra.core.Handle;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Checkpoint;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.Journal;
import io.zentra.runtime.ExportReceipt;
import io.zentra.runtime.PacketPart;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;

/** Writes the evidence of a period line by line; in memory are a page of events and one packet. */
public final class ExportWriter {
    private static final int PAGE = 500;

    private final Handle handle;
    private final Journal journal;
    private final ExportPeriod period;
    private final Set<PacketPart> withheld;
    private final ExportLines lines = new ExportLines();
    private long packets;

    /** A writer for the handle's tenant, which withholds these parts. */
    public ExportWriter(Handle handle, ExportPeriod period, Set<PacketPart> withheld) {
        this.handle = handle;
        this.journal = handle.journal();
        this.period = period;
        this.withheld = Set.copyOf(withheld);
    }

    /** Writes the whole export; once. The stream is flushed, and not closed. */
    public ExportReceipt write(OutputStream to) throws IOException {
        Checkpoint checkpoint = journal.checkpoint(period.last());
        long begun = handle.commits().run(handle.access(), new RecordExport.Begun(period, withheld));
        OutputStream out = new BufferedOutputStream(to);
        String tenant = handle.access().tenant().id().value();
        line(
                out,
                ExportLines.header(
                        period, checkpoint, tenant, journal.verifyingKey().toString()));
        if (period.first() <= period.last()) {
            writeEvents(out, new PacketWriter(handle, checkpoint));
        }
        String sha256 = end(out);
        out.flush();
        long done = handle.ownCommits().run(handle.access(), new RecordExport.Done(begun, period, packets, sha256));
        return new ExportReceipt(period.first(), period.last(), packets, sha256, done);
    }

    private void writeEvents(OutputStream out, PacketWriter writer) throws IOException {
        for (long last = period.first() - 1; last < period.last(); ) {
            List<Event> page = journal.after(last, (int) Math.min(PAGE, period.last() - last));
            if (page.isEmpty() || page.get(0).seq() != last + 1) {
                throw ZentraException.of(
                        ErrorCode.JOURNAL_DAMAGED,
                        "event " + (last + 1) + " is missing: run verify() to find the extent");
            }
            for (Event event : page) {
                write(out, writer, event);
                last = event.seq();
            }
        }
    }

    /** What belongs together is told where it is first met. */
    private void write(OutputStream out, PacketWriter writer, Event event) throws IOException {
        if (event.correlation().isEmpty()) {
            line(out, writer.proven(event));
        } else if (event.previous().orElse(0) < period.first()) {
            ObjectNode packet = writer.packet(event.correlation().get());
            PacketRedaction.redact(packet, withheld);
            line(out, packet);
            packets++;
        }
    }

    private void line(OutputStream out, ObjectNode line) throws IOException {
        lines.add(line);
        out.write(PacketText.bytes(line));
        out.write('\n');
    }

    private String end(OutputStream out) throws IOException {
        String sha256 = lines.sha256();
        ObjectNode end = ExportLines.end(packets, period.last() - period.first() + 1, sha256);
        String subject = ExportLines.subject(period.first(), period.last());
        end.put(PacketText.SEAL, journal.seal(subject, PacketText.bytes(end)).note());
        out.write(PacketText.bytes(end));
        out.write('\n');
        return sha256;
    }
}
