package io.zentra.runtime.internal.transfer;

import io.zentra.core.commit.Commits;
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
import io.zentra.core.time.DueWork;
import io.zentra.core.time.Micros;
import io.zentra.runtime.Rail;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.internal.rail.RailAnswer;
import io.zentra.runtime.internal.rail.RailCalls;
import io.zentra.runtime.internal.transfer.TransferTables.AttemptOutcome;
import io.zentra.runtime.internal.transfer.TransferTables.AttemptRow;
import io.zentra.runtime.internal.transfer.TransferTables.Carried;
import io.zentra.runtime.internal.transfer.TransferTables.OfPayment;
import io.zentra.runtime.internal.transfer.TransferTables.Order;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Calls rails, outside any transaction. The first lease of an attempt submits it; any later one, after a crash or an
 * unknown outcome, asks first, and submits again, under the same reference, what the rail does not have and never accepted.
 * Nothing is sent that the transfer does not wait for.
 * A lease during which the rail could not be called, because it is busy or left alone, is put off as if it had not been.
 */
public final class AttemptHandler implements DueWork.Handler {
    /** The kind of this work; its subject is the attempt's id. */
    public static final String KIND = "transfer.attempt";

    /** How many leases it takes until a person is told that a rail is missing; the pauses between them double from 1 s. */
    private static final int LEASES_BEFORE_REVIEW = 6;

    /** An attempt, its transfer, and the event that created that, which stays in the database while it is open. */
    private static final String DUE = "select "
            + columns("a", TransferTables.ATTEMPT) + ", " + columns("t", TransferTables.TRANSFER) + ", j.event"
            + " from zentra_attempt a"
            + " join zentra_transfer t on t.tenant = a.tenant and t.no = a.transfer"
            + " left join zentra_journal j on j.tenant = t.tenant and j.seq = t.no"
            + " where a.tenant = :tenant and a.no = :no";

    private final Commits commits;
    private final Queries queries;
    private final RailCalls rails;
    private final Supplier<Flow> flow;

    /** A handler over these rails. */
    public AttemptHandler(Commits commits, Queries queries, RailCalls rails, Supplier<Flow> flow) {
        this.commits = commits;
        this.queries = queries;
        this.rails = rails;
        this.flow = flow;
    }

    private static String columns(String table, RowType<?, ?> type) {
        return type.columns().stream()
                .map(column -> table + "." + column.name())
                .collect(Collectors.joining(", "));
    }

    @Override
    public CompletableFuture<?> run(Access access, DueWork.Item item) {
        Due due = due(access, item.subject());
        AttemptRow attempt = due.begun().attempt();
        return attempt.isFinal()
                ? commits.begin(access, new RetryNews(attempt.id(), item, flow.get()))
                : run(access, item, due.begun(), due.trace());
    }

    /** What a transfer is created with: the attempt that was written down, and the transfer as it waits for it. */
    record Begun(AttemptRow attempt, TransferRow transfer) {}

    /** What an attempt is called with, and what gives the trace in which its transfer was asked for. */
    private record Due(Begun begun, Supplier<@Nullable TraceContext> trace) {
        static Due read(RowReader in) {
            AttemptRow attempt = TransferTables.ATTEMPT.read(in);
            Begun begun = new Begun(attempt, TransferTables.TRANSFER.read(in));
            byte[] created = in.bytesOrNull();
            return new Due(
                    begun,
                    () -> created == null
                            ? null
                            : Event.remains(created).trace().orElse(null));
        }
    }

    /** Who creates a transfer knows all that calling its rail takes, so that nothing has to be read for it. */
    @Override
    public CompletableFuture<?> runAtOnce(Access access, DueWork.Item item, DueWork.Known known) {
        return known.written() instanceof Begun begun ? run(access, item, begun, known::trace) : run(access, item);
    }

    private CompletableFuture<?> run(
            Access access, DueWork.Item item, Begun begun, Supplier<@Nullable TraceContext> trace) {
        AttemptRow attempt = begun.attempt();
        TransferRow transfer = begun.transfer();
        if (!rails.has(attempt.rail())) {
            return missing(access, item, attempt);
        }
        boolean neverSent = attempt.outcome() == AttemptOutcome.NEW && item.tries() == 1;
        boolean isAwaited = isAwaited(transfer, attempt);
        if (neverSent && !isAwaited) {
            return commits.begin(access, new PutOff(item, null)); // persons decide, or the money went another way
        }
        Supplier<Said> submit = () -> submit(transfer, attempt, trace.get());
        Said said = neverSent ? submit.get() : ask(attempt, isAwaited, submit);
        if (said.answer() instanceof RailAnswer.Called called) {
            return commits.begin(
                    access, new ObserveAttempt(attempt.id(), called.outcome(), said.source(), item, flow.get()));
        }
        return commits.begin(access, new PutOff(item, ((RailAnswer.NotCalled) said.answer()).againAt()));
    }

    /** Another runtime on the same database may have the rail, so it gets some time to take the attempt. */
    private CompletableFuture<?> missing(Access access, DueWork.Item item, AttemptRow attempt) {
        if (item.tries() < LEASES_BEFORE_REVIEW) {
            throw ZentraException.of(
                    ErrorCode.UNKNOWN_RAIL,
                    "the rail " + attempt.rail() + " of attempt " + attempt.id()
                            + " was not given to this runtime: build it with that rail",
                    Map.of("rail", attempt.rail()));
        }
        return commits.begin(access, new RailMissing(attempt.id(), item, flow.get()));
    }

    /** Whether the transfer waits for this attempt: only then may anything be sent. */
    private static boolean isAwaited(TransferRow transfer, AttemptRow attempt) {
        boolean isOpen =
                transfer.status() == TransferStatus.PROCESSING || transfer.status() == TransferStatus.IN_REVIEW;
        return isOpen && attempt.id().equals(transfer.trail().attempt());
    }

    private record Said(RailAnswer answer, String source) {}

    /**
     * An earlier call may have sent it. What the rail does not have is sent again under the same reference, so that a
     * request that is still on its way counts as the same one; not what it once accepted.
     */
    private Said ask(AttemptRow attempt, boolean isAwaited, Supplier<Said> submit) {
        RailAnswer known = rails.query(attempt.rail(), attempt.id());
        boolean isUnknownThere =
                known instanceof RailAnswer.Called called && called.outcome() instanceof RailOutcome.NotSent;
        boolean sendAgain = isAwaited && isUnknownThere && attempt.outcome() != AttemptOutcome.ACCEPTED;
        return sendAgain ? submit.get() : new Said(known, ObserveAttempt.QUERY);
    }

    private Said submit(TransferRow transfer, AttemptRow attempt, @Nullable TraceContext trace) {
        Rail.Request request = new Rail.Request(
                attempt.id(),
                transfer.id(),
                transfer.amount(),
                transfer.order().source(),
                transfer.order().destination(),
                Micros.instant(transfer.createdAtMicros()),
                trace,
                payment(transfer.order()));
        return new Said(rails.submit(attempt.rail(), request), ObserveAttempt.SUBMIT);
    }

    private static Rail.@Nullable OfPayment payment(Order order) {
        OfPayment payment = order.payment();
        return payment == null ? null : new Rail.OfPayment(payment.id(), payment.step() == Carried.REFUND);
    }

    private Due due(Access access, String id) {
        long no = EntityId.parse("at", id).map(EntityId::seq).orElse(0L);
        List<Due> found = queries.list(
                new Listing<>(DUE, Map.of("no", no), 1, Due::read),
                access.tenant().no());
        if (found.isEmpty()) {
            throw News.unknown(id);
        }
        return found.get(0);
    }
}
