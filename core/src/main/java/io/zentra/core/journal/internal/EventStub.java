package io.zentra.core.journal.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.StoredJson;
import io.zentra.core.usage.internal.UsageFold;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * What stands in the place of an archived event's bytes: the name of its archive, and its time and type, so that a time is
 * found without any archive, and whoever looks for events of another type passes over it. Of an event that tells of usage
 * also that, and its correlation: windows are folded from it, and it is given back by it.
 */
public final class EventStub {
    private static final byte[] BEGIN = "{\"archived\":".getBytes(StandardCharsets.UTF_8); // no event begins so

    private EventStub() {}

    /** Whether stored bytes are such a stub. */
    public static boolean is(byte[] stored) {
        return stored.length > BEGIN.length && Arrays.equals(stored, 0, BEGIN.length, BEGIN, 0, BEGIN.length);
    }

    /** The stub of an event in an archive. */
    static byte[] of(Event event, String archive) {
        return CanonicalJson.bytes(json -> {
            json.beginObject()
                    .member("archived", archive)
                    .member("at", event.at().toString());
            if (UsageFold.isToldBy(event)) {
                UsageFold.writeTold(json.name("body"), event);
                json.optionalMember("correlation", event.correlation().orElse(null));
            }
            json.member("seq", event.seq()).member("type", event.type()).endObject();
        });
    }

    /** What a stub says. */
    public static JsonNode parse(byte[] stub) {
        try {
            return StoredJson.tree(stub);
        } catch (IOException malformed) {
            throw malformed(malformed);
        }
    }

    /** The type of the event that a stub stands for; empty for one that is not readable. */
    public static String type(byte[] stub) {
        try {
            return StoredJson.tree(stub).path("type").asText();
        } catch (IOException malformed) {
            return "";
        }
    }

    /** What whoever asks for the event is told. */
    public static ZentraException refusal(byte[] stub) {
        try {
            JsonNode told = StoredJson.tree(stub);
            String archive = told.path("archived").asText();
            long seq = told.path("seq").longValue();
            return ZentraException.of(
                    ErrorCode.EVENT_ARCHIVED,
                    "event " + seq + " lies in the archive " + archive + ": read it there",
                    Map.of("archive", archive, "seq", String.valueOf(seq)));
        } catch (IOException malformed) {
            return malformed(malformed);
        }
    }

    private static ZentraException malformed(IOException cause) {
        return ZentraException.of(
                ErrorCode.JOURNAL_DAMAGED, "an archived event is not readable; run verify() to find the extent", cause);
    }
}
