package io.zentra.webhooks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of a message in the order in which they came: names in any case, each any number of times. Immutable.
 *
 * <p>Nothing that a provider sends is refused here with an exception: what goes beyond the limits is left out and told by
 * {@link #excess()}, and a message with excess is refused as a whole.
 */
public final class CallbackHeaders {
    /** The most fields. */
    public static final int MAX_FIELDS = 100;

    /** The most characters of a name. */
    public static final int MAX_NAME = 200;

    /** The most characters of all names and values together. */
    public static final int MAX_CHARACTERS = 65_536;

    private final List<String> names;
    private final List<String> values;
    private final @Nullable String excess;

    private CallbackHeaders(Builder builder) {
        this.names = List.copyOf(builder.names);
        this.values = List.copyOf(builder.values);
        this.excess = builder.excess;
    }

    /** Fields that occur once each. */
    public static CallbackHeaders of(Map<String, String> fields) {
        Builder builder = builder();
        fields.forEach(builder::add);
        return builder.build();
    }

    /** Fields that may occur several times, as HTTP servers hand them over. */
    public static CallbackHeaders ofAll(Map<String, ? extends Collection<String>> fields) {
        Builder builder = builder();
        fields.forEach((name, all) -> all.forEach(value -> builder.add(name, value)));
        return builder.build();
    }

    /** Begins with no fields. */
    public static Builder builder() {
        return new Builder();
    }

    /** All values of a field, in order; empty when it did not come. */
    public List<String> all(String name) {
        List<String> found = new ArrayList<>(1);
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                found.add(values.get(i));
            }
        }
        return found;
    }

    /** Hands over each field, in order, with its name as it came. */
    public void forEach(BiConsumer<String, String> each) {
        for (int i = 0; i < names.size(); i++) {
            each.accept(names.get(i), values.get(i));
        }
    }

    /** What went beyond the limits, as a sentence. */
    public Optional<String> excess() {
        return Optional.ofNullable(excess);
    }

    /** The names alone: values may hold what is secret. */
    @Override
    public String toString() {
        return "CallbackHeaders" + names;
    }

    /** Collects fields. Not thread-safe. */
    public static final class Builder {
        private final List<String> names = new ArrayList<>();
        private final List<String> values = new ArrayList<>();
        private int characters;
        private @Nullable String excess;

        private Builder() {}

        /** Adds a field after those that are there. */
        public Builder add(String name, String value) {
            if (excess == null) {
                characters += Math.min(name.length(), MAX_CHARACTERS) + Math.min(value.length(), MAX_CHARACTERS);
                excess = beyond(name);
            }
            if (excess == null) {
                names.add(name);
                values.add(value);
            }
            return this;
        }

        /** The fields. */
        public CallbackHeaders build() {
            return new CallbackHeaders(this);
        }

        private @Nullable String beyond(String name) {
            if (names.size() == MAX_FIELDS) {
                return "the message has more than " + MAX_FIELDS + " header fields: send fewer";
            }
            if (name.length() > MAX_NAME) {
                return "a header field has a name of " + name.length() + " characters: send at most " + MAX_NAME;
            }
            return characters > MAX_CHARACTERS
                    ? "the header fields have more than " + MAX_CHARACTERS + " characters together: send fewer"
                    : null;
        }
    }
}
