package io.zentra.webhooks.delivery;

import java.util.Locale;

/** Whether some events are at all endpoints that want them. */
public enum StreamState {
    /** All have arrived, or no endpoint wants them. */
    HEALTHY,
    /** Some are on their way. */
    BEHIND,
    /** Some were put aside, given up or missed by an endpoint: {@link Deliveries#replay} sends them again. */
    FAILING;

    /** The stable text, such as {@code healthy}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
