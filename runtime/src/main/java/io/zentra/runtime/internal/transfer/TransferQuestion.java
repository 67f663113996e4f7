package io.zentra.runtime.internal.transfer;

import io.zentra.core.identity.Tenant;
import io.zentra.core.money.Asset;
import io.zentra.policy.Corridor;
import io.zentra.policy.PolicyWork.Question;
import io.zentra.policy.Proposal;
import io.zentra.runtime.TransferRequest;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What a policy is asked about a transfer. */
final class TransferQuestion {
    /** The kind of the proposal, and so the name of the policy. */
    static final String POLICY = "transfer";

    private TransferQuestion() {}

    /**
     * The question.
     *
     * @param actor who asked for the transfer, as {@code kind:id}
     * @param rails the rails that could take it
     * @param accounts the metadata of accounts by their ids, as far as they are loaded
     */
    static Question of(
            Tenant tenant,
            String actor,
            TransferRequest request,
            List<String> rails,
            Function<String, Map<String, String>> accounts) {
        Proposal proposal = Proposal.of(POLICY, request.amount())
                .from(request.source(), accounts.apply(request.source()))
                .to(request.destination(), accounts.apply(request.destination()))
                .currencies(corridor(request.amount().asset()))
                .rails(rails)
                .metadata(request.metadata());
        if (request.countries() != null) {
            proposal = proposal.countries(request.countries());
        }
        if (request.scope() != null) {
            proposal = proposal.scope(request.scope());
        }
        if (request.rail() != null) {
            proposal = proposal.rail(request.rail());
        }
        return new Question(tenant, actor, proposal, request.key().value(), null);
    }

    private static Corridor corridor(Asset asset) {
        return Corridor.of(asset.code(), asset.code());
    }
}
