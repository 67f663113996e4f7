package io.zentra.ledger.internal.file;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.TenantConfig;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.Side;
import io.zentra.ledger.internal.Line;
import io.zentra.ledger.internal.LineKeys;
import io.zentra.ledger.internal.LineText;
import io.zentra.ledger.internal.file.CsvTable.Row;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table of entries: rows that follow each other with the same key are one posting. It may be what {@link CsvForm} wrote;
 * then it must have its end.
 */
public final class EntriesFile implements LineFile {
    private static final String FORMAT = " zentra.entries ";
    private static final Set<String> NEEDED = Set.of("key", "account", "side", "asset");

    /** What all rows of a posting tell, and tell the same. */
    private static final List<String> SHARED =
            List.of("id", "recorded_at", "effective_at", "actor", "idempotency_key", "correlation", "metadata");

    private final CsvTable table;
    private boolean isOurs;
    private @Nullable Long expected;
    private long count;
    private @Nullable Row ahead;

    /**
     * Reads the columns.
     *
     * @throws ZentraException {@code unknown_format}
     */
    public EntriesFile(InputStream in) throws IOException {
        table = new CsvTable(in, new HashSet<>(CsvForm.COLUMNS), NEEDED, this::comment);
        ahead = row();
    }

    private void comment(String comment) {
        if (comment.startsWith(FORMAT)) {
            if (!comment.startsWith(CsvForm.HEADER)) {
                throw ZentraException.of(ErrorCode.UNKNOWN_FORMAT, "the file is of another version than 1");
            }
            isOurs = true;
        } else if (comment.startsWith(CsvForm.TRAILER)) {
            String rows = comment.substring(comment.indexOf('=') + 1).strip();
            expected = rows.matches("[0-9]{1,18}") ? Long.parseLong(rows) : -1;
        }
    }

    private @Nullable Row row() {
        Row row = table.next();
        count += row == null ? 0 : 1;
        return row;
    }

    @Override
    public @Nullable Numbered next() {
        Row first = ahead;
        if (first == null) {
            return null;
        }
        List<Row> rows = new ArrayList<>();
        Row row = first;
        boolean tooMany = false;
        while (row != null && row.cell("key").equals(first.cell("key"))) {
            tooMany |= rows.size() == TenantConfig.ENTRIES_LIMIT;
            if (!tooMany) {
                rows.add(row);
            }
            row = row();
        }
        ahead = row;
        return numbered(first, rows, tooMany);
    }

    private Numbered numbered(Row first, List<Row> rows, boolean tooMany) {
        try {
            if (tooMany) {
                throw ZentraException.of(
                        ErrorCode.INVALID_ENTRY_COUNT,
                        "a posting has at most " + TenantConfig.ENTRIES_LIMIT + " entries");
            }
            return Numbered.of(first.number(), posting(rows));
        } catch (ZentraException fault) {
            return Numbered.of(first.number(), fault);
        }
    }

    private static Line posting(List<Row> rows) {
        Row first = rows.get(0);
        List<EntryRequest> entries = new ArrayList<>();
        for (Row row : rows) {
            requireWhole(row, first);
            entries.add(new EntryRequest(
                    CellValues.required(row, "account"), side(row), CellValues.money(row, "amount_minor", "amount")));
        }
        Line.Source source = new Line.Source(
                CellValues.time(first, "recorded_at"),
                CellValues.optional(first, "actor"),
                CellValues.optional(first, "id"),
                CellValues.optional(first, "idempotency_key"));
        PostingRequest request = new PostingRequest(
                LineKeys.require(CellValues.required(first, "key")),
                entries,
                LineText.correlation(CellValues.optional(first, "correlation")),
                metadata(first.cell("metadata")),
                List.of(),
                CellValues.time(first, "effective_at"));
        return new Line.Posted(request.key(), source, request, null, null);
    }

    private static void requireWhole(Row row, Row first) {
        if (!row.fits()) {
            throw CellValues.invalid("row " + row.number() + " has more or fewer cells than there are columns");
        }
        for (String column : SHARED) {
            if (!row.cell(column).equals(first.cell(column))) {
                throw CellValues.invalid(
                        "rows " + first.number() + " and " + row.number() + " are one posting and differ in " + column);
            }
        }
    }

    private static Side side(Row row) {
        String side = row.cell("side");
        return switch (side) {
            case "debit" -> Side.DEBIT;
            case "credit" -> Side.CREDIT;
            default -> throw CellValues.invalid("the cell \"side\" must be debit or credit");
        };
    }

    private static Map<String, String> metadata(String cell) {
        Map<String, String> words = new LinkedHashMap<>();
        if (!cell.isEmpty()) {
            JsonNode object = Json.read(cell).node();
            if (!object.isObject()) {
                throw CellValues.invalid("the cell \"metadata\" must be a JSON object");
            }
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                if (!member.getValue().isTextual()) {
                    throw CellValues.invalid("the values in the cell \"metadata\" must be texts");
                }
                words.put(member.getKey(), member.getValue().textValue());
            }
        }
        return words;
    }

    @Override
    public Optional<ZentraException> missing() {
        Optional<ZentraException> broken = table.broken();
        boolean cut = isOurs && (expected == null || expected != count);
        return broken.isPresent() || !cut
                ? broken
                : Optional.of(ZentraException.of(
                        ErrorCode.FILE_INCOMPLETE,
                        "the file has " + count + " rows, and "
                                + (expected == null
                                        ? "no trailer: it was cut off"
                                        : "its trailer tells of " + expected),
                        Map.of("rows", String.valueOf(count))));
    }
}
