package io.zentra.core.usage;

import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Sha256;
import java.util.Arrays;
import java.util.Base64;

/**
 * What a meter counts, in short: the first half of the SHA-256 of its definition, as 22 characters of base64url. Immutable.
 *
 * <pre>{@code
 * MeterKey perAccount = MeterKey.of(json -> json.beginObject()
 *         .member("account", "customer:42")
 *         .member("limit", "daily_payouts")
 *         .endObject());
 * }</pre>
 *
 * @param text the 22 characters
 */
public record MeterKey(String text) {
    private static final int BYTES = 16;
    private static final int LENGTH = 22;
    private static final String ENDS = "AQgw"; // the last character holds two bits

    /** Checks the form. */
    public MeterKey {
        if (text.length() != LENGTH
                || ENDS.indexOf(text.charAt(LENGTH - 1)) < 0
                || !text.chars().allMatch(MeterKey::isOfBase64Url)) {
            throw new IllegalArgumentException("no key of a meter: " + text);
        }
    }

    /**
     * The key of a definition. What has another window, asset, dimension or value of a dimension is another meter, so all
     * of them belong into it.
     */
    public static MeterKey of(CanonicalJson.Value definition) {
        byte[] half = Arrays.copyOf(Sha256.of(CanonicalJson.bytes(definition)), BYTES);
        return new MeterKey(Base64.getUrlEncoder().withoutPadding().encodeToString(half));
    }

    private static boolean isOfBase64Url(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    @Override
    public String toString() {
        return text;
    }
}
