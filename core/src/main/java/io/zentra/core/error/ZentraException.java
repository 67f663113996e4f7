package io.zentra.core.error;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one exception of Zentra: a stable {@link ErrorCode}, the values concerned, and a message that says what went wrong
 * with which value and what to do.
 *
 * <p>It is unchecked; an expected refusal of a keyed command is not thrown but answered as a decline, from which
 * {@code orElseThrow()} makes this exception.
 */
public final class ZentraException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    @SuppressWarnings("serial") // always an unmodifiable LinkedHashMap of strings, which is serializable
    private final Map<String, String> details;

    private ZentraException(ErrorCode code, String message, Map<String, String> details, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /** An error about no value in particular. */
    public static ZentraException of(ErrorCode code, String message) {
        return new ZentraException(code, message, Map.of(), null);
    }

    /** An error with the values concerned, by name. */
    public static ZentraException of(ErrorCode code, String message, Map<String, String> details) {
        return new ZentraException(code, message, details, null);
    }

    /** An error that another one caused; null for none. */
    public static ZentraException of(ErrorCode code, String message, @Nullable Throwable cause) {
        return new ZentraException(code, message, Map.of(), cause);
    }

    /** A copy for one of several callers, with its own trace and this as its cause. */
    public ZentraException forCaller() {
        return new ZentraException(code, reason(), details, this);
    }

    /** A copy with one more value. */
    public ZentraException with(String name, Object value) {
        Map<String, String> more = new LinkedHashMap<>(details);
        more.put(name, String.valueOf(value));
        ZentraException copy = new ZentraException(code, reason(), more, getCause());
        copy.setStackTrace(getStackTrace());
        return copy;
    }

    /** The stable reason. */
    public ErrorCode code() {
        return code;
    }

    /** The values concerned, by name, in the order given; empty when there are none. */
    public Map<String, String> details() {
        return details;
    }

    /** The message alone; never null. */
    public String reason() {
        return String.valueOf(super.getMessage());
    }

    /** The code, the reason and the values concerned. */
    @Override
    public String getMessage() {
        return code.code() + ": " + reason() + (details.isEmpty() ? "" : " " + details);
    }
}
