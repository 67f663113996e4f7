package io.zentra.webhooks.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.StoredJson;
import io.zentra.core.time.Micros;
import io.zentra.webhooks.delivery.Endpoint;
import io.zentra.webhooks.delivery.EndpointStatus;
import io.zentra.webhooks.delivery.NewEndpoint;
import io.zentra.webhooks.delivery.Sending;
import io.zentra.webhooks.internal.EndpointTables.EndpointRow;
import io.zentra.webhooks.internal.EndpointTables.KeyName;
import io.zentra.webhooks.internal.EndpointTables.KeyRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How endpoints are written into events and rows, and read from them. */
final class EndpointText {

    private EndpointText() {}

    /** The canonical text of what may be changed; values of headers are not in it. */
    static String config(NewEndpoint endpoint) {
        return text(json -> writeConfig(json, endpoint));
    }

    static void writeConfig(CanonicalJson json, NewEndpoint endpoint) {
        Sending sending = endpoint.sending();
        json.beginObject()
                .member("catch_up_per_second", sending.catchUpPerSecond())
                .member("concurrency", sending.concurrency())
                .member("description", endpoint.description());
        writeTexts(json, "events", endpoint.events());
        writeTexts(json, "headers", List.copyOf(new TreeSet<>(endpoint.headers().keySet())));
        json.member("ordering", code(sending.ordering()))
                .member("per_second", sending.perSecond())
                .member("poison", code(sending.poison()))
                .member("url", endpoint.url())
                .endObject();
    }

    /** An event's body: the endpoint and its keys as they are after it. */
    static void write(CanonicalJson json, EndpointRow row, List<KeyRow> keys) {
        json.beginObject().name("config").raw(row.config().getBytes(StandardCharsets.UTF_8));
        json.member("id", row.id());
        writeKeys(json, keys);
        json.member("number", row.no())
                .optionalMember("reason", row.reason())
                .member("status", row.status().code())
                .endObject();
    }

    /** What is sealed, without what is sealed in it. */
    static void writeKeys(CanonicalJson json, List<KeyRow> keys) {
        json.name("keys").beginArray();
        for (KeyRow key : keys) {
            json.beginObject()
                    .member("commitment", key.commitment())
                    .member("id", key.name().id())
                    .member("kind", key.kind());
            if (key.notAfter() != null) {
                json.member("not_after", Micros.instant(key.notAfter()).toString());
            }
            json.member("not_before", Micros.instant(key.notBefore()).toString())
                    .optionalMember("public_key", key.publicKey())
                    .endObject();
        }
        json.endArray();
    }

    /** The row after an event. */
    static EndpointRow row(Event event) {
        JsonNode body = event.body();
        List<String> ids = new ArrayList<>();
        body.path("keys").forEach(key -> ids.add(key.path("id").asText()));
        String config = text(json -> writeConfig(json, config(body.path("config"))));
        return new EndpointRow(
                body.path("number").asLong(),
                body.path("id").asText(),
                EndpointStatus.of(body.path("status").asText()),
                body.path("reason").textValue(),
                config,
                ids,
                event.seq());
    }

    /** The keys after an event, without what is sealed. */
    static List<KeyRow> keys(Event event) {
        JsonNode body = event.body();
        List<KeyRow> keys = new ArrayList<>();
        for (JsonNode key : body.path("keys")) {
            String end = key.path("not_after").textValue();
            keys.add(new KeyRow(
                    new KeyName(body.path("number").asLong(), key.path("id").asText()),
                    key.path("kind").asText(),
                    Micros.of(Instant.parse(key.path("not_before").asText())),
                    end == null ? null : Micros.of(Instant.parse(end)),
                    key.path("commitment").asText(),
                    key.path("public_key").textValue(),
                    ""));
        }
        return keys;
    }

    /** The endpoint as hosts see it. */
    static Endpoint endpoint(EndpointRow row) {
        NewEndpoint config = config(tree(row.config()));
        return new Endpoint(
                row.id(),
                config.url(),
                config.events(),
                config.description(),
                List.copyOf(new TreeSet<>(config.headers().keySet())),
                config.sending(),
                row.status(),
                row.reason(),
                row.lastEvent());
    }

    private static NewEndpoint config(JsonNode config) {
        Sending sending = new Sending(
                Sending.Ordering.valueOf(upper(config, "ordering")),
                Sending.Poison.valueOf(upper(config, "poison")),
                config.path("concurrency").asInt(),
                config.path("per_second").asInt(),
                config.path("catch_up_per_second").asInt());
        NewEndpoint endpoint = new NewEndpoint(
                config.path("url").asText(),
                texts(config.path("events")),
                config.path("description").asText(),
                Map.of(),
                sending);
        for (String name : texts(config.path("headers"))) {
            endpoint = endpoint.header(name, "?"); // the value is sealed elsewhere
        }
        return endpoint;
    }

    static JsonNode tree(String json) {
        try {
            return Objects.requireNonNull(StoredJson.tree(json));
        } catch (JsonProcessingException malformed) {
            throw ZentraException.of(
                    ErrorCode.JOURNAL_DAMAGED, "a stored endpoint is not readable: run verify()", malformed);
        }
    }

    private static void writeTexts(CanonicalJson json, String name, List<String> texts) {
        json.name(name).beginArray();
        texts.forEach(json::value);
        json.endArray();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static String text(CanonicalJson.Value value) {
        return new String(CanonicalJson.bytes(value), StandardCharsets.UTF_8);
    }

    private static String code(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String upper(JsonNode config, String name) {
        return config.path(name).asText().toUpperCase(Locale.ROOT);
    }

    static @Nullable String bounded(@Nullable String text, int most) {
        return text == null || text.length() <= most ? text : text.substring(0, most);
    }
}
