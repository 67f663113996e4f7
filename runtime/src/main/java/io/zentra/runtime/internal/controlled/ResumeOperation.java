package io.zentra.runtime.internal.controlled;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.EntityId;
import io.zentra.core.identity.Tenant;
import io.zentra.core.journal.Event;
import io.zentra.core.review.Resumption;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewWork;
import io.zentra.core.time.DueWork;
import io.zentra.policy.DecisionRecord;
import io.zentra.policy.PolicyWork;
import io.zentra.policy.PolicyWork.Question;
import io.zentra.policy.PolicyWork.Resumed;
import io.zentra.policy.Proposal;
import io.zentra.runtime.internal.Operations;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Goes on with an operation whose case was decided: decides once more, and moves the lines when that and the case let it.
 *
 * @param tenant whose
 * @param caseId the case
 * @param policies the runtime's
 * @param failure why the lines could not be moved when it was tried before; null when it was not
 */
record ResumeOperation(
        Tenant tenant,
        String caseId,
        PolicyWork policies,
        @Nullable ZentraException failure) implements Command<Resumption> {
    /** The kind of the work that goes on with an operation; its subject is the id of the case. */
    static final String KIND = "controlled.resume";

    /** The type of the event of an operation that was approved and could not be done. */
    static final String FAILED = "controlled.failed";

    @Override
    public Operation operation() {
        return Operations.RESUME;
    }

    @Override
    public void reads(Reads reads) {
        DueWork.need(reads, KIND, caseId);
        ReviewCase waiting = PolicyWork.needCase(reads, caseId);
        Event first = waiting == null ? null : origin(waiting, reads::needEvent);
        if (waiting != null && first != null) {
            ControlledRequest request = ControlledRequest.read(first);
            request.needLines(reads);
            if (request.lines().correlation() != null) {
                reads.needCorrelation(request.lines().correlation());
            }
            policies.need(reads, question(waiting, first, request, request.known(reads)));
        }
    }

    @Override
    public Resumption decide(UnitOfWork work) {
        DueWork.finish(work, KIND, caseId);
        ReviewCase waiting = ReviewWork.find(work, caseId);
        Event first = waiting == null ? null : origin(waiting, work::event);
        if (waiting == null || first == null) {
            throw ZentraException.of(
                    ErrorCode.JOURNAL_DAMAGED, "the operation of the case " + caseId + " is not recorded");
        }
        ControlledRequest request = ControlledRequest.read(first);
        Question question = question(waiting, first, request, request.known(work));
        Resumed resumed = policies.resume(work, question, caseId, failure == null);
        DecisionRecord decision = resumed.decision();
        if (decision != null && decision.goesOn()) {
            if (failure == null) {
                request.move(work, decision, question.correlation());
            } else {
                failed(work, waiting, decision, failure);
            }
        }
        return resumed.resumption();
    }

    /** What is approved and cannot be done is told. */
    private void failed(UnitOfWork work, ReviewCase waiting, DecisionRecord decision, ZentraException why) {
        work.record(new UnitOfWork.Draft(
                FAILED,
                decision.id(),
                waiting.origin().correlation(),
                json -> json.beginObject()
                        .member("case", caseId)
                        .member("code", why.code().code())
                        .member("message", why.reason())
                        .endObject()));
    }

    private Question question(ReviewCase waiting, Event first, ControlledRequest request, Proposal known) {
        return new Question(
                tenant,
                first.actor(),
                known,
                request.lines().key().value(),
                waiting.origin().correlation());
    }

    /** The first event of the command that asked the policy: the decision itself, or the intent that it is about. */
    private static @Nullable Event origin(ReviewCase waiting, LongFunction<@Nullable Event> events) {
        Event decision = events.apply(seq(waiting));
        return decision == null || decision.first().isEmpty()
                ? decision
                : events.apply(decision.first().getAsLong());
    }

    private static long seq(ReviewCase waiting) {
        return EntityId.parse("de", waiting.origin().subject())
                .map(EntityId::seq)
                .orElseThrow(() -> new IllegalStateException("the case of a decision has its id as its subject"));
    }
}
