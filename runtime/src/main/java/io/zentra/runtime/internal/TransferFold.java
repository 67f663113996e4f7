package io.zentra.runtime.internal;

import io.zentra.core.journal.Event;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.StateComparison;
import io.zentra.runtime.internal.TransferTables.TransferRow;
import java.util.HashMap;
import java.util.Map;

/** The table of transfers recomputed from events. */
public final class TransferFold implements JournalFold {
    private final Map<String, TransferStory> stories = new HashMap<>();

    @Override
    public void apply(Event event) {
        String transfer = event.correlation().orElse("");
        if (event.type().equals(TransferEvents.CREATED)) {
            stories.put(transfer, new TransferStory());
        }
        TransferStory story = stories.get(transfer);
        if (story != null) {
            story.apply(event);
        }
    }

    @Override
    public void compare(StateComparison stored) {
        Map<Long, TransferRow> expected = new HashMap<>();
        for (TransferStory story : stories.values()) {
            TransferRow row = story.row();
            if (row != null) {
                expected.put(row.no(), row);
            }
        }
        stored.compare(TransferTables.TRANSFER, expected, no -> "the transfer of event " + no);
    }
}
