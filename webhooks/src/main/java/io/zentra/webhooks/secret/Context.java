package io.zentra.webhooks.secret;

import java.nio.ByteBuffer;

/** Bytes that something is bound to: parts with their lengths, so that no two lists of parts are the same bytes. */
final class Context {
    private Context() {}

    static byte[] of(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += Integer.BYTES + part.length;
        }
        ByteBuffer all = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            all.putInt(part.length).put(part);
        }
        return all.array();
    }
}
