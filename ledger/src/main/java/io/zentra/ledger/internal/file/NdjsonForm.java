package io.zentra.ledger.internal.file;

import io.zentra.core.journal.CanonicalJson;
import io.zentra.ledger.internal.LineAssembler.Made;
import io.zentra.ledger.internal.LineText;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** A line of canonical JSON for each line, one for the header and one for the trailer: what can be imported again. */
public final class NdjsonForm implements Form {
    /** The value of the header's member {@code format}. */
    static final String FORMAT = "zentra.ledger";

    /** The value of the header's member {@code v}. */
    static final int VERSION = 1;

    private static final int BUFFER = 1 << 16;

    private final OutputStream out;

    /** Writes to a stream, which is not closed. */
    public NdjsonForm(OutputStream out) {
        this.out = new BufferedOutputStream(out, BUFFER);
    }

    @Override
    public void begin(Head head) throws IOException {
        write(json -> json.beginObject()
                .member("first", head.first())
                .member("format", FORMAT)
                .member("last", head.last())
                .member("root", head.root())
                .member("tenant", head.tenant().id().value())
                .member("type", "header")
                .member("v", VERSION)
                .endObject());
    }

    @Override
    public int line(Made made) throws IOException {
        write(json -> LineText.write(json, made.line()));
        return 1;
    }

    @Override
    public void end(long lines, Map<String, Long> counts) throws IOException {
        write(json -> {
            json.beginObject().name("counts").beginObject();
            counts.forEach(json::member);
            json.endObject().member("lines", lines).member("type", "trailer").endObject();
        });
        out.flush();
    }

    private void write(CanonicalJson.Value value) throws IOException {
        out.write(CanonicalJson.bytes(value));
        out.write('\n');
    }
}
