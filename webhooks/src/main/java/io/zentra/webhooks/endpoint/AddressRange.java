package io.zentra.webhooks.endpoint;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;

/** The addresses that begin with the same bits: 4 or 16 bytes, never both. Immutable. */
final class AddressRange {
    private final byte[] prefix;
    private final int bits;
    private final String what;

    private AddressRange(byte[] prefix, int bits, String what) {
        this.prefix = prefix;
        this.bits = bits;
        this.what = what;
    }

    /** A range as {@code ADDRESS/BITS}; bits after the prefix must be zero, so that it says what it means. */
    static AddressRange parse(String text, String what) {
        int slash = text.indexOf('/');
        byte[] address =
                slash < 0 ? null : Addresses.parse(text.substring(0, slash)).orElse(null);
        String digits = slash < 0 ? "" : text.substring(slash + 1);
        if (address == null || !digits.matches("[0-9]{1,3}") || Integer.parseInt(digits) > address.length * 8) {
            throw malformed(text, "write it as 10.0.0.0/8 or fd00::/8");
        }
        int bits = Integer.parseInt(digits);
        for (int bit = bits; bit < address.length * 8; bit++) {
            if ((address[bit / 8] & (0x80 >> (bit % 8))) != 0) {
                throw malformed(text, "all bits after the first " + bits + " must be zero");
            }
        }
        return new AddressRange(address, bits, what);
    }

    boolean contains(byte[] address) {
        if (address.length != prefix.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** What such an address is. */
    String what() {
        return what;
    }

    private static ZentraException malformed(String text, String remedy) {
        return ZentraException.of(
                ErrorCode.INVALID_CONFIGURATION, "the network \"" + Shown.of(text) + "\" is malformed: " + remedy);
    }
}
