package io.zentra.runtime.internal.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.journal.Event;
import io.zentra.ledger.Entry;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Posting;
import io.zentra.ledger.Side;
import io.zentra.runtime.internal.payment.PaymentStory;
import io.zentra.runtime.internal.transfer.TransferEvents;
import io.zentra.runtime.internal.transfer.Transitions;
import java.math.BigInteger;
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
    private final Summaries summaries = new Summaries();
    private final List<String> faults = new ArrayList<>();
    private final List<String> withheld = new ArrayList<>();

    /** The content of a packet with its proven events; whatever they hold, it is read or is a fault. */
    public PacketContent(JsonNode packet, List<Event> events) {
        this.packet = packet;
        this.events = List.copyOf(events);
        try {
            this.events.forEach(summaries::apply);
            members();
            story();
            order();
            postings();
            amounts();
            summaries.check(packet, faults::add);
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

    /** The state of the transfer or payment; empty when the events tell of none. */
    public String status() {
        return summaries.status();
    }

    private void members() {
        Members.require(packet, "the packet", MEMBERS, Summaries.MEMBERS, faults::add);
        packet.path("events")
                .forEach(event -> Members.require(event, "an event", Set.of("event", "path"), faults::add));
        if (events.isEmpty()) {
            faults.add("the packet holds no event");
        }
    }

    /** What moves money stands in an event of its own: none of the holds and postings can be left out. */
    private void story() {
        Map<String, Event> bySubject = new HashMap<>();
        events.forEach(event -> event.subject().ifPresent(subject -> bySubject.putIfAbsent(subject, event)));
        for (Event event : events) {
            posting(event).ifPresent(posting -> require(bySubject.get(posting), LedgerWork.eventType(), posting));
            PaymentStory.named(event).forEach(id -> require(bySubject.get(id), made(id), id));
            if (event.type().equals(TransferEvents.SETTLED) && posting(event).isEmpty()) {
                faults.add("event " + event.seq() + " names no posting");
            }
            if (event.type().equals(TransferEvents.CREATED) && event.body().has("attempt")) {
                String attempt = event.body().path("attempt").asText();
                require(bySubject.get(attempt), TransferEvents.ROUTED, attempt);
            }
        }
    }

    /** The type of the event that makes a hold or a posting. */
    private static String made(String id) {
        return id.startsWith("ho_") ? "hold.placed" : LedgerWork.eventType();
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

    /** The postings that an event of a payment names come to what it is about. */
    private void amounts() {
        Map<String, Event> bySubject = new HashMap<>();
        events.stream()
                .filter(event -> event.type().equals(LedgerWork.eventType()))
                .forEach(event -> bySubject.put(event.subject().orElse(""), event));
        for (Event event : events) {
            List<Event> named = PaymentStory.named(event).stream()
                    .filter(bySubject::containsKey)
                    .map(bySubject::get)
                    .toList();
            BigInteger moved = named.stream()
                    .flatMap(posting -> LedgerWork.posting(posting).entries().stream())
                    .filter(entry -> entry.side() == Side.DEBIT)
                    .map(entry -> BigInteger.valueOf(entry.amount().minor()))
                    .reduce(BigInteger.ZERO, BigInteger::add);
            if (!named.isEmpty()
                    && !moved.equals(event.body().path("amount_minor").bigIntegerValue())) {
                faults.add("the postings of event " + event.seq() + " do not come to its amount");
            }
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
}
