package io.zentra.runtime.internal.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.ledger.Entry;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Posting;
import io.zentra.ledger.Side;
import io.zentra.runtime.internal.callback.EraseCallback;
import io.zentra.runtime.internal.callback.KeptMessage;
import io.zentra.runtime.internal.transfer.TransferEvents;
import io.zentra.runtime.internal.transfer.TransferStory;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import io.zentra.runtime.internal.transfer.Transitions;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a packet says beyond its proven events, compared with what these events tell. */
public final class PacketContent {
    /** The value of the member {@code format}. */
    public static final String FORMAT = "zentra.packet";

    /** The value of the member {@code v}. */
    public static final int VERSION = 1;

    private static final Set<String> MEMBERS =
            Set.of("callbacks", "checkpoint", "events", "format", "public_key", "seal", "tenant", "transfer", "v");

    private final JsonNode packet;
    private final List<Event> events;
    private final TransferStory story = new TransferStory();
    private final List<String> faults = new ArrayList<>();

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
            callbacks();
        } catch (RuntimeException unreadable) { // a signer of a later version may tell what this one has no word for
            faults.add("the events cannot be read by this version: " + unreadable.getMessage());
        }
    }

    /** What is wrong; empty when nothing is. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    /** The transfer's id; empty when the events tell of none. */
    public String transferId() {
        TransferRow row = story.row();
        return row == null ? "" : row.id();
    }

    /** The transfer's state; empty when the events tell of none. */
    public String status() {
        TransferRow row = story.row();
        return row == null ? "" : row.status().code();
    }

    /** Nothing may stand in a packet that was not checked. */
    private void members() {
        requireMembers(packet, "the packet", MEMBERS);
        packet.path("events").forEach(event -> requireMembers(event, "an event", Set.of("event", "path")));
        packet.path("callbacks")
                .forEach(callback -> requireMembers(
                        callback,
                        "a callback",
                        callback.has("erased") ? Set.of("seq", "erased") : Set.of("body", "envelope", "seq")));
    }

    private void requireMembers(JsonNode object, String what, Set<String> expected) {
        Set<String> names = new HashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        if (!names.equals(expected)) {
            faults.add(what + " has the members " + new TreeSet<>(names) + ", not " + new TreeSet<>(expected));
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
            if (!event.correlation().orElse("").equals(transferId())) {
                faults.add("event " + event.seq() + " is not of transfer " + transferId());
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
            faults.add("no event tells of a transfer");
            return;
        }
        byte[] told = CanonicalJson.bytes(out -> PacketWriter.view(out, row));
        if (!packet.path("transfer").toString().equals(new String(told, StandardCharsets.UTF_8))) {
            faults.add(
                    "the summary is not what the events tell: they tell " + new String(told, StandardCharsets.UTF_8));
        }
    }

    /** The callback that an event records or applies, by the event that records it. */
    static Optional<Long> callback(Event event) {
        return switch (event.type()) {
            case TransferEvents.CALLED_BACK -> Optional.of(event.seq());
            case TransferEvents.APPLIED ->
                Optional.of(event.body().path("callback").longValue());
            default -> Optional.empty();
        };
    }

    /** The callback of which an event tells that it was erased: by that event, or before it was applied. */
    static Optional<Long> erased(Event event) {
        if (event.type().equals(TransferEvents.ERASED)) {
            return Optional.of(EraseCallback.erased(event));
        }
        return event.type().equals(TransferEvents.APPLIED)
                        && event.body().path("erased").booleanValue()
                ? callback(event)
                : Optional.empty();
    }

    private void callbacks() {
        Map<Long, String> digests = new HashMap<>();
        Set<Long> erased = new HashSet<>();
        for (Event event : events) {
            callback(event)
                    .ifPresent(seq ->
                            digests.put(seq, event.body().path("kept_sha256").asText()));
            erased(event).ifPresent(erased::add);
        }
        for (JsonNode callback : packet.path("callbacks")) {
            long seq = callback.path("seq").longValue();
            String expected = digests.remove(seq);
            boolean sound = callback.has("erased")
                    ? callback.path("erased").booleanValue() && erased.contains(seq)
                    : digest(callback).equals(expected);
            if (expected == null || !sound) {
                faults.add("the callback of event " + seq + " is not the one that came, and no event tells that it was"
                        + " erased");
            }
        }
        digests.keySet().forEach(seq -> faults.add("the callback of event " + seq + " is left out"));
    }

    private static String digest(JsonNode callback) {
        try {
            return KeptMessage.digest(
                    Base64.getDecoder().decode(callback.path("body").asText()),
                    Base64.getDecoder().decode(callback.path("envelope").asText()));
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }
}
