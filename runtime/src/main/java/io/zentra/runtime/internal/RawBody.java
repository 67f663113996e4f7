package io.zentra.runtime.internal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The bytes of a callback and their digest. Immutable. */
public final class RawBody {
    private final byte[] bytes;
    private final String sha256;

    /** These bytes. */
    public RawBody(byte[] bytes) {
        this.bytes = bytes.clone();
        this.sha256 = digest(bytes);
    }

    /** The SHA-256 of bytes, in hexadecimal digits. */
    public static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }

    byte[] bytes() {
        return bytes;
    }

    String sha256() {
        return sha256;
    }
}
