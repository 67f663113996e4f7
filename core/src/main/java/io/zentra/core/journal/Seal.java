package io.zentra.core.journal;

import io.zentra.core.error.ZentraException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The signer's word that a document about one thing is whole, as it was given out: nothing can be taken from it, added or
 * changed without breaking the seal. A signed note of four lines: {@code zentra.seal/1}, the origin, the subject, and the
 * document's SHA-256 in base 64. Immutable.
 *
 * @param origin whose word, {@code signer/tenant}
 * @param subject the id of what the document is about
 * @param sha256 the digest of the document's bytes, in base 64
 * @param note the signed text
 */
public record Seal(String origin, String subject, String sha256, String note) {
    private static final String KIND = "zentra.seal/1";
    private static final Pattern TEXT = Pattern.compile(Pattern.quote(KIND)
            + "\\n(?<origin>[^\\n]{1,300})\\n(?<subject>[^\\n]{1,128})\\n(?<sha256>[A-Za-z0-9+/]{43}=)\\n");

    /** Seals a document. */
    public static Seal signed(String origin, String subject, byte[] document, SigningKey key) {
        return signed(origin, subject, digest(document), key);
    }

    /** Seals a document by its SHA-256. */
    public static Seal signedDigest(String origin, String subject, byte[] sha256, SigningKey key) {
        return signed(origin, subject, Base64.getEncoder().encodeToString(sha256), key);
    }

    private static Seal signed(String origin, String subject, String sha256, SigningKey key) {
        SignedNote note = SignedNote.signed(KIND + "\n" + origin + "\n" + subject + "\n" + sha256 + "\n", key);
        return new Seal(origin, subject, sha256, note.note());
    }

    /**
     * Reads a signed note and checks its signature.
     *
     * @throws ZentraException {@code proof_invalid} when it is malformed or not signed by this key
     */
    public static Seal verified(String note, VerifyingKey key) {
        Matcher text = TEXT.matcher(SignedNote.verified("seal", note, key).text());
        if (!text.matches()) {
            throw SignedNote.invalid("the seal is no signed note of origin, subject and digest");
        }
        return new Seal(text.group("origin"), text.group("subject"), text.group("sha256"), note);
    }

    /** Whether these are the bytes that were sealed. */
    public boolean covers(byte[] document) {
        return digest(document).equals(sha256);
    }

    /** Whether this is the SHA-256 of the bytes that were sealed. */
    public boolean isOf(byte[] digest) {
        return Base64.getEncoder().encodeToString(digest).equals(sha256);
    }

    private static String digest(byte[] document) {
        return Base64.getEncoder().encodeToString(Sha256.of(document));
    }
}
