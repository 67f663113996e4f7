package io.zentra.core.journal;

import java.security.MessageDigest;

/**
 * The hashes of a journal: {@code chain(n) = SHA-256(0x02 || chain(n-1) || bytes(n))}, where {@code chain(0)} is 32 zero
 * bytes, and the RFC 6962 leaf and node hashes of the Merkle log. Not thread-safe: one instance a thread.
 */
public final class HashChain {
    /** Bytes of a hash. */
    public static final int HASH_LENGTH = 32;

    private final MessageDigest digest = Sha256.begin();

    /** The chain's value before the first event: 32 zero bytes. */
    public static byte[] genesis() {
        return new byte[HASH_LENGTH];
    }

    /** The chain's value after an event. */
    public byte[] next(byte[] previous, byte[] eventBytes) {
        digest.update((byte) 2);
        digest.update(previous);
        return digest.digest(eventBytes);
    }

    /** The Merkle leaf of an event: {@code SHA-256(0x00 || bytes)} (RFC 6962, section 2.1). */
    public byte[] leaf(byte[] eventBytes) {
        digest.update((byte) 0);
        return digest.digest(eventBytes);
    }

    /** A Merkle node: {@code SHA-256(0x01 || left || right)} (RFC 6962, section 2.1). */
    public byte[] node(byte[] left, byte[] right) {
        digest.update((byte) 1);
        digest.update(left);
        return digest.digest(right);
    }

    /** The root of a log without leaves: the hash of nothing (RFC 6962, section 2.1). */
    public byte[] emptyRoot() {
        return digest.digest();
    }
}
