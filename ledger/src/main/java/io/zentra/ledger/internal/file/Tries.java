package io.zentra.ledger.internal.file;

import io.zentra.core.Handle;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.journal.Event;
import io.zentra.core.storage.InList;
import io.zentra.ledger.internal.ImportLine;
import io.zentra.ledger.internal.LineKeys;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What became of lines in earlier imports, looked up many at a time: an import that goes on writes nothing again. */
final class Tries {
    private final Map<IdempotencyKey, Last> last = new HashMap<>();

    /**
     * The last try of a line.
     *
     * @param number which try
     * @param first the first event of its key
     */
    record Last(int number, Event first) {
        boolean wasRefused() {
            return LineKeys.isRefusal(first);
        }
    }

    /** A used key with its first event. */
    private record Used(String key, Event first) {}

    private Tries() {}

    /** Looks up the tries of lines by their keys. */
    static Tries of(Handle handle, Collection<IdempotencyKey> lines) {
        Tries tries = new Tries();
        Set<IdempotencyKey> open = new HashSet<>(lines);
        for (int number = 1; number <= LineKeys.MAX_TRIES && !open.isEmpty(); number++) {
            Set<IdempotencyKey> refused = new HashSet<>();
            Map<String, Event> used = used(handle, open, number);
            for (IdempotencyKey line : open) {
                Event first = used.get(LineKeys.ofTry(line, number).value());
                if (first != null) {
                    tries.last.put(line, new Last(number, first));
                    if (LineKeys.isRefusal(first)) {
                        refused.add(line);
                    }
                }
            }
            open = refused;
        }
        return tries;
    }

    /** The last try of a line, if there was one. */
    Optional<Last> last(IdempotencyKey line) {
        return Optional.ofNullable(last.get(line));
    }

    private static Map<String, Event> used(Handle handle, Set<IdempotencyKey> lines, int number) {
        InList in = InList.of(
                lines.stream().map(line -> LineKeys.ofTry(line, number).value()).toList(),
                Map.of("operation", ImportLine.operationOfLines().code()));
        List<Used> used = handle.queries()
                .select(
                        "select i.idempotency_key, j.event from zentra_idempotency i"
                                + " join zentra_journal j on j.tenant = :tenant and j.seq = i.seq"
                                + " where i.tenant = :tenant and i.operation = :operation and i.idempotency_key in ("
                                + in.names() + ")",
                        handle.tenantNo(),
                        in.values(),
                        lines.size(),
                        (results, context) -> new Used(results.getString(1), Event.parse(results.getBytes(2))));
        return used.stream().collect(Collectors.toMap(Used::key, Used::first));
    }
}
