package io.zentra.core.commit.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.commit.Command;
import io.zentra.core.commit.Command.Keyed.Belonging;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Outcome;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.commit.UnitOfWork.Draft;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.StoredJson;
import io.zentra.core.journal.internal.JournalTables;
import io.zentra.core.journal.internal.JournalTables.FirstUse;
import io.zentra.core.journal.internal.JournalTables.OperationKey;
import io.zentra.core.journal.internal.JournalTables.Replay;
import io.zentra.core.journal.internal.KeyFold;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Idempotency: the first event of a keyed command keeps its key, its request and its result; a key that comes again gets
 * that result when the request is the same, and a conflict that names the differing field when it is not. Both are
 * recorded.
 */
final class Keys {
    /** The type of the event that records a refused command. */
    static final String DECLINED = "request.declined";

    private static final String CONFLICT_SEQ = "conflict_seq";

    private Keys() {}

    /** Names the rows of the key; false when they have yet to be loaded. */
    static boolean namesAll(TenantUnit unit, Command<?> command) {
        return !(command instanceof Command.Keyed<?> keyed) || unit.hasAll(new KeyRows(keyed));
    }

    static <R> Outcome<R> decide(TenantUnit unit, Pending<?> pending, Command.Keyed<R> command) {
        OperationKey key = key(command);
        FirstUse used = unit.get(JournalTables.IDEMPOTENCY, key);
        if (used != null) {
            requireSame(unit, Objects.requireNonNull(pending.envelope()), used);
            return again(unit, command, used);
        }
        long first = unit.nextSeq();
        Outcome<R> outcome = firstTime(unit, pending, command);
        if (unit.nextSeq() == first) {
            throw new IllegalStateException(command.operation() + " recorded no event for its key");
        }
        unit.put(JournalTables.IDEMPOTENCY, new FirstUse(key, first, 0));
        return outcome;
    }

    /** Whether the failure's own record stays: a conflict is on the journal. */
    static boolean keepsItsEvents(ZentraException refusal) {
        return refusal.code() == ErrorCode.IDEMPOTENCY_CONFLICT;
    }

    private static <R> Outcome<R> firstTime(TenantUnit unit, Pending<?> pending, Command.Keyed<R> command) {
        try {
            return new Outcome.Applied<>(command.decide(unit));
        } catch (ZentraException refusal) {
            if (!isKept(refusal)) {
                throw refusal;
            }
            unit.rollback(pending);
            return declined(unit, command, refusal);
        }
    }

    /** Records a refusal under the key of the envelope, where the command belongs. */
    static <R> Outcome<R> declined(TenantUnit unit, Command.Keyed<?> command, ZentraException refusal) {
        Belonging belonging = belonging(unit, command);
        long seq = unit.record(new Draft(
                DECLINED,
                belonging.subject(),
                belonging.correlation(),
                json -> json.beginObject()
                        .member("code", refusal.code().code())
                        .optionalMember("details", refusal.details())
                        .member("message", refusal.reason())
                        .endObject()));
        return new Outcome.Declined<>(refusal.code(), refusal.reason(), refusal.details(), seq);
    }

    /** Where a refusal belongs; what lies in an archive does not tell. */
    private static Belonging belonging(TenantUnit unit, Command.Keyed<?> command) {
        try {
            return command.belonging(unit);
        } catch (ZentraException archived) {
            if (archived.code() != ErrorCode.EVENT_ARCHIVED) {
                throw archived;
            }
            return Belonging.NONE;
        }
    }

    /** A conflict as the outcome of one command of a list. */
    static <R> Outcome<R> declinedByConflict(ZentraException conflict) {
        long seq = Long.parseLong(Objects.requireNonNull(conflict.details().get(CONFLICT_SEQ)));
        return new Outcome.Declined<>(conflict.code(), conflict.reason(), conflict.details(), seq);
    }

    /** Whether a refusal is an answer to be kept, and not a failure. */
    static boolean isKept(ZentraException refusal) {
        return refusal.code().isRefusal();
    }

    /** The request of a used key must be the first one; a conflict is recorded. */
    static void requireSame(TenantUnit unit, Envelope envelope, FirstUse used) {
        unit.envelope(null);
        JsonNode first = resultEvent(unit, used.seq()).request();
        JsonNode request = parsed(envelope.request());
        if (!request.equals(first)) {
            throw conflict(unit, envelope.command(), used, differingField("", first, request));
        }
    }

    /** Whether the first use of a key was refused. */
    static boolean wasDeclined(TenantUnit unit, FirstUse used) {
        return resultEvent(unit, used.seq()).type().equals(DECLINED);
    }

