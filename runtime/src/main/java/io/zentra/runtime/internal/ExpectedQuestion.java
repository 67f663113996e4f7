package io.zentra.runtime.internal;

import io.zentra.policy.PolicyWork;
import io.zentra.policy.PolicyWork.Question;

/**
 * A command's question to a policy, prepared for on the caller's thread, since the lane has enough to do. What is known of the
 * accounts there is added to it; as long as that is nothing, it stays the same question, and what was prepared is used.
 */
public final class ExpectedQuestion {
    private Question question;

    /** Has the policies prepare for the question as it is without what is known of accounts. */
    public ExpectedQuestion(PolicyWork policies, Question first) {
        this.question = first;
        policies.expect(first);
    }

    /** The question as it is with what is known now. */
    public Question knowing(Question now) {
        if (!question.proposal().equals(now.proposal())) {
            question = now;
        }
        return question;
    }
}
