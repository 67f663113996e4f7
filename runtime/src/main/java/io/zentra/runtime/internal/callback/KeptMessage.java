package io.zentra.runtime.internal.callback;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Sha256;
import io.zentra.core.journal.StoredJson;
import io.zentra.webhooks.CallbackHeaders;
import io.zentra.webhooks.CallbackMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A callback as it is kept, so that it can be verified again: the bytes of its body, and its envelope, which is method,
 * target and header fields as JSON. What may not be kept is left out of both, and the envelope names it. Immutable.
 */
public final class KeptMessage {

    private final String bodySha256;
    private final byte[] body;
    private final byte[] envelope;

    private KeptMessage(String bodySha256, byte[] body, byte[] envelope) {
        this.bodySha256 = bodySha256;
        this.body = body;
        this.envelope = envelope;
    }

    /** A message as it came, without what may not be kept. */
    public static KeptMessage of(CallbackMessage message, Redaction redaction) {
        List<String> redacted = new ArrayList<>();
        byte[] kept = redaction.body(message.body(), redacted);
        List<String[]> fields = new ArrayList<>();
        message.headers()
                .forEach((name, value) ->
                        fields.add(new String[] {readable(name), readable(redaction.header(name, value, redacted))}));
        byte[] envelope = CanonicalJson.bytes(json -> {
            json.beginObject().name("headers").beginArray();
            fields.forEach(
                    field -> json.beginArray().value(field[0]).value(field[1]).endArray());
            json.endArray()
                    .member("method", readable(message.method()))
                    .name("redacted")
                    .beginArray();
            redacted.forEach(json::value);
            json.endArray().member("target", readable(message.target())).endObject();
        });
        return new KeptMessage(Sha256.hex(message.body()), kept, envelope);
    }

    /** Halves of characters, which no encoding has a form for, as question marks. */
    private static String readable(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** The SHA-256 of the body as it came, in hexadecimal digits. */
    String bodySha256() {
        return bodySha256;
    }

    /** The body as it is kept. */
    byte[] body() {
        return body;
    }

    /** Method, target and header fields, and what was left out. */
    byte[] envelope() {
        return envelope;
    }

    /** The digest of what is kept. */
    String sha256() {
        return digest(body, envelope);
    }

    /** The SHA-256 of an envelope, a zero byte and a body, in hexadecimal digits. */
    public static String digest(byte[] body, byte[] envelope) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length + envelope.length + 1);
        bytes.writeBytes(envelope);
        bytes.write(0);
        bytes.writeBytes(body);
        return Sha256.hex(bytes.toByteArray());
    }

    /** The message that an envelope and a body tell of; null when the envelope is none. */
    public static @Nullable CallbackMessage message(byte[] body, byte[] envelope) {
        JsonNode root = read(envelope);
        if (root == null) {
            return null;
        }
        CallbackHeaders.Builder headers = CallbackHeaders.builder();
        root.path("headers")
                .forEach(field ->
                        headers.add(field.path(0).asText(), field.path(1).asText()));
        return CallbackMessage.of(
                root.path("method").asText(), root.path("target").asText(), headers.build(), body);
    }

    /** What was left out, by its names. */
    public static List<String> redacted(byte[] envelope) {
        List<String> names = new ArrayList<>();
        JsonNode root = read(envelope);
        if (root != null) {
            root.path("redacted").forEach(name -> names.add(name.asText()));
        }
        return names;
    }

    private static @Nullable JsonNode read(byte[] envelope) {
        try {
            return StoredJson.tree(envelope);
        } catch (IOException notJson) {
            return null;
        }
    }
}
