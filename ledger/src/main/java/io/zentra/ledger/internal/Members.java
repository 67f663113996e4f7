package io.zentra.ledger.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The members of an object that came from outside: each has its kind, and none may be left over. */
final class Members {
    private static final int MAX_TEXT = 1_000;

    private final JsonNode object;
    private final Set<String> left = new HashSet<>();

    /**
     * The members of an object.
     *
     * @throws ZentraException {@code invalid_line} when it is none
     */
    Members(JsonNode object) {
        if (!object.isObject()) {
            throw invalid("a line, and each of its entries, is a JSON object");
        }
        this.object = object;
        object.fieldNames().forEachRemaining(left::add);
    }

    String text(String name) {
        String text = optionalText(name);
        if (text == null) {
            throw invalid("the member \"" + name + "\" is missing");
        }
        return text;
    }

    @Nullable
    String optionalText(String name) {
        JsonNode value = take(name);
        if (value.isMissingNode()) {
            return null;
        }
        String text = value.textValue();
        if (text == null || text.length() > MAX_TEXT || !text.codePoints().allMatch(Members::isCharacter)) {
            throw invalid("the member \"" + name + "\" must be a text of at most " + MAX_TEXT + " characters");
        }
        return text;
    }

    private static boolean isCharacter(int c) {
        return c != 0 && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE);
    }

    /** A text that is one of some. */
    <T> T word(String name, Function<String, T> parsed) {
        String text = text(name);
        try {
            return parsed.apply(text);
        } catch (IllegalArgumentException unknown) {
            throw invalid("the member \"" + name + "\" cannot be \"" + Shown.of(text) + "\"");
        }
    }

    Instant time(String name) {
        return time(name, text(name));
    }

    /** A time in whole microseconds; null when it is missing. */
    @Nullable
    Instant optionalTime(String name) {
        String text = optionalText(name);
        return text == null ? null : time(name, text);
    }

    static Instant time(String name, String text) {
        try {
            return EffectiveInstant.require(Instant.parse(text));
        } catch (DateTimeException malformed) {
            throw invalid(
                    "\"" + name + "\" must be a time such as 2026-11-21T09:00:00Z, not \"" + Shown.of(text) + "\"");
        }
    }

    long integer(String name) {
        Long value = optionalInteger(name);
        if (value == null) {
            throw invalid("the member \"" + name + "\" is missing");
        }
        return value;
    }

    @Nullable
    Long optionalInteger(String name) {
        JsonNode value = take(name);
        return value.isMissingNode() ? null : Long.valueOf(integer(name, value));
    }

    boolean flag(String name) {
        JsonNode value = take(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw invalid("the member \"" + name + "\" must be true or false");
        }
        return value.asBoolean();
    }

    List<JsonNode> array(String name) {
        JsonNode value = take(name);
        if (!value.isArray()) {
            throw invalid("the member \"" + name + "\" must be an array");
        }
        List<JsonNode> elements = new ArrayList<>();
        value.forEach(elements::add);
        return elements;
    }

    List<Long> integers(String name) {
        return array(name).stream()
                .map(element -> Long.valueOf(integer(name, element)))
                .toList();
    }

    /** An object of texts; empty when it is missing. */
    Map<String, String> texts(String name) {
        JsonNode value = take(name);
        if (value.isMissingNode()) {
            return Map.of();
        }
        Map<String, String> texts = new LinkedHashMap<>();
        Members members = new Members(value);
        for (String each : Set.copyOf(members.left)) {
            texts.put(each, members.text(each));
        }
        return texts;
    }

    /** An object whose members another reader knows; null when it is missing. */
    @Nullable
    JsonNode optionalObject(String name) {
        JsonNode value = take(name);
        if (!value.isMissingNode() && !value.isObject()) {
            throw invalid("the member \"" + name + "\" must be an object");
        }
        return value.isMissingNode() ? null : value;
    }

    /**
     * Refuses what was not asked for: a name written wrongly would be taken for a line that does not have it.
     *
     * @throws ZentraException {@code invalid_line}
     */
    void requireNoOthers() {
        if (!left.isEmpty()) {
            String other = left.stream().sorted().findFirst().orElseThrow();
            throw invalid("nothing is known of the member \"" + Shown.of(other) + "\" here");
        }
    }

    private JsonNode take(String name) {
        left.remove(name);
        return object.path(name);
    }

    private static long integer(String name, JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw invalid("the member \"" + name + "\" must be a whole number of 64 bits");
        }
        return value.longValue();
    }

    static ZentraException invalid(String what) {
        return ZentraException.of(ErrorCode.INVALID_LINE, what);
    }
}
