package io.zentra.core.journal;

import io.zentra.core.error.ZentraException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A commitment to a journal: so many events, with this Merkle root. Signed, it is a note in the form of C2SP
 * tlog-checkpoint and signed-note, so that other tools can check it too. Immutable.
 *
 * @param origin whose log, {@code signer/tenant}
 * @param size how many events
 * @param root the Merkle root, 32 bytes in base 64
 * @param note the signed text
 */
public record Checkpoint(String origin, long size, String root, String note) {
    private static final Pattern TEXT =
            Pattern.compile("(?<origin>[^\\n]{1,300})\\n(?<size>0|[1-9][0-9]{0,17})\\n(?<root>[A-Za-z0-9+/]{43}=)\\n");

    /** Signs a size and root. */
    public static Checkpoint signed(String origin, long size, byte[] root, SigningKey key) {
        String base64 = Base64.getEncoder().encodeToString(root);
        SignedNote note = SignedNote.signed(origin + "\n" + size + "\n" + base64 + "\n", key);
        return new Checkpoint(origin, size, base64, note.note());
    }

    /**
     * Reads a signed note and checks its signature.
     *
     * @throws ZentraException {@code proof_invalid} when it is malformed or not signed by this key
     */
    public static Checkpoint verified(String note, VerifyingKey key) {
        Matcher text = TEXT.matcher(SignedNote.verified("checkpoint", note, key).text());
        if (!text.matches()) {
            throw SignedNote.invalid("the checkpoint is no signed note of origin, size and root");
        }
        SignedNote.exact("checkpoint", text.group("root"));
        return new Checkpoint(text.group("origin"), Long.parseLong(text.group("size")), text.group("root"), note);
    }

    /** The root's 32 bytes. */
    public byte[] rootHash() {
        return Base64.getDecoder().decode(root);
    }
}
