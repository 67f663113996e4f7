package io.zentra.ledger.internal.file;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.StoredJson;
import io.zentra.core.json.StrictJson;
import io.zentra.core.json.StrictValue;
import io.zentra.ledger.internal.LineReader;
import java.io.IOException;

/** JSON of files: one value a line. */
final class Json {
    private static final int MAX_DEPTH = 16;
    private static final StrictJson LINES = StrictJson.within(TextLines.MAX_BYTES, MAX_DEPTH, LineReader.FAULTS);

    private Json() {}

    /**
     * The value of a text.
     *
     * @throws ZentraException {@code invalid_line}
     */
    static StrictValue read(String text) {
        return LINES.read(text);
    }

    /** What canonical JSON says. */
    static JsonNode of(CanonicalJson.Value value) {
        try {
            return StoredJson.tree(CanonicalJson.bytes(value));
        } catch (IOException impossible) {
            throw new IllegalStateException("canonical JSON is JSON", impossible);
        }
    }
}
