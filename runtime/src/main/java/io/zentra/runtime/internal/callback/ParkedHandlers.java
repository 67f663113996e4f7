package io.zentra.runtime.internal.callback;

import io.zentra.core.commit.Commits;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.Event;
import io.zentra.core.storage.Queries;
import io.zentra.core.time.DueWork;
import io.zentra.runtime.internal.callback.CallbackTables.Reference;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Runs the work of callbacks that wait: a case when they have waited too long, and what follows from its decision. */
public final class ParkedHandlers {
    private final Commits commits;
    private final Queries queries;
    private final Function<String, String> laneOfRail;

    /**
     * Handlers.
     *
     * @param laneOfRail the lane of a rail's cases
     */
    public ParkedHandlers(Commits commits, Queries queries, UnaryOperator<String> laneOfRail) {
        this.commits = commits;
        this.queries = queries;
        this.laneOfRail = laneOfRail;
    }

    /** By the kinds of work. */
    public Map<String, DueWork.Handler> byKind() {
        return Map.of(Parking.KIND, this::overdue, CloseParked.KIND, this::close);
    }

    private CompletableFuture<?> overdue(Access access, DueWork.Item item) {
        Reference reference = reference(access, item.subject());
        return commits.begin(access, new OverdueCallback(reference, item, laneOfRail.apply(reference.rail())));
    }

    private CompletableFuture<?> close(Access access, DueWork.Item item) {
        Event opened = event(access, item.subject(), "case");
        return commits.begin(
                access, new CloseParked(reference(access, opened.correlation().orElseThrow()), item.subject()));
    }

    /** What a parked callback speaks of, by the event that records it. */
    private Reference reference(Access access, String callbackId) {
        CallbackFacts facts = CallbackFacts.read(event(access, callbackId, "cb").body());
        return new Reference(facts.rail(), facts.statement().reference());
    }

    private Event event(Access access, String id, String prefix) {
        long seq = EntityId.parse(prefix, id).map(EntityId::seq).orElse(0L);
        return queries
                .select(
                        "select event from zentra_journal where tenant = :tenant and seq = :seq",
                        access.tenant().no(),
                        Map.of("seq", seq),
                        1,
                        (results, context) -> Event.parse(results.getBytes(1)))
                .stream()
                .findFirst()
                .orElseThrow(() -> ZentraException.of(
                        ErrorCode.JOURNAL_DAMAGED, "the event of " + id + " is not recorded: run verify()"));
    }
}
