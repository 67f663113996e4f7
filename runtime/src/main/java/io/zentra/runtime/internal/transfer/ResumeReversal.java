package io.zentra.runtime.internal.transfer;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.EntityId;
import io.zentra.core.identity.Tenant;
import io.zentra.core.journal.Event;
import io.zentra.core.review.Resumption;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewWork;
import io.zentra.core.time.DueWork;
import io.zentra.ledger.LedgerWork;
import io.zentra.policy.DecisionRecord;
import io.zentra.policy.Facts;
import io.zentra.policy.PolicyWork;
import io.zentra.policy.PolicyWork.Question;
import io.zentra.policy.PolicyWork.Resumed;
import io.zentra.runtime.internal.Operations;
import io.zentra.runtime.internal.transfer.StateChange.Told;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Goes on with a reversal that a policy sent to review, once its case was decided: decides once more, and gives the money back
 * when that and the case let it. Otherwise the transfer stays as it is, and an event tells why.
 *
 * @param tenant whose
 * @param caseId the case
 * @param flow how its transfers go
 * @param policies the runtime's
 * @param failure why the money could not be given back when it was tried before; null when it was not
 */
record ResumeReversal(
        Tenant tenant,
        String caseId,
        Flow flow,
        PolicyWork policies,
        @Nullable ZentraException failure) implements Command<Resumption> {
    /** The kind of the work that goes on with a reversal; its subject is the id of the case. */
    static final String KIND = "transfer.reverse";

    /** The reason why money stays that persons did not let go back. */
    private static final String DENIED = "review_denied";

    @Override
    public Operation operation() {
        return Operations.RESUME_REVERSAL;
    }

    @Override
    public void reads(Reads reads) {
        DueWork.need(reads, KIND, caseId);
        ReviewCase waiting = PolicyWork.needCase(reads, caseId);
        Event asked = waiting == null ? null : reads.needEvent(decision(waiting));
        TransferRow transfer = waiting == null ? null : NamedTransfer.need(reads, transfer(waiting), flow);
        if (transfer != null && asked != null) {
            policies.need(reads, question(asked, transfer, account -> LedgerWork.metadata(reads, account)));
        }
    }

    @Override
    public Resumption decide(UnitOfWork work) {
        DueWork.finish(work, KIND, caseId);
        ReviewCase waiting = Objects.requireNonNull(ReviewWork.find(work, caseId), "the case was opened");
        TransferRow transfer = NamedTransfer.require(work, transfer(waiting));
        if (!caseId.equals(transfer.standing().caseId())) {
            return Resumption.USED; // the transfer went another way, which took the case back
        }
        Event asked = Objects.requireNonNull(work.event(decision(waiting)), "what a case waits for is kept");
        Question question = question(asked, transfer, account -> LedgerWork.metadata(work, account));
        Resumed resumed = policies.resume(work, question, caseId, failure == null);
        DecisionRecord decision = resumed.decision();
        if (decision == null) {
            if (resumed.resumption() == Resumption.REFUSED) {
                stays(work, transfer, DENIED);
            }
        } else if (!decision.goesOn()) {
            stays(work, transfer, Objects.requireNonNull(decision.decision().reason()));
        } else if (failure != null) {
            stays(work, transfer, "reversal_refused: " + failure.code());
        } else {
            Told told = Told.NOTHING.because(transfer.standing().reason()).inCase(caseId);
            new Reversal(transfer, question.proposal().amount()).carryOut(work, flow, told);
        }
        return resumed.resumption();
    }

    private void stays(UnitOfWork work, TransferRow transfer, String why) {
        Told told = Told.NOTHING.because(why).inCase(caseId);
        new StateChange(TransferEvents.NOT_REVERSED, transfer.status(), told).record(work, transfer);
    }

    /** The same question as before, in the name of whoever asked for the reversal. */
    private Question question(Event asked, TransferRow transfer, Function<String, Map<String, String>> accounts) {
        Facts facts = PolicyWork.read(asked).decision().facts();
        String key = asked.key().orElseThrow();
        return new ReversalQuestion(tenant, facts.actor(), facts.proposal().amount(), key).about(transfer, accounts);
    }

    private static long decision(ReviewCase waiting) {
        return EntityId.parse("de", waiting.origin().subject())
                .map(EntityId::seq)
                .orElseThrow(() -> new IllegalStateException("the case of a decision has its id as its subject"));
    }

    private static String transfer(ReviewCase waiting) {
        return Objects.requireNonNull(waiting.origin().correlation(), "the case of a reversal belongs to its transfer");
    }
}
