package io.zentra.ledger.internal.file;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A table in CSV whose first row names the columns. What cannot be read as CSV ends it, because no row can follow. */
final class CsvTable {
    private static final int MAX_ROW_CHARS = 1 << 20;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Iterator<CsvRecord> records;
    private final Consumer<String> comments;
    private final Map<String, Integer> columns = new HashMap<>();
    private @Nullable ZentraException broken;

    /**
     * A row.
     *
     * @param number the number of its first line, from 1
     * @param cells its cells by their columns, those without text left out
     * @param fits whether it has as many cells as there are columns
     */
    record Row(long number, Map<String, String> cells, boolean fits) {
        /** The text of a cell; empty when it has none. */
        String cell(String column) {
            return cells.getOrDefault(column, "");
        }
    }

    /**
     * Reads the names of the columns, and the comments before them.
     *
     * @param known the columns that may be there
     * @param needed those that must be
     * @param comments takes each comment, here and later
     * @throws ZentraException {@code unknown_format}
     */
    CsvTable(InputStream in, Set<String> known, Set<String> needed, Consumer<String> comments) throws IOException {
        this.comments = comments;
        this.records = CsvReader.builder()
                .commentStrategy(CommentStrategy.READ)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .maxBufferSize(MAX_ROW_CHARS)
                .ofCsvRecord(text(in))
                .iterator();
        CsvRecord names = record();
        if (names == null) {
            throw unknown("it has no row that names its columns");
        }
        for (String name : names.getFields()) {
            if (!known.contains(name) || columns.put(name, columns.size()) != null) {
                throw unknown("the column \"" + Shown.of(name)
                        + "\" is unknown, or there twice; known are "
                        + known.stream().sorted().toList());
            }
        }
        if (!columns.keySet().containsAll(needed)) {
            throw unknown("it must have the columns " + needed.stream().sorted().toList());
        }
    }

    private static Reader text(InputStream in) throws IOException {
        PushbackReader reader = new PushbackReader(new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        try {
            int first = reader.read();
            if (first >= 0 && first != BYTE_ORDER_MARK) {
                reader.unread(first);
            }
            return reader;
        } catch (CharacterCodingException malformed) {
            throw unknown("it is no text in UTF-8");
        }
    }

    /** Whether a column is there. */
    boolean has(String column) {
        return columns.containsKey(column);
    }

    /** The next row; null at the end, and where it is broken off. */
    @Nullable
    Row next() {
        CsvRecord record = record();
        if (record == null) {
            return null;
        }
        Map<String, String> cells = new HashMap<>();
        columns.forEach((name, place) -> {
            if (place < record.getFieldCount() && !record.getField(place).isEmpty()) {
                cells.put(name, Cells.text(record.getField(place)));
            }
        });
        return new Row(record.getStartingLineNumber(), cells, record.getFieldCount() == columns.size());
    }

    /** Why it ended before its end, if it did. */
    Optional<ZentraException> broken() {
        return Optional.ofNullable(broken);
    }

    private @Nullable CsvRecord record() {
        try {
            while (broken == null && records.hasNext()) {
                CsvRecord record = records.next();
                if (!record.isComment()) {
                    return record;
                }
                comments.accept(record.getField(0));
            }
        } catch (CsvParseException | UncheckedIOException malformed) {
            requireMalformed(malformed);
            broken = ZentraException.of(
                    ErrorCode.FILE_INCOMPLETE,
                    "the rest of the file is no CSV in UTF-8, or a row is longer than " + MAX_ROW_CHARS
                            + " characters: look for a quote that is not closed",
                    malformed);
        }
        return null;
    }

    /** A stream that fails is no fault of the file. */
    private static void requireMalformed(RuntimeException failure) {
        if (failure instanceof UncheckedIOException io && !(io.getCause() instanceof CharacterCodingException)) {
            throw io;
        }
    }

    private static ZentraException unknown(String why) {
        return ZentraException.of(ErrorCode.UNKNOWN_FORMAT, "the file is no table that can be imported: " + why);
    }
}
