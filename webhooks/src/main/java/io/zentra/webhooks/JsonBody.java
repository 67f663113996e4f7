package io.zentra.webhooks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;

/** Reads bodies within limits; a name that stands twice is refused, since two readers would disagree about it. */
final class JsonBody {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_NUMBER = 40;

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER)
                    .maxStringLength(CallbackMessage.MAX_BODY_BYTES)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private JsonBody() {}

    /** The whole; empty when it is no JSON or beyond the limits. */
    static Optional<JsonNode> tree(byte[] body) {
        try (JsonParser parser = MAPPER.createParser(body)) {
            JsonNode tree = MAPPER.readTree(parser);
            return tree == null || parser.nextToken() != null ? Optional.empty() : Optional.of(tree);
        } catch (IOException malformed) {
            return Optional.empty();
        }
    }

    /** A text among the members of the outermost object; empty when there is none, or the body cannot be read so far. */
    static Optional<String> topLevelText(byte[] body, String name) {
        try (JsonParser parser = MAPPER.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isWanted = name.equals(parser.currentName());
                JsonToken value = parser.nextToken();
                if (isWanted) {
                    return value == JsonToken.VALUE_STRING ? Optional.of(parser.getText()) : Optional.empty();
                }
                parser.skipChildren();
            }
            return Optional.empty();
        } catch (IOException malformed) {
            return Optional.empty();
        }
    }
}
