package io.zentra.runtime.internal.transfer;

import io.zentra.core.identity.Tenant;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.policy.PolicyWork.Question;
import io.zentra.policy.Proposal;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import java.util.Map;
import java.util.function.Function;

/**
 * What a policy is asked about money of a transfer that an operator wants to give back.
 *
 * @param tenant whose
 * @param actor who wants it, as {@code kind:id}
 * @param amount how much
 * @param key the idempotency key under which it was asked for
 */
public record ReversalQuestion(Tenant tenant, String actor, Money amount, String key) {
    /** The kind of the proposal, and so the name of the policy. */
    static final String POLICY = "reversal";

    private static final String DECISIONS = "policy.";

    /** Whether an event tells what that policy decided. */
    public static boolean isAnswer(Event event) {
        return event.type().startsWith(DECISIONS)
                && event.body().path("policy").path("name").asText().equals(POLICY);
    }

    /**
     * The question about a transfer.
     *
     * @param accounts the metadata of accounts by their ids, as far as they are loaded
     */
    Question about(TransferRow transfer, Function<String, Map<String, String>> accounts) {
        String from = transfer.order().destination();
        String to = transfer.order().source();
        Proposal proposal = Proposal.of(POLICY, amount)
                .from(from, accounts.apply(from))
                .to(to, accounts.apply(to))
                .metadata(Map.of("transfer", transfer.id()));
        return new Question(tenant, actor, proposal, key, transfer.id());
    }
}
