package io.zentra.runtime.internal.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Checkpoint;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.Seal;
import io.zentra.core.journal.TrustedKeys;
import io.zentra.core.journal.VerifyingKey;
import io.zentra.runtime.Evidence;
import io.zentra.runtime.ExportVerdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks an export line by line with nothing but public keys. Thread-safe. */
public final class ExportCheck {
    private final TrustedKeys trusted;
    private final KeptElsewhere elsewhere;

    /** A check by these keys. */
    public ExportCheck(TrustedKeys trusted, KeptElsewhere elsewhere) {
        this.trusted = trusted;
        this.elsewhere = elsewhere;
    }

    /** Checks what a stream gives. */
    public ExportVerdict verify(InputStream in) throws IOException {
        return new Reading(new ExportLines.Reader(in)).verdict();
    }

    /** What the header says, once its signature has been checked. */
    private record Header(ExportPeriod period, String tenant, Checkpoint checkpoint, VerifyingKey signer) {}

    /** One export as it is read. */
    private final class Reading {
        private static final int MAX_FAULTS = 100;
        private static final Set<String> HEADER =
                Set.of("checkpoint", "first", "format", "from", "last", "public_key", "tenant", "to", "v");

        private final ExportLines.Reader lines;
        private final ExportLines sealed = new ExportLines();
        private final PacketCheck packetCheck = new PacketCheck(trusted, KeptElsewhere.none());
        private final BitSet seen = new BitSet();
        private final List<String> faults = new ArrayList<>();
        private long packets;
        private long withheld;
        private long reached;

        Reading(ExportLines.Reader lines) {
            this.lines = lines;
        }

        ExportVerdict verdict() throws IOException {
            Header header = header();
            if (header == null) {
                return new ExportVerdict(faults, "", "", 0, 0, 0, 0);
            }
            elsewhere.fault(header.checkpoint(), header.tenant()).ifPresent(faults::add);
            reached = header.period().first();
            boolean isEnded = false;
            for (byte[] bytes = lines.next(); bytes != null && faults.size() < MAX_FAULTS; bytes = lines.next()) {
                ObjectNode line = PacketText.read(bytes);
                if (isEnded) {
                    fault("there is something behind the end");
                } else if (line == null) {
                    fault("it is cut off, or not in the one form of its content");
                } else if (line.has(ExportLines.END)) {
                    isEnded = true;
                    end(line, header);
                } else {
                    sealed.add(line);
                    read(line, header);
                }
            }
            if (!isEnded && faults.size() < MAX_FAULTS) {
                fault("the end is missing: the export was cut off");
            }
            ExportPeriod period = header.period();
            return new ExportVerdict(
                    faults,
                    header.tenant(),
                    period.toString(),
                    packets,
                    period.last() - period.first() + 1,
                    header.checkpoint().size(),
                    withheld);
        }

        private @Nullable Header header() throws IOException {
            byte[] bytes = lines.next();
            ObjectNode line = bytes == null ? null : PacketText.read(bytes);
            if (line == null
                    || !line.path("format").asText().equals(ExportLines.FORMAT)
                    || line.path("v").asInt() != ExportLines.VERSION) {
                fault("it is no header of an export of version " + ExportLines.VERSION);
                return null;
            }
            try {
                Members.require(line, "the header", HEADER, this::fault);
                String note = line.path("checkpoint").asText();
                String tenant = line.path("tenant").asText();
                Checkpoint checkpoint = trusted.verified(note, tenant);
                VerifyingKey signer = trusted.signerOf(note);
                if (!line.path("public_key").asText().equals(signer.toString())) {
                    fault("the header names another key than that which signed");
                }
                sealed.add(line);
                return new Header(period(line, checkpoint), tenant, checkpoint, signer);
            } catch (ZentraException invalid) {
                fault(invalid.reason());
            } catch (DateTimeException | IllegalArgumentException malformed) {
                fault("the header tells of no period");
            }
            return null;
        }

