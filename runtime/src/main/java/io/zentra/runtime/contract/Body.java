package io.zentra.runtime.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One JSON object in UTF-8 within limits, in which no name stands twice: two readers would disagree about it. */
final class Body {
    private static final int MAX_DEPTH = 8;
    private static final int MAX_NUMBER = 40;
    private static final int MAX_WHY = 200;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Body() {}

    static JsonNode read(byte[] body) {
        if (body.length > Contract.MAX_BODY_BYTES) {
            throw malformed(body.length + " bytes are too many: send at most " + Contract.MAX_BODY_BYTES, null);
        }
        try {
            JsonNode root = MAPPER.readTree(text(body));
            if (!root.isObject()) {
                throw malformed("it is no JSON object: send one", null);
            }
            return root;
        } catch (JsonProcessingException noJson) {
            throw malformed(Shown.of(noJson.getOriginalMessage(), MAX_WHY) + ": send one JSON object", noJson);
        }
    }

    /** Jackson would guess other encodings from the first bytes. */
    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw malformed("it is no valid UTF-8: encode it so", notUtf8);
        }
    }

    private static ZentraException malformed(String why, @Nullable Throwable cause) {
        return ZentraException.of(ErrorCode.MALFORMED_REQUEST, "the request cannot be read: " + why, cause)
                .with("member", "$");
    }
}
