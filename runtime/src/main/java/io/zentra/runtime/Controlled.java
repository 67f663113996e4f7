package io.zentra.runtime;

import io.zentra.core.Handle;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Permission;
import io.zentra.ledger.PostingRequest;
import io.zentra.policy.PolicyWork;
import io.zentra.policy.Proposal;
import io.zentra.runtime.internal.controlled.ControlOperation;
import io.zentra.runtime.internal.controlled.ControlledRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Money moved under a policy: the decision, what it counts against limits, and the posting are one commit. What is reversed
 * or released later is given back to the limits in the commit that does it. Thread-safe, unless its handle was made on a
 * connection.
 *
 * <pre>{@code
 * Ruling ruling = acme.controlled()
 *         .post(
 *                 Proposal.of("payout", usd("50.00")).from("customer:42", Map.of()).to("bank:7", Map.of()),
 *                 PostingRequest.of("customer:42", "bank:7", usd("50.00"), "payout-17"))
 *         .orElseThrow();
 * }</pre>
 */
public final class Controlled {
    private final Handle handle;
    private final PolicyWork policies;

    Controlled(Handle handle, PolicyWork policies) {
        this.handle = handle;
        this.policies = policies;
    }

    /**
     * Has the policy of the proposal's kind decide, and posts when it may go on. What is known of source and destination is
     * read from the metadata of their accounts at that moment; attributes of the proposal stand for what these lack.
     *
     * @param proposal what it means: all lines are of its amount's asset and come to that amount, its source is the only
     *     account of its side, and its destination has a line of the other
     * @return applied or replayed with the ruling, or declined with {@code unknown_policy} or as for posting; a denial by the
     *     policy is a ruling, not a decline
     * @throws ZentraException {@code proposal_mismatch}, which uses up no key, {@code permission_denied}, {@code
     *     idempotency_conflict}, or why it could not run
     */
    public Outcome<Ruling> post(Proposal proposal, PostingRequest request) {
        return run(new ControlledRequest(ControlledRequest.Mode.POST, proposal, request, null));
    }

    /**
     * The same for a hold: its release, in part or whole, and its expiry are given back to the limits.
     *
     * @param expiresAt from when on it can only be released; null for never
     */
    public Outcome<Ruling> hold(Proposal proposal, PostingRequest request, @Nullable Instant expiresAt) {
        return run(new ControlledRequest(ControlledRequest.Mode.HOLD, proposal, request, expiresAt));
    }

    private Outcome<Ruling> run(ControlledRequest request) {
        handle.require(Permission.POST);
        request.requireSound(handle.access().tenant().config());
        return handle.commits().run(handle.access(), new ControlOperation(request, handle.access(), policies));
    }
}
