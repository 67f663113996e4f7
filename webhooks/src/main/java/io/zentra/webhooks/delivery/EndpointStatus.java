package io.zentra.webhooks.delivery;

import java.util.Locale;

/** Whether an endpoint gets events. */
public enum EndpointStatus {
    /** Events are taken for it and sent. */
    ACTIVE,
    /** Events are taken for it and wait. */
    PAUSED,
    /** Events are kept as missed and sent only by a replay; what waited goes on waiting. */
    DISABLED,
    /** Gone for good; its past is kept. */
    DELETED;

    /** The stable text, such as {@code active}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status of a text. */
    public static EndpointStatus of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** Whether events are sent to it by themselves, now or when it is resumed. */
    public boolean takesEvents() {
        return this == ACTIVE || this == PAUSED;
    }
}
