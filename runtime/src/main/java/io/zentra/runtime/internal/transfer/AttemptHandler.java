package io.zentra.runtime.internal.transfer;

import io.zentra.core.commit.Commits;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.TraceContext;
import io.zentra.core.storage.Queries;
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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
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

    private final Commits commits;
    private final DueAttempts attempts;
    private final RailCalls rails;
    private final Supplier<Flow> flow;

    /** A handler over these rails. */
    public AttemptHandler(Commits commits, Queries queries, RailCalls rails, Supplier<Flow> flow) {
        this.commits = commits;
        this.attempts = new DueAttempts(queries);
        this.rails = rails;
        this.flow = flow;
    }

    @Override
    public CompletableFuture<?> run(Access access, DueWork.Item item) {
        DueAttempts.Due due = attempts.read(access, item.subject());
        AttemptRow attempt = due.begun().attempt();
        return attempt.isFinal()
                ? commits.begin(access, new RetryNews(attempt.id(), item, flow.get()))
                : run(access, item, due.begun(), due.trace());
    }

    /** What a transfer is created with: the attempt that was written down, and the transfer as it waits for it. */
    record Begun(AttemptRow attempt, TransferRow transfer) {}

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
}
