package io.zentra.core.journal.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.storage.Column;
import io.zentra.core.storage.RowReader;
import io.zentra.core.storage.RowType;
import io.zentra.core.storage.RowWriter;
import java.util.Base64;
import java.util.Iterator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A row as an array of JSON: integers and texts as they are, bytes in base 64, {@code false} for null. */
final class FoldText {
    private FoldText() {}

    /** The bytes of a row. */
    static <K, R> byte[] write(RowType<K, R> type, R row) {
        return CanonicalJson.bytes(json -> {
            json.beginArray();
            RowWriter out = new Writer(json);
            type.writeKey(type.keyOf(row), out);
            type.writeValues(row, out);
            json.endArray();
        });
    }

    /**
     * The row of an array.
     *
     * @throws IllegalArgumentException when it is no such row
     */
    static <R> R read(RowType<?, R> type, JsonNode row) {
        if (!row.isArray() || row.size() != type.columns().size()) {
            throw new IllegalArgumentException("no row of " + type + ": " + row);
        }
        return type.read(new Reader(row));
    }

    private record Writer(CanonicalJson json) implements RowWriter {
        @Override
        public RowWriter integer(long value) {
            json.value(value);
            return this;
        }

        @Override
        public RowWriter integerOrNull(@Nullable Long value) {
            return value == null ? none() : integer(value);
        }

        @Override
        public RowWriter text(@Nullable String value) {
            if (value == null) {
                return none();
            }
            json.value(value);
            return this;
        }

        @Override
        public RowWriter bytes(byte @Nullable [] value) {
            return text(value == null ? null : Base64.getEncoder().encodeToString(value));
        }

        private RowWriter none() {
            json.value(false);
            return this;
        }
    }

    private static final class Reader implements RowReader {
        private final Iterator<JsonNode> values;

        Reader(JsonNode row) {
            this.values = row.iterator();
        }

        @Override
        public long integer() {
            return require(integerOrNull());
        }

        @Override
        public @Nullable Long integerOrNull() {
            JsonNode value = values.next();
            return value.isBoolean()
                    ? null
                    : (Long) require(value, value.isIntegralNumber()).longValue();
        }

        @Override
        public String text() {
            return require(textOrNull());
        }

        @Override
        public @Nullable String textOrNull() {
            JsonNode value = values.next();
            return value.isBoolean() ? null : require(value, value.isTextual()).textValue();
        }

        @Override
        public byte[] bytes() {
            return Base64.getDecoder().decode(text());
        }

        @Override
        public byte @Nullable [] bytesOrNull() {
            String value = textOrNull();
            return value == null ? null : Base64.getDecoder().decode(value);
        }

        private static JsonNode require(JsonNode value, boolean right) {
            if (!right) {
                throw new IllegalArgumentException("a value of another kind: " + value);
            }
            return value;
        }

        private static <T> T require(@Nullable T value) {
            if (value == null) {
                throw new IllegalArgumentException("a value is missing");
            }
            return value;
        }
    }

    /** What rows are described by: their table and its columns. */
    static String description(RowType<?, ?> type) {
        return type.columns().stream().map(Column::name).collect(Collectors.joining(",", type.table() + " ", ""));
    }
}