    /** Counts and records that a key came again, and answers with the first outcome. */
    static <R> Outcome.Replayed<R> again(TenantUnit unit, Command.Keyed<R> command, FirstUse used) {
        Event first = resultEvent(unit, used.seq());
        unit.envelope(null);
        FirstUse again = used.again();
        unit.put(JournalTables.IDEMPOTENCY, again);
        unit.append(JournalTables.REPLAY, new Replay(used.seq(), unit.nextSeq()));
        unit.record(new Draft(
                KeyFold.REPLAYED,
                first.subject().orElse(null),
                first.correlation().orElse(null),
                json -> json.beginObject()
                        .member("first_seq", used.seq())
                        .member("key", command.key().value())
                        .member("operation", command.operation().name())
                        .member("replays", again.replays())
                        .endObject()));
        return new Outcome.Replayed<>(firstOutcome(unit, command, first), again.replays());
    }

    private static <R> Outcome<R> firstOutcome(TenantUnit unit, Command.Keyed<R> command, Event first) {
        if (!first.type().equals(DECLINED)) {
            return new Outcome.Applied<>(command.replayed(LongStream.range(0, command.resultEvents(first))
                    .mapToObj(i -> resultEvent(unit, first.seq() + i))
                    .toList()));
        }
        JsonNode body = first.body();
        Map<String, String> details = new LinkedHashMap<>();
        body.path("details")
                .properties()
                .forEach(field -> details.put(field.getKey(), field.getValue().asText()));
        return new Outcome.Declined<>(
                ErrorCode.of(body.path("code").asText()), body.path("message").asText(), details, first.seq());
    }

    private static Event resultEvent(TenantUnit unit, long seq) {
        Event event = unit.event(seq);
        if (event == null) {
            throw ZentraException.of(ErrorCode.JOURNAL_DAMAGED, "an event of a used key is missing")
                    .with("seq", seq);
        }
        return event;
    }

    /** Records a conflict where the command belongs, or else where the first one of its key does. */
    static ZentraException conflict(TenantUnit unit, Command.Keyed<?> command, FirstUse used, String field) {
        Event first = resultEvent(unit, used.seq());
        Belonging belonging = command.belonging(unit);
        long seq = unit.record(new Draft(
                "request.conflicted",
                belonging.subject() == null ? first.subject().orElse(null) : belonging.subject(),
                belonging.correlation() == null ? first.correlation().orElse(null) : belonging.correlation(),
                json -> json.beginObject()
                        .member("field", field)
                        .member("first_seq", used.seq())
                        .member("key", command.key().value())
                        .member("operation", command.operation().name())
                        .endObject()));
        return ZentraException.of(
                ErrorCode.IDEMPOTENCY_CONFLICT,
                "the key \"" + command.key() + "\" was used for " + command.operation() + " with another " + field
                        + ": send the first request again, or this one with a new key",
                Map.of(
                        "key",
                        command.key().value(),
                        "field",
                        field,
                        "first_seq",
                        String.valueOf(used.seq()),
                        CONFLICT_SEQ,
                        String.valueOf(seq)));
    }

    /** The path of the first member, in order of names, that is not the same. */
    private static String differingField(String path, JsonNode first, JsonNode second) {
        Set<String> names = new LinkedHashSet<>();
        if (first.isObject() && second.isObject()) {
            first.fieldNames().forEachRemaining(names::add);
            second.fieldNames().forEachRemaining(names::add);
        } else if (first.isArray() && second.isArray() && first.size() == second.size()) {
            for (int i = 0; i < first.size(); i++) {
                names.add(String.valueOf(i));
            }
        }
        Iterator<String> sorted = names.stream().sorted().iterator();
        while (sorted.hasNext()) {
            String name = sorted.next();
            JsonNode a = first.isArray() ? first.path(Integer.parseInt(name)) : first.path(name);
            JsonNode b = second.isArray() ? second.path(Integer.parseInt(name)) : second.path(name);
            if (!a.equals(b)) {
                return differingField(path.isEmpty() ? name : path + "." + name, a, b);
            }
        }
        return path;
    }

    private static JsonNode parsed(byte[] request) {
        try {
            return StoredJson.tree(request);
        } catch (IOException impossible) {
            throw new IllegalStateException("a request is canonical JSON", impossible);
        }
    }

    private static OperationKey key(Command.Keyed<?> command) {
        return new OperationKey(command.operation().code(), command.key().value());
    }

    /** Names the row of a command's key, the events that tell its result, and the correlation that these belong to. */
    static void need(Reads reads, Command.Keyed<?> command) {
        FirstUse used = reads.need(JournalTables.IDEMPOTENCY, key(command));
        if (used == null) {
            return;
        }
        Event first = reads.needEvent(used.seq());
        if (first == null) {
            return;
        }
        first.correlation().ifPresent(reads::needCorrelation);
        boolean declined = first.type().equals(DECLINED);
        for (int i = 1; !declined && i < command.resultEvents(first); i++) {
            reads.needEvent(used.seq() + i);
        }
    }

    /** The rows of a key as a command that names them. */
    private record KeyRows(Command.Keyed<?> command) implements Command<Boolean> {
        @Override
        public Operation operation() {
            return command.operation();
        }

        @Override
        public void reads(Reads reads) {
            need(reads, command);
        }

        @Override
        public Boolean decide(UnitOfWork work) {
            throw new IllegalStateException("only names rows");
        }
    }
}
