package io.zentra.core.journal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.nio.charset.StandardCharsets;
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
    private static final Pattern NOTE =
            Pattern.compile("(?<origin>[^\\n]{1,300})\\n(?<size>0|[1-9][0-9]{0,17})\\n(?<root>[A-Za-z0-9+/]{43}=)\\n"
                    + "\\n— (?<name>[^ +\\n]{1,200}) (?<signature>[A-Za-z0-9+/]+=*)\\n");
    private static final int KEY_ID_LENGTH = 4;
    private static final int MAX_NOTE = 1_000;

    /** Signs a size and root. */
    public static Checkpoint signed(String origin, long size, byte[] root, SigningKey key) {
        String text = origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
        byte[] signature = key.sign(text.getBytes(StandardCharsets.UTF_8));
        byte[] keyId = key.verifier().keyId();
        byte[] both = new byte[KEY_ID_LENGTH + signature.length];
        System.arraycopy(keyId, 0, both, 0, KEY_ID_LENGTH);
        System.arraycopy(signature, 0, both, KEY_ID_LENGTH, signature.length);
        String note = text + "\n— " + key.verifier().name() + " "
                + Base64.getEncoder().encodeToString(both) + "\n";
        return new Checkpoint(origin, size, Base64.getEncoder().encodeToString(root), note);
    }

    /**
     * Reads a signed note and checks its signature.
     *
     * @throws ZentraException {@code proof_invalid} when it is malformed or not signed by this key
     */
    public static Checkpoint verified(String note, VerifyingKey key) {
        Matcher matcher = NOTE.matcher(note);
        if (note.length() > MAX_NOTE || !matcher.matches()) {
            throw invalid("the checkpoint is no signed note");
        }
        byte[] both = exact(matcher.group("signature"));
        exact(matcher.group("root"));
        byte[] text = note.substring(0, note.indexOf("\n\n") + 1).getBytes(StandardCharsets.UTF_8);
        if (!matcher.group("name").equals(key.name()) || !key.hasSigned(text, both)) {
            throw invalid("the checkpoint is not signed by the trusted key " + key.name());
        }
        return new Checkpoint(
                matcher.group("origin"), Long.parseLong(matcher.group("size")), matcher.group("root"), note);
    }

    /** Whether a note names this key as its signer; that it has signed is not checked. */
    static boolean names(String note, VerifyingKey key) {
        Matcher matcher = NOTE.matcher(note);
        if (note.length() > MAX_NOTE || !matcher.matches()) {
            throw invalid("the checkpoint is no signed note");
        }
        byte[] signed = exact(matcher.group("signature"));
        return matcher.group("name").equals(key.name()) && key.isNamedBy(signed);
    }

    /** The root's 32 bytes. */
    public byte[] rootHash() {
        return Base64.getDecoder().decode(root);
    }

    /** Decodes base 64 of which no other text is a form. */
    private static byte[] exact(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            if (Base64.getEncoder().encodeToString(bytes).equals(base64)) {
                return bytes;
            }
        } catch (IllegalArgumentException notBase64) {
            // refused below, as a text that is not the only form of its bytes
        }
        throw invalid("the checkpoint's root or signature is malformed");
    }

    private static ZentraException invalid(String message) {
        return ZentraException.of(ErrorCode.PROOF_INVALID, message);
    }
}
