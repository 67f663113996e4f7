package io.zentra.core.journal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.util.List;

/**
 * The keys whose signatures count: that which signs now, and those that signed before it. Immutable and thread-safe.
 *
 * @param keys the present key first; empty when nothing can be checked
 */
public record TrustedKeys(List<VerifyingKey> keys) {
    /** Copies the keys. */
    public TrustedKeys {
        keys = List.copyOf(keys);
    }

    /** Whether there is no key to check with. */
    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /**
     * The key that a note names as its signer; whether it has signed is not checked.
     *
     * @throws ZentraException {@code proof_invalid} when no trusted key is named
     */
    public VerifyingKey signerOf(String note) {
        return keys.stream()
                .filter(key -> SignedNote.names("checkpoint", note, key))
                .findFirst()
                .orElseThrow(() -> ZentraException.of(
                        ErrorCode.PROOF_INVALID,
                        "the checkpoint names no trusted key as its signer: trusted are "
                                + keys.stream().map(VerifyingKey::name).toList()));
    }

    /**
     * Reads a signed note and checks its signature and its origin.
     *
     * @param tenant the id of the tenant of whose journal it must speak
     * @throws ZentraException {@code proof_invalid} when it is malformed, not signed by a trusted key, or of another
     *     journal than the signer's of this tenant
     */
    public Checkpoint verified(String note, String tenant) {
        VerifyingKey signer = signerOf(note);
        Checkpoint checkpoint = Checkpoint.verified(note, signer);
        if (!checkpoint.origin().equals(signer.name() + "/" + tenant)) {
            throw ZentraException.of(
                    ErrorCode.PROOF_INVALID,
                    "the checkpoint is of " + checkpoint.origin() + ", not of tenant " + tenant);
        }
        return checkpoint;
    }
}
