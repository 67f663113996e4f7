package io.zentra.webhooks;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.webhooks.KeyMaterial.Family;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Keys as Standard Webhooks 1.0.0 writes them: {@code whsec_} and 24 to 64 bytes, a secret; {@code whpk_} and 32 bytes, a
 * public key of Ed25519; {@code whsk_} and 64 bytes, its secret and public half. All in base 64. Thread-safe.
 *
 * <pre>{@code
 * CallbackKey pair = StandardKeys.generatePair("2026");
 * String forTheReceiver = StandardKeys.reveal(StandardKeys.publicHalf(pair));    // whpk_…
 * }</pre>
 */
public final class StandardKeys {
    private static final String SECRET = "whsec_";
    private static final String PAIR = "whsk_";
    private static final String PUBLIC = "whpk_";
    private static final int MIN_SECRET_BYTES = 24;
    private static final int MAX_SECRET_BYTES = 64;
    private static final int NEW_SECRET_BYTES = 32;
    private static final int HALF_BYTES = 32;

    /** What stands before the 32 bytes in X.509 and PKCS#8: RFC 8410. */
    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final byte[] PKCS8 = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private StandardKeys() {}

    /**
     * Reads a key.
     *
     * @throws ZentraException {@code invalid_secret}; the message shows nothing of the text
     */
    public static CallbackKey parse(String id, String text) {
        if (text.startsWith(SECRET)) {
            byte[] secret = decoded(text, SECRET);
            if (secret.length < MIN_SECRET_BYTES || secret.length > MAX_SECRET_BYTES) {
                throw invalid(
                        "it has " + secret.length + " bytes, not " + MIN_SECRET_BYTES + " to " + MAX_SECRET_BYTES);
            }
            return CallbackKey.hmac(id, secret);
        }
        if (text.startsWith(PUBLIC)) {
            return CallbackKey.publicKey(id, publicKey(exactly(HALF_BYTES, decoded(text, PUBLIC))));
        }
        if (text.startsWith(PAIR)) {
            return pair(id, exactly(2 * HALF_BYTES, decoded(text, PAIR)));
        }
        throw invalid("it begins with none of " + SECRET + ", " + PUBLIC + " and " + PAIR);
    }

    /** A new secret of 32 random bytes. */
    public static CallbackKey generateSecret(String id) {
        byte[] secret = new byte[NEW_SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return CallbackKey.hmac(id, secret);
    }

    /** A new pair of Ed25519. */
    public static CallbackKey generatePair(String id) {
        try {
            return CallbackKey.keyPair(
                    id, KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every Java platform from 15 on has Ed25519", impossible);
        }
    }

    /** What the other party needs to verify: the public half of a pair; a secret is its own. */
    public static CallbackKey publicHalf(CallbackKey key) {
        return key.material().family() == Family.SECRET
                ? key
                : CallbackKey.publicKey(key.id(), key.material().verifying());
    }

    /**
     * The text that {@link #parse} reads: hand it to the other party, never to a log.
     *
     * @throws ZentraException {@code invalid_secret} for a key of another kind
     */
    public static String reveal(CallbackKey key) {
        KeyMaterial material = key.material();
        if (material.family() == Family.SECRET) {
            return SECRET + Base64.getEncoder().encodeToString(material.secret());
        }
        if (material.family() != Family.ED25519) {
            throw invalid("only secrets and keys of Ed25519 have a text of Standard Webhooks");
        }
        byte[] verifying = tail(material.verifying().getEncoded(), X509.length);
        PrivateKey signing = material.signing();
        if (signing == null) {
            return PUBLIC + Base64.getEncoder().encodeToString(verifying);
        }
        byte[] both = Arrays.copyOf(tail(signing.getEncoded(), PKCS8.length), 2 * HALF_BYTES);
        System.arraycopy(verifying, 0, both, HALF_BYTES, HALF_BYTES);
        return PAIR + Base64.getEncoder().encodeToString(both);
    }

    private static CallbackKey pair(String id, byte[] both) {
        PublicKey verifying = publicKey(Arrays.copyOfRange(both, HALF_BYTES, both.length));
        PrivateKey signing;
        try {
            signing = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new PKCS8EncodedKeySpec(joined(PKCS8, Arrays.copyOf(both, HALF_BYTES))));
        } catch (GeneralSecurityException malformed) {
            throw invalid("it is no secret key of Ed25519");
        }
        CallbackKey key = CallbackKey.keyPair(id, new KeyPair(verifying, signing));
        byte[] probe = SignatureAlgorithm.ED25519.sign(key, X509);
        if (!SignatureAlgorithm.ED25519.verifies(key, probe, X509)) {
            throw invalid("its public half is not of its secret half");
        }
        return key;
    }

    private static PublicKey publicKey(byte[] bytes) {
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(joined(X509, bytes)));
        } catch (GeneralSecurityException malformed) {
            throw invalid("it is no public key of Ed25519");
        }
    }

    private static byte[] decoded(String text, String prefix) {
        return SignatureEncoding.BASE64
                .decode(text.substring(prefix.length()))
                .orElseThrow(() -> invalid("what follows " + prefix + " is not base 64"));
    }

    private static byte[] exactly(int count, byte[] bytes) {
        if (bytes.length != count) {
            throw invalid("it has " + bytes.length + " bytes, not " + count);
        }
        return bytes;
    }

    private static byte[] joined(byte[] head, byte[] rest) {
        byte[] all = Arrays.copyOf(head, head.length + rest.length);
        System.arraycopy(rest, 0, all, head.length, rest.length);
        return all;
    }

    private static byte[] tail(byte[] bytes, int from) {
        return Arrays.copyOfRange(bytes, from, from + HALF_BYTES);
    }

    private static ZentraException invalid(String why) {
        return ZentraException.of(ErrorCode.INVALID_SECRET, "the webhook secret cannot be used: " + why);
    }
}
