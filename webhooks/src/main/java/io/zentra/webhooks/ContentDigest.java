package io.zentra.webhooks;

import io.zentra.core.error.ErrorCode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The field {@code content-digest}: RFC 9530. */
final class ContentDigest {
    static final String FIELD = "content-digest";

    private static final Map<String, String> ALGORITHMS = Map.of("sha-256", "SHA-256", "sha-512", "SHA-512");

    private ContentDigest() {}

    /** Requires that the field tells the digest of the body: each that we know must be right, and there must be one. */
    static void require(CallbackMessage message) {
        int compared = 0;
        for (Map.Entry<String, byte @Nullable []> member : StructuredFields.byteSequences(
                        FIELD, message.headers().all(FIELD))
                .entrySet()) {
            String algorithm = ALGORITHMS.get(member.getKey());
            if (algorithm != null) {
                compared++;
                requireSame(member.getKey(), member.getValue(), digest(algorithm, message.body()));
            }
        }
        if (compared == 0) {
            throw new Refusal(
                    ErrorCode.SIGNATURE_INCOMPLETE,
                    "the header " + FIELD + " has no digest of " + ALGORITHMS.keySet() + ": send one of the body");
        }
    }

    private static void requireSame(String name, byte @Nullable [] told, byte[] digest) {
        if (told == null || !MessageDigest.isEqual(told, digest)) {
            throw new Refusal(
                    ErrorCode.DIGEST_MISMATCH,
                    "the " + name + " of the header " + FIELD
                            + " is not that of the body: pass the body on byte for byte, or sign what is sent");
        }
    }

    private static byte[] digest(String algorithm, byte[] body) {
        try {
            return MessageDigest.getInstance(algorithm).digest(body);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has " + algorithm, impossible);
        }
    }
}
