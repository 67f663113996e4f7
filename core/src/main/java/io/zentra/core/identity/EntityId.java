package io.zentra.core.identity;

import java.util.Optional;

/**
 * An id that Zentra gives: a prefix that tells the kind, and 26 characters of Crockford's base 32 that hold the tenant's
 * number, the sequence of the event that created the thing, and 52 random bits. Immutable.
 *
 * <p>So ids of a tenant sort by time, are unique over all tenants and databases, cannot be guessed, and lead to their
 * event without an index: {@code po_00000020000000040j6hb7h6nw} is of tenant 1 and event 1.
 *
 * @param prefix the kind, such as {@code po}
 * @param tenantNo the tenant's number
 * @param seq the sequence of the creating event in the tenant's journal, up to 2^44 - 1
 * @param random 52 bits
 */
public record EntityId(String prefix, int tenantNo, long seq, long random) {
    private static final int SEQ_BITS = 44;
    private static final int RANDOM_BITS = 52;
    private static final int LENGTH = 26;
    private static final int MAX_PREFIX = 4;
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

    /** Keeps the low 52 bits of the random number. */
    public EntityId {
        if (tenantNo < 0 || seq < 0 || seq >>> SEQ_BITS != 0) {
            throw new IllegalArgumentException("tenant " + tenantNo + " or seq " + seq + " out of range");
        }
        random &= (1L << RANDOM_BITS) - 1;
    }

    /** Reads an id of a kind; empty when the text is none. */
    public static Optional<EntityId> parse(String prefix, String text) {
        int start = prefix.length() + 1;
        if (text.length() != start + LENGTH || !text.startsWith(prefix) || text.charAt(start - 1) != '_') {
            return Optional.empty();
        }
        long high = 0;
        long low = 0;
        for (int i = start; i < text.length(); i++) {
            int digit = DIGITS.indexOf(text.charAt(i));
            if (digit < 0) {
                return Optional.empty();
            }
            high = high << 5 | low >>> 59;
            low = low << 5 | digit;
        }
        int tenantNo = (int) (high >>> 32);
        long seq = (high & 0xffffffffL) << 12 | low >>> RANDOM_BITS;
        if (tenantNo < 0) {
            return Optional.empty();
        }
        EntityId id = new EntityId(prefix, tenantNo, seq, low);
        return id.toString().equals(text) ? Optional.of(id) : Optional.empty();
    }

    /** Reads an id of any kind that Zentra gives: a prefix of two to four small letters; empty when the text is none. */
    public static Optional<EntityId> parse(String text) {
        int length = text.indexOf('_');
        boolean prefixed = length >= 2
                && length <= MAX_PREFIX
                && text.chars().limit(length).allMatch(c -> c >= 'a' && c <= 'z');
        return prefixed ? parse(text.substring(0, length), text) : Optional.empty();
    }

    /** The text that {@link #parse(String, String)} reads. */
    @Override
    public String toString() {
        long high = (long) tenantNo << 32 | seq >>> 12;
        long low = seq << RANDOM_BITS | random;
        char[] digits = new char[LENGTH];
        for (int i = LENGTH - 1; i >= 0; i--) {
            digits[i] = DIGITS.charAt((int) (low & 31));
            low = low >>> 5 | high << 59;
            high >>>= 5;
        }
        return prefix + "_" + new String(digits);
    }
}
