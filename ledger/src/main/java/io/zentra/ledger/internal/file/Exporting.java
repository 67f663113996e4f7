package io.zentra.ledger.internal.file;

import io.zentra.core.Handle;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.JournalSnapshot;
import io.zentra.ledger.Exported;
import io.zentra.ledger.internal.LineAssembler;
import io.zentra.ledger.internal.LineAssembler.Made;
import io.zentra.ledger.internal.LineText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a ledger in some form, event by event, from one moment of its journal. */
public final class Exporting {
    private static final int PAGE = 500;

    private final Handle handle;
    private final Form form;
    private final Map<String, Long> counts = new TreeMap<>();
    private long lines;

    /** An export of the handle's tenant; for one run. */
    public Exporting(Handle handle, Form form) {
        this.handle = handle;
        this.form = form;
    }

    /** Writes all that came after an event. */
    public Exported run(long after) {
        return handle.journal().snapshot(journal -> {
            try {
                return write(journal, after);
            } catch (IOException e) {
                throw new UncheckedIOException("the export cannot be written", e);
            }
        });
    }

    private Exported write(JournalSnapshot journal, long after) throws IOException {
        String root = Base64.getEncoder().encodeToString(journal.root());
        requirePlace(journal, after);
        form.begin(new Form.Head(handle.access().tenant(), after + 1, journal.size(), root, journal.queries()));
        String tenant = handle.access().tenant().id().value();
        LineAssembler lines = new LineAssembler(
                tenant,
                seq -> journal.after(seq - 1, 1).stream()
                        .filter(event -> event.seq() == seq)
                        .findFirst());
        long seq = after;
        List<Event> page = journal.after(seq, PAGE);
        while (!page.isEmpty()) {
            for (Event event : page) {
                seq = event.seq();
                for (Made made : lines.add(event)) {
                    line(made);
                }
            }
            page = journal.after(seq, PAGE);
        }
        if (lines.end().isPresent()) {
            line(lines.end().get());
        }
        form.end(this.lines, counts);
        return new Exported(tenant, after + 1, journal.size(), root, this.lines, counts);
    }

    private void line(Made made) throws IOException {
        int written = form.line(made);
        if (written > 0) {
            lines += written;
            counts.merge(LineText.type(made.line()), 1L, Long::sum);
        }
    }

    /** The events of a command belong to one line, so no file may begin between them. */
    private static void requirePlace(JournalSnapshot journal, long after) {
        boolean within = after >= 0 && after <= journal.size();
        if (!within
                || journal.after(after, 1).stream()
                        .anyMatch(event -> event.first().isPresent())) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CONFIGURATION,
                    "no export can begin after event " + after + ", of " + journal.size()
                            + ": begin after the last event of an earlier one",
                    Map.of("after", String.valueOf(after)));
        }
    }
}
