package io.zentra.core.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes the one form in which Zentra stores and hashes JSON: UTF-8, no white space, members in ascending order of their
 * names (by UTF-16 code units, as {@link String#compareTo} does), integers in plain digits, no fractions, and only those characters escaped that JSON says must be (with the
 * short forms, else {@code \\u00xx} in lower case). Not thread-safe.
 *
 * <p>Members must be written in order; the writer refuses any other order, so no bytes depend on who wrote them.
 */
public final class CanonicalJson {
    /** The deepest nesting. */
    public static final int MAX_DEPTH = 32;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes = new byte[512];
    private int length;
    private final @Nullable String[] lastMember = new @Nullable String[MAX_DEPTH + 1];
    private final boolean[] needsComma = new boolean[MAX_DEPTH + 1];
    private int depth;

    /** Something that writes one value. */
    @FunctionalInterface
    public interface Value {
        /** Writes exactly one value. */
        void write(CanonicalJson json);
    }

    /** The bytes of one value. */
    public static byte[] bytes(Value value) {
        CanonicalJson json = new CanonicalJson();
        value.write(json);
        return json.toBytes();
    }

    /** Begins an object. */
    public CanonicalJson beginObject() {
        return open('{');
    }

    /** Ends the object begun last. */
    public CanonicalJson endObject() {
        return close('}');
    }

    /** Begins an array. */
    public CanonicalJson beginArray() {
        return open('[');
    }

    /** Ends the array begun last. */
    public CanonicalJson endArray() {
        return close(']');
    }

    /** The name of the next member; must be greater than the one before in the same object. */
    public CanonicalJson name(String name) {
        String last = lastMember[depth];
        if (last != null && last.compareTo(name) >= 0) {
            throw new IllegalStateException("member \"" + name + "\" must not follow \"" + last + "\"");
        }
        lastMember[depth] = name;
        separate();
        text(name);
        put(':');
        needsComma[depth] = false;
        return this;
    }

    /** A text member. */
    public CanonicalJson member(String name, String value) {
        return name(name).value(value);
    }

    /** An integer member. */
    public CanonicalJson member(String name, long value) {
        return name(name).value(value);
    }

    /** A boolean member. */
    public CanonicalJson member(String name, boolean value) {
        return name(name).value(value);
    }

    /** A text member, left out when the value is null. */
    public CanonicalJson optionalMember(String name, @Nullable String value) {
        return value == null ? this : member(name, value);
    }

    /** A member whose value is an object of texts; left out when it is empty. */
    public CanonicalJson optionalMember(String name, Map<String, String> values) {
        if (values.isEmpty()) {
            return this;
        }
        name(name).beginObject();
        new TreeMap<>(values).forEach(this::member);
        return endObject();
    }

    /** A text. */
    public CanonicalJson value(String value) {
        separate();
        text(value);
        return this;
    }

    /** An integer. */
    public CanonicalJson value(long value) {
        separate();
        ascii(Long.toString(value));
        return this;
    }

    /** A boolean. */
    public CanonicalJson value(boolean value) {
        separate();
        ascii(value ? "true" : "false");
        return this;
    }

    /** A value that is canonical already. */
    public CanonicalJson raw(byte[] canonical) {
        separate();
        reserve(canonical.length);
        System.arraycopy(canonical, 0, bytes, length, canonical.length);
        length += canonical.length;
        return this;
    }

    /** What was written. */
    public byte[] toBytes() {
        if (depth != 0) {
            throw new IllegalStateException("an object or array is open");
        }
        return Arrays.copyOf(bytes, length);
    }

    private CanonicalJson open(char bracket) {
        separate();
        put(bracket);
        if (depth == MAX_DEPTH) {
            throw new IllegalStateException("nested deeper than " + MAX_DEPTH);
        }
        depth++;
        lastMember[depth] = null;
        needsComma[depth] = false;
        return this;
    }

    private CanonicalJson close(char bracket) {
        put(bracket);
        depth--;
        needsComma[depth] = true;
        return this;
    }

    private void separate() {
        if (needsComma[depth]) {
            put(',');
        }
        needsComma[depth] = true;
    }

    private void text(String text) {
        put('"');
        int plain = text.length();
        reserve(plain);
        byte[] into = bytes;
        int at = length;
        int i = 0;
        while (i < plain) {
            char c = text.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\' || c >= 0x80) {
                break;
            }
            into[at++] = (byte) c;
            i++;
        }
        length = at;
        if (i < plain) {
            escaped(text, i);
        }
        put('"');
    }

    /** The rest of a text from its first character that is not plain ASCII. */
    private void escaped(String text, int from) {
        int i = from;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            switch (c) {
                case '"' -> ascii("\\\"");
                case '\\' -> ascii("\\\\");
                case '\b' -> ascii("\\b");
                case '\f' -> ascii("\\f");
                case '\n' -> ascii("\\n");
                case '\r' -> ascii("\\r");
                case '\t' -> ascii("\\t");
                default -> {
                    if (c < 0x20) {
                        ascii("\\u00");
                        put((char) HEX[c >> 4]);
                        put((char) HEX[c & 15]);
                    } else {
                        utf8(c);
                    }
                }
            }
        }
    }

    private void utf8(int c) {
        if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
            throw new IllegalArgumentException("a lone surrogate has no UTF-8 form");
        }
        byte[] encoded = Character.toString(c).getBytes(StandardCharsets.UTF_8);
        reserve(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
    }

    private void ascii(String text) {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    private void put(char c) {
        reserve(1);
        bytes[length++] = (byte) c;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
