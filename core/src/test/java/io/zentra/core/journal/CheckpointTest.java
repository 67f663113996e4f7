package io.zentra.core.journal;

import static io.zentra.core.Refusal.assertRefused;
import static io.zentra.core.error.ErrorCode.PROOF_INVALID;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class CheckpointTest {
    private static final byte[] ROOT = new HashChain().leaf(new byte[] {1, 2, 3});

    private final SigningKey key = SigningKey.generate("acme-ledger");

    @Test
    void isVerifiedWithThePublicKeyAlone() {
        Checkpoint signed = Checkpoint.signed("acme-ledger/acme", 1_234, ROOT, key);
        VerifyingKey auditors = VerifyingKey.parse(key.verifier().toString());
        Checkpoint verified = Checkpoint.verified(signed.note(), auditors);

        assertThat(verified).isEqualTo(signed);
        assertThat(verified.origin()).isEqualTo("acme-ledger/acme");
        assertThat(verified.size()).isEqualTo(1_234);
        assertThat(verified.rootHash()).isEqualTo(ROOT);
    }

    /** Three lines of text, an empty line, and a signature line that begins with an em dash. */
    @Test
    void hasTheFormOfASignedNote() {
        String note = Checkpoint.signed("acme-ledger/acme", 7, ROOT, key).note();
        String[] lines = note.split("\n", -1);

        assertThat(lines).hasSize(6);
        assertThat(Arrays.copyOf(lines, 4))
                .containsExactly("acme-ledger/acme", "7", Base64.getEncoder().encodeToString(ROOT), "");
        assertThat(lines[4]).startsWith("\u2014 acme-ledger ");
        assertThat(lines[5]).isEmpty();
        byte[] signature = Base64.getDecoder().decode(lines[4].substring(lines[4].lastIndexOf(' ') + 1));
        assertThat(signature).hasSize(4 + 64);
        assertThat(Arrays.copyOf(signature, 4)).isEqualTo(key.verifier().keyId());
    }

    @Test
    void coversAnEmptyJournal() {
        Checkpoint empty = Checkpoint.signed("acme-ledger/acme", 0, new HashChain().emptyRoot(), key);

        assertThat(Checkpoint.verified(empty.note(), key.verifier()).size()).isZero();
    }

    @Test
    void isRefusedWhenAnyCharacterIsChanged() {
        String note = Checkpoint.signed("acme-ledger/acme", 1_234, ROOT, key).note();
        for (int i = 0; i < note.length(); i++) {
            String changed = note.substring(0, i) + (char) (note.charAt(i) ^ 1) + note.substring(i + 1);

            assertRefused(PROOF_INVALID, () -> Checkpoint.verified(changed, key.verifier()));
        }
    }

    /** The last digit before the padding has two bits that mean nothing; set, they used to make a second valid text. */
    @Test
    void hasOneTextOnly() {
        String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        String note = Checkpoint.signed("acme-ledger/acme", 1_234, ROOT, key).note();
        int last = note.length() - 3;
        assertThat(note.substring(last + 1)).isEqualTo("=\n");
        for (int bits = 1; bits < 4; bits++) {
            char other = digits.charAt(digits.indexOf(note.charAt(last)) | bits);
            String same = note.substring(0, last) + other + note.substring(last + 1);

            assertRefused(PROOF_INVALID, () -> Checkpoint.verified(same, key.verifier()));
        }
        assertThat(Checkpoint.verified(note, key.verifier()).size()).isEqualTo(1_234);
    }

    @Test
    void isRefusedWhenCutOrContinued() {
        String note = Checkpoint.signed("acme-ledger/acme", 1_234, ROOT, key).note();
        for (int i = 0; i < note.length(); i++) {
            String cut = note.substring(0, i);

            assertRefused(PROOF_INVALID, () -> Checkpoint.verified(cut, key.verifier()));
        }
        assertRefused(PROOF_INVALID, () -> Checkpoint.verified(note + "x", key.verifier()));
        assertRefused(PROOF_INVALID, () -> Checkpoint.verified("x\n" + note, key.verifier()));
        assertRefused(PROOF_INVALID, () -> Checkpoint.verified(note.repeat(1_000), key.verifier()));
        assertRefused(PROOF_INVALID, () -> Checkpoint.verified("", key.verifier()));
    }

    @Test
    void isRefusedFromAnotherSigner() {
        Checkpoint foreign = Checkpoint.signed("acme-ledger/acme", 1, ROOT, SigningKey.generate("acme-ledger"));
        Checkpoint renamed = Checkpoint.signed("acme-ledger/acme", 1, ROOT, SigningKey.generate("other"));

        assertRefused(PROOF_INVALID, () -> Checkpoint.verified(foreign.note(), key.verifier()));
        assertRefused(PROOF_INVALID, () -> Checkpoint.verified(renamed.note(), key.verifier()));
    }

    @Test
    void isRefusedWithANumberThatIsNotWrittenPlainly() {
        for (String size : new String[] {"01", "-1", "+1", "1.0", "9999999999999999999", ""}) {
            String text =
                    "acme-ledger/acme\n" + size + "\n" + Base64.getEncoder().encodeToString(ROOT) + "\n";
            String note = Checkpoint.signed("x", 1, ROOT, key).note().replaceFirst("(?s)^.*\\n\\n", text + "\n");

            assertRefused(PROOF_INVALID, () -> Checkpoint.verified(note, key.verifier()));
        }
    }
}
