package io.zentra.webhooks;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** How the bytes of a signature are written. */
public enum SignatureEncoding {
    /** Two digits a byte, in lower case. */
    HEX,
    /** Two digits a byte, in upper or lower case. */
    HEX_ANY_CASE,
    /** Base 64 with padding: RFC 4648, section 4. */
    BASE64,
    /** Base 64 for URLs, padded or not: RFC 4648, section 5. */
    BASE64URL;

    /** Longer texts are no signature. */
    private static final int MAX_CHARACTERS = 2_048;

    private static final Base64.Encoder UNPADDED = Base64.getUrlEncoder().withoutPadding();

    /** The bytes; empty when the text is not of this form. */
    Optional<byte[]> decode(String text) {
        if (text.isEmpty() || text.length() > MAX_CHARACTERS) {
            return Optional.empty();
        }
        try {
            return switch (this) {
                case HEX -> isLowerCase(text) ? Optional.of(HexFormat.of().parseHex(text)) : Optional.empty();
                case HEX_ANY_CASE -> Optional.of(HexFormat.of().parseHex(text));
                case BASE64 -> canonical(text, Base64.getDecoder(), Base64.getEncoder());
                case BASE64URL ->
                    canonical(text, Base64.getUrlDecoder(), text.endsWith("=") ? Base64.getUrlEncoder() : UNPADDED);
            };
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** One signature has one text: spare bits of the last character must be zero, and padding must be there. */
    private static Optional<byte[]> canonical(String text, Base64.Decoder decoder, Base64.Encoder encoder) {
        byte[] bytes = decoder.decode(text);
        return encoder.encodeToString(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
    }

    private static boolean isLowerCase(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 'A' && text.charAt(i) <= 'F') {
                return false;
            }
        }
        return true;
    }
}
