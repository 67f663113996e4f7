package io.zentra.ledger.internal.file;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.json.StrictValue;
import io.zentra.ledger.internal.LineReader;
import io.zentra.ledger.internal.file.TextLines.Text;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@link NdjsonForm} writes, or a program that keeps to it: a header, lines, and a trailer that counts them. */
public final class NdjsonFile implements LineFile {
    private final TextLines lines;
    private long count;
    private @Nullable Long expected;

    /**
     * Reads the header.
     *
     * @throws ZentraException {@code unknown_format}
     */
    public NdjsonFile(InputStream in) throws IOException {
        lines = new TextLines(in);
        Text header = nextText();
        if (header == null || !isHeader(header)) {
            throw ZentraException.of(
                    ErrorCode.UNKNOWN_FORMAT,
                    "the file does not begin with a header of the format " + NdjsonForm.FORMAT + ", version "
                            + NdjsonForm.VERSION);
        }
    }

    private static boolean isHeader(Text line) {
        try {
            JsonNode header = parsed(line).node();
            return header.path("type").asText().equals("header")
                    && header.path("format").asText().equals(NdjsonForm.FORMAT)
                    && header.path("v").isIntegralNumber()
                    && header.path("v").longValue() == NdjsonForm.VERSION;
        } catch (ZentraException unreadable) {
            return false;
        }
    }

    @Override
    public @Nullable Numbered next() throws IOException {
        Text line = nextText();
        if (line == null) {
            return null;
        }
        count++;
        if (expected != null) {
            return Numbered.of(
                    line.number(), ZentraException.of(ErrorCode.INVALID_LINE, "the line comes after the trailer"));
        }
        try {
            StrictValue value = parsed(line);
            JsonNode object = value.node();
            if (object.path("type").asText().equals("trailer")) {
                count--;
                expected = object.path("lines").isIntegralNumber()
                        ? Long.valueOf(object.path("lines").longValue())
                        : Long.valueOf(-1);
                return next();
            }
            return Numbered.of(line.number(), LineReader.read(value));
        } catch (ZentraException fault) {
            return Numbered.of(line.number(), fault);
        }
    }

    @Override
    public Optional<ZentraException> missing() {
        if (expected == null) {
            return Optional.of(ZentraException.of(
                    ErrorCode.FILE_INCOMPLETE,
                    "the file has no trailer behind its " + count + " lines: it was cut off",
                    Map.of("lines", String.valueOf(count))));
        }
        return expected == count
                ? Optional.empty()
                : Optional.of(ZentraException.of(
                        ErrorCode.FILE_INCOMPLETE,
                        "the file has " + count + " lines, and its trailer tells of " + expected,
                        Map.of("lines", String.valueOf(count), "expected", String.valueOf(expected))));
    }

    /** Empty lines do not count. */
    private @Nullable Text nextText() throws IOException {
        Text line = lines.next();
        while (line != null && line.text() != null && line.text().isBlank()) {
            line = lines.next();
        }
        return line;
    }

    private static StrictValue parsed(Text line) {
        if (line.text() == null) {
            throw ZentraException.of(
                    ErrorCode.INVALID_LINE, "the line is longer than " + TextLines.MAX_BYTES + " bytes, or no UTF-8");
        }
        return Json.read(line.text());
    }
}
