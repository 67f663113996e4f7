package io.zentra.runtime.internal.payment;

import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.identity.Tenant;
import io.zentra.core.money.Money;
import io.zentra.ledger.LedgerWork;
import io.zentra.policy.Corridor;
import io.zentra.policy.PolicyWork;
import io.zentra.policy.PolicyWork.Made;
import io.zentra.policy.PolicyWork.Question;
import io.zentra.policy.Proposal;
import io.zentra.runtime.payment.PaymentRequest;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a policy is asked about a payment, or about more of it.
 *
 * @param flow its flow, which names the policy
 * @param request what was asked for at first
 * @param amount how much is to be held now
 * @param by who asks
 * @param rails the rails that captures may go over; none when no rail is asked
 */
record PaymentQuestion(PaymentFlow flow, PaymentRequest request, Money amount, By by, List<String> rails) {
    /**
     * Who asks, and by which command.
     *
     * @param tenant whose
     * @param actor who, as {@code kind:id}
     * @param key the command's
     * @param payment the payment, when it is there already; null otherwise
     */
    record By(
            Tenant tenant,
            String actor,
            String key,
            @Nullable String payment) {}

    /** Before anything is known of the accounts. */
    Question blank() {
        return question(account -> Map.of());
    }

    /** With what is loaded of the accounts. */
    Question known(Reads reads) {
        return question(account -> LedgerWork.metadata(reads, account));
    }

    /** The same in a decision. */
    Question known(UnitOfWork work) {
        return question(account -> LedgerWork.metadata(work, account));
    }

    /** What a policy decides now; null when none is published. */
    static @Nullable Made asked(UnitOfWork work, PolicyWork policies, Question question) {
        return PolicyWork.isPublished(work, question) ? policies.make(work, question) : null;
    }

    private Question question(Function<String, Map<String, String>> accounts) {
        String asset = amount.asset().code();
        Proposal proposal = Proposal.of(flow.code(), amount)
                .from(request.source(), accounts.apply(request.source()))
                .to(request.destination(), accounts.apply(request.destination()))
                .currencies(Corridor.of(asset, asset))
                .rails(rails)
                .metadata(request.metadata());
        if (request.countries() != null) {
            proposal = proposal.countries(request.countries());
        }
        if (request.scope() != null) {
            proposal = proposal.scope(request.scope());
        }
        return new Question(by.tenant(), by.actor(), proposal, by.key(), by.payment());
    }
}