        private static ExportPeriod period(ObjectNode line, Checkpoint checkpoint) {
            long first = line.path("first").longValue();
            long last = line.path("last").longValue();
            Instant from = Instant.parse(line.path("from").asText());
            Instant to = Instant.parse(line.path("to").asText());
            if (first < 1
                    || last < first - 1
                    || last - first >= Evidence.MAX_EXPORTED_EVENTS
                    || last != checkpoint.size()
                    || !from.isBefore(to)) {
                throw new IllegalArgumentException("no period");
            }
            return new ExportPeriod(from, to, first, last);
        }

        private void read(ObjectNode line, Header header) {
            if (PacketCheck.isPacket(line)) {
                readPacket(line, header);
            } else {
                readEvent(line, header);
            }
        }

        private void readPacket(ObjectNode line, Header header) {
            packets++;
            String named = line.path("correlation").asText();
            if (!line.path("checkpoint").asText().equals(header.checkpoint().note())) {
                fault("the packet of " + named + " is under another checkpoint");
                return;
            }
            PacketCheck.Proven proven = packetCheck.prove(line);
            proven.verdict().faults().forEach(fault -> fault("the packet of " + named + ": " + fault));
            withheld += proven.verdict().withheld().size();
            ExportPeriod period = header.period();
            List<Event> within = proven.events().stream()
                    .filter(event -> event.seq() >= period.first())
                    .toList();
            if (within.isEmpty()) {
                fault("the packet of " + named + " has no event of the period");
            } else {
                come(within.get(0).seq(), period);
                within.forEach(event -> take(event, period));
            }
        }

        private void readEvent(ObjectNode line, Header header) {
            Members.require(line, "an event", Set.of("event", "path"), this::fault);
            try {
                Event event = PacketCheck.proven(line, header.checkpoint());
                if (event.correlation().isPresent()) {
                    fault("event " + event.seq() + " belongs into the packet of "
                            + event.correlation().get());
                }
                come(event.seq(), header.period());
                take(event, header.period());
            } catch (ZentraException invalid) {
                fault(invalid.reason());
            } catch (IllegalArgumentException malformed) {
                fault("the path of its event is not base 64");
            }
        }

        /** All events before one that a line begins with must have been told by then. */
        private void come(long seq, ExportPeriod period) {
            for (; reached < seq && faults.size() < MAX_FAULTS; reached++) {
                if (!seen.get((int) (reached - period.first()))) {
                    fault("event " + reached + " is left out");
                }
            }
        }

        private void take(Event event, ExportPeriod period) {
            if (event.seq() < period.first() || event.seq() > period.last()) {
                fault("event " + event.seq() + " is outside the period's events");
                return;
            }
            int place = (int) (event.seq() - period.first());
            if (seen.get(place)) {
                fault("event " + event.seq() + " is told twice");
            }
            if (!period.has(event.at())) {
                fault("event " + event.seq() + " of " + event.at() + " is outside the period");
            }
            seen.set(place);
        }

        private void end(ObjectNode line, Header header) {
            ExportPeriod period = header.period();
            come(period.last() + 1, period);
            ObjectNode expected = ExportLines.end(packets, period.last() - period.first() + 1, sealed.sha256());
            byte[] told = PacketText.bytes(expected.path(ExportLines.END));
            if (!PacketText.isCanonical(line.path(ExportLines.END), told)) {
                fault("the end is not what the lines tell: they tell " + new String(told, StandardCharsets.UTF_8));
            }
            try {
                Members.require(line, "the end", Set.of(ExportLines.END, PacketText.SEAL), this::fault);
                Seal seal = Seal.verified(line.path(PacketText.SEAL).asText(), header.signer());
                ObjectNode document = line.deepCopy();
                document.remove(PacketText.SEAL);
                if (!seal.origin().equals(header.checkpoint().origin())
                        || !seal.subject().equals(ExportLines.subject(period.first(), period.last()))
                        || !seal.covers(PacketText.bytes(document))) {
                    fault("the end is not the one that was sealed for this export");
                }
            } catch (ZentraException invalid) {
                fault(invalid.reason());
            }
        }

        private void fault(String what) {
            faults.add("line " + lines.number() + ": " + what);
        }
    }
}
