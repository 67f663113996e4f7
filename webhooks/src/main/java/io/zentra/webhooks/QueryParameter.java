package io.zentra.webhooks;

import io.zentra.core.error.Shown;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One parameter of a query, decoded and encoded again as RFC 9421, 2.2.8 asks for. */
final class QueryParameter {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-._";

    private QueryParameter() {}

    /**
     * The value of the parameter that stands once.
     *
     * @param query with its question mark
     * @param name in the encoded form
     */
    static String value(String query, String name) {
        @Nullable String found = null;
        for (String pair : query.substring(1).split("&", -1)) {
            int sign = pair.indexOf('=');
            String key = encoded(sign < 0 ? pair : pair.substring(0, sign));
            if (key.equals(name)) {
                if (found != null) {
                    throw SignedComponents.unfit(
                            "the query has the parameter " + Shown.of(name) + " twice", "cover @query instead");
                }
                found = encoded(sign < 0 ? "" : pair.substring(sign + 1));
            }
        }
        if (found == null) {
            throw SignedComponents.unfit("the query has no parameter " + Shown.of(name), "send it, or do not cover it");
        }
        return found;
    }

    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : decoded(text)) {
            if (UNRESERVED.indexOf(b & 0xff) >= 0) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(Character.toUpperCase(Character.forDigit((b >> 4) & 0xf, 16)));
                encoded.append(Character.toUpperCase(Character.forDigit(b & 0xf, 16)));
            }
        }
        return encoded.toString();
    }

    private static byte[] decoded(String text) {
        byte[] given = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(given.length);
        for (int i = 0; i < given.length; i++) {
            int high = given[i] == '%' && i + 2 < given.length ? Character.digit(given[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(given[i + 2], 16);
            if (low >= 0) {
                out.write(high * 16 + low);
                i += 2;
            } else {
                out.write(given[i] == '+' ? ' ' : given[i]);
            }
        }
        return out.toByteArray();
    }
}
