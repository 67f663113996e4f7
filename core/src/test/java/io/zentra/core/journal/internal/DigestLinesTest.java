package io.zentra.core.journal.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.journal.internal.DigestLines.Reader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Lines of any length, wherever the parts end in which a stream gives them, and text behind the digest. */
class DigestLinesTest {
    @Test
    void readsTheLinesThatWereWritten() throws IOException {
        Random random = new Random(7);
        for (int run = 0; run < 50; run++) {
            byte[][] lines = new byte[random.nextInt(20)][];
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            DigestLines.Writer writer = new DigestLines.Writer(out);
            for (int i = 0; i < lines.length; i++) {
                lines[i] = "é".repeat(random.nextInt(8_200)).getBytes(StandardCharsets.UTF_8);
                writer.line(lines[i]);
            }
            out.write("signed\nby\n".getBytes(StandardCharsets.UTF_8));

            Reader reader = new Reader(inParts(out.toByteArray(), random));
            for (byte[] line : lines) {
                assertThat(reader.next()).isEqualTo(line);
                reader.add(line);
            }
            assertThat(reader.note()).isEqualTo("signed\nby\n");
            assertThat(reader.next()).isNull();
            assertThat(reader.digest()).isEqualTo(writer.digest());
        }
    }

    @Test
    void refusesALineWithoutAnEnd() throws IOException {
        assertThat(new Reader(text("")).next()).isNull();
        assertThat(new Reader(text("\n")).next()).isEmpty();
        assertThatThrownBy(() -> new Reader(text("a")).next()).isInstanceOf(IllegalArgumentException.class);
        assertThat(new Reader(text("")).note()).isEmpty();
    }

    /** Behind the digest whoever can change the file could put any number of bytes, which were all taken into memory. */
    @Test
    void readsANoteOfSoManyBytesAndNoMore() throws IOException {
        String most = "x".repeat(DigestLines.MAX_NOTE - 1) + "\n";

        assertThat(new Reader(text(most)).note()).isEqualTo(most);
        assertThatThrownBy(() -> new Reader(text("x" + most)).note()).isInstanceOf(IllegalArgumentException.class);
    }

    private static ByteArrayInputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** As a network gives them. */
    private static ByteArrayInputStream inParts(byte[] bytes, Random random) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int from, int most) {
                return super.read(into, from, Math.min(most, 1 + random.nextInt(5_000)));
            }
        };
    }
}
