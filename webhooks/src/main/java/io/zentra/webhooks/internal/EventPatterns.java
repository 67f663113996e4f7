package io.zentra.webhooks.internal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Which types of events an endpoint gets: full types, or a beginning and {@code *}. */
public final class EventPatterns {
    private static final int MAX_LENGTH = 100;
    private static final Pattern TYPE = Pattern.compile("[a-z0-9_]+(\\.[a-z0-9_]+)*");
    private static final Pattern FORM = Pattern.compile("(\\*|[a-z0-9_]+(\\.[a-z0-9_]+)*(\\.\\*)?)");

    private EventPatterns() {}

    /**
     * Checks the form.
     *
     * @throws ZentraException {@code invalid_configuration}
     */
    public static void require(String pattern) {
        if (pattern.length() > MAX_LENGTH || !FORM.matcher(pattern).matches()) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CONFIGURATION,
                    "the event type \"" + Shown.of(pattern)
                            + "\" is malformed: give parts of a-z 0-9 _ with dots between, the last of which may be *",
                    Map.of("event", Shown.of(pattern)));
        }
    }

    /** Whether a text is the type of an event. */
    public static boolean isType(String text) {
        return text.length() <= MAX_LENGTH && TYPE.matcher(text).matches();
    }

    /** Whether one of the patterns is for this type. */
    public static boolean match(List<String> patterns, String type) {
        return patterns.stream().anyMatch(pattern -> matches(pattern, type));
    }

    private static boolean matches(String pattern, String type) {
        return pattern.equals("*")
                || pattern.equals(type)
                || (pattern.endsWith(".*") && type.startsWith(pattern.substring(0, pattern.length() - 1)));
    }
}
