package io.zentra.ledger.internal.file;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.ledger.Entry;
import io.zentra.ledger.Posting;
import io.zentra.ledger.internal.LineAssembler.Made;
import io.zentra.ledger.internal.PostingText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A row of CSV for each entry, for spreadsheets; header and trailer are comments. Accounts and holds are not told. */
public final class CsvForm implements Form {
    /** What a file's first comment begins with. */
    static final String HEADER = " zentra.entries 1 ";

    /** What a file's last comment begins with. */
    static final String TRAILER = " end ";

    /** The names of the columns. */
    static final List<String> COLUMNS = List.of(
            "key",
            "id",
            "recorded_at",
            "effective_at",
            "account",
            "side",
            "amount_minor",
            "amount",
            "asset",
            "posted_minor",
            "actor",
            "idempotency_key",
            "correlation",
            "reverses",
            "corrects",
            "hold",
            "metadata");

    private final CsvWriter out;
    private String tenant = "";

    /** Writes to a stream, which is not closed. */
    public CsvForm(OutputStream out) {
        this.out = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(out, StandardCharsets.UTF_8);
    }

    @Override
    public void begin(Head head) {
        tenant = head.tenant().id().value();
        out.writeComment(HEADER + "tenant=" + tenant + " first=" + head.first() + " last=" + head.last() + " root="
                + head.root());
        out.writeRecord(COLUMNS);
    }

    @Override
    public int line(Made made) {
        int rows = 0;
        for (Event event : made.events()) {
            if (event.type().equals(PostingText.POSTED)) {
                Posting posting = PostingText.read(event);
                for (Entry entry : posting.entries()) {
                    out.writeRecord(row(event, posting, entry));
                    rows++;
                }
            }
        }
        return rows;
    }

    private List<String> row(Event event, Posting posting, Entry entry) {
        return List.of(
                tenant + "/" + event.seq(),
                posting.id(),
                event.at().toString(),
                posting.effectiveAt().toString(),
                entry.account(),
                entry.side().code(),
                String.valueOf(entry.amount().minor()),
                entry.amount().amount().toPlainString(),
                entry.amount().asset().toString(),
                String.valueOf(entry.balances().posted().minor()),
                event.actor(),
                text(event.key().orElse(null)),
                text(posting.correlation()),
                text(posting.reverses()),
                text(posting.corrects()),
                text(posting.hold()),
                metadata(posting.metadata()));
    }

    @Override
    public void end(long lines, Map<String, Long> counts) throws IOException {
        out.writeComment(TRAILER + "rows=" + lines);
        out.flush();
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : Cells.escaped(text);
    }

    private static String metadata(Map<String, String> metadata) {
        if (metadata.isEmpty()) {
            return "";
        }
        byte[] json = CanonicalJson.bytes(out -> {
            out.beginObject();
            new TreeMap<>(metadata).forEach(out::member);
            out.endObject();
        });
        return new String(json, StandardCharsets.UTF_8);
    }
}
