package io.zentra.webhooks.delivery;

import java.util.Locale;

/** What came of an attempt. */
public enum AttemptOutcome {
    /** 2xx: it arrived. */
    DELIVERED,
    /** 410: the endpoint is no more. */
    GONE,
    /** 429, 502, 503 or 504: the receiver cannot keep up. */
    THROTTLED,
    /** 3xx: nothing is sent elsewhere. */
    REDIRECTED,
    /** Another 4xx: this event is not taken. */
    REFUSED,
    /** Another 5xx, or a status that ends nothing. */
    FAILED,
    /** No answer. */
    UNANSWERED;

    private static final int FIRST_SUCCESS = 200;
    private static final int FIRST_REDIRECT = 300;
    private static final int FIRST_REFUSAL = 400;
    private static final int FIRST_FAILURE = 500;

    /** What an HTTP status means. */
    public static AttemptOutcome of(int status) {
        return switch (status) {
            case 410 -> GONE;
            case 429, 502, 503, 504 -> THROTTLED;
            default -> ofClass(status);
        };
    }

    private static AttemptOutcome ofClass(int status) {
        if (status < FIRST_SUCCESS || status >= FIRST_FAILURE) {
            return FAILED;
        }
        if (status >= FIRST_REFUSAL) {
            return REFUSED;
        }
        return status >= FIRST_REDIRECT ? REDIRECTED : DELIVERED;
    }

    /** The stable text, such as {@code delivered}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The outcome of a text. */
    public static AttemptOutcome of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
