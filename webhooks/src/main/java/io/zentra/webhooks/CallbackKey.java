package io.zentra.webhooks;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A key of a provider or of ours: a shared secret, a public key, or a pair; with an id, and the times between which it may
 * be used. Immutable and thread-safe; the material is never printed.
 *
 * <pre>{@code
 * CallbackKey old = CallbackKey.hmac("2025", oldSecret).notAfter(Instant.parse("2026-12-01T00:00:00Z"));
 * CallbackKey current = CallbackKey.hmac("2026", secret).notBefore(Instant.parse("2026-11-01T00:00:00Z"));
 * }</pre>
 */
public final class CallbackKey {
    /** The fewest bytes of a secret. */
    public static final int MIN_SECRET_BYTES = 8;

    /** The most bytes of a secret. */
    public static final int MAX_SECRET_BYTES = 1_024;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.:/=+#-]{1,100}");
    private static final List<String> FAMILIES = List.of("RSA", "EC", "Ed25519");
    private static final int MAX_PEM = 8_192;

    private final String id;
    private final KeyMaterial material;
    private final @Nullable Instant notBefore;
    private final @Nullable Instant notAfter;

    private CallbackKey(String id, KeyMaterial material, @Nullable Instant notBefore, @Nullable Instant notAfter) {
        if (!ID.matcher(id).matches()) {
            throw ZentraException.of(
                    ErrorCode.INVALID_ID,
                    "the key id \"" + Shown.of(id)
                            + "\" is malformed: it must have 1 to 100 of A-Z a-z 0-9 _ . : / = + # -");
        }
        this.id = id;
        this.material = material;
        this.notBefore = notBefore;
        this.notAfter = notAfter;
    }

    /**
     * A shared secret, for HMAC.
     *
     * @param secret {@value #MIN_SECRET_BYTES} to {@value #MAX_SECRET_BYTES} bytes; copied
     * @throws ZentraException {@code invalid_secret} or {@code invalid_id}
     */
    public static CallbackKey hmac(String id, byte[] secret) {
        if (secret.length < MIN_SECRET_BYTES || secret.length > MAX_SECRET_BYTES) {
            throw ZentraException.of(
                    ErrorCode.INVALID_SECRET,
                    "the secret " + Shown.of(id) + " has " + secret.length + " bytes: give " + MIN_SECRET_BYTES + " to "
                            + MAX_SECRET_BYTES);
        }
        return new CallbackKey(id, KeyMaterial.secret(secret), null, null);
    }

    /** A shared secret that is the text itself, in UTF-8. */
    public static CallbackKey hmac(String id, String secret) {
        return hmac(id, secret.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A public key: RSA of 2,048 to 8,192 bits, an elliptic curve P-256 or Ed25519.
     *
     * @throws ZentraException {@code invalid_secret} for another kind
     */
    public static CallbackKey publicKey(String id, PublicKey key) {
        return new CallbackKey(id, KeyMaterial.pair(key, null), null, null);
    }

    /** A pair, which also signs; Ed25519, RSA or P-256. */
    public static CallbackKey keyPair(String id, KeyPair pair) {
        PrivateKey signing = pair.getPrivate();
        return new CallbackKey(id, KeyMaterial.pair(pair.getPublic(), signing), null, null);
    }

    /**
     * A public key as text, {@code -----BEGIN PUBLIC KEY-----} or base 64 alone (X.509 SubjectPublicKeyInfo, RFC 7468).
     *
     * @throws ZentraException {@code invalid_secret}
     */
    public static CallbackKey pem(String id, String text) {
        if (text.length() > MAX_PEM) {
            throw ZentraException.of(
                    ErrorCode.INVALID_SECRET, "the public key is longer than " + MAX_PEM + " characters");
        }
        String base64 = text.replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "").replaceAll("\\s", "");
        byte[] encoded;
        try {
            encoded = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            throw ZentraException.of(ErrorCode.INVALID_SECRET, "the public key " + Shown.of(id) + " is not base 64");
        }
        return FAMILIES.stream()
                .flatMap(family -> publicKey(family, encoded).stream())
                .findFirst()
                .map(key -> publicKey(id, key))
                .orElseThrow(() -> ZentraException.of(
                        ErrorCode.INVALID_SECRET,
                        "the public key " + Shown.of(id) + " is none of " + FAMILIES + " in X.509 form"));
    }

    /** The same, to be used from this instant on. */
    public CallbackKey notBefore(Instant at) {
        return new CallbackKey(id, material, at, notAfter);
    }

    /** The same, to be used up to this instant, itself included. */
    public CallbackKey notAfter(Instant at) {
        return new CallbackKey(id, material, notBefore, at);
    }

    /** Its id, which verdicts and evidence name. */
    public String id() {
        return id;
    }

    /** From when on it may be used; empty from ever. */
    public Optional<Instant> notBefore() {
        return Optional.ofNullable(notBefore);
    }

    /** Until when it may be used; empty for ever. */
    public Optional<Instant> notAfter() {
        return Optional.ofNullable(notAfter);
    }

    /** Whether it may be used at this instant. */
    public boolean isValidAt(Instant at) {
        return (notBefore == null || !at.isBefore(notBefore)) && (notAfter == null || !at.isAfter(notAfter));
    }

    private static Optional<PublicKey> publicKey(String family, byte[] encoded) {
        try {
            return Optional.of(KeyFactory.getInstance(family).generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException other) {
            return Optional.empty(); // of another family
        }
    }

    KeyMaterial material() {
        return material;
    }

    /** Its id and times; nothing of the material. */
    @Override
    public String toString() {
        return "CallbackKey[" + id + ", " + notBefore().map(Instant::toString).orElse("") + " to "
                + notAfter().map(Instant::toString).orElse("") + "]";
    }
}
