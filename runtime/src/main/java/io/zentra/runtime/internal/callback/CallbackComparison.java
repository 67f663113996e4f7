package io.zentra.runtime.internal.callback;

import static io.zentra.core.storage.Column.integer;
import static io.zentra.core.storage.Column.text;

import io.zentra.core.journal.Event;
import io.zentra.core.journal.FoldTable;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.storage.RowType;
import io.zentra.runtime.internal.callback.CallbackTables.CallbackRow;
import io.zentra.runtime.internal.transfer.TransferEvents;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The callbacks as they came compared with the digests in events, the bytes some at a time. One may be gone, for the sake of
 * the person it speaks of, when a later event tells that it was erased.
 */
final class CallbackComparison {
    private static final int CHUNK = 100;
    private static final int PAGE = 1_000;

    private static final RowType<Long, Digest> DIGEST = RowType.of("verified_callbacks", Digest::seq)
            .key(List.of(integer("seq")), (key, out) -> out.integer(key))
            .values(
                    List.of(text("sha256"), integer("applied")),
                    (row, out) -> out.text(row.sha256()).integerOrNull(row.applied()))
            .read(in -> new Digest(in.integer(), in.text(), in.integerOrNull()));

    private final Map<Long, Digest> digests = new HashMap<>();
    private final SortedSet<Long> toRead = new TreeSet<>();

    /** What an event tells of a callback that was not erased. */
    private record Digest(long seq, String sha256, @Nullable Long applied) {}

    /** The digests of the callbacks that must be there. */
    FoldTable<?, ?> table() {
        return new FoldTable<>(DIGEST, digests);
    }

    /** Takes the next event. */
    void apply(Event event, StateComparison stored) {
        if (event.type().equals(TransferEvents.CALLED_BACK)) {
            digests.put(
                    event.seq(),
                    new Digest(event.seq(), event.body().path("kept_sha256").asText(), null));
            read(event.seq(), stored);
        } else if (event.type().equals(TransferEvents.APPLIED)) {
            long seq = event.body().path("callback").longValue();
            digests.computeIfPresent(seq, (no, digest) -> new Digest(no, digest.sha256(), event.seq()));
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
            if (digest == null || !digest.sha256().equals(KeptMessage.digest(row.body(), row.envelope()))) {
                stored.fault("the callback of event " + row.seq() + " is not the one that came");
            }
        }
        toRead.clear();
    }

    private static List<CallbackRow> rows(String condition, Map<String, Long> values, StateComparison stored) {
        return stored.list(CallbackTables.CALLBACK, condition, values, CHUNK);
    }

    /** Compares what is left, and which callbacks there are. */
    void compareRest(StateComparison stored) {
        compareSoFar(stored);
        SortedSet<Long> missing = new TreeSet<>(digests.keySet());
        List<Place> page = page(Long.MIN_VALUE, stored);
        while (!page.isEmpty()) {
            for (Place place : page) {
                Digest digest = digests.get(place.seq());
                missing.remove(place.seq());
                if (digest == null) {
                    stored.fault("the callback of event " + place.seq() + " comes from no event");
                } else if (!Objects.equals(digest.applied(), place.applied())) {
                    stored.fault("the callback of event " + place.seq() + " was applied by event " + place.applied()
                            + ", not " + digest.applied());
                }
            }
            page = page(page.get(page.size() - 1).seq(), stored);
        }
        missing.forEach(seq ->
                stored.fault("the callback of event " + seq + " is gone, and no event tells that it was erased"));
    }

    /** A stored callback, and the event that applied it after it had been parked. */
    private record Place(long seq, @Nullable Long applied) {}

    private static List<Place> page(long after, StateComparison stored) {
        return stored.select(
                "select seq, applied from zentra_callback where tenant = :tenant and seq > :after order by seq",
                Map.of("after", after),
                PAGE,
                (results, context) -> {
                    long seq = results.getLong(1);
                    long applied = results.getLong(2);
                    return new Place(seq, results.wasNull() ? null : applied);
                });
    }
}
