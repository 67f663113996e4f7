package io.zentra.core.journal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with one Ed25519 signature, in the form of C2SP signed-note: the text, an empty line, and a line with the signer's
 * name, the key's id and the signature.
 *
 * @param text the lines that were signed, each with its line feed
 * @param note the text with its signature
 */
record SignedNote(String text, String note) {
    private static final int MAX_LENGTH = 1_000;
    private static final int KEY_ID_LENGTH = 4;
    private static final Pattern SIGNATURE =
            Pattern.compile("— (?<name>[^ +\\n]{1,200}) (?<signature>[A-Za-z0-9+/]+=*)\\n");

    /** Signs a text. */
    static SignedNote signed(String text, SigningKey key) {
        byte[] signature = key.sign(text.getBytes(StandardCharsets.UTF_8));
        byte[] keyId = key.verifier().keyId();
        byte[] both = new byte[KEY_ID_LENGTH + signature.length];
        System.arraycopy(keyId, 0, both, 0, KEY_ID_LENGTH);
        System.arraycopy(signature, 0, both, KEY_ID_LENGTH, signature.length);
        String line = "— " + key.verifier().name() + " " + Base64.getEncoder().encodeToString(both) + "\n";
        return new SignedNote(text, text + "\n" + line);
    }

    /**
     * Reads a note and checks its signature.
     *
     * @param what the note is called in messages
     * @throws ZentraException {@code proof_invalid} when it is malformed or not signed by this key
     */
    static SignedNote verified(String what, String note, VerifyingKey key) {
        Matcher line = signature(what, note);
        String text = note.substring(0, note.length() - line.group().length() - 1);
        byte[] both = exact(what, line.group("signature"));
        if (!line.group("name").equals(key.name()) || !key.hasSigned(text.getBytes(StandardCharsets.UTF_8), both)) {
            throw invalid("the " + what + " is not signed by the trusted key " + key.name());
        }
        return new SignedNote(text, note);
    }

    /** Whether a note names this key as its signer; that it has signed is not checked. */
    static boolean names(String what, String note, VerifyingKey key) {
        Matcher line = signature(what, note);
        return line.group("name").equals(key.name()) && key.isNamedBy(exact(what, line.group("signature")));
    }

    /** The line of the signature, behind the one empty line. */
    private static Matcher signature(String what, String note) {
        int empty = note.indexOf("\n\n");
        Matcher line = SIGNATURE.matcher(empty < 0 ? "" : note.substring(empty + 2));
        if (note.length() > MAX_LENGTH || !line.matches()) {
            throw invalid("the " + what + " is no signed note");
        }
        return line;
    }

    /** Decodes base 64 of which no other text is a form. */
    static byte[] exact(String what, String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            if (Base64.getEncoder().encodeToString(bytes).equals(base64)) {
                return bytes;
            }
        } catch (IllegalArgumentException notBase64) {
            // refused below, as a text that is not the only form of its bytes
        }
        throw invalid("base 64 of the " + what + " is malformed");
    }

    static ZentraException invalid(String message) {
        return ZentraException.of(ErrorCode.PROOF_INVALID, message);
    }
}
