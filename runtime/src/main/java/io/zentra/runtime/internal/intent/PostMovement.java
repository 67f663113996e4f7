package io.zentra.runtime.internal.intent;

import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.identity.Access;
import io.zentra.ledger.LedgerWork;
import io.zentra.policy.DecisionRecord;
import io.zentra.policy.PolicyWork;
import io.zentra.policy.PolicyWork.Made;
import io.zentra.policy.PolicyWork.Question;
import io.zentra.policy.Proposal;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.internal.ExpectedQuestion;
import io.zentra.runtime.internal.controlled.ControlledRequest;
import io.zentra.runtime.internal.controlled.ResumeHandler;

/** What an intent moves within the ledger: posted at once when the policy lets it, or when none is to be asked. */
final class PostMovement implements CreateIntent.Deed {
    private final ControlledRequest movement;
    private final Access access;
    private final PolicyWork policies;
    private final boolean isControlled;
    private final ExpectedQuestion expected;

    /**
     * What to move.
     *
     * @param isControlled whether it is refused when no policy is published
     */
    PostMovement(TransferRequest movement, Access access, PolicyWork policies, boolean isControlled) {
        this.movement = ControlledRequest.ofIntent(movement);
        this.access = access;
        this.policies = policies;
        this.isControlled = isControlled;
        this.expected = new ExpectedQuestion(policies, question(this.movement.proposal()));
    }

    @Override
    public void reads(Reads reads) {
        movement.needLines(reads);
        policies.need(reads, expected.knowing(question(movement.known(reads))));
    }

    @Override
    public void begin(UnitOfWork work, String id) {
        Question question = expected.knowing(question(movement.known(work)));
        if (!isControlled && !PolicyWork.isPublished(work, question)) {
            LedgerWork.post(work, LedgerWork.Draft.of(movement.lines()).belongingTo(id));
            return;
        }
        Made made = policies.make(work, question);
        DecisionRecord decision = made.record(id);
        switch (made.decision().verdict()) {
            case ACCEPTED -> movement.move(work, decision, id);
            case REVIEW -> policies.open(work, decision, ResumeHandler.KIND, id);
            case DENIED -> {} // the decision tells it
        }
    }

    private Question question(Proposal proposal) {
        return new Question(
                access.tenant(),
                access.actor().toString(),
                proposal,
                movement.lines().key().value(),
                null);
    }
}
