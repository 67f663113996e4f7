package io.zentra.core.journal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The public half of a {@link SigningKey}: what an auditor keeps. Immutable. Its text is the verifier key of C2SP
 * signed-note, {@code name+keyid+base64(0x01 || 32 bytes)}.
 */
public final class VerifyingKey {
    private static final byte ED25519 = 1;
    private static final int RAW_LENGTH = 32;
    private static final int KEY_ID_LENGTH = 4;
    /** What comes before the 32 bytes in the X.509 form of an Ed25519 key (RFC 8410). */
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final String name;
    private final byte[] raw;
    private final PublicKey key;

    private VerifyingKey(String name, byte[] raw, PublicKey key) {
        this.name = name;
        this.raw = raw;
        this.key = key;
    }

    static VerifyingKey of(String name, PublicKey key) {
        byte[] encoded = key.getEncoded();
        return new VerifyingKey(name, Arrays.copyOfRange(encoded, encoded.length - RAW_LENGTH, encoded.length), key);
    }

    /**
     * Reads the text of a key.
     *
     * @throws ZentraException {@code invalid_secret} when it is malformed
     */
    public static VerifyingKey parse(String text) {
        String[] parts = text.split("\\+", 3);
        try {
            byte[] typed = Base64.getDecoder().decode(parts[2]);
            if (typed.length != RAW_LENGTH + 1 || typed[0] != ED25519) {
                throw malformed();
            }
            byte[] encoded = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + RAW_LENGTH);
            System.arraycopy(typed, 1, encoded, X509_PREFIX.length, RAW_LENGTH);
            PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
            VerifyingKey verifier = of(parts[0], key);
            if (!verifier.toString().equals(text)) {
                throw malformed();
            }
            return verifier;
        } catch (IndexOutOfBoundsException | IllegalArgumentException | GeneralSecurityException e) {
            throw malformed();
        }
    }

    /** The signer's name. */
    public String name() {
        return name;
    }

    /** The key id of signed-note, 8 hexadecimal digits: tells keys of one name apart. */
    public String id() {
        return HexFormat.of().formatHex(keyId());
    }

    byte[] keyId() {
        MessageDigest digest = Sha256.begin();
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        digest.update(ED25519);
        return Arrays.copyOf(digest.digest(raw), KEY_ID_LENGTH);
    }

    /** Whether a key id with its signature names this key. */
    boolean isNamedBy(byte[] idAndSignature) {
        return idAndSignature.length > KEY_ID_LENGTH
                && Arrays.equals(Arrays.copyOf(idAndSignature, KEY_ID_LENGTH), keyId());
    }

    /** Whether the key id and signature were made over the text with this key. */
    boolean hasSigned(byte[] text, byte[] idAndSignature) {
        if (!isNamedBy(idAndSignature)) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            signature.update(text);
            return signature.verify(Arrays.copyOfRange(idAndSignature, KEY_ID_LENGTH, idAndSignature.length));
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    /** The text that {@link #parse} reads. */
    @Override
    public String toString() {
        byte[] typed = new byte[RAW_LENGTH + 1];
        typed[0] = ED25519;
        System.arraycopy(raw, 0, typed, 1, RAW_LENGTH);
        return name + "+" + id() + "+" + Base64.getEncoder().encodeToString(typed);
    }

    private static ZentraException malformed() {
        return ZentraException.of(
                ErrorCode.INVALID_SECRET, "the public key is malformed: it reads name+keyid+base64 of an Ed25519 key");
    }
}
