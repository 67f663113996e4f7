package io.zentra.runtime;

import io.zentra.policy.Decision;
import io.zentra.policy.Verdict;
import io.zentra.runtime.rail.RouteDecision;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What policy and rails would say to a transfer now. Immutable.
 *
 * <pre>{@code
 * Simulation wouldBe = acme.transfers().simulate(request);
 * wouldBe.decision(); // the verdict, every rule that fired, what windows come to
 * wouldBe.route(); // every rail, with its score, or why it cannot take it
 * }</pre>
 *
 * @param decision the policy's decision; null when the tenant has published none for transfers
 * @param route which rails could take it, in which order, and why the others cannot, as the policy constrains them; told of
 *     what the policy denies or reviews too
 */
public record Simulation(@Nullable Decision decision, RouteDecision route) {
    /**
     * The state that the transfer would be created in, as far as policy and rails tell: its accounts may still refuse it.
     * Empty when no rail could ever take it, which is declined with {@code no_route}.
     */
    public Optional<TransferStatus> status() {
        if (decision != null && !decision.isAccepted()) {
            boolean isDenied = decision.verdict() == Verdict.DENIED;
            return Optional.of(isDenied ? TransferStatus.DENIED : TransferStatus.IN_REVIEW);
        }
        if (route.chosen().isPresent()) {
            return Optional.of(TransferStatus.PROCESSING);
        }
        return route.lookAgainAt() == null ? Optional.empty() : Optional.of(TransferStatus.PENDING);
    }
}
