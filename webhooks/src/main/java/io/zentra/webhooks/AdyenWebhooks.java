package io.zentra.webhooks;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;

/**
 * Adyen signs in two ways, both HMAC-SHA256 in base 64 under a key that is written in hexadecimal. Neither has a time, so a
 * repetition is known by its content alone. Thread-safe.
 *
 * <pre>{@code
 * CallbackScheme payments = AdyenWebhooks.standard(AdyenWebhooks.key("2026", hmacKey));
 * CallbackScheme platforms = AdyenWebhooks.header(AdyenWebhooks.key("2026", hmacKey));
 * }</pre>
 *
 * <p>Source: Adyen's documentation, "Verify HMAC signatures", and adyen-java-api-library 42.
 */
public final class AdyenWebhooks {
    /** The header of the signature of platform, balance and management webhooks. */
    public static final String SIGNATURE = "hmacsignature";

    private AdyenWebhooks() {}

    /**
     * A key as Adyen writes it.
     *
     * @param hexadecimal as the Customer Area shows it
     * @throws ZentraException {@code invalid_secret}; the message shows nothing of the text
     */
    public static CallbackKey key(String id, String hexadecimal) {
        byte[] secret = SignatureEncoding.HEX_ANY_CASE
                .decode(hexadecimal)
                .orElseThrow(() -> ZentraException.of(
                        ErrorCode.INVALID_SECRET,
                        "the HMAC key of Adyen cannot be used: it is not hexadecimal; copy it from the Customer Area"));
        return CallbackKey.hmac(id, secret);
    }

    /**
     * Notifications of payments, {@code notificationItems}: each item carries a signature over eight of its fields. All
     * else in an item ({@code reason}, {@code eventDate}, {@code additionalData}) is <b>not signed</b>: believe none of it.
     */
    public static CallbackScheme standard(CallbackKey... keys) {
        return new AdyenNotifications(keys);
    }

    /** Platform, balance and management webhooks: the header {@code HmacSignature} signs the whole body. */
    public static CallbackScheme header(CallbackKey... keys) {
        return HeaderSignatures.named("adyen_header")
                .algorithm(SignatureAlgorithm.HMAC_SHA256)
                .header(SIGNATURE)
                .encoding(SignatureEncoding.BASE64)
                .signs("{body}")
                .keys(keys)
                .build();
    }
}
