package io.zentra.webhooks;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Signs and verifies messages as Standard Webhooks 1.0.0 does, scheme {@code v1}: HMAC-SHA256 over
 * {@code id.timestamp.body}, the body byte for byte. Immutable and thread-safe.
 *
 * <pre>{@code
 * StandardWebhooks scheme = StandardWebhooks.of(StandardWebhooks.secret("whsec_…"));
 * Map<String, String> headers = scheme.sign("msg_1", now, body);
 * WebhookVerdict verdict = scheme.verify(headers, body, now);
 * }</pre>
 */
public final class StandardWebhooks {
    /** The header of the message's id, the same for every attempt. */
    public static final String ID = "webhook-id";

    /** The header of the attempt's time, in seconds since 1970. */
    public static final String TIMESTAMP = "webhook-timestamp";

    /** The header of the signatures, parted by spaces. */
    public static final String SIGNATURE = "webhook-signature";

    /** How far a timestamp may be from now, before and after. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final Pattern ID_FORM = Pattern.compile("[A-Za-z0-9_:-]{1,150}");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
    private static final String VERSION = "v1,";
    private static final int MAX_SIGNATURES = 16;

    private final List<WebhookSecret> secrets;

    private StandardWebhooks(List<WebhookSecret> secrets) {
        this.secrets = secrets;
    }

    /**
     * Reads a secret.
     *
     * @throws ZentraException {@code invalid_secret}
     */
    public static WebhookSecret secret(String text) {
        return WebhookSecret.parse(text);
    }

    /**
     * The scheme with these secrets: any of them verifies, the first signs.
     *
     * @throws ZentraException {@code invalid_configuration} without any
     */
    public static StandardWebhooks of(WebhookSecret... secrets) {
        if (secrets.length == 0) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CONFIGURATION,
                    "messages are signed and verified by 1 secret or more, not 0: give the one of the other party",
                    Map.of("secrets", "0"));
        }
        return new StandardWebhooks(List.of(secrets));
    }

    /**
     * The headers of a message.
     *
     * @param id 1 to 150 of {@code A-Z a-z 0-9 _ : -}
     * @param at the time of this attempt
     * @param body the bytes that are sent
     * @throws ZentraException {@code invalid_id} for an id of another form
     */
    public Map<String, String> sign(String id, Instant at, byte[] body) {
        if (!ID_FORM.matcher(id).matches()) {
            throw ZentraException.of(
                    ErrorCode.INVALID_ID,
                    "the message id \"" + Shown.of(id) + "\" is malformed: it must have 1 to 150 of A-Z a-z 0-9 _ : -",
                    Map.of("id", Shown.of(id)));
        }
        String seconds = String.valueOf(at.getEpochSecond());
        byte[] signature = secrets.get(0).hmac(signedBytes(id, seconds, body));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(ID, id);
        headers.put(TIMESTAMP, seconds);
        headers.put(SIGNATURE, VERSION + Base64.getEncoder().encodeToString(signature));
        return headers;
    }

    /**
     * Judges a message by its raw bytes, before anything in it is read.
     *
     * @param headers names in any case
     * @param body the bytes that came
     * @param now the time of arrival
     */
    public WebhookVerdict verify(Map<String, String> headers, byte[] body, Instant now) {
        Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(headers);
        String id = byName.get(ID);
        String seconds = byName.get(TIMESTAMP);
        String signatures = byName.get(SIGNATURE);
        if (id == null || seconds == null || signatures == null) {
            return missing(id == null ? ID : seconds == null ? TIMESTAMP : SIGNATURE);
        }
        if (!ID_FORM.matcher(id).matches()) {
            return malformed(ID, id, "send 1 to 150 of A-Z a-z 0-9 _ : -");
        }
        if (!SECONDS.matcher(seconds).matches()) {
            return malformed(TIMESTAMP, seconds, "send the seconds since 1970, 1 to 12 digits");
        }
        Instant sentAt = Instant.ofEpochSecond(Long.parseLong(seconds));
        Optional<Integer> matching = matchingSecret(signedBytes(id, seconds, body), signatures);
        if (matching.isEmpty()) {
            return refused(
                    ErrorCode.SIGNATURE_INVALID,
                    "no signature of message " + Shown.of(id)
                            + " was made with a known secret over these bytes: compare"
                            + " the secrets of both sides, and pass the body on byte for byte");
        }
        Duration skew = Duration.between(sentAt, now);
        if (skew.abs().compareTo(TOLERANCE) > 0) {
            return refused(
                    ErrorCode.SIGNATURE_STALE,
                    "the timestamp of message " + Shown.of(id) + " is "
                            + skew.abs().toSeconds() + " s "
                            + (skew.isNegative() ? "ahead" : "old") + ", the tolerance is " + TOLERANCE.toSeconds()
                            + " s: set the clocks of both sides, or sign and send it again");
        }
        return new WebhookVerdict.Verified(id, sentAt, skew, matching.get());
    }

    /** Compares every signature with every secret, so that time tells nothing about which one was near. */
    private Optional<Integer> matchingSecret(byte[] signed, String signatures) {
        List<byte[]> given = new ArrayList<>();
        for (String signature : signatures.split(" ", MAX_SIGNATURES + 1)) {
            if (signature.startsWith(VERSION) && given.size() < MAX_SIGNATURES) {
                decoded(signature.substring(VERSION.length())).ifPresent(given::add);
            }
        }
        Integer matching = null;
        for (int i = secrets.size() - 1; i >= 0; i--) {
            byte[] expected = secrets.get(i).hmac(signed);
            for (byte[] signature : given) {
                if (MessageDigest.isEqual(expected, signature)) {
                    matching = i;
                }
            }
        }
        return Optional.ofNullable(matching);
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static byte[] signedBytes(String id, String seconds, byte[] body) {
        byte[] head = (id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8);
        byte[] signed = new byte[head.length + body.length];
        System.arraycopy(head, 0, signed, 0, head.length);
        System.arraycopy(body, 0, signed, head.length, body.length);
        return signed;
    }

    private static WebhookVerdict missing(String header) {
        return refused(
                ErrorCode.SIGNATURE_MISSING,
                "the header " + header + " is missing: send " + ID + ", " + TIMESTAMP + " and " + SIGNATURE
                        + " with every message");
    }

    private static WebhookVerdict malformed(String header, String value, String remedy) {
        return refused(
                ErrorCode.SIGNATURE_MISSING,
                "the header " + header + " \"" + Shown.of(value) + "\" is malformed: " + remedy);
    }

    private static WebhookVerdict refused(ErrorCode code, String message) {
        return new WebhookVerdict.Refused(code, message);
    }
}
