package io.zentra.runtime.internal;

import static io.zentra.core.storage.Column.integer;
import static io.zentra.core.storage.Column.text;

import io.zentra.core.journal.Event;
import io.zentra.core.journal.FoldTable;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.storage.RowType;
import io.zentra.runtime.internal.TransferTables.CallbackRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The callbacks as they came compared with the digests in events, the bytes some at a time. One may be gone, for the sake of
 * the person it speaks of, when a later event tells that it was erased.
 */
final class CallbackComparison {
    private static final int CHUNK = 100;
    private static final int PAGE = 1_000;

    private static final RowType<Long, Digest> DIGEST = RowType.of("verified_callbacks", Digest::seq)
            .key(List.of(integer("seq")), (key, out) -> out.integer(key))
            .values(List.of(text("sha256")), (row, out) -> out.text(row.sha256()))
            .read(in -> new Digest(in.integer(), in.text()));

    private final Map<Long, Digest> digests = new HashMap<>();
    private final SortedSet<Long> toRead = new TreeSet<>();

    /** What an event tells of a callback that was not erased. */
    private record Digest(long seq, String sha256) {}

    /** The digests of the callbacks that must be there. */
    FoldTable<?, ?> table() {
        return new FoldTable<>(DIGEST, digests);
    }

    /** Takes the next event. */
    void apply(Event event, StateComparison stored) {
        if (event.type().equals(TransferEvents.CALLED_BACK)) {
            digests.put(
                    event.seq(),
                    new Digest(event.seq(), event.body().path("body_sha256").asText()));
            read(event.seq(), stored);
        } else if (event.type().equals(TransferEvents.ERASED)) {
            erased(event, stored);
        }
    }

    /** The event that tells of an erasure comes after the callback's own. */
    private void erased(Event event, StateComparison stored) {
        long seq = EraseCallback.erased(event);
        boolean known = digests.remove(seq) != null;
        toRead.remove(seq);
        if (!known || !rows("seq = :seq", Map.of("seq", seq), stored).isEmpty()) {
            stored.fault("the callback of event " + seq + " was erased by event " + event.seq()
                    + (known ? " and is there" : ", and never came"));
        }
    }

    private void read(long seq, StateComparison stored) {
        toRead.add(seq);
        if (toRead.size() >= CHUNK) {
            compareSoFar(stored);
        }
    }

    /** Compares the bytes that are left; which are missing is told in the end. */
    void compareSoFar(StateComparison stored) {
        if (toRead.isEmpty()) {
            return;
        }
        Map<String, Long> values = new TreeMap<>();
        toRead.forEach(seq -> values.put("seq" + values.size(), seq));
        String names = values.keySet().stream().map(name -> ":" + name).collect(Collectors.joining(", "));
        values.put("least", toRead.first());
        values.put("most", toRead.last());
        String condition = "seq >= :least and seq <= :most and seq in (" + names + ") order by seq";
        for (CallbackRow row : rows(condition, values, stored)) {
            Digest digest = digests.get(row.seq());
            if (digest == null || !digest.sha256().equals(RawBody.digest(row.body()))) {
                stored.fault("the callback of event " + row.seq() + " is not the one that came");
            }
        }
        toRead.clear();
    }

    private static List<CallbackRow> rows(String condition, Map<String, Long> values, StateComparison stored) {
        return stored.list(TransferTables.CALLBACK, condition, values, CHUNK);
    }

    /** Compares what is left, and which callbacks there are. */
    void compareRest(StateComparison stored) {
        compareSoFar(stored);
        SortedSet<Long> missing = new TreeSet<>(digests.keySet());
        List<Long> page = page(Long.MIN_VALUE, stored);
        while (!page.isEmpty()) {
            for (long seq : page) {
                if (!missing.remove(seq)) {
                    stored.fault("the callback of event " + seq + " comes from no event");
                }
            }
            page = page(page.get(page.size() - 1), stored);
        }
        missing.forEach(seq ->
                stored.fault("the callback of event " + seq + " is gone, and no event tells that it was erased"));
    }

    private static List<Long> page(long after, StateComparison stored) {
        return stored.select(
                "select seq from zentra_callback where tenant = :tenant and seq > :after order by seq",
                Map.of("after", after),
                PAGE,
                (results, context) -> results.getLong(1));
    }
}
