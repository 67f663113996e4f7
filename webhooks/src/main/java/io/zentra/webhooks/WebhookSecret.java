package io.zentra.webhooks;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A shared secret of the Standard Webhooks scheme {@code v1} (HMAC-SHA256). Immutable; never printed.
 *
 * <p>Source: Standard Webhooks 1.0.0: {@code whsec_} and 24 to 64 random bytes in base 64.
 */
public final class WebhookSecret {
    private static final String PREFIX = "whsec_";
    private static final int MIN_BYTES = 24;
    private static final int MAX_BYTES = 64;
    private static final int NEW_BYTES = 32;

    private final byte[] key;

    private WebhookSecret(byte[] key) {
        this.key = key;
    }

    /** A new secret of 32 random bytes. */
    public static WebhookSecret generate() {
        byte[] key = new byte[NEW_BYTES];
        new SecureRandom().nextBytes(key);
        return new WebhookSecret(key);
    }

    /**
     * Reads {@code whsec_…}.
     *
     * @throws ZentraException {@code invalid_secret}
     */
    public static WebhookSecret parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw invalid("it does not begin with " + PREFIX);
        }
        byte[] key;
        try {
            key = Base64.getDecoder().decode(text.substring(PREFIX.length()));
        } catch (IllegalArgumentException notBase64) {
            throw invalid("what follows " + PREFIX + " is not base 64");
        }
        if (key.length < MIN_BYTES || key.length > MAX_BYTES) {
            throw invalid("it has " + key.length + " bytes, not " + MIN_BYTES + " to " + MAX_BYTES);
        }
        return new WebhookSecret(key);
    }

    /** The text that {@link #parse} reads: hand it to the other party, never to a log. */
    public String reveal() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    byte[] hmac(byte[] signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(signed);
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every Java platform has HmacSHA256", impossible);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WebhookSecret secret && Arrays.equals(key, secret.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }

    /** Nothing of the secret. */
    @Override
    public String toString() {
        return "WebhookSecret[…]";
    }

    private static ZentraException invalid(String why) {
        return ZentraException.of(ErrorCode.INVALID_SECRET, "the webhook secret cannot be used: " + why);
    }
}
