package io.zentra.core.journal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.TraceContext;
import io.zentra.core.journal.internal.EventStub;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One event of a tenant's journal, read from its stored bytes. Immutable.
 *
 * <p>The bytes are {@link CanonicalJson} with the members {@code actor, at, body, contract?, correlation?, first?, key?,
 * operation?, previous?, request?, seq, subject?, tenant, trace?, type, v}; {@code v} is the version of this envelope, 1.
 */
public final class Event {
    /** The version of the envelope that this library writes. */
    public static final int VERSION = 1;

    private final byte[] bytes;
    private final JsonNode root;

    private Event(byte[] bytes, JsonNode root) {
        this.bytes = bytes;
        this.root = root;
    }

    /**
     * Reads an event from its stored bytes.
     *
     * @throws ZentraException {@code journal_damaged} when the bytes are no event of a known version; {@code
     *     event_archived} when they say in which archive the event lies
     */
    public static Event parse(byte[] bytes) {
        if (isArchived(bytes)) {
            throw EventStub.refusal(bytes);
        }
        try {
            JsonNode root = StoredJson.tree(bytes);
            if (root == null
                    || root.path("v").asInt() != VERSION
                    || !root.path("seq").isIntegralNumber()) {
                throw damaged("no event of version " + VERSION, null);
            }
            return new Event(bytes.clone(), root);
        } catch (IOException notJson) {
            throw damaged("not JSON", notJson);
        }
    }

    /**
     * Reads an event from its stored bytes, or what is left in the database of one that lies in an archive: its sequence,
     * time and type, and what it told of usage.
     *
     * @throws ZentraException {@code journal_damaged} when the bytes are neither
     */
    public static Event remains(byte[] bytes) {
        return isArchived(bytes) ? new Event(bytes.clone(), EventStub.parse(bytes)) : parse(bytes);
    }

    /** Whether stored bytes say that the event itself lies in an archive. */
    public static boolean isArchived(byte[] bytes) {
        return EventStub.is(bytes);
    }

    /** Whether stored bytes are an archived event of none of these types, which whoever looks for them may pass over. */
    public static boolean isArchivedOtherThan(Set<String> types, byte[] bytes) {
        return isArchived(bytes) && !types.contains(EventStub.type(bytes));
    }

    /**
     * Whether the event that a row speaks of can tell of it: not where there is none, or none that can be read, and perhaps
     * where it lies in an archive, which is not looked into.
     *
     * @param stored the event's stored bytes; null for none
     */
    public static boolean mayTell(byte @Nullable [] stored, Predicate<Event> telling) {
        if (stored == null) {
            return false;
        }
        try {
            return isArchived(stored) || telling.test(parse(stored));
        } catch (RuntimeException unreadable) {
            return false;
        }
    }

    /** The position in the tenant's journal, from 1, without gaps. */
    public long seq() {
        return root.path("seq").longValue();
    }

    /** The tenant's id. */
    public String tenant() {
        return text("tenant");
    }

    /** When it was recorded; never before the event before it. */
    public Instant at() {
        return Instant.parse(text("at"));
    }

    /** What happened, such as {@code ledger.entry.created}. */
    public String type() {
        return text("type");
    }

    /** Who did it, as {@code kind:id}. */
    public String actor() {
        return text("actor");
    }

    /** The id of what it is about. */
    public Optional<String> subject() {
        return optionalText("subject");
    }

    /** The id of the intent or transfer that it belongs to. */
    public Optional<String> correlation() {
        return optionalText("correlation");
    }

    /** The sequence of the event before this one of the same correlation; empty on its first. */
    public OptionalLong previous() {
        JsonNode previous = root.path("previous");
        return previous.isIntegralNumber() ? OptionalLong.of(previous.longValue()) : OptionalLong.empty();
    }

    /** The sequence of the first event of the same command; empty on that one, which tells what the rest came from. */
    public OptionalLong first() {
        JsonNode first = root.path("first");
        return first.isIntegralNumber() ? OptionalLong.of(first.longValue()) : OptionalLong.empty();
    }

    /** The operation of the command, on its first event. */
    public Optional<String> operation() {
        return optionalText("operation");
    }

    /** The idempotency key of the command, on its first event. */
    public Optional<String> key() {
        return optionalText("key");
    }

    /**
     * The version of the contract in which it was asked for, on the first event of its command; empty when it was asked for in
     * Java.
     */
    public Optional<String> contract() {
        return optionalText("contract");
    }

    /** The trace in which it was asked for, if there was one. */
    public Optional<TraceContext> trace() {
        return optionalText("trace").flatMap(TraceContext::read);
    }

    /** The facts, an object; each call makes a copy, which is the caller's. */
    public JsonNode body() {
        return root.path("body").deepCopy();
    }

    /** Whether the facts have a member of this name. */
    public boolean tells(String member) {
        return root.path("body").has(member);
    }

    /** The request of the command, on its first event, as a copy; {@code MissingNode} elsewhere. */
    public JsonNode request() {
        return root.path("request").deepCopy();
    }

    /** The stored bytes, which the hash chain covers. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The stored text. */
    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String text(String name) {
        return optionalText(name).orElseThrow(() -> damaged("no member " + name, null));
    }

    private Optional<String> optionalText(String name) {
        return Optional.ofNullable(root.path(name).textValue());
    }

    private static ZentraException damaged(String reason, @Nullable Throwable cause) {
        String message = "stored bytes are not readable as an event: " + reason + "; run verify() to find the extent";
        return ZentraException.of(ErrorCode.JOURNAL_DAMAGED, message, cause);
    }
}
