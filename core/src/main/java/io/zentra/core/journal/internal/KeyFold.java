package io.zentra.core.journal.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.commit.Operation;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.journal.internal.JournalTables.FirstUse;
import io.zentra.core.journal.internal.JournalTables.OperationKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The table of idempotency keys compared with the events that used them. Some keys at a time are looked up by their
 * primary key; that there are no others is told by counting. So a tenant may have any number of keys.
 *
 * <p>Replays are exact as well: no row may have fewer than its last replay told, and all together as many as there were.
 */
public final class KeyFold implements JournalFold {
    /** The type of the event that records that a key came again. */
    public static final String REPLAYED = "request.replayed";

    private static final int CHUNK = 1_000;
    private static final int MAX_OPERATIONS = 10_000;
    private static final int MAX_REPLAYED = 100_000;

    private final List<Operation> operations;
    private final Map<String, Counted> counted = new HashMap<>();
    private final List<Use> uses = new ArrayList<>();
    private final Map<OperationKey, Long> replayed = new HashMap<>();

    /** What events tell of an operation's keys. */
    private static final class Counted {
        private final int code;
        private long keys;
        private long replays;

        Counted(Operation operation) {
            this.code = operation.code();
        }
    }

    /** What an event tells of a key: its first event, and how often it had come again by then. */
    private record Use(OperationKey key, String operation, long seq, long replays) {}

    /** A fold over the keys of these operations; those of modules that are not opened are left out. */
    KeyFold(List<Operation> operations) {
        this.operations = List.copyOf(operations);
        this.operations.forEach(operation -> counted.put(operation.name(), new Counted(operation)));
    }

    @Override
    public List<Operation> operations() {
        return operations;
    }

    @Override
    public void apply(Event event, StateComparison stored) {
        String operation = event.operation().orElse("");
        Counted ofOperation = counted.get(operation);
        if (ofOperation != null) {
            ofOperation.keys++;
            use(operation, ofOperation.code, event.key().orElseThrow(), event.seq(), 0);
        } else if (event.type().equals(REPLAYED)) {
            replayed(event);
        }
        if (uses.size() >= CHUNK) {
            compareUses(stored);
        }
    }

    @Override
    public void compare(StateComparison stored) {
        compareUses(stored);
        Map<Integer, Total> totals = totals(stored);
        counted.forEach((operation, told) -> {
            Total total = totals.getOrDefault(told.code, new Total(told.code, 0, 0));
            if (total.keys() != told.keys) {
                stored.fault(new PlantedRows(stored)
                        .key(told.code, operation)
                        .map(key -> "the key \"" + key + "\" of " + operation + " comes from no event")
                        .orElse("there are " + total.keys() + " keys of " + operation + ", not " + told.keys));
            }
            if (total.replays() != told.replays) {
                stored.fault(neverReplayed(stored, told.code, operation)
                        .orElse("keys of " + operation + " came again " + told.replays + " times, and "
                                + Math.round(total.replays()) + " are counted"));
            }
        });
    }

    /** The first key that is said to have come again more often than it did; not looked for among very many. */
    private Optional<String> neverReplayed(StateComparison stored, int code, String operation) {
        if (replayed.size() >= MAX_REPLAYED) {
            return Optional.empty();
        }
        return stored
                .list(
                        JournalTables.IDEMPOTENCY,
                        "operation = :operation and replays <> 0 order by idempotency_key",
                        Map.of("operation", (long) code),
                        MAX_REPLAYED)
                .stream()
                .filter(row -> row.replays() != replayed.getOrDefault(row.key(), 0L))
                .findFirst()
                .map(row -> "the key \"" + row.key().key() + "\" of " + operation + " came again "
                        + replayed.getOrDefault(row.key(), 0L) + " times, and " + row.replays() + " are counted");
    }

    private void replayed(Event event) {
        String operation = event.body().path("operation").asText();
        Counted ofOperation = counted.get(operation);
        if (ofOperation != null) {
            ofOperation.replays++;
            JsonNode body = event.body();
            String key = body.path("key").asText();
            long replays = body.path("replays").longValue();
            use(operation, ofOperation.code, key, body.path("first_seq").longValue(), replays);
            if (replayed.size() < MAX_REPLAYED) {
                replayed.put(new OperationKey(ofOperation.code, key), replays);
            }
        }
    }

    private void use(String operation, int code, String key, long seq, long replays) {
        uses.add(new Use(new OperationKey(code, key), operation, seq, replays));
    }

    private void compareUses(StateComparison stored) {
        Map<Integer, List<Use>> byOperation =
                uses.stream().collect(Collectors.groupingBy(use -> use.key().operation()));
        byOperation.forEach((code, ofOperation) -> {
            Map<OperationKey, FirstUse> rows = rows(stored, code, ofOperation);
            ofOperation.forEach(use -> compare(stored, use, rows.get(use.key())));
        });
        uses.clear();
    }

    private static Map<OperationKey, FirstUse> rows(StateComparison stored, int code, List<Use> uses) {
        Set<String> keys = uses.stream().map(use -> use.key().key()).collect(Collectors.toSet());
        InList in = InList.of(keys, Map.of("operation", (long) code));
        return stored
                .list(
                        JournalTables.IDEMPOTENCY,
                        "operation = :operation and idempotency_key in (" + in.names() + ")",
                        in.values(),
                        keys.size())
                .stream()
                .collect(Collectors.toMap(FirstUse::key, Function.identity()));
    }

    private static void compare(StateComparison stored, Use use, @Nullable FirstUse row) {
        String name = "the key \"" + use.key().key() + "\" of " + use.operation();
        if (row == null) {
            stored.fault(name + " is missing, so the request of event " + use.seq() + " would take effect again");
        } else if (row.seq() != use.seq()) {
            stored.fault(name + " leads to event " + row.seq() + ", not " + use.seq());
        } else if (row.replays() < use.replays()) {
            stored.fault(name + " came again " + use.replays() + " times, and " + row.replays() + " are counted");
        }
    }

    /** The rows of an operation; the sum is floating because an intruder's numbers may not fit, and exact below 2^53. */
    private record Total(int code, long keys, double replays) {}

    private static Map<Integer, Total> totals(StateComparison stored) {
        return stored
                .select(
                        "select operation, count(*), sum(cast(replays as double precision)) from zentra_idempotency"
                                + " where tenant = :tenant group by operation",
                        Map.of(),
                        MAX_OPERATIONS,
                        (results, context) -> new Total(results.getInt(1), results.getLong(2), results.getDouble(3)))
                .stream()
                .collect(Collectors.toMap(Total::code, Function.identity()));
    }
}
