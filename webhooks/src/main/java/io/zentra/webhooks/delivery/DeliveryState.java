package io.zentra.webhooks.delivery;

import java.util.Locale;

/** How far a delivery is. */
public enum DeliveryState {
    /** It is tried when it is due. */
    PENDING,
    /** It waits for the one before it in its order key. */
    WAITING,
    /** It arrived. */
    DELIVERED,
    /** It was put aside for a person. */
    PARKED,
    /** It was given up. */
    SKIPPED,
    /** It happened while the endpoint was disabled. */
    MISSED;

    /** Whether it is tried no more unless it is sent again. */
    public boolean isEnd() {
        return this != PENDING && this != WAITING;
    }

    /** The stable text, such as {@code delivered}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of a text. */
    public static DeliveryState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
