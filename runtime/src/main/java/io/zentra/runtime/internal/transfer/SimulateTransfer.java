package io.zentra.runtime.internal.transfer;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.identity.Access;
import io.zentra.ledger.LedgerWork;
import io.zentra.policy.Decision;
import io.zentra.policy.PolicyWork;
import io.zentra.policy.PolicyWork.Question;
import io.zentra.runtime.Simulation;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.internal.Operations;
import io.zentra.runtime.rail.RouteDecision;
import java.util.Map;
import java.util.function.Function;

/**
 * Asks policy and rails what creating a transfer would ask them, from the same rows under the same lock, and changes nothing.
 *
 * @param request the transfer
 * @param access whose
 * @param flow how its transfers go
 * @param policies the runtime's
 */
public record SimulateTransfer(TransferRequest request, Access access, Flow flow, PolicyWork policies)
        implements Command<Simulation> {
    @Override
    public Operation operation() {
        return Operations.SIMULATE;
    }

    @Override
    public void reads(Reads reads) {
        policies.need(reads, question(account -> LedgerWork.metadata(reads, account)));
    }

    @Override
    public Simulation decide(UnitOfWork work) {
        Question question = question(account -> LedgerWork.metadata(work, account));
        Decision decision = PolicyWork.isPublished(work, question)
                ? policies.make(work, question).decision()
                : null;
        RouteDecision route = Routes.first(request, flow, work.now(), decision);
        return new Simulation(decision, Routes.decidedBy(route, null));
    }

    private Question question(Function<String, Map<String, String>> accounts) {
        return TransferQuestion.of(access.tenant(), access.actor().toString(), request, flow.names(), accounts);
    }
}
