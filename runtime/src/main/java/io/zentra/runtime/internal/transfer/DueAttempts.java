package io.zentra.runtime.internal.transfer;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.EntityId;
import io.zentra.core.identity.TraceContext;
import io.zentra.core.journal.Event;
import io.zentra.core.storage.Listing;
import io.zentra.core.storage.Queries;
import io.zentra.core.storage.RowReader;
import io.zentra.core.storage.RowType;
import io.zentra.core.storage.Wanted;
import io.zentra.runtime.internal.transfer.AttemptHandler.Begun;
import io.zentra.runtime.internal.transfer.TransferTables.AttemptRow;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads what attempts are called with. While one query is under way, threads that ask wait for the next, which answers all of
 * them at once: a query costs as much as many rows of it. Each is told what stood there after it had asked. Thread-safe.
 */
final class DueAttempts {
    /** The most rows of one query: enough that the query itself costs little. */
    private static final int MOST = 64;

    /** Attempts, their transfers, and the events that created these, which stay in the database while they are open. */
    private static final String DUE = "select "
            + columns("a", TransferTables.ATTEMPT) + ", t.no, " + columns("t", TransferTables.TRANSFER) + ", j.event"
            + " from wanted w cross join zentra_attempt a"
            + " left join zentra_transfer t on t.tenant = a.tenant and t.no = a.transfer"
            + " left join zentra_journal j on j.tenant = a.tenant and j.seq = a.transfer"
            + " where a.tenant = :tenant and a.no = w.no";

    private final Queries queries;
    private final ReentrantLock reading = new ReentrantLock();
    private final ConcurrentLinkedQueue<Ask> asked = new ConcurrentLinkedQueue<>();

    DueAttempts(Queries queries) {
        this.queries = queries;
    }

    /** What an attempt is called with, and what gives the trace in which its transfer was asked for. */
    record Due(Begun begun, Supplier<@Nullable TraceContext> trace) {
        private static Due read(RowReader in) {
            AttemptRow attempt = TransferTables.ATTEMPT.read(in);
            if (in.integerOrNull() == null) {
                throw new IllegalStateException("its transfer of event " + attempt.transfer() + " is missing");
            }
            TransferRow transfer = transfer(attempt, in);
            byte[] created = in.bytesOrNull();
            return new Due(
                    new Begun(attempt, transfer),
                    () -> created == null
                            ? null
                            : Event.remains(created).trace().orElse(null));
        }

        private static TransferRow transfer(AttemptRow attempt, RowReader in) {
            try {
                return TransferTables.TRANSFER.read(in);
            } catch (RuntimeException malformed) {
                throw new IllegalStateException(
                        "its transfer of event " + attempt.transfer() + ": " + malformed.getMessage(), malformed);
            }
        }
    }

    /** What one thread waits for. Its answer is given and taken under the lock. */
    private static final class Ask {
        final Access access;
        final long no;

        @Nullable
        Supplier<@Nullable Due> answer;

        Ask(Access access, long no) {
            this.access = access;
            this.no = no;
        }
    }

    private static String columns(String table, RowType<?, ?> type) {
        return type.columns().stream()
                .map(column -> table + "." + column.name())
                .collect(Collectors.joining(", "));
    }

    /** The attempt as it is now. */
    Due read(Access access, String id) {
        Ask mine = new Ask(access, EntityId.parse("at", id).map(EntityId::seq).orElse(0L));
        asked.add(mine);
        reading.lock();
        try {
            while (mine.answer == null) { // where more were asked for before than one query reads
                if (asked.isEmpty()) {
                    throw new IllegalStateException("whoever read attempt " + id + " for others ended inside");
                }
                answerNext();
            }
        } finally {
            reading.unlock();
        }
        Due due = mine.answer.get();
        if (due == null) {
            throw News.unknown(id);
        }
        return due;
    }

    private void answerNext() {
        Map<Integer, List<Ask>> next = new HashMap<>();
        Ask ask = asked.poll();
        for (int taken = 1; ask != null; taken++) {
            next.computeIfAbsent(ask.access.tenant().no(), tenant -> new ArrayList<>())
                    .add(ask);
            ask = taken < MOST ? asked.poll() : null;
        }
        next.forEach(this::answer);
    }

    /** Of several, one that cannot be read keeps no other from being read. */
    private void answer(int tenantNo, List<Ask> asks) {
        try {
            Map<Long, Due> found = query(tenantNo, asks);
            asks.forEach(ask -> ask.answer = () -> found.get(ask.no));
        } catch (RuntimeException e) {
            boolean isDamage = e instanceof ZentraException told && told.code() == ErrorCode.JOURNAL_DAMAGED;
            if (isDamage && asks.size() > 1) {
                asks.forEach(ask -> answer(tenantNo, List.of(ask)));
            } else {
                asks.forEach(ask -> ask.answer = () -> {
                    throw e;
                });
            }
        }
    }

    private Map<Long, Due> query(int tenantNo, List<Ask> asks) {
        Wanted wanted = Wanted.of(asks.stream().map(ask -> ask.no).distinct().toList());
        Listing<Due> due = new Listing<>(wanted.with() + DUE, wanted.values(), MOST, Due::read);
        return queries.list(due, tenantNo).stream()
                .collect(Collectors.toMap(each -> each.begun().attempt().no(), each -> each));
    }
}
