package io.zentra.runtime.internal;

import io.zentra.core.commit.Operation;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.StateComparison;
import io.zentra.runtime.internal.TransferTables.TransferRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The runtime's tables recomputed from events: transfers, attempts, and the callbacks as they came. */
public final class TransferFold implements JournalFold {
    private final Map<String, TransferStory> stories = new HashMap<>();
    private final AttemptStories attempts = new AttemptStories();
    private final CallbackComparison callbacks = new CallbackComparison();

    @Override
    public List<Operation> operations() {
        return Operations.KEYED;
    }

    @Override
    public void apply(Event event, StateComparison stored) {
        String transfer = event.correlation().orElse("");
        if (event.type().equals(TransferEvents.CREATED)) {
            stories.put(transfer, new TransferStory());
        }
        TransferStory story = stories.get(transfer);
        if (story != null) {
            story.apply(event);
            attempts.apply(event, story);
        }
        if (event.type().equals(TransferEvents.CALLED_BACK)) {
            callbacks.expect(event);
        } else if (event.type().equals(TransferEvents.ERASED)) {
            callbacks.erased(event, stored);
        }
        callbacks.compareFull(stored);
    }

    @Override
    public void compare(StateComparison stored) {
        callbacks.compareRest(stored);
        Map<Long, TransferRow> expected = new HashMap<>();
        for (TransferStory story : stories.values()) {
            TransferRow row = story.row();
            if (row != null) {
                expected.put(row.no(), row);
            }
        }
        stored.compare(TransferTables.TRANSFER, expected, no -> "the transfer of event " + no);
        stored.compare(TransferTables.ATTEMPT, attempts.rows(), no -> "the attempt of event " + no);
    }
}
