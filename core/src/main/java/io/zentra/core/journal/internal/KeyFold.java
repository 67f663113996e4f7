package io.zentra.core.journal.internal;

import static io.zentra.core.storage.Column.integer;
import static io.zentra.core.storage.Column.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.commit.Operation;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.FoldTable;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.journal.internal.JournalTables.FirstUse;
import io.zentra.core.journal.internal.JournalTables.OperationKey;
import io.zentra.core.storage.InList;
import io.zentra.core.storage.RowType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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

    private static final RowType<Integer, Counted> COUNTED = RowType.of("verified_keys", Counted::operation)
            .key(List.of(integer("operation")), (key, out) -> out.integer(key))
            .values(
                    List.of(integer("keys"), integer("replays")),
                    (row, out) -> out.integer(row.keys()).integer(row.replays()))
            .read(in -> new Counted((int) in.integer(), in.integer(), in.integer()));

    private static final RowType<OperationKey, Replays> REPLAYS = RowType.of("verified_replays", Replays::key)
            .key(
                    List.of(integer("operation"), text("idempotency_key")),
                    (key, out) -> out.integer(key.operation()).text(key.key()))
            .values(List.of(integer("replays")), (row, out) -> out.integer(row.count()))
            .read(in -> new Replays(new OperationKey((int) in.integer(), in.text()), in.integer()));

    private final List<Operation> operations;
    private final Map<String, Integer> codes;
    private final Map<Integer, Counted> counted = new HashMap<>();
    private final Map<OperationKey, Replays> replayed = new HashMap<>();
    private final List<Use> uses = new ArrayList<>();

    /** What events tell of an operation's keys. */
    private record Counted(int operation, long keys, long replays) {
        Counted with(long more, long moreReplays) {
            return new Counted(operation, keys + more, replays + moreReplays);
        }
    }

    /** How often a key came again. */
    private record Replays(OperationKey key, long count) {}

    /** What an event tells of a key: its first event, and how often it had come again by then. */
    private record Use(OperationKey key, String operation, long seq, long replays) {}

    /** A fold over the keys of these operations; those of modules that are not opened are left out. */
    KeyFold(List<Operation> operations) {
        this.operations = List.copyOf(operations);
        this.codes = this.operations.stream().collect(Collectors.toMap(Operation::name, Operation::code));
    }

    @Override
    public List<Operation> operations() {
        return operations;
    }

    @Override
    public List<FoldTable<?, ?>> tables() {
        return List.of(new FoldTable<>(COUNTED, counted), new FoldTable<>(REPLAYS, replayed));
    }

    @Override
    public void apply(Event event, StateComparison stored) {
        Use use = use(event);
        if (use != null) {
            boolean again = event.type().equals(REPLAYED);
            counted.merge(
                    use.key().operation(),
                    new Counted(use.key().operation(), again ? 0 : 1, again ? 1 : 0),
                    (before, more) -> before.with(more.keys(), more.replays()));
            if (again && replayed.size() < MAX_REPLAYED) {
                replayed.put(use.key(), new Replays(use.key(), use.replays()));
            }
        }
        expect(use, stored);
    }

    @Override
    public void compareSoFar(StateComparison stored) {
        compareUses(stored);
    }

    @Override
    public void compare(StateComparison stored) {
        compareUses(stored);
        Map<Integer, Total> totals = totals(stored);
        for (Operation operation : operations) {
            int code = operation.code();
            Counted told = counted.getOrDefault(code, new Counted(code, 0, 0));
            Total total = totals.getOrDefault(code, new Total(code, 0, 0));
            if (total.keys() != told.keys()) {
                stored.fault(new PlantedRows(stored)
                        .key(code, operation.name())
                        .map(key -> name(key, operation.name()) + " comes from no event")
                        .orElse("there are " + total.keys() + " keys of " + operation + ", not " + told.keys()));
            }
            if (total.replays() != told.replays()) {
                stored.fault(neverReplayed(stored, operation)
                        .orElse("keys of " + operation + " came again " + told.replays() + " times, and "
                                + Math.round(total.replays()) + " are counted"));
            }
        }
    }

    /** The first key that is said to have come again more often than it did; not looked for among very many. */
    private Optional<String> neverReplayed(StateComparison stored, Operation operation) {
        if (replayed.size() >= MAX_REPLAYED) {
            return Optional.empty();
        }
        return stored
                .list(
                        JournalTables.IDEMPOTENCY,
                        "operation = :operation and replays <> 0 order by idempotency_key",
                        Map.of("operation", (long) operation.code()),
                        MAX_REPLAYED)
                .stream()
                .filter(row -> row.replays() != replays(row.key()))
                .findFirst()
                .map(row -> name(row.key().key(), operation.name()) + " came again " + replays(row.key())
                        + " times, and " + row.replays() + " are counted");
    }

    private long replays(OperationKey key) {
        Replays told = replayed.get(key);
        return told == null ? 0 : told.count();
    }

    private static String name(String key, String operation) {
        return "the key \"" + key + "\" of " + operation;
    }

    /** What an event tells of a key; null when it tells nothing of one that is compared. */
    private @Nullable Use use(Event event) {
        if (event.operation().isPresent()) {
            String operation = event.operation().get();
            Integer code = codes.get(operation);
            return code == null
                    ? null
                    : new Use(new OperationKey(code, event.key().orElseThrow()), operation, event.seq(), 0);
        }
        if (!event.type().equals(REPLAYED)) {
            return null;
        }
        JsonNode body = event.body();
        String operation = body.path("operation").asText();
        Integer code = codes.get(operation);
        return code == null
                ? null
                : new Use(
                        new OperationKey(code, body.path("key").asText()),
                        operation,
                        body.path("first_seq").longValue(),
                        body.path("replays").longValue());
    }

    private void expect(@Nullable Use use, StateComparison stored) {
        if (use != null) {
            uses.add(use);
        }
        if (uses.size() >= CHUNK) {
            compareUses(stored);
        }
    }

    private void compareUses(StateComparison stored) {
        Map<Integer, List<Use>> byOperation = uses.stream()
                .collect(Collectors.groupingBy(use -> use.key().operation(), TreeMap::new, Collectors.toList()));
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
        String name = name(use.key().key(), use.operation());
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
