package io.zentra.core.journal.internal;

import static io.zentra.core.Refusal.assertRefused;
import static io.zentra.core.error.ErrorCode.PROOF_INVALID;

import io.zentra.core.journal.MerkleProof;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proofs are made by the definitions of RFC 6962, then damaged in every way that comes to mind. */
class MerkleProofTest {
    private final MemorySource source = MemorySource.ofSize(300);
    private final Rfc6962 rfc = new Rfc6962(source.events());

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 2", "2, 2", "3, 3", "5, 7", "7, 7", "8, 8", "1, 257", "257, 257", "100, 300"})
    void refusesAnInclusionProofWithAnyBitFlipped(int seq, int size) {
        List<byte[]> path = rfc.path(seq - 1, 0, size);
        byte[] root = rfc.root(0, size);
        byte[] event = source.event(seq);
        MerkleProof.requireIncluded(event, seq, size, path, root);

        for (byte[] hash : withOthers(path, root, event)) {
            for (int bit = 0; bit < 8 * hash.length; bit++) {
                flip(hash, bit);
                assertRefused(PROOF_INVALID, () -> MerkleProof.requireIncluded(event, seq, size, path, root));
                flip(hash, bit);
            }
        }
        MerkleProof.requireIncluded(event, seq, size, path, root);
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "1, 8", "2, 3", "3, 4", "4, 7", "6, 8", "7, 8", "128, 300", "255, 257", "299, 300"})
    void refusesAConsistencyProofWithAnyBitFlipped(int old, int size) {
        List<byte[]> path = rfc.proof(old, size);
        byte[] oldRoot = rfc.root(0, old).clone();
        byte[] root = rfc.root(0, size).clone();
        MerkleProof.requireConsistent(old, oldRoot, size, root, path);

        for (byte[] hash : withOthers(path, root, oldRoot)) {
            for (int bit = 0; bit < 8 * hash.length; bit++) {
                flip(hash, bit);
                assertRefused(PROOF_INVALID, () -> MerkleProof.requireConsistent(old, oldRoot, size, root, path));
                flip(hash, bit);
            }
        }
        MerkleProof.requireConsistent(old, oldRoot, size, root, path);
    }

    @Test
    void refusesAProofForAnotherPlaceOrSize() {
        for (int size = 2; size <= 40; size++) {
            for (int seq = 1; seq <= size; seq++) {
                assertOnlyFor(seq, size);
            }
        }
    }

    private void assertOnlyFor(int seq, int size) {
        List<byte[]> path = rfc.path(seq - 1, 0, size);
        byte[] root = rfc.root(0, size);
        byte[] event = source.event(seq);
        for (int other = 1; other <= size; other++) {
            if (other != seq) {
                int wrong = other;
                assertRefused(PROOF_INVALID, () -> MerkleProof.requireIncluded(event, wrong, size, path, root));
            }
        }
        assertRefused(PROOF_INVALID, () -> MerkleProof.requireIncluded(event, 0, size, path, root));
        assertRefused(PROOF_INVALID, () -> MerkleProof.requireIncluded(event, size + 1, size, path, root));
        assertRefused(PROOF_INVALID, () -> MerkleProof.requireIncluded(event, -1, size, path, root));
    }

    @Test
    void refusesPathsThatAreTooShortOrTooLong() {
        for (int size = 2; size <= 70; size++) {
            int total = size;
            byte[] root = rfc.root(0, size);
            List<byte[]> shorter = new ArrayList<>(rfc.path(0, 0, size));
            shorter.remove(shorter.size() - 1);
            List<byte[]> longer = new ArrayList<>(rfc.path(0, 0, size));
            longer.add(root);
            List<byte[]> endless = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                endless.add(root);
            }
            for (List<byte[]> path : List.of(shorter, longer, endless)) {
                assertRefused(PROOF_INVALID, () -> MerkleProof.requireIncluded(source.event(1), 1, total, path, root));
                assertRefused(
                        PROOF_INVALID,
                        () -> MerkleProof.requireConsistent(total - 1, rfc.root(0, total - 1), total, root, path));
            }
        }
    }

    @Test
    void refusesALogThatIsShorterThanTheOlderOne() {
        byte[] root = rfc.root(0, 5);

        assertRefused(PROOF_INVALID, () -> MerkleProof.requireConsistent(6, root, 5, root, List.of()));
        assertRefused(PROOF_INVALID, () -> MerkleProof.requireConsistent(-1, root, 5, root, List.of()));
    }

    @Test
    void comparesRootsOfOneSize() {
        byte[] root = rfc.root(0, 5);

        MerkleProof.requireConsistent(5, root, 5, root, List.of());
        MerkleProof.requireConsistent(0, rfc.root(0, 0), 5, root, List.of());
        assertRefused(PROOF_INVALID, () -> MerkleProof.requireConsistent(5, rfc.root(0, 4), 5, root, List.of()));
        assertRefused(PROOF_INVALID, () -> MerkleProof.requireConsistent(5, root, 5, root, List.of(root)));
        assertRefused(PROOF_INVALID, () -> MerkleProof.requireConsistent(0, root, 5, root, List.of(root)));
    }

    /** A node is not taken for an event: their hashes begin with different bytes. */
    @Test
    void refusesANodeThatPosesAsAnEvent() {
        byte[] node = new byte[64];
        System.arraycopy(rfc.root(0, 1), 0, node, 0, 32);
        System.arraycopy(rfc.root(1, 2), 0, node, 32, 32);

        assertRefused(
                PROOF_INVALID, () -> MerkleProof.requireIncluded(node, 1, 2, List.of(rfc.root(2, 4)), rfc.root(0, 4)));
    }

    @Test
    void survivesSizesNoLogWillHave() {
        byte[] root = rfc.root(0, 1);

        assertRefused(
                PROOF_INVALID,
                () -> MerkleProof.requireIncluded(
                        source.event(1), Long.MAX_VALUE, Long.MAX_VALUE, List.of(root), root));
        assertRefused(
                PROOF_INVALID,
                () -> MerkleProof.requireConsistent(Long.MAX_VALUE - 1, root, Long.MAX_VALUE, root, List.of(root)));
    }

    private static List<byte[]> withOthers(List<byte[]> path, byte[] one, byte[] other) {
        List<byte[]> all = new ArrayList<>(path);
        all.add(one);
        all.add(other);
        return all;
    }

    private static void flip(byte[] bytes, int bit) {
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }
}
