package io.zentra.core.journal.internal;

import io.zentra.core.storage.Column;
import io.zentra.core.storage.RowType;
import io.zentra.core.storage.RowWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The conditions by which a table is read page by page in the order of its primary key.
 *
 * @param first of the first page
 * @param after of the page after a key, which stands in the named parameters
 */
public record KeySet(String first, String after) {
    /** Those of a table. */
    public static KeySet of(RowType<?, ?> type) {
        List<String> names = type.keyColumns().stream().map(Column::name).toList();
        String order = " order by " + String.join(", ", names);
        String behind = "";
        for (int i = names.size() - 1; i >= 0; i--) {
            String column = names.get(i);
            String parameter = ":last" + i;
            behind = behind.isEmpty()
                    ? column + " > " + parameter
                    : "(" + column + " > " + parameter + " or (" + column + " = " + parameter + " and " + behind + "))";
        }
        String leading = names.size() == 1 ? "" : names.get(0) + " >= :last0 and "; // a range that an index serves
        return new KeySet(
                names.stream().limit(1).map(name -> name + " is not null").collect(Collectors.joining()) + order,
                leading + behind + order);
    }

    /** The parameters of the page after a key. */
    public <K> Map<String, Object> values(RowType<K, ?> type, K key) {
        Values values = new Values(new HashMap<>());
        type.writeKey(key, values);
        return values.byName();
    }

    private record Values(Map<String, Object> byName) implements RowWriter {
        @Override
        public RowWriter integer(long value) {
            return add(value);
        }

        @Override
        public RowWriter integerOrNull(@Nullable Long value) {
            return add(value);
        }

        @Override
        public RowWriter text(@Nullable String value) {
            return add(value);
        }

        @Override
        public RowWriter bytes(byte @Nullable [] value) {
            return add(value);
        }

        private RowWriter add(@Nullable Object value) {
            if (value == null) {
                throw new IllegalArgumentException("a key without a value");
            }
            byName.put("last" + byName.size(), value);
            return this;
        }
    }
}
