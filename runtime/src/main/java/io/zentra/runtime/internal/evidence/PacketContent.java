package io.zentra.runtime.internal.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.ledger.Entry;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Posting;
import io.zentra.ledger.Side;
import io.zentra.runtime.internal.transfer.TransferEvents;
import io.zentra.runtime.internal.transfer.TransferStory;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import io.zentra.runtime.internal.transfer.Transitions;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a packet says beyond its proven events, compared with what these events tell. */
public final class PacketContent {
    /** The value of the member {@code format}. */
    public static final String FORMAT = "zentra.packet";

    /** The value of the member {@code v}. */
    public static final int VERSION = 1;

    static final String TRANSFER = "transfer";

    private static final Set<String> MEMBERS = Set.of(
            "callbacks",
            "checkpoint",
            "correlation",
            "deliveries",
            "events",
            "format",
            "notes",
            "public_key",
            "seal",
            "tenant",
            "v");

    private final JsonNode packet;
    private final List<Event> events;
    private final TransferStory story = new TransferStory();
    private final List<String> faults = new ArrayList<>();
    private final List<String> withheld = new ArrayList<>();

    /** The content of a packet with its proven events; whatever they hold, it is read or is a fault. */
    public PacketContent(JsonNode packet, List<Event> events) {
        this.packet = packet;
        this.events = List.copyOf(events);
        try {
            this.events.forEach(story::apply);
            members();
            story();
            order();
            postings();
            summary();
            for (KeptTexts part : KeptTexts.values()) {
                part.check(packet, this.events, faults::add, withheld::add);
            }
            new DeliveryContent(packet, this.events, faults::add, withheld::add).check();
        } catch (RuntimeException unreadable) { // a signer of a later version may tell what this one has no word for
            faults.add("the events cannot be read by this version: " + unreadable.getMessage());
        }
    }

    /** What is wrong; empty when nothing is. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    /** What is not shown though it was kept. */
    public List<String> withheld() {
        return List.copyOf(withheld);
    }

    /** The id of what all events belong to. */
    public String correlation() {
        return packet.path("correlation").asText();
    }

    /** The transfer's state; empty when the events tell of none. */
    public String status() {
        TransferRow row = story.row();
        return row == null ? "" : row.status().code();
    }

    private void members() {
        Members.require(packet, "the packet", MEMBERS, Set.of(TRANSFER), faults::add);
        packet.path("events")
                .forEach(event -> Members.require(event, "an event", Set.of("event", "path"), faults::add));
        if (events.isEmpty()) {
            faults.add("the packet holds no event");
        }
    }

    /** What moves a transfer's money stands in an event of its own: none of the postings can be left out. */
    private void story() {
        Map<String, Event> bySubject = new HashMap<>();
        events.forEach(event -> event.subject().ifPresent(subject -> bySubject.putIfAbsent(subject, event)));
        for (Event event : events) {
            posting(event).ifPresent(posting -> require(bySubject.get(posting), LedgerWork.eventType(), posting));
            if (event.type().equals(TransferEvents.SETTLED) && posting(event).isEmpty()) {
                faults.add("event " + event.seq() + " names no posting");
            }
            if (event.type().equals(TransferEvents.CREATED) && event.body().has("attempt")) {
                String attempt = event.body().path("attempt").asText();
                require(bySubject.get(attempt), TransferEvents.ROUTED, attempt);
            }
        }
    }

    /** The posting that an event of the transfer names as its own. */
    private static Optional<String> posting(Event event) {
        String member = event.type().equals(TransferEvents.CREATED) ? "reserve_posting" : "posting";
        return event.type().equals(TransferEvents.CREATED) || Transitions.has(event.type())
                ? Optional.ofNullable(event.body().path(member).textValue())
                : Optional.empty();
    }

    private void require(@Nullable Event event, String type, String subject) {
        if (event == null
                || !event.type().equals(type)
                || !event.subject().orElse("").equals(subject)) {
            faults.add("the event " + type + " of " + subject + " is left out");
        }
    }

    private void order() {
        long last = 0;
        for (Event event : events) {
            long previous = event.previous().orElse(0);
            if (event.seq() <= last) {
                faults.add("event " + event.seq() + " is out of order");
            } else if (previous != last) {
                faults.add("event " + previous + ", which event " + event.seq() + " names before it, is left out");
            }
            if (!event.tenant().equals(packet.path("tenant").asText())) {
                faults.add("event " + event.seq() + " is of tenant " + event.tenant());
            }
            if (!event.correlation().orElse("").equals(correlation())) {
                faults.add("event " + event.seq() + " is not of " + correlation());
            }
            last = event.seq();
        }
    }

    private void postings() {
        for (Event event : events) {
            if (event.type().equals(LedgerWork.eventType())) {
                Posting posting = LedgerWork.posting(event);
                Map<String, BigInteger> sums = new HashMap<>();
                for (Entry entry : posting.entries()) {
                    BigInteger minor = BigInteger.valueOf(entry.amount().minor());
                    sums.merge(
                            entry.amount().asset().toString(),
                            entry.side() == Side.DEBIT ? minor : minor.negate(),
                            BigInteger::add);
                }
                if (sums.values().stream().anyMatch(sum -> sum.signum() != 0)) {
                    faults.add("the posting of event " + event.seq() + " does not balance");
                }
            }
        }
    }

    private void summary() {
        TransferRow row = story.row();
        if (row == null) {
            if (packet.has(TRANSFER)) {
                faults.add("no event tells of a transfer");
            }
            return;
        }
        byte[] told = summary(row);
        if (!packet.path(TRANSFER).toString().equals(new String(told, StandardCharsets.UTF_8))) {
            faults.add(
                    "the summary is not what the events tell: they tell " + new String(told, StandardCharsets.UTF_8));
        }
    }

    /** The transfer as the events tell it. */
    static byte[] summary(TransferRow row) {
        return CanonicalJson.bytes(out -> out.beginObject()
                .member("amount_minor", row.amount().minor())
                .optionalMember("attempt", row.trail().attempt())
                .optionalMember("case", row.standing().caseId())
                .member("currency", row.amount().asset().toString())
                .member("destination", row.order().destination())
                .member("id", row.id())
                .optionalMember("rail", row.trail().rail())
                .optionalMember("reason", row.standing().reason())
                .member("reversed_minor", row.trail().reversedMinor())
                .member("source", row.order().source())
                .member("status", row.status().code())
                .endObject());
    }
}
