package io.zentra.webhooks;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stripe: {@code Stripe-Signature: t=…,v1=…}, HMAC-SHA256 over {@code t.body} in lower-case hexadecimal; the secret is the
 * text {@code whsec_…} as it stands, not what its base 64 says. A timestamp ahead of our clock is refused too, which
 * Stripe's own libraries accept. The message's id is that of the event in the body. Immutable and thread-safe.
 *
 * <p>Source: Stripe's documentation, "Verify webhook signatures manually", and stripe-java 33.
 */
public final class StripeWebhooks implements CallbackScheme {
    /** The header of time and signatures. */
    public static final String SIGNATURE = "stripe-signature";

    private static final int MAX_PARTS = 32;
    private static final int MAX_HEADER = 4_096;

    private final KeyRing keys;
    private final Tolerance tolerance;

    private StripeWebhooks(KeyRing keys, Tolerance tolerance) {
        this.keys = keys;
        this.tolerance = tolerance;
    }

    /** The scheme with one secret of an endpoint. */
    public static StripeWebhooks secret(String text) {
        return of(CallbackKey.hmac("default", text));
    }

    /** The scheme with these secrets. */
    public static StripeWebhooks of(CallbackKey... keys) {
        return new StripeWebhooks(KeyRing.of(List.of(keys), SignatureAlgorithm.HMAC_SHA256), Tolerance.STANDARD);
    }

    /** The same with another tolerance. */
    public StripeWebhooks withTolerance(Tolerance other) {
        return new StripeWebhooks(keys, other);
    }

    @Override
    public String name() {
        return "stripe";
    }

    @Override
    public CallbackVerdict verify(CallbackMessage message, Instant now) {
        return Refusal.orElse(() -> verified(message, now));
    }

    private CallbackVerdict verified(CallbackMessage message, Instant now) {
        Header header = Header.parse(Fields.require(message, SIGNATURE));
        Instant sentAt = Fields.instant(SIGNATURE, header.timestamp, TimestampUnit.SECONDS);
        byte[] head = (header.timestamp + ".").getBytes(StandardCharsets.UTF_8);
        CallbackKey key = keys.require(
                now,
                one -> SignatureAlgorithm.HMAC_SHA256.verifiesOneOf(one, header.signatures, head, message.body()),
                () -> "the message");
        tolerance.check(sentAt, now);
        CallbackVerdict.Verified verified = CallbackVerdict.Verified.by(key).withSentAt(sentAt, now);
        return JsonBody.topLevelText(message.body(), "id")
                .filter(CallbackVerdict.Verified::isId)
                .map(id -> verified.withId(id, true))
                .orElse(verified);
    }

    private record Header(String timestamp, List<byte[]> signatures) {
        static Header parse(String text) {
            if (text.length() > MAX_HEADER) {
                throw Fields.malformed(SIGNATURE, text, "send at most " + MAX_HEADER + " characters");
            }
            @Nullable String timestamp = null;
            List<byte[]> signatures = new ArrayList<>(2);
            String[] parts = text.split(",", MAX_PARTS + 1);
            if (parts.length > MAX_PARTS) {
                throw Fields.malformed(SIGNATURE, text, "send at most " + MAX_PARTS + " parts");
            }
            for (String part : parts) {
                if (part.startsWith("t=") && timestamp != null) {
                    throw Fields.malformed(SIGNATURE, text, "send one t=");
                }
                if (part.startsWith("t=")) {
                    timestamp = part.substring(2);
                } else if (part.startsWith("v1=")) {
                    SignatureEncoding.HEX.decode(part.substring(3)).ifPresent(signatures::add);
                }
            }
            if (timestamp == null) {
                throw Fields.malformed(SIGNATURE, text, "send t=SECONDS,v1=SIGNATURE");
            }
            return new Header(timestamp, signatures);
        }
    }
}
