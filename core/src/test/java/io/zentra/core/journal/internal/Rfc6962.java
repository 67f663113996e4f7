package io.zentra.core.journal.internal;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** RFC 6962, section 2.1, written down as its definitions read: slow, and shares no code with what it checks. */
final class Rfc6962 {
    private final List<byte[]> leaves;
    private final Map<Long, byte[]> known = new HashMap<>();

    Rfc6962(List<byte[]> leaves) {
        this.leaves = leaves;
    }

    /** MTH(D[begin:end]). */
    byte[] root(int begin, int end) {
        byte[] root = known.get((long) begin << 32 | end);
        return root != null ? root : remembered(begin, end);
    }

    /** PATH(m, D[begin:end]), with m counted from begin. */
    List<byte[]> path(int m, int begin, int end) {
        if (end - begin <= 1) {
            return new ArrayList<>();
        }
        int k = largestPowerBelow(end - begin);
        List<byte[]> path = m < k ? path(m, begin, begin + k) : path(m - k, begin + k, end);
        path.add(m < k ? root(begin + k, end) : root(begin, begin + k));
        return path;
    }

    /** PROOF(m, D[0:n]). */
    List<byte[]> proof(int m, int n) {
        return subproof(m, 0, n, true);
    }

    private List<byte[]> subproof(int m, int begin, int end, boolean whole) {
        if (m == end - begin) {
            List<byte[]> proof = new ArrayList<>();
            if (!whole) {
                proof.add(root(begin, end));
            }
            return proof;
        }
        int k = largestPowerBelow(end - begin);
        List<byte[]> proof = m <= k ? subproof(m, begin, begin + k, whole) : subproof(m - k, begin + k, end, false);
        proof.add(m <= k ? root(begin + k, end) : root(begin, begin + k));
        return proof;
    }

    private byte[] remembered(int begin, int end) {
        byte[] root = computed(begin, end);
        known.put((long) begin << 32 | end, root);
        return root;
    }

    private byte[] computed(int begin, int end) {
        if (begin == end) {
            return sha256(new byte[0]);
        }
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        if (end - begin == 1) {
            input.write(0);
            input.writeBytes(leaves.get(begin));
        } else {
            int k = largestPowerBelow(end - begin);
            input.write(1);
            input.writeBytes(root(begin, begin + k));
            input.writeBytes(root(begin + k, end));
        }
        return sha256(input.toByteArray());
    }

    private static int largestPowerBelow(int n) {
        int k = 1;
        while (2 * k < n) {
            k *= 2;
        }
        return k;
    }

    private static byte[] sha256(byte[] input) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(input);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
