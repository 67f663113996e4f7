package io.zentra.webhooks.endpoint;

import java.util.Arrays;
import java.util.Optional;

/**
 * Reads IP addresses in their one usual form: four decimal numbers without leading zeros, or RFC 4291, 2.2. The platform's
 * own reader takes more forms, which is how {@code 0177.1} becomes the loopback.
 */
final class Addresses {
    private static final int V4 = 4;
    private static final int V6 = 16;
    private static final int MAX_CHARACTERS = 45;

    private Addresses() {}

    /** The 4 or 16 bytes; empty for any other text. */
    static Optional<byte[]> parse(String text) {
        if (text.isEmpty() || text.length() > MAX_CHARACTERS) {
            return Optional.empty();
        }
        return text.indexOf(':') < 0 ? v4(text) : v6(text);
    }

    static Optional<byte[]> v4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != V4) {
            return Optional.empty();
        }
        byte[] address = new byte[V4];
        for (int i = 0; i < V4; i++) {
            if (!parts[i].matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(parts[i]) > 255) {
                return Optional.empty();
            }
            address[i] = (byte) Integer.parseInt(parts[i]);
        }
        return Optional.of(address);
    }

    static Optional<byte[]> v6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text).filter(all -> all.length == V6);
        }
        if (text.indexOf("::", gap + 1) >= 0) {
            return Optional.empty();
        }
        byte[] head = gap == 0 ? new byte[0] : groups(text.substring(0, gap)).orElse(null);
        String rest = text.substring(gap + 2);
        byte[] tail = rest.isEmpty() ? new byte[0] : groups(rest).orElse(null);
        if (head == null
                || tail == null
                || head.length + tail.length > V6 - 2
                || text.substring(0, gap).indexOf('.') >= 0) {
            return Optional.empty();
        }
        byte[] address = Arrays.copyOf(head, V6);
        System.arraycopy(tail, 0, address, V6 - tail.length, tail.length);
        return Optional.of(address);
    }

    /** Groups of four digits, the last two of which may be written as an address of four bytes. */
    private static Optional<byte[]> groups(String text) {
        String[] parts = text.split(":", -1);
        byte[] address = new byte[2 * V6];
        int length = 0;
        for (int i = 0; i < parts.length; i++) {
            boolean isLast = i == parts.length - 1;
            if (isLast && parts[i].indexOf('.') >= 0) {
                Optional<byte[]> embedded = v4(parts[i]);
                if (embedded.isEmpty() || length > V6 - V4) {
                    return Optional.empty();
                }
                System.arraycopy(embedded.get(), 0, address, length, V4);
                length += V4;
            } else if (!parts[i].matches("[0-9a-fA-F]{1,4}") || length > V6 - 2) {
                return Optional.empty();
            } else {
                int group = Integer.parseInt(parts[i], 16);
                address[length++] = (byte) (group >> 8);
                address[length++] = (byte) group;
            }
        }
        return Optional.of(Arrays.copyOf(address, length));
    }
}
