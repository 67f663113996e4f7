package io.zentra.ledger.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import io.zentra.core.json.StrictValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The members of an object that came from outside: each has its kind, and none may be left over. */
final class Members {
    private static final int MAX_TEXT = 1_000;

    private final StrictValue object;
    private final Set<String> known = new HashSet<>();

    /**
     * The members of an object.
     *
     * @throws ZentraException {@code invalid_line} when it is none
     */
    Members(StrictValue object) {
        object.names();
        this.object = object;
    }

    String text(String name) {
        return shortText(need(name));
    }

    @Nullable
    String optionalText(String name) {
        return take(name).map(Members::shortText).orElse(null);
    }

    private static String shortText(StrictValue value) {
        String text = value.text();
        if (text.length() > MAX_TEXT || !text.codePoints().allMatch(Members::isCharacter)) {
            throw value.fault("must be a text of at most " + MAX_TEXT + " characters");
        }
        return text;
    }

    private static boolean isCharacter(int c) {
        return c != 0 && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE);
    }

    /** A text that is one of some. */
    <T> T word(String name, Function<String, T> parsed) {
        StrictValue value = need(name);
        String text = shortText(value);
        try {
            return parsed.apply(text);
        } catch (IllegalArgumentException unknown) {
            throw value.fault("cannot be \"" + Shown.of(text) + "\"");
        }
    }

    Instant time(String name) {
        return time(need(name));
    }

    /** A time in whole microseconds; null when it is missing. */
    @Nullable
    Instant optionalTime(String name) {
        return take(name).map(Members::time).orElse(null);
    }

    private static Instant time(StrictValue value) {
        String text = shortText(value);
        try {
            return EffectiveInstant.require(Instant.parse(text));
        } catch (DateTimeException malformed) {
            throw value.fault("must be a time such as 2026-11-21T09:00:00Z, not \"" + Shown.of(text) + "\"");
        }
    }

    long integer(String name) {
        return need(name).integer();
    }

    @Nullable
    Long optionalInteger(String name) {
        return take(name).map(StrictValue::integer).orElse(null);
    }

    boolean flag(String name) {
        return take(name).map(StrictValue::flag).orElse(false);
    }

    List<StrictValue> array(String name) {
        return need(name).list(each -> each);
    }

    List<Long> integers(String name) {
        return need(name).list(StrictValue::integer);
    }

    /** An object of texts; empty when it is missing. */
    Map<String, String> texts(String name) {
        return take(name).map(value -> value.members(Members::shortText)).orElse(Map.of());
    }

    /** An object whose members another reader knows; null when it is missing. */
    @Nullable
    JsonNode optionalObject(String name) {
        Optional<StrictValue> value = take(name);
        value.ifPresent(StrictValue::names);
        return value.map(StrictValue::node).orElse(null);
    }

    /**
     * Refuses what was not asked for: a name written wrongly would be taken for a line that does not have it.
     *
     * @throws ZentraException {@code invalid_line}
     */
    void requireNoOthers() {
        object.only(known, "is not known here");
    }

    private StrictValue need(String name) {
        known.add(name);
        return object.at(name);
    }

    private Optional<StrictValue> take(String name) {
        known.add(name);
        return object.find(name);
    }

    static ZentraException invalid(String what) {
        return ZentraException.of(ErrorCode.INVALID_LINE, what);
    }
}
