package io.zentra.runtime.internal.payment;

import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.policy.PolicyWork;
import io.zentra.policy.PolicyWork.Made;
import io.zentra.policy.PolicyWork.Question;
import org.jspecify.annotations.Nullable;

/** A question that a command asks again and again: what was prepared of it is used as long as nothing more is known. */
final class AskedPolicy {
    private final PolicyWork policies;
    private @Nullable Question asked;

    AskedPolicy(PolicyWork policies) {
        this.policies = policies;
    }

    /** Prepares it on the caller's thread: the lane has enough to do. */
    void expect(PaymentQuestion about) {
        Question question = about.blank();
        policies.expect(question);
        asked = question;
    }

    void need(Reads reads, PaymentQuestion about) {
        policies.need(reads, known(about.known(reads)));
    }

    /** What is decided; null when no policy is published. */
    @Nullable
    Made make(UnitOfWork work, PaymentQuestion about) {
        Question question = known(about.known(work));
        return PolicyWork.isPublished(work, question) ? policies.make(work, question) : null;
    }

    private Question known(Question now) {
        Question before = asked;
        if (before != null && before.proposal().equals(now.proposal())) {
            return before;
        }
        asked = now;
        return now;
    }
}
