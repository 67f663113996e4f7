package io.zentra.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A value of JSON from outside with its path; what it is not it refuses by the fault of its reader. Immutable as long as nobody
 * changes the node.
 *
 * <pre>{@code
 * StrictValue entry = root.at("entries").list(each -> each).get(0).only("account", "side");
 * entry.at("account").text();
 * }</pre>
 *
 * @param node the value
 * @param path where it is: {@code $.entries[0]}
 * @param faults what its reader throws
 */
public record StrictValue(JsonNode node, String path, StrictJson.Faults faults) {
    /** The path of a member. */
    static String member(String path, String name) {
        return path + "." + Shown.of(name);
    }

    /** The path of an element. */
    static String element(String path, int index) {
        return path + "[" + index + "]";
    }

    /** The names of an object's members, sorted; anything else is refused. */
    public Set<String> names() {
        requireObject();
        Set<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Refuses members other than these. */
    public StrictValue only(String... known) {
        return only(Set.of(known), "no such member");
    }

    /**
     * Refuses members other than these: a name written wrongly would be taken for an object without it.
     *
     * @param what is said of others: {@code no such member}
     */
    public StrictValue only(Set<String> known, String what) {
        for (String name : names()) {
            if (!known.contains(name)) {
                throw faults.at(member(path, name), what + ": there are " + String.join(", ", new TreeSet<>(known)));
            }
        }
        return this;
    }

    /** The name of the only member, which must be one of these. */
    public String only1(String... known) {
        only(known);
        if (node.size() != 1) {
            throw fault("exactly one of " + String.join(", ", known) + " must be given, not " + node.size());
        }
        return node.fieldNames().next();
    }

    /** A member that must be there. */
    public StrictValue at(String name) {
        return find(name).orElseThrow(() -> faults.at(member(path, name), "is missing: add it"));
    }

    /** A member, if it is there. */
    public Optional<StrictValue> find(String name) {
        requireObject();
        return Optional.ofNullable(node.get(name)).map(value -> new StrictValue(value, member(path, name), faults));
    }

    /** All members of an object, in their order. */
    public <T> Map<String, T> members(Function<StrictValue, T> reader) {
        requireObject();
        Map<String, T> all = new LinkedHashMap<>();
        node.fieldNames().forEachRemaining(name -> all.put(name, reader.apply(at(name))));
        return all;
    }

    /** All elements of a list. */
    public <T> List<T> list(Function<StrictValue, T> reader) {
        if (!node.isArray()) {
            throw fault("must be a list, not " + kind());
        }
        List<T> all = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            all.add(reader.apply(new StrictValue(node.get(i), element(path, i), faults)));
        }
        return all;
    }

    /** A text. */
    public String text() {
        if (!node.isTextual()) {
            throw fault("must be a text, not " + kind());
        }
        return node.textValue();
    }

    /** An integer of 64 bits. */
    public long integer() {
        return integer("");
    }

    /**
     * The same.
     *
     * @param hint what a refusal says beside: {@code : count in minor units}
     */
    public long integer(String hint) {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw fault("must be an integer of 64 bits, without fraction, exponent or quotes" + hint);
        }
        return node.longValue();
    }

    /** An integer of 32 bits. */
    public int shortInteger() {
        long number = integer();
        if ((int) number != number) {
            throw fault("must be an integer of 32 bits");
        }
        return (int) number;
    }

    /** True or false. */
    public boolean flag() {
        if (!node.isBoolean()) {
            throw fault("must be true or false, not " + kind());
        }
        return node.booleanValue();
    }

    /** A value of an enumeration, in small letters. */
    public <E extends Enum<E>> E word(Class<E> type) {
        return word(text(), type);
    }

    /** The same of a word, such as the name of a member. */
    public <E extends Enum<E>> E word(String word, Class<E> type) {
        E[] values = type.getEnumConstants();
        return Arrays.stream(values)
                .filter(value -> small(value).equals(word))
                .findFirst()
                .orElseThrow(() -> fault("must be one of "
                        + Arrays.stream(values).map(StrictValue::small).collect(Collectors.joining(", "))));
    }

    private static String small(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** What a factory makes of it, whose refusal is told with this path. */
    public <T> T checked(Supplier<T> factory) {
        try {
            return factory.get();
        } catch (ZentraException refused) {
            throw faults.unfit(path, refused);
        } catch (DateTimeException malformed) {
            throw fault("cannot be read: " + malformed.getMessage());
        }
    }

    /** What is wrong here. */
    public ZentraException fault(String what) {
        return faults.at(path, what);
    }

    private void requireObject() {
        if (!node.isObject()) {
            throw fault("must be an object, not " + kind());
        }
    }

    private String kind() {
        return node.getNodeType().name().toLowerCase(Locale.ROOT);
    }
}
