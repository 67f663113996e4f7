package io.zentra.webhooks.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import io.zentra.webhooks.internal.EventPatterns;
import org.jspecify.annotations.Nullable;

/**
 * What an event of the journal is outside. Immutable.
 *
 * @param type its type outside, such as {@code transfer.settled}
 * @param data its data, a JSON object as text
 * @param orderKey events of one key reach an endpoint with FIFO in order; up to 200 characters
 * @param onlyEndpoint the id of the one endpoint that gets it, whatever its types; null for all
 */
public record PublicEvent(
        String type, String data, String orderKey, @Nullable String onlyEndpoint) {
    /** The most characters of the data: more than those of the longest event of the journal. */
    public static final int MAX_DATA = 500_000;

    private static final int MAX_ORDER_KEY = 200;

    /**
     * Checks the form.
     *
     * @throws ZentraException {@code invalid_configuration}
     */
    public PublicEvent {
        if (!EventPatterns.isType(type) || data.length() > MAX_DATA || orderKey.length() > MAX_ORDER_KEY) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CONFIGURATION,
                    "the event \"" + Shown.of(type) + "\" cannot be sent: its type must be parts of a-z 0-9 _ with dots"
                            + " between, its data " + MAX_DATA + " characters and its order key " + MAX_ORDER_KEY
                            + " at most");
        }
    }

    /** An event for all endpoints that want its type. */
    public static PublicEvent of(String type, JsonNode data, String orderKey) {
        return new PublicEvent(type, data.toString(), orderKey, null);
    }
}
