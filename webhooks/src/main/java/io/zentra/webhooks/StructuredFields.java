package io.zentra.webhooks;

import io.zentra.core.error.Shown;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.greenbytes.http.sfv.ByteSequenceItem;
import org.greenbytes.http.sfv.Item;
import org.greenbytes.http.sfv.ListElement;
import org.greenbytes.http.sfv.Parameters;
import org.greenbytes.http.sfv.Parser;
import org.greenbytes.http.sfv.StringItem;
import org.jspecify.annotations.Nullable;

/** Structured fields (RFC 8941, and what RFC 9651 left as it was), read by a library within limits of ours. */
final class StructuredFields {
    private static final int MAX_CHARACTERS = 16_384;

    private StructuredFields() {}

    /** The dictionary of a field, whose lines count as one. */
    static Map<String, ListElement<? extends Object>> dictionary(String name, List<String> lines) {
        int characters = 0;
        for (String line : lines) {
            characters += line.length();
        }
        if (characters > MAX_CHARACTERS) {
            throw Fields.malformed(name, lines.get(0), "send at most " + MAX_CHARACTERS + " characters");
        }
        try {
            return new Parser(lines).parseDictionary().get();
        } catch (RuntimeException malformed) { // the library's own, and whatever else a text may provoke in it
            throw Fields.malformed(name, lines.isEmpty() ? "" : lines.get(0), "send a dictionary as RFC 8941 says");
        }
    }

    /** The byte sequences of a dictionary by their keys; null for a member that is something else. */
    static Map<String, byte @Nullable []> byteSequences(String name, List<String> lines) {
        Map<String, byte @Nullable []> alone = lines.size() == 1 ? alone(lines.get(0)) : Map.of();
        if (!alone.isEmpty()) {
            return alone;
        }
        Map<String, byte @Nullable []> all = new HashMap<>();
        dictionary(name, lines).forEach((key, value) -> all.put(key, bytes(value)));
        return all;
    }

    /** The one member of what nearly everybody sends, {@code key=:base64:}, which need not be taken apart; else nothing. */
    private static Map<String, byte @Nullable []> alone(String line) {
        int equals = line.indexOf('=');
        int from = equals + 2;
        int to = line.length() - 1;
        if (line.length() > MAX_CHARACTERS || from > to || !isKey(line, equals)) {
            return Map.of();
        }
        if (line.charAt(from - 1) != ':' || line.charAt(to) != ':') {
            return Map.of();
        }
        try {
            return Map.of(line.substring(0, equals), Base64.getDecoder().decode(line.substring(from, to)));
        } catch (IllegalArgumentException another) {
            return Map.of();
        }
    }

    /** RFC 8941, 3.1.2. */
    private static boolean isKey(String line, int length) {
        boolean isOne = length > 0 && (isSmall(line.charAt(0)) || line.charAt(0) == '*');
        for (int i = 1; isOne && i < length; i++) {
            char c = line.charAt(i);
            isOne = isSmall(c) || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || c == '*';
        }
        return isOne;
    }

    private static boolean isSmall(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static byte @Nullable [] bytes(ListElement<? extends Object> value) {
        if (!(value instanceof ByteSequenceItem item)) {
            return null;
        }
        ByteBuffer buffer = item.get();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /** A parameter that is a string. */
    static Optional<String> text(Parameters parameters, String name) {
        Item<? extends Object> item = parameters.get(name);
        if (item != null && !(item instanceof StringItem)) {
            throw Fields.malformed(
                    "signature-input", Shown.of(item.serialize()), "the parameter " + name + " is a string");
        }
        return Optional.ofNullable((StringItem) item).map(StringItem::get);
    }
}
