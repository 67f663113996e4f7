package io.zentra.webhooks;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Standard Webhooks 1.0.0: {@code v1} (HMAC-SHA256) and {@code v1a} (Ed25519) over {@code id.timestamp.body}, the body byte
 * for byte. Verifies with any of its keys and signs with all of them that are valid and can, so that one is changed for
 * another while both sides go on. Immutable and thread-safe.
 *
 * <pre>{@code
 * StandardWebhooks scheme = StandardWebhooks.secret("whsec_…");
 * Map<String, String> headers = scheme.sign("msg_1", now, body);
 * CallbackVerdict verdict = scheme.judge(CallbackMessage.of(headers, body), now);
 * }</pre>
 */
public final class StandardWebhooks implements CallbackScheme {
    /** The header of the message's id, the same for every attempt. */
    public static final String ID = "webhook-id";

    /** The header of the attempt's time, in seconds since 1970. */
    public static final String TIMESTAMP = "webhook-timestamp";

    /** The header of the signatures, parted by spaces. */
    public static final String SIGNATURE = "webhook-signature";

    /** The most signatures of a message, of unknown versions too. */
    public static final int MAX_SIGNATURES = 16;

    /** The most signatures of {@code v1a}, of which each takes hundreds of times as long to verify as one of {@code v1}. */
    public static final int MAX_PUBLIC_KEY_SIGNATURES = 4;

    private static final String HMAC = "v1,";
    private static final String ED25519 = "v1a,";

    private final KeyRing keys;
    private final Tolerance tolerance;
    private final String prefix;

    private StandardWebhooks(KeyRing keys, Tolerance tolerance, String prefix) {
        this.keys = keys;
        this.tolerance = tolerance;
        this.prefix = prefix;
    }

    /**
     * The scheme with one key, as text: {@code whsec_…}, {@code whsk_…} or {@code whpk_…}.
     *
     * @throws ZentraException {@code invalid_secret}
     */
    public static StandardWebhooks secret(String text) {
        return of(StandardKeys.parse("default", text));
    }

    /** A scheme with a new secret of 32 random bytes. */
    public static StandardWebhooks generate() {
        return of(StandardKeys.generateSecret("default"));
    }

    /**
     * The scheme with these keys: secrets, or public keys and pairs of Ed25519.
     *
     * @throws ZentraException {@code invalid_configuration} for none, too many, or one of another kind
     */
    public static StandardWebhooks of(CallbackKey... keys) {
        KeyRing ring = KeyRing.of(List.of(keys), SignatureAlgorithm.HMAC_SHA256, SignatureAlgorithm.ED25519);
        return new StandardWebhooks(ring, Tolerance.STANDARD, "webhook-");
    }

    /** The same with another tolerance. */
    public StandardWebhooks withTolerance(Tolerance other) {
        return new StandardWebhooks(keys, other, prefix);
    }

