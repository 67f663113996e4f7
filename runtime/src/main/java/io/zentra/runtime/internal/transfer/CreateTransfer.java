package io.zentra.runtime.internal.transfer;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.identity.Access;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.time.HeadStart;
import io.zentra.core.time.Micros;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Side;
import io.zentra.policy.DecisionRecord;
import io.zentra.policy.PolicyWork;
import io.zentra.policy.PolicyWork.Made;
import io.zentra.policy.PolicyWork.Question;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.internal.ExpectedQuestion;
import io.zentra.runtime.internal.Operations;
import io.zentra.runtime.internal.transfer.StateChange.Told;
import io.zentra.runtime.internal.transfer.TransferTables.OfPayment;
import io.zentra.runtime.internal.transfer.TransferTables.Order;
import io.zentra.runtime.internal.transfer.TransferTables.Standing;
import io.zentra.runtime.internal.transfer.TransferTables.Trail;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import io.zentra.runtime.rail.RouteDecision;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks the policy, and in the same commit reserves the money and writes the attempt down, or opens the case that the transfer
 * waits for, or records that it was denied.
 */
public final class CreateTransfer implements Command.Keyed<Transfer> {
    /** How many events tell of a transfer that waits for a case: it, the decision, the case, and that it waits. */
    private static final int EVENTS_OF_REVIEW = 4;

    private final TransferRequest request;
    private final Access access;
    private final Flow flow;
    private final List<Way> ways;
    private final Set<String> stops;
    private final PolicyWork policies;
    private final ExpectedQuestion expected;
    private final HeadStart start;

    /**
     * The command.
     *
     * @param request what is asked for
     */
    public CreateTransfer(TransferRequest request, Means means) {
        this.request = request;
        this.access = means.access();
        this.flow = means.flow();
        this.ways = flow.ways(request.rail());
        this.stops = flow.stops(request.amount().asset(), request.rail());
        this.policies = means.policies();
        this.start = means.start();
        this.expected = new ExpectedQuestion(policies, question(account -> Map.of()));
    }

    @Override
    public Operation operation() {
        return Operations.CREATE;
    }

    @Override
    public IdempotencyKey key() {
        return request.key();
    }

    @Override
    public void request(CanonicalJson json) {
        TransferRequestText.write(json, request);
    }

    @Override
    public void reads(Reads reads) {
        Volumes.need(reads, request.amount().asset());
        LedgerWork.needAccount(reads, request.source());
        LedgerWork.needAccount(reads, request.destination());
        stops.forEach(account -> LedgerWork.needAccount(reads, account));
        policies.need(reads, known(account -> LedgerWork.metadata(reads, account)));
    }

    @Override
    public Transfer decide(UnitOfWork work) {
        return create(work, work.newId("tr"), false);
    }

    /**
     * Creates it as a part of a command that has named the {@linkplain #reads rows}.
     *
     * @param id made for the next event
     * @param isControlled whether it is refused when no policy is published
     */
    public Transfer create(UnitOfWork work, String id, boolean isControlled) {
        start.reset();
        flow.requireRail(
                request.rail()); // here and not before: a retry gets its first answer where the rail is missing
        flow.requireOutside(request.amount().asset(), List.of(request.source(), request.destination()));
        LedgerWork.requireOpen(work, request.destination(), Side.CREDIT, request.amount());
        if (ways.size() == 1) {
            requireOpen(work, ways.get(0)); // whatever its route, and before a policy is asked
        }
        Question question = known(account -> LedgerWork.metadata(work, account));
        if (!isControlled && !PolicyWork.isPublished(work, question)) {
            return send(work, id, null).transfer();
        }
        Made made = policies.make(work, question);
        return switch (made.decision().verdict()) {
            case ACCEPTED -> send(work, id, made).transfer();
            case DENIED -> deny(work, id, made).transfer();
            case REVIEW -> review(work, id, made).transfer();
        };
    }

