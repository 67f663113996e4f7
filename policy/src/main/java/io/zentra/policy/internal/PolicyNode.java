package io.zentra.policy.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** A value of a policy's JSON form with its path; what it is not it refuses. */
record PolicyNode(JsonNode node, String path) {
    /** Refuses members other than these. */
    PolicyNode only(String... known) {
        requireObject();
        Set<String> allowed = Set.of(known);
        node.fieldNames().forEachRemaining(name -> {
            if (!allowed.contains(name)) {
                throw Fault.at(
                        member(name),
                        "no such member: there are "
                                + String.join(", ", allowed.stream().sorted().toList()));
            }
        });
        return this;
    }

    /** The name of the only member, which must be one of these. */
    String only1(String... known) {
        only(known);
        if (node.size() != 1) {
            throw fault("exactly one of " + String.join(", ", known) + " must be given, not " + node.size());
        }
        return node.fieldNames().next();
    }

    /** The name of the only member beside another, which must be one of these. */
    String only1Beside(String other, String... known) {
        String[] all = new String[known.length + 1];
        System.arraycopy(known, 0, all, 0, known.length);
        all[known.length] = other;
        only(all);
        if (node.size() != 2) {
            throw fault("exactly one of " + String.join(", ", known) + " must be given beside " + other);
        }
        for (String name : known) {
            if (node.has(name)) {
                return name;
            }
        }
        throw new IllegalStateException("two members, one of them " + other);
    }

    /** A member that must be there. */
    PolicyNode at(String name) {
        return find(name).orElseThrow(() -> Fault.at(member(name), "is missing"));
    }

    /** A member, if it is there. */
    Optional<PolicyNode> find(String name) {
        requireObject();
        JsonNode member = node.get(name);
        return member == null ? Optional.empty() : Optional.of(new PolicyNode(member, member(name)));
    }

    /** All members of an object. */
    <T> Map<String, T> members(Function<PolicyNode, T> reader) {
        requireObject();
        Map<String, T> all = new LinkedHashMap<>();
        node.fieldNames().forEachRemaining(name -> all.put(name, reader.apply(at(name))));
        return all;
    }

    /** All elements of an array. */
    <T> List<T> list(Function<PolicyNode, T> reader) {
        if (!node.isArray()) {
            throw fault("must be a list, not " + kind());
        }
        List<T> all = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            all.add(reader.apply(new PolicyNode(node.get(i), path + "[" + i + "]")));
        }
        return all;
    }

    /** A text. */
    String text() {
        if (!node.isTextual()) {
            throw fault("must be a text, not " + kind());
        }
        return node.textValue();
    }

    /** An integer of 64 bits. */
    long number() {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw fault("must be an integer of 64 bits, not " + kind());
        }
        return node.longValue();
    }

    /** An integer of 32 bits. */
    int integer() {
        long number = number();
        if ((int) number != number) {
            throw fault("must be an integer of 32 bits");
        }
        return (int) number;
    }

    /** Refuses anything but true. */
    void isTrue() {
        if (!node.isBoolean() || !node.booleanValue()) {
            throw fault("can only be true: leave it out otherwise");
        }
    }

    /** A value of an enumeration, in small letters. */
    <E extends Enum<E>> E word(Class<E> type) {
        return word(text(), type);
    }

    /** The same of a word. */
    <E extends Enum<E>> E word(String word, Class<E> type) {
        for (E value : type.getEnumConstants()) {
            if (PolicyText.word(value).equals(word)) {
                return value;
            }
        }
        List<String> known = new ArrayList<>();
        for (E value : type.getEnumConstants()) {
            known.add(PolicyText.word(value));
        }
        throw fault("must be one of " + String.join(", ", known));
    }

    /** What a factory makes of it, its refusal with this path. */
    <T> T checked(Supplier<T> factory) {
        try {
            return factory.get();
        } catch (ZentraException refused) {
            if (refused.details().containsKey("path")) {
                throw refused;
            }
            throw Fault.at(path, refused);
        } catch (DateTimeException malformed) {
            throw fault("cannot be read: " + malformed.getMessage());
        }
    }

    /** What is wrong here. */
    ZentraException fault(String what) {
        return Fault.at(path, what);
    }

    private String member(String name) {
        return path + "." + Shown.of(name);
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
