package io.zentra.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads JSON from outside: requests, policies, files, callbacks. What two readers could take for different things is refused:
 * a member that stands twice, a second value behind the first, another encoding, and whatever is beyond the limits. For the
 * modules that read such JSON, not for hosts. Immutable and thread-safe.
 *
 * <pre>{@code
 * private static final StrictJson JSON = StrictJson.within(64_000, 8, faults);
 *
 * StrictValue root = JSON.read(body);
 * long minor = root.at("data").at("amount_minor").integer();
 * }</pre>
 */
public final class StrictJson {
    /** The path of the whole. */
    public static final String WHOLE = "$";

    private static final int MAX_NUMBER = 40;
    private static final int MAX_FOREIGN = 1_000;
    private static final int MAX_WHY = 200;

    private final ObjectMapper mapper;
    private final int maxLength;
    private final Faults faults;

    /** What a reader throws, with its own code. */
    public interface Faults {
        /**
         * What is wrong somewhere.
         *
         * @param path such as {@code $.entries[0].side}; {@code $} for the whole
         * @param what follows the name of what is wrong: {@code must be a text, not number}
         */
        ZentraException at(String path, String what);

        /**
         * A value of the right kind was refused.
         *
         * @param refused by whoever the value is for; it is thrown as it is unless a reader adds the path
         */
        default ZentraException unfit(String path, ZentraException refused) {
            return refused;
        }
    }

    private StrictJson(int maxLength, int maxDepth, int maxNumber, Faults faults) {
        this.maxLength = maxLength;
        this.faults = faults;
        this.mapper = new ObjectMapper(JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxNumberLength(maxNumber)
                        .maxStringLength(maxLength)
                        .build())
                .build());
        mapper.enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
    }

    /**
     * A reader within limits.
     *
     * @param maxLength the longest JSON, in bytes or in characters of a text
     * @param maxDepth the deepest nesting
     */
    public static StrictJson within(int maxLength, int maxDepth, Faults faults) {
        return new StrictJson(maxLength, maxDepth, MAX_NUMBER, faults);
    }

    /**
     * A reader of what others write, in which members that are not ours may nest deep and hold long numbers.
     *
     * @param maxLength as for {@link #within}
     */
    public static StrictJson ofOthers(int maxLength, Faults faults) {
        return new StrictJson(maxLength, MAX_FOREIGN, MAX_FOREIGN, faults);
    }

    /**
     * The value of bytes in UTF-8.
     *
     * @throws ZentraException the reader's fault
     */
    public StrictValue read(byte[] utf8) {
        requireLength(utf8.length, "bytes");
        try {
            // a parser of bytes would guess other encodings from the first ones
            return parsed(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            throw faults.at(WHOLE, "is no valid UTF-8: encode it so");
        }
    }

    /**
     * The value of a text.
     *
     * @throws ZentraException the reader's fault
     */
    public StrictValue read(String text) {
        requireLength(text.length(), "characters");
        return parsed(text);
    }

    private void requireLength(int length, String unit) {
        if (length > maxLength) {
            throw faults.at(WHOLE, "is too long: " + length + " " + unit + " are too many, send at most " + maxLength);
        }
    }

    private StrictValue parsed(String text) {
        try (JsonParser parser = mapper.createParser(text)) {
            return new StrictValue(tree(parser), WHOLE, faults);
        } catch (IOException impossible) {
            throw new UncheckedIOException("a text was read", impossible);
        }
    }

    private JsonNode tree(JsonParser parser) throws IOException {
        try {
            JsonNode root = mapper.readTree(parser);
            if (parser.nextToken() != null) {
                throw faults.at(WHOLE, "has more than one value: leave out what is behind the first");
            }
            return root == null ? MissingNode.getInstance() : root;
        } catch (JsonMappingException twice) { // of values that are JSON, a tree refuses nothing else
            throw faults.at(path(parser.getParsingContext()), "stands twice: name it once");
        } catch (JsonProcessingException noJson) {
            throw faults.at(WHOLE, "is no JSON that can be read: " + Shown.of(noJson.getOriginalMessage(), MAX_WHY));
        }
    }

    /** Where the reader is. */
    private static String path(JsonStreamContext at) {
        JsonStreamContext parent = at.getParent();
        String before = parent == null ? WHOLE : path(parent);
        if (at.inObject() && at.hasCurrentName()) {
            return StrictValue.member(before, at.getCurrentName());
        }
        return at.inArray() && at.hasCurrentIndex() ? StrictValue.element(before, at.getCurrentIndex()) : before;
    }
}
