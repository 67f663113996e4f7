package io.zentra.core.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/**
 * Reads what {@link CanonicalJson} wrote and a database kept. One mapper serves all, made when the first text is read: making it
 * takes a fifth of a cold start.
 */
public final class StoredJson {
    private StoredJson() {}

    /**
     * The value that bytes tell; {@linkplain JsonNode#isMissingNode missing} for none.
     *
     * @throws IOException when they are no JSON
     */
    public static JsonNode tree(byte[] json) throws IOException {
        return Mapper.SHARED.readTree(json);
    }

    /**
     * The value that a text tells; {@linkplain JsonNode#isMissingNode missing} for none.
     *
     * @throws JsonProcessingException when it is no JSON
     */
    public static JsonNode tree(String json) throws JsonProcessingException {
        return Mapper.SHARED.readTree(json);
    }

    private static final class Mapper {
        static final ObjectMapper SHARED = new ObjectMapper();
    }
}
