package io.zentra.core.journal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.util.Arrays;
import java.util.List;

/**
 * Checks Merkle proofs without the log that gave them, as RFC 9162 sections 2.1.3.2 and 2.1.4.2 describe. A proof is a
 * list of 32-byte hashes. Thread-safe.
 */
public final class MerkleProof {
    /** More hashes than any log of 64-bit size needs. */
    private static final int MAX_PATH = 64;

    private MerkleProof() {}

    /**
     * Checks that an event is part of a log.
     *
     * @param event the event's stored bytes
     * @param seq its sequence, from 1
     * @param size how many events the log has
     * @param path the inclusion path
     * @param root the log's root at that size
     * @throws ZentraException {@code proof_invalid}
     */
    public static void requireIncluded(byte[] event, long seq, long size, List<byte[]> path, byte[] root) {
        if (seq < 1 || seq > size || path.size() > MAX_PATH) {
            throw invalid("event " + seq + " is not within the first " + size);
        }
        HashChain hashes = new HashChain();
        byte[] hash = hashes.leaf(event);
        long node = seq - 1;
        long last = size - 1;
        for (byte[] sibling : path) {
            if (last == 0) {
                throw invalid("the inclusion path of event " + seq + " is too long");
            }
            if ((node & 1) == 1 || node == last) {
                hash = hashes.node(sibling, hash);
                while ((node & 1) == 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = hashes.node(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        if (last != 0 || !Arrays.equals(hash, root)) {
            throw invalid(
                    "event " + seq + " is not in the log of the checkpoint: it, its path or the root was changed");
        }
    }

    /**
     * Checks that a log continues an older one: nothing of the older was changed or taken out.
     *
     * @throws ZentraException {@code proof_invalid}
     */
    public static void requireConsistent(long oldSize, byte[] oldRoot, long size, byte[] root, List<byte[]> path) {
        if (oldSize < 0 || oldSize > size || path.size() > 2 * MAX_PATH) {
            throw invalid("a log of " + size + " cannot continue one of " + oldSize);
        }
        if (oldSize == size || oldSize == 0) {
            boolean same = oldSize == 0 || Arrays.equals(oldRoot, root);
            if (!same || !path.isEmpty()) {
                throw invalid("two logs of size " + size + " have different roots");
            }
            return;
        }
        if (!isConsistent(oldSize, oldRoot, size, root, path)) {
            throw invalid("the log of size " + size + " does not continue that of size " + oldSize
                    + ": history was changed between them");
        }
    }

    private static boolean isConsistent(long oldSize, byte[] oldRoot, long size, byte[] root, List<byte[]> path) {
        HashChain hashes = new HashChain();
        boolean oldIsFull = Long.bitCount(oldSize) == 1;
        int next = 0;
        if (!oldIsFull && path.isEmpty()) {
            return false;
        }
        byte[] oldHash = oldIsFull ? oldRoot : path.get(next++);
        byte[] hash = oldHash;
        int shift = Long.numberOfTrailingZeros(oldSize);
        long node = (oldSize - 1) >> shift;
        long last = (size - 1) >> shift;
        for (; next < path.size(); next++) {
            byte[] sibling = path.get(next);
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                oldHash = hashes.node(sibling, oldHash);
                hash = hashes.node(sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = hashes.node(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && Arrays.equals(oldHash, oldRoot) && Arrays.equals(hash, root);
    }

    private static ZentraException invalid(String message) {
        return ZentraException.of(ErrorCode.PROOF_INVALID, message);
    }
}
