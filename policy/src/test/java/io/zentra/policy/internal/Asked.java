package io.zentra.policy.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.money.Money;
import io.zentra.core.time.DueWork;
import io.zentra.core.usage.Usage;
import io.zentra.policy.DecisionRecord;
import io.zentra.policy.PolicyWork;
import io.zentra.policy.PolicyWork.Question;
import io.zentra.policy.PolicyWork.Resumed;
import io.zentra.policy.Verdict;

/** Commands that ask a policy, as those of other modules do, and that undo what was let through. */
final class Asked {
    private static final Operation ASK = new Operation(9_301, "probe.ask");
    private static final Operation UNDO = new Operation(9_302, "probe.undo");
    private static final String RESUMES = "probe.resume";

    private Asked() {}

    /**
     * What was decided.
     *
     * @param record the decision
     * @param caseId the case that was opened for it; empty for none
     */
    record Told(DecisionRecord record, String caseId) {}

    /** Asks, and opens a case when that is the answer. */
    record Ask(PolicyWork policies, Question question) implements Command<Told> {
        @Override
        public Operation operation() {
            return ASK;
        }

        @Override
        public void reads(Reads reads) {
            policies.need(reads, question);
        }

        @Override
        public Told decide(UnitOfWork work) {
            DecisionRecord record = policies.decide(work, question);
            boolean waits = record.decision().verdict() == Verdict.REVIEW;
            return new Told(record, waits ? policies.open(work, record, RESUMES).id() : "");
        }
    }

    /**
     * Asks again when persons have decided.
     *
     * @param counted false when it cannot be done after all
     */
    record Resume(PolicyWork policies, Question question, String caseId, boolean counted) implements Command<Resumed> {
        @Override
        public Operation operation() {
            return ASK;
        }

        @Override
        public void reads(Reads reads) {
            DueWork.need(reads, RESUMES, caseId);
            PolicyWork.needCase(reads, caseId);
            policies.need(reads, question);
        }

        @Override
        public Resumed decide(UnitOfWork work) {
            DueWork.finish(work, RESUMES, caseId);
            return policies.resume(work, question, caseId, counted);
        }
    }

    /** Undoes some of what a decision let through. */
    record Undo(String decision, Money undone) implements Command<Boolean> {
        @Override
        public Operation operation() {
            return UNDO;
        }

        @Override
        public void reads(Reads reads) {
            Usage.needReturn(reads, decision);
        }

        @Override
        public Boolean decide(UnitOfWork work) {
            Usage.giveBack(work, decision, undone);
            return true;
        }
    }
}
