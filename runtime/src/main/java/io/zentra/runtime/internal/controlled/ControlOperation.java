package io.zentra.runtime.internal.controlled;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.identity.Access;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.review.ReviewCase;
import io.zentra.ledger.LedgerWork;
import io.zentra.policy.DecisionRecord;
import io.zentra.policy.PolicyWork;
import io.zentra.policy.PolicyWork.Question;
import io.zentra.policy.Proposal;
import io.zentra.policy.Verdict;
import io.zentra.runtime.Ruling;
import io.zentra.runtime.internal.ExpectedQuestion;
import io.zentra.runtime.internal.Operations;
import java.util.List;

/** Decides about lines and moves them, in one commit; or opens the case that they wait for. */
public final class ControlOperation implements Command.Keyed<Ruling> {
    private final ControlledRequest request;
    private final Access access;
    private final PolicyWork policies;
    private final ExpectedQuestion expected;

    /**
     * The command.
     *
     * @param request the lines and what they mean
     * @param access whose
     * @param policies the runtime's
     */
    public ControlOperation(ControlledRequest request, Access access, PolicyWork policies) {
        this.request = request;
        this.access = access;
        this.policies = policies;
        this.expected = new ExpectedQuestion(policies, question(request.proposal()));
    }

    @Override
    public Operation operation() {
        return Operations.CONTROL;
    }

    @Override
    public IdempotencyKey key() {
        return request.lines().key();
    }

    @Override
    public void request(CanonicalJson json) {
        request.write(json);
    }

    @Override
    public void reads(Reads reads) {
        request.needLines(reads);
        policies.need(reads, expected.knowing(question(request.known(reads))));
    }

    @Override
    public Ruling decide(UnitOfWork work) {
        DecisionRecord decision = policies.decide(work, expected.knowing(question(request.known(work))));
        return switch (decision.decision().verdict()) {
            case ACCEPTED -> request.move(work, decision, null);
            case DENIED -> new Ruling.Denied(decision);
            case REVIEW -> {
                yield new Ruling.InReview(decision, opened(work, decision).id());
            }
        };
    }

    /** The case belongs where its operation does, so that whoever follows an order meets its reviews. */
    private ReviewCase opened(UnitOfWork work, DecisionRecord decision) {
        String order = request.lines().correlation();
        return order == null
                ? policies.open(work, decision, ResumeOperation.KIND)
                : policies.open(work, decision, ResumeOperation.KIND, order);
    }

    private Question question(Proposal proposal) {
        return new Question(
                access.tenant(),
                access.actor().toString(),
                proposal,
                key().value(),
                request.lines().correlation(),
                request.proposal().equals(proposal));
    }

    @Override
    public Belonging belonging(UnitOfWork work) {
        return new Belonging(null, request.lines().correlation());
    }

    @Override
    public int resultEvents(Event first) {
        return PolicyWork.read(first).decision().verdict() == Verdict.DENIED ? 1 : 2;
    }

    @Override
    public Ruling replayed(List<Event> events) {
        DecisionRecord decision = PolicyWork.read(events.get(0));
        return switch (decision.decision().verdict()) {
            case DENIED -> new Ruling.Denied(decision);
            case REVIEW -> new Ruling.InReview(decision, events.get(1).subject().orElseThrow());
            case ACCEPTED ->
                request.mode() == ControlledRequest.Mode.POST
                        ? new Ruling.Posted(decision, LedgerWork.posting(events.get(1)))
                        : new Ruling.Held(decision, LedgerWork.hold(events.get(1)));
        };
    }

    @Override
    public Ruling replayed(Event first) {
        throw new IllegalStateException("a ruling may be told by two events");
    }
}