    private TransferRow send(UnitOfWork work, String id, @Nullable Made made) {
        RouteDecision route = Routes.first(request, flow, work.now(), made == null ? null : made.decision());
        Routes.requireSome(route);
        String rail = route.chosen().orElse(null);
        if (rail != null && ways.size() > 1) {
            requireOpen(work, flow.way(rail));
        }
        int ahead = made == null ? 1 : 2;
        String reserve = work.newId("po", ahead);
        Trail trail = rail == null
                ? Trail.of(reserve)
                : new Trail(List.of(reserve), rail, work.newId("at", ahead + 1), List.of(), 0);
        TransferStatus status = rail == null ? TransferStatus.PENDING : TransferStatus.PROCESSING;
        TransferRow row = created(work, id, Standing.of(status, null), trail);
        String decision = made == null ? null : made.record(row.id()).id();
        LedgerWork.post(work, new Legs(work, flow, row).reserve(rail, decision), reserve);
        Sending.send(work, flow, row, Routes.decidedBy(route, decision), start);
        return row;
    }

    private TransferRow deny(UnitOfWork work, String id, Made made) {
        Standing denied = Standing.of(TransferStatus.DENIED, made.decision().reason());
        TransferRow row = created(work, id, denied, Trail.NONE);
        made.record(row.id());
        return row;
    }

    private TransferRow review(UnitOfWork work, String id, Made made) {
        TransferRow row = created(work, id, Standing.of(TransferStatus.PENDING, null), Trail.NONE);
        DecisionRecord decision = made.record(row.id());
        ReviewCase waiting = policies.open(work, decision, ResumeTransfer.KIND, row.id());
        Told told = Told.NOTHING
                .because("policy: " + decision.decision().decidedBy())
                .inCase(waiting.id());
        return new StateChange(TransferEvents.IN_REVIEW, TransferStatus.IN_REVIEW, told).record(work, row);
    }

    private TransferRow created(UnitOfWork work, String id, Standing standing, Trail trail) {
        Order order = new Order(request.source(), request.destination(), request.amount(), null);
        TransferRow row = new TransferRow(work.nextSeq(), id, order, standing, trail, Micros.of(work.now()));
        return record(work, row);
    }

    /** Records that a transfer is there from now on. */
    static TransferRow record(UnitOfWork work, TransferRow row) {
        work.record(new UnitOfWork.Draft(TransferEvents.CREATED, row.id(), row.id(), json -> write(json, row)));
        work.insert(TransferTables.TRANSFER, row);
        Volumes.moved(work, null, row);
        return row;
    }

    @Override
    public int resultEvents(Event first) {
        boolean isPending = first.body().path("status").asText().equals(TransferStatus.PENDING.code());
        return isPending && !first.body().has("reserve_posting") ? EVENTS_OF_REVIEW : 1;
    }

    @Override
    public Transfer replayed(List<Event> events) {
        TransferStory story = new TransferStory();
        events.forEach(story::apply);
        return Objects.requireNonNull(story.row()).transfer();
    }

    @Override
    public Transfer replayed(Event first) {
        return replayed(List.of(first));
    }

    private Question known(Function<String, Map<String, String>> accounts) {
        return expected.knowing(question(accounts));
    }

    private Question question(Function<String, Map<String, String>> accounts) {
        return TransferQuestion.of(access.tenant(), access.actor().toString(), request, flow.names(), accounts);
    }

    private void requireOpen(UnitOfWork work, Way way) {
        way.requireOpen(work, request.destination(), request.amount());
    }

    private static void write(CanonicalJson json, TransferRow row) {
        Trail trail = row.trail();
        OfPayment payment = row.order().payment();
        json.beginObject()
                .member("amount_minor", row.amount().minor())
                .optionalMember("attempt", trail.attempt())
                .member("currency", row.amount().asset().toString())
                .member("destination", row.order().destination());
        if (payment != null) {
            json.optionalMember("only_rail", payment.rail())
                    .member("payment", payment.id())
                    .member("payment_request", payment.request())
                    .member("payment_step", payment.step().code());
        }
        json.optionalMember("rail", trail.rail())
                .optionalMember("reason", row.standing().reason())
                .optionalMember(
                        "reserve_posting",
                        trail.postings().isEmpty() ? null : trail.postings().get(0))
                .member("source", row.order().source())
                .member("status", row.status().code())
                .endObject();
    }
}
