package io.zentra.runtime.contract;

import java.nio.charset.StandardCharsets;

/**
 * What a caller is answered. Immutable.
 *
 * <pre>{@code
 * exchange.sendResponseHeaders(answer.httpStatus(), answer.body().length);
 * exchange.getResponseBody().write(answer.body());
 * }</pre>
 *
 * @param httpStatus 200 for what was done, now or before, and for what was read; else that of the code
 * @param json one JSON object without white space, its members in ascending order of their names
 */
public record Answer(int httpStatus, String json) {
    /** The media type of every answer. */
    public static final String CONTENT_TYPE = "application/json";

    /** The JSON in UTF-8. */
    public byte[] body() {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
