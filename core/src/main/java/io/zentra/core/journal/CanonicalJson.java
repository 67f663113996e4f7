package io.zentra.core.journal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
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

    /** How many texts of times a writer remembers, a power of two: those of one commit are few. */
    private static final int TIMES = 16;

    private static final int TIMES_SHIFT = Integer.SIZE - 4;
    private static final int GOLDEN = 0x9E3779B9;

    private static final int MOST_DIGITS = 19;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes = new byte[512];
    private int length;
    private final @Nullable String[] lastMember = new @Nullable String[MAX_DEPTH + 1];
    private final boolean[] needsComma = new boolean[MAX_DEPTH + 1];
    private int depth;
    private @Nullable Instant @Nullable [] times;
    private byte @Nullable [] @Nullable [] textsOfTimes;

    /** Something that writes one value. */
    @FunctionalInterface
    public interface Value {
        /** Writes exactly one value. */
        void write(CanonicalJson json);
    }

    /** The bytes of one value. */
    public static byte[] bytes(Value value) {
        return new CanonicalJson().next(value);
    }

    /** The bytes of one value, written with the memory that the values before it needed, of which they hold nothing. */
    public byte[] next(Value value) {
        length = 0;
        depth = 0;
        needsComma[0] = false;
        value.write(this);
        return toBytes();
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

    /** A time as a member. */
    public CanonicalJson member(String name, Instant value) {
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
        if (value == Long.MIN_VALUE) {
            ascii(Long.toString(value));
            return this;
        }
        reserve(MOST_DIGITS + 1);
        if (value < 0) {
            bytes[length++] = '-';
        }
        long rest = Math.abs(value);
        int end = length + digits(rest);
        for (int at = end - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length = end;
        return this;
    }

    private static int digits(long value) {
        int digits = 1;
        for (long bound = 10; digits < MOST_DIGITS && value >= bound; bound *= 10) {
            digits++;
        }
        return digits;
    }

    /** A time as a text, in the form of {@link Instant#toString}. */
    public CanonicalJson value(Instant value) {
        return raw(text(value));
    }

    /** Texts of times cost more than all the rest, and many events tell of the same few. */
    private byte[] text(Instant time) {
        if (times == null || textsOfTimes == null) {
            times = new Instant[TIMES];
            textsOfTimes = new byte[TIMES][];
        }
        int place = (time.hashCode() * GOLDEN) >>> TIMES_SHIFT; // whole hours apart they would share the last bits
        byte[] known = textsOfTimes[place];
        if (known == null || !time.equals(times[place])) {
            known = ('"' + time.toString() + '"').getBytes(StandardCharsets.US_ASCII);
            times[place] = time;
            textsOfTimes[place] = known;
        }
        return known;
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
        int plain = text.length();
        reserve(plain + 2);
        byte[] into = bytes;
        int at = length;
        into[at++] = '"';
        for (int i = 0; i < plain; i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\' || c >= 0x80) {
                length = at;
                escaped(text, i);
                put('"');
                return;
            }
            into[at++] = (byte) c;
        }
        into[at] = '"';
        length = at + 1;
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
