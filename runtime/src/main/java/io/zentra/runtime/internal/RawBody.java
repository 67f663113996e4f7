package io.zentra.runtime.internal;

import io.zentra.core.journal.Sha256;

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
        return Sha256.hex(bytes);
    }

    byte[] bytes() {
        return bytes;
    }

    String sha256() {
        return sha256;
    }
}