    /** The same with headers of another prefix than {@code webhook-}, such as {@code svix-}. */
    public StandardWebhooks withHeaderPrefix(String other) {
        if (!other.matches("[A-Za-z0-9-]{1,40}")) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CONFIGURATION,
                    "the header prefix \"" + Shown.of(other) + "\" is malformed: give 1 to 40 of A-Z a-z 0-9 -");
        }
        return new StandardWebhooks(keys, tolerance, other);
    }

    @Override
    public String name() {
        return "standard_webhooks";
    }

    /**
     * The headers of a message, signed with every key that is valid at its time and can sign.
     *
     * @param id 1 to 150 of {@code A-Z a-z 0-9 _ : -}
     * @param at the time of this attempt
     * @param body the bytes that are sent
     * @throws ZentraException {@code invalid_id} for an id of another form; {@code invalid_configuration} when no key signs
     */
    public Map<String, String> sign(String id, Instant at, byte[] body) {
        if (!isId(id)) {
            throw ZentraException.of(
                    ErrorCode.INVALID_ID,
                    "the message id \"" + Shown.of(id) + "\" is malformed: it must have 1 to 150 of A-Z a-z 0-9 _ : -",
                    Map.of("id", Shown.of(id)));
        }
        String seconds = String.valueOf(at.getEpochSecond());
        byte[] head = head(id, seconds);
        List<CallbackKey> signing = keys.all().stream()
                .filter(key -> key.isValidAt(at) && key.material().canSign())
                .toList();
        if (signing.isEmpty()) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CONFIGURATION,
                    "none of the keys can sign at " + at + ": give a secret or a pair that is valid then");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(prefix + "id", id);
        headers.put(prefix + "timestamp", seconds);
        headers.put(
                prefix + "signature",
                signing.stream().map(key -> signature(key, head, body)).collect(Collectors.joining(" ")));
        return headers;
    }

    @Override
    public CallbackVerdict verify(CallbackMessage message, Instant now) {
        return Refusal.orElse(() -> verified(message, now));
    }

    private CallbackVerdict verified(CallbackMessage message, Instant now) {
        String id = Fields.require(message, prefix + "id");
        String seconds = Fields.require(message, prefix + "timestamp");
        Signatures given = signatures(Fields.require(message, prefix + "signature"));
        if (!isId(id)) {
            throw Fields.malformed(prefix + "id", id, "send 1 to 150 of A-Z a-z 0-9 _ : -");
        }
        Instant sentAt = Fields.instant(prefix + "timestamp", seconds, TimestampUnit.SECONDS);
        byte[] head = head(id, seconds);
        CallbackKey key = keys.require(
                now,
                one -> algorithm(one).verifiesOneOf(one, given.by(one), head, message.body()),
                () -> "message " + Shown.of(id));
        tolerance.check(sentAt, now);
        return CallbackVerdict.Verified.by(key).withId(id, true).withSentAt(sentAt, now);
    }

    private Signatures signatures(String header) {
        Signatures signatures = new Signatures(new ArrayList<>(2), new ArrayList<>(2));
        int count = 0;
        int from = 0;
        while (from <= header.length()) {
            int end = header.indexOf(' ', from) < 0 ? header.length() : header.indexOf(' ', from);
            if (++count > MAX_SIGNATURES) {
                throw Fields.malformed(prefix + "signature", header, "send at most " + MAX_SIGNATURES + " signatures");
            }
            signatures.add(header.substring(from, end));
            from = end + 1;
        }
        if (signatures.ed25519s().size() > MAX_PUBLIC_KEY_SIGNATURES) {
            throw Fields.malformed(
                    prefix + "signature", header, "send at most " + MAX_PUBLIC_KEY_SIGNATURES + " signatures of v1a");
        }
        return signatures;
    }

    private static String signature(CallbackKey key, byte[] head, byte[] body) {
        byte[] signature = algorithm(key).sign(key, head, body);
        return (isSecret(key) ? HMAC : ED25519) + Base64.getEncoder().encodeToString(signature);
    }

    private static SignatureAlgorithm algorithm(CallbackKey key) {
        return isSecret(key) ? SignatureAlgorithm.HMAC_SHA256 : SignatureAlgorithm.ED25519;
    }

    private static boolean isSecret(CallbackKey key) {
        return SignatureAlgorithm.HMAC_SHA256.fits(key);
    }

    private static byte[] head(String id, String seconds) {
        return (id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isId(String text) {
        boolean fits = !text.isEmpty() && text.length() <= CallbackVerdict.Verified.MAX_ID;
        for (int i = 0; fits && i < text.length(); i++) {
            char c = text.charAt(i);
            fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "_:-".indexOf(c) >= 0;
        }
        return fits;
    }

    /** The signatures of a message whose version is known. */
    private record Signatures(List<byte[]> hmacs, List<byte[]> ed25519s) {
        void add(String text) {
            if (text.startsWith(HMAC)) {
                SignatureEncoding.BASE64.decode(text.substring(HMAC.length())).ifPresent(hmacs::add);
            } else if (text.startsWith(ED25519)) {
                SignatureEncoding.BASE64
                        .decode(text.substring(ED25519.length()))
                        .ifPresent(ed25519s::add);
            }
        }

        /** Those that a key could have made. */
        List<byte[]> by(CallbackKey key) {
            return isSecret(key) ? hmacs : ed25519s;
        }
    }
}
