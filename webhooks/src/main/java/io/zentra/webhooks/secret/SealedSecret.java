package io.zentra.webhooks.secret;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A secret as it is stored: version, id of the key, wrapped one-time key, and the secret under that. Immutable.
 *
 * <p>The bytes: {@code 1}; the length of the key's id in one byte, and the id; the length of the wrapped key in two bytes,
 * and the wrapped key; then nonce (12 bytes), the encrypted secret, and tag (16 bytes).
 */
public final class SealedSecret {
    /** The most bytes of an envelope. */
    public static final int MAX_BYTES = 16_384;

    private static final byte VERSION = 1;
    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9_.:/-]{1,100}");

    private final String keyId;
    private final byte[] wrappedKey;
    private final byte[] secret;

    SealedSecret(String keyId, byte[] wrappedKey, byte[] secret) {
        this.keyId = requireKeyId(keyId);
        this.wrappedKey = wrappedKey;
        this.secret = secret;
    }

    /**
     * Reads what was stored.
     *
     * @throws ZentraException {@code secret_unreadable} when it is of no known version or form
     */
    public static SealedSecret parse(byte[] bytes) {
        if (bytes.length < 2 || bytes.length > MAX_BYTES || bytes[0] != VERSION) {
            throw AesGcm.unreadable("it is not of version " + VERSION);
        }
        int keyEnd = 2 + (bytes[1] & 0xff);
        int wrappedStart = keyEnd + Short.BYTES;
        int wrappedEnd = bytes.length < wrappedStart
                ? Integer.MAX_VALUE
                : wrappedStart + Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(keyEnd));
        if (wrappedEnd > bytes.length - AesGcm.OVERHEAD_BYTES) {
            throw AesGcm.unreadable("it ends too soon");
        }
        String keyId = new String(bytes, 2, keyEnd - 2, StandardCharsets.ISO_8859_1);
        if (!KEY_ID.matcher(keyId).matches()) {
            throw AesGcm.unreadable("the id of its key is malformed");
        }
        return new SealedSecret(
                keyId,
                Arrays.copyOfRange(bytes, wrappedStart, wrappedEnd),
                Arrays.copyOfRange(bytes, wrappedEnd, bytes.length));
    }

    /** What to store. */
    public byte[] bytes() {
        byte[] id = keyId.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(2 + id.length + Short.BYTES + wrappedKey.length + secret.length)
                .put(VERSION)
                .put((byte) id.length)
                .put(id)
                .putShort((short) wrappedKey.length)
                .put(wrappedKey)
                .put(secret)
                .array();
    }

    /** Under which key it is sealed. */
    public String keyId() {
        return keyId;
    }

    byte[] wrappedKey() {
        return wrappedKey;
    }

    byte[] secret() {
        return secret;
    }

    static String requireKeyId(String keyId) {
        if (!KEY_ID.matcher(keyId).matches()) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CONFIGURATION,
                    "the key id \"" + Shown.of(keyId)
                            + "\" is malformed: it must have 1 to 100 of A-Z a-z 0-9 _ . : / -");
        }
        return keyId;
    }

    /** The id of its key and its length. */
    @Override
    public String toString() {
        return "SealedSecret[" + keyId + ", " + bytes().length + " bytes]";
    }
}
