package io.zentra.ledger.internal.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import java.io.IOException;

/** JSON from outside: one value a text, no name twice, no deep nesting, no endless numbers. */
final class Json {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_NUMBER = 40;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /**
     * The value of a text.
     *
     * @throws ZentraException {@code invalid_line}
     */
    static JsonNode read(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw ZentraException.of(
                    ErrorCode.INVALID_LINE, "the line is no JSON: " + malformed.getOriginalMessage(), malformed);
        }
    }

    /** What canonical JSON says. */
    static JsonNode of(CanonicalJson.Value value) {
        try {
            return MAPPER.readTree(CanonicalJson.bytes(value));
        } catch (IOException impossible) {
            throw new IllegalStateException("canonical JSON is JSON", impossible);
        }
    }
}
