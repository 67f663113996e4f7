package io.zentra.runtime.internal;

import io.zentra.core.journal.Event;
import io.zentra.core.journal.StateComparison;
import io.zentra.runtime.internal.TransferTables.CallbackRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The callbacks as they came compared with the digests in events, both in the order of events, some at a time. One may be
 * gone, for the sake of the person it speaks of, when a later event tells that it was erased.
 */
final class CallbackComparison {
    private static final int CHUNK = 100;
    private static final int MAX_STRANGE = 100;

    private final Map<Long, String> digests = new HashMap<>();
    private final Set<Long> gone = new TreeSet<>();
    private long begin = Long.MIN_VALUE;
    private long last = Long.MIN_VALUE;

    /** Takes the next event of a callback. */
    void expect(Event event) {
        digests.put(event.seq(), event.body().path("body_sha256").asText());
        last = event.seq();
    }

    /** Takes the event that tells of an erasure, which comes after the callback's own. */
    void erased(Event event, StateComparison stored) {
        compareUpTo(last, stored);
        long seq = EraseCallback.erased(event);
        if (!gone.remove(seq)) {
            stored.fault("the callback of event " + seq + " was erased by event " + event.seq() + " and is there");
        }
    }

    /** Compares when enough callbacks have come together. */
    void compareFull(StateComparison stored) {
        if (digests.size() >= CHUNK) {
            compareUpTo(last, stored);
        }
    }

    /** Compares what is left, and all that lies behind. */
    void compareRest(StateComparison stored) {
        compareUpTo(Long.MAX_VALUE, stored);
        gone.forEach(seq ->
                stored.fault("the callback of event " + seq + " is gone, and no event tells that it was erased"));
    }

    private void compareUpTo(long end, StateComparison stored) {
        List<CallbackRow> rows = stored.list(
                TransferTables.CALLBACK,
                "seq >= :begin and seq <= :end order by seq",
                Map.of("begin", begin, "end", end),
                digests.size() + MAX_STRANGE);
        for (CallbackRow row : rows) {
            String digest = digests.remove(row.seq());
            if (digest == null) {
                stored.fault("the callback of event " + row.seq() + " comes from no event");
            } else if (!digest.equals(RawBody.digest(row.body()))) {
                stored.fault("the callback of event " + row.seq() + " is not the one that came");
            }
        }
        gone.addAll(digests.keySet());
        digests.clear();
        begin = end + 1;
    }
}
