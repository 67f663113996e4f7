package io.zentra.runtime.internal.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zentra.core.journal.Event;
import io.zentra.core.review.NoteText;
import io.zentra.runtime.internal.callback.CallbackTables.CallbackRow;
import io.zentra.runtime.internal.callback.EraseCallback;
import io.zentra.runtime.internal.callback.KeptMessage;
import io.zentra.runtime.internal.transfer.TransferEvents;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is kept beside the journal and can be erased there: callbacks and notes. An event has the digest of each, so that
 * what is shown is proven by it, and another event tells of an erasure. What is withheld needs no proof.
 */
enum KeptTexts {
    /** Messages of providers, by the events that record them. */
    CALLBACKS("callbacks", "callback") {
        @Override
        Set<String> members() {
            return Set.of("body", "envelope", "seq");
        }

        @Override
        OptionalLong toldBy(Event event) {
            return switch (event.type()) {
                case TransferEvents.CALLED_BACK -> OptionalLong.of(event.seq());
                case TransferEvents.APPLIED ->
                    OptionalLong.of(event.body().path("callback").longValue());
                default -> OptionalLong.empty();
            };
        }

        @Override
        OptionalLong erasedBy(Event event) {
            if (event.type().equals(TransferEvents.ERASED)) {
                return OptionalLong.of(EraseCallback.erased(event));
            }
            return event.type().equals(TransferEvents.APPLIED)
                            && event.body().path("erased").booleanValue()
                    ? toldBy(event)
                    : OptionalLong.empty();
        }

        @Override
        boolean isToldBy(Event event, JsonNode shown) {
            byte[] body = decoded(shown, "body");
            byte[] envelope = decoded(shown, "envelope");
            return body != null
                    && envelope != null
                    && hasNoZero(envelope)
                    && KeptMessage.digest(body, envelope)
                            .equals(event.body().path("kept_sha256").asText());
        }
    },

    /** Notes on review cases, by the events that record them. */
    NOTES("notes", "note") {
        @Override
        Set<String> members() {
            return Set.of("salt", "seq", "text");
        }

        @Override
        OptionalLong toldBy(Event event) {
            return NoteText.isNote(event) ? OptionalLong.of(event.seq()) : OptionalLong.empty();
        }

        @Override
        OptionalLong erasedBy(Event event) {
            return NoteText.erasedBy(event);
        }

        @Override
        boolean isToldBy(Event event, JsonNode shown) {
            String salt = shown.path("salt").textValue();
            String text = shown.path("text").textValue();
            return salt != null
                    && text != null
                    && SALT.matcher(salt).matches()
                    && new NoteText(salt, text).isToldBy(event);
        }
    };

    /** Of a fixed length, so that no letter of a note can be taken for one of its salt. */
    private static final Pattern SALT = Pattern.compile("[0-9a-f]{32}");

    static final String ERASED = "erased";
    static final String REDACTED = "redacted";

    private final String member;
    private final String word;

    KeptTexts(String member, String word) {
        this.member = member;
        this.word = word;
    }

    /** The members of one that is shown. */
    abstract Set<String> members();

    /** The text of which an event has the digest, by the sequence of the event that records it. */
    abstract OptionalLong toldBy(Event event);

    /** The text of which an event tells that it was erased. */
    abstract OptionalLong erasedBy(Event event);

    /** Whether what is shown is what an event has the digest of. */
    abstract boolean isToldBy(Event event, JsonNode shown);

    /** The member of a packet that holds them. */
    String member() {
        return member;
    }

    /** One of them, as faults and verdicts call it. */
    String named(long seq) {
        return "the " + word + " of event " + seq;
    }

    /** Those of which events have digests, by the events that record them; of two digests the later event's. */
    Map<Long, Event> told(List<Event> events) {
        Map<Long, Event> told = new TreeMap<>();
        events.forEach(event -> toldBy(event).ifPresent(seq -> told.put(seq, event)));
        return told;
    }

    /** Those of which events tell that they were erased. */
    Set<Long> erased(List<Event> events) {
        Set<Long> erased = new HashSet<>();
        events.forEach(event -> erasedBy(event).ifPresent(erased::add));
        return erased;
    }

    /** Compares what a packet shows with what its events tell. */
    void check(JsonNode packet, List<Event> events, Consumer<String> faults, Consumer<String> withheld) {
        Map<Long, Event> told = new HashMap<>(told(events));
        Set<Long> erased = erased(events);
        for (JsonNode shown : packet.path(member)) {
            Set<String> marked = shown.has(ERASED) ? Set.of(ERASED, "seq") : Set.of(REDACTED, "seq");
            Members.require(shown, "a " + word, shown.has(ERASED) || shown.has(REDACTED) ? marked : members(), faults);
            long seq = shown.path("seq").longValue();
            Event event = told.remove(seq);
            if (event == null || !isSound(shown, event, erased)) {
                faults.accept(named(seq) + " is not the one that came, and no event tells that it was erased");
            } else if (shown.has(REDACTED)) {
                withheld.accept(named(seq));
            }
        }
        told.keySet().forEach(seq -> faults.accept(named(seq) + " is left out"));
    }

    private boolean isSound(JsonNode shown, Event event, Set<Long> erased) {
        if (shown.has(ERASED)) {
            return shown.path(ERASED).booleanValue()
                    && erased.contains(shown.path("seq").longValue());
        }
        return shown.has(REDACTED) ? shown.path(REDACTED).booleanValue() : isToldBy(event, shown);
    }

    /** A callback as it is shown. */
    static ObjectNode shown(CallbackRow row) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        Base64.Encoder base64 = Base64.getEncoder();
        return json.put("body", base64.encodeToString(row.body()))
                .put("envelope", base64.encodeToString(row.envelope()))
                .put("seq", row.seq());
    }

    /** A note as it is shown. */
    static ObjectNode shown(long seq, NoteText note) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        return json.put("salt", note.salt()).put("seq", seq).put("text", note.text());
    }

    /** What stands for one that is not shown. */
    static ObjectNode marked(long seq, String why) {
        return JsonNodeFactory.instance.objectNode().put(why, true).put("seq", seq);
    }

    /** The bytes of the one base 64 that says them; null when it is none. */
    private static byte @Nullable [] decoded(JsonNode shown, String name) {
        try {
            String text = shown.path(name).asText();
            byte[] bytes = Base64.getDecoder().decode(text);
            return Base64.getEncoder().encodeToString(bytes).equals(text) ? bytes : null;
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    /** A zero byte parts envelope and body in what their digest covers, so that none may be taken for the other. */
    private static boolean hasNoZero(byte[] envelope) {
        for (byte each : envelope) {
            if (each == 0) {
                return false;
            }
        }
        return true;
    }
}
