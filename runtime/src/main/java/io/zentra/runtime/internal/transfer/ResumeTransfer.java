package io.zentra.runtime.internal.transfer;

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
import io.zentra.ledger.LedgerWork;
import io.zentra.policy.DecisionRecord;
import io.zentra.policy.PolicyWork;
import io.zentra.policy.PolicyWork.Question;
import io.zentra.policy.PolicyWork.Resumed;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.internal.Operations;
import io.zentra.runtime.internal.transfer.StateChange.Told;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import io.zentra.runtime.rail.RouteDecision;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Goes on with a transfer that the policy sent to review, once its case was decided: decides once more, and reserves and
 * sends when that and the case let it.
 *
 * @param tenant whose
 * @param caseId the case
 * @param flow how its transfers go
 * @param policies the runtime's
 * @param failure why the money could not be reserved when it was tried before; null when it was not
 */
record ResumeTransfer(
        Tenant tenant,
        String caseId,
        Flow flow,
        PolicyWork policies,
        @Nullable ZentraException failure) implements Command<Resumption> {
    /** The kind of the work that goes on with a transfer; its subject is the id of the case. */
    static final String KIND = "transfer.resume";

    /** The reason of a transfer that persons denied. */
    private static final String DENIED = "review_denied";

    @Override
    public Operation operation() {
        return Operations.RESUME_TRANSFER;
    }

    @Override
    public void reads(Reads reads) {
        DueWork.need(reads, KIND, caseId);
        ReviewCase waiting = PolicyWork.needCase(reads, caseId);
        long no = waiting == null ? 0 : no(waiting);
        TransferRow transfer = waiting == null ? null : reads.need(TransferTables.TRANSFER, no);
        Event first = transfer == null ? null : TransferRequestText.need(reads, transfer);
        if (transfer != null && first != null) {
            Legs.needBack(reads, transfer);
            LedgerWork.needAccount(reads, transfer.order().source());
            flow.stops(
                            transfer.amount().asset(),
                            TransferRequestText.read(first).rail())
                    .forEach(account -> LedgerWork.needAccount(reads, account));
            DueWork.need(reads, Sending.LOOK, transfer.id());
            policies.need(reads, question(transfer, first, account -> LedgerWork.metadata(reads, account)));
        }
    }

    @Override
    public Resumption decide(UnitOfWork work) {
        DueWork.finish(work, KIND, caseId);
        ReviewCase waiting = ReviewWork.find(work, caseId);
        TransferRow transfer = waiting == null ? null : work.get(TransferTables.TRANSFER, no(waiting));
        Event first = transfer == null ? null : TransferRequestText.origin(work, transfer);
        if (transfer == null || first == null) {
            throw ZentraException.of(
                    ErrorCode.JOURNAL_DAMAGED, "the transfer of the case " + caseId + " is not recorded");
        }
        if (!caseId.equals(transfer.standing().caseId())) {
            return Resumption.USED; // it was cancelled meanwhile
        }
        Question question = question(transfer, first, account -> LedgerWork.metadata(work, account));
        Resumed resumed = policies.resume(work, question, caseId, failure == null);
        DecisionRecord decision = resumed.decision();
        if (decision == null) {
            if (resumed.resumption() == Resumption.REFUSED) {
                change(work, transfer, TransferEvents.DENIED, TransferStatus.DENIED, DENIED);
            }
        } else if (!decision.goesOn()) {
            String reason = Objects.requireNonNull(decision.decision().reason());
            change(work, transfer, TransferEvents.DENIED, TransferStatus.DENIED, reason);
        } else if (failure != null) {
            String reason = "reserve_refused: " + failure.code();
            change(work, transfer, TransferEvents.FAILED, TransferStatus.FAILED, reason);
        } else {
            TransferRequest request = TransferRequestText.read(first);
            RouteDecision route = Routes.first(request, flow, work.now(), decision.decision());
            Routes.requireSome(route);
            LedgerWork.Draft reserve =
                    new Legs(work, flow, transfer).reserve(route.chosen().orElse(null), decision.id());
            Sending.reserveAndSend(work, flow, transfer, Routes.decidedBy(route, decision.id()), reserve, caseId);
        }
        return resumed.resumption();
    }

    private void change(UnitOfWork work, TransferRow transfer, String event, TransferStatus status, String reason) {
        new StateChange(event, status, Told.NOTHING.because(reason).inCase(caseId)).record(work, transfer);
    }

    private Question question(TransferRow transfer, Event first, Function<String, Map<String, String>> accounts) {
        TransferRequest request = TransferRequestText.read(first);
        Question question = TransferQuestion.of(tenant, first.actor(), request, flow.names(), accounts);
        return new Question(
                tenant, first.actor(), question.proposal(), request.key().value(), transfer.id());
    }

    private static long no(ReviewCase waiting) {
        return EntityId.parse("tr", waiting.origin().correlation())
                .map(EntityId::seq)
                .orElseThrow(() -> new IllegalStateException("the case of a transfer belongs to it"));
    }
}
