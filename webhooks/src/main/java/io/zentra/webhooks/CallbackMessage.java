package io.zentra.webhooks;

import java.util.Map;
import java.util.Optional;

/**
 * A callback as it came: method, target, header fields, and the bytes of the body. Immutable, as long as nobody writes to
 * the array that was given as the body.
 *
 * <pre>{@code
 * CallbackMessage message = CallbackMessage.of(headers, body);                         // enough for most schemes
 * CallbackMessage message = CallbackMessage.of("POST", "https://pay.example/cb", CallbackHeaders.ofAll(fields), body);
 * }</pre>
 */
public final class CallbackMessage {
    /** The most bytes of a body. */
    public static final int MAX_BODY_BYTES = 1_048_576;

    /** The most characters of a target. */
    public static final int MAX_TARGET = 8_192;

    private static final int MAX_METHOD = 32;

    private final String method;
    private final String target;
    private final CallbackHeaders headers;
    private final byte[] body;

    private CallbackMessage(String method, String target, CallbackHeaders headers, byte[] body) {
        this.method = method;
        this.target = target;
        this.headers = headers;
        this.body = body;
    }

    /** A message of a scheme that signs neither method nor target, or of which they are not known: POST to nowhere. */
    public static CallbackMessage of(Map<String, String> headers, byte[] body) {
        return new CallbackMessage("POST", "", CallbackHeaders.of(headers), body);
    }

    /**
     * A whole message.
     *
     * @param method as it came, such as {@code POST}
     * @param target the URL to which the provider sent, as the provider knows it; or path and query alone, then its
     *     authority is the field {@code host}
     * @param body the bytes as they came; not copied
     */
    public static CallbackMessage of(String method, String target, CallbackHeaders headers, byte[] body) {
        return new CallbackMessage(method, target, headers, body);
    }

    /** The method. */
    public String method() {
        return method;
    }

    /** The target; empty when it is not known. */
    public String target() {
        return target;
    }

    /** The header fields. */
    public CallbackHeaders headers() {
        return headers;
    }

    /** The bytes of the body, which are to be read only. */
    public byte[] body() {
        return body;
    }

    /** What goes beyond the limits, as a sentence. */
    public Optional<String> excess() {
        if (body.length > MAX_BODY_BYTES) {
            return Optional.of("the body has " + body.length + " bytes: send at most " + MAX_BODY_BYTES);
        }
        if (target.length() > MAX_TARGET || method.length() > MAX_METHOD) {
            return Optional.of("the method or target is longer than " + MAX_METHOD + " or " + MAX_TARGET
                    + " characters: send shorter ones");
        }
        return headers.excess();
    }

    /** Method, names of the fields and length. */
    @Override
    public String toString() {
        return "CallbackMessage[" + method + ", " + headers + ", " + body.length + " bytes]";
    }
}
