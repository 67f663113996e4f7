package io.zentra.runtime.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The members of a request: each has its kind, and none is left that nobody asked for. Optional ones begin with version 2. */
final class Members {
    static final String VERSION = "contract_version";

    private final JsonNode object;
    private final ContractVersion version;
    private final Map<String, String> given;
    private final Set<String> known = new TreeSet<>();

    private Members(JsonNode object, ContractVersion version, Map<String, String> given) {
        this.object = object;
        this.version = version;
        this.given = given;
    }

    /** The members of a body, which may name the version that it is read in, and no other one. */
    static Members of(byte[] body, ContractVersion version, Map<String, String> given) {
        Members members = new Members(Body.read(body), version, given);
        JsonNode named = members.take(VERSION);
        if (!named.isMissingNode() && !version.code().equals(named.textValue())) {
            throw malformed(
                    VERSION, "must be \"" + version.code() + "\" here: ask for that version, or leave the member out");
        }
        return members;
    }

    /**
     * Refuses what version 1 does not have at all.
     *
     * @param what such as {@code payments}
     */
    static void requireLater(ContractVersion version, String what) {
        if (version == ContractVersion.V1) {
            throw malformed(VERSION, "cannot be \"1\" here, which has no " + what + ": ask for version 2");
        }
    }

    /** Refuses, in version 1, what it does not have. */
    void requireLater(String what) {
        requireLater(version, what);
    }

    /** Whether a member that only version 2 may have is there or is given. */
    boolean has(String name) {
        return sends(name) || given.containsKey(name);
    }

    /** Whether one of the members that only version 2 may have is there, whatever is given. */
    boolean sends(String... names) {
        if (version != ContractVersion.V1) {
            known.addAll(Arrays.asList(names));
        }
        return Arrays.stream(names).anyMatch(object::has);
    }

    /** A text that must be there or be given, and what it stands for. */
    <T> T text(String name, Function<String, T> parsed) {
        T value = find(name, parsed);
        if (value == null) {
            throw malformed(name, "is missing: add it");
        }
        return value;
    }

    /** A text that only version 2 may have, and what it stands for; null for none. */
    <T> @Nullable T optionalText(String name, Function<String, T> parsed) {
        if (version == ContractVersion.V1) {
            String text = given.get(name);
            return text == null ? null : parsed(name, text, parsed);
        }
        return find(name, parsed);
    }

    /** An integer of 64 bits. */
    long integer(String name) {
        JsonNode value = take(name);
        if (value.isMissingNode()) {
            throw malformed(name, "is missing: add it");
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw malformed(
                    name, "must be an integer of 64 bits, without fraction, exponent or quotes: count in minor units");
        }
        return value.longValue();
    }

    /** A list of texts, and what each stands for. */
    <T> List<T> list(String name, Function<String, T> parsed) {
        JsonNode list = take(name);
        if (!list.isArray()) {
            throw malformed(name, "must be a list of texts, not " + kind(list));
        }
        List<T> values = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            String path = name + "[" + i + "]";
            values.add(parsed(path, textOf(path, list.get(i)), parsed));
        }
        return values;
    }

    /** An object of texts that only version 2 may have; empty for none. */
    Map<String, String> optionalTexts(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (version == ContractVersion.V1) {
            return texts;
        }
        JsonNode value = take(name);
        if (!value.isMissingNode() && !value.isObject()) {
            throw malformed(name, "must be an object of texts, not " + kind(value));
        }
        value.properties()
                .forEach(each ->
                        texts.put(each.getKey(), textOf(name + "." + Shown.of(each.getKey()), each.getValue())));
        return texts;
    }

    /** Refuses what nobody asked for: a name written wrongly would be taken for a request without it. */
    void requireNoOthers() {
        Set<String> others = new HashSet<>();
        object.fieldNames().forEachRemaining(others::add);
        others.removeAll(known);
        if (!others.isEmpty()) {
            throw malformed(
                    Shown.of(new TreeSet<>(others).first()),
                    "is no member of version " + version.code() + ": there are " + String.join(", ", known));
        }
    }

    private <T> @Nullable T find(String name, Function<String, T> parsed) {
        JsonNode value = take(name);
        String fixed = given.get(name);
        if (value.isMissingNode()) {
            return fixed == null ? null : parsed(name, fixed, parsed);
        }
        String text = textOf(name, value);
        if (fixed != null && !fixed.equals(text)) {
            throw malformed(name, "is not for the caller to choose: leave it out");
        }
        return parsed(name, text, parsed);
    }

    private JsonNode take(String name) {
        known.add(name);
        return object.path(name);
    }

    private static String textOf(String path, JsonNode value) {
        if (!value.isTextual()) {
            throw malformed(path, "must be a text, not " + kind(value));
        }
        return value.textValue();
    }

    private static <T> T parsed(String path, String text, Function<String, T> parsed) {
        try {
            return parsed.apply(text);
        } catch (ZentraException unfit) {
            throw unfit.with("member", path);
        }
    }

    private static String kind(JsonNode value) {
        return value.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    static ZentraException malformed(String path, String what) {
        return ZentraException.of(
                ErrorCode.MALFORMED_REQUEST, "the request's \"" + path + "\" " + what, Map.of("member", path));
    }
}
