package io.zentra.runtime.internal.transfer;

import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.money.Money;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.time.DueWork;
import io.zentra.ledger.LedgerWork;
import io.zentra.policy.Decision;
import io.zentra.policy.DecisionRecord;
import io.zentra.policy.PolicyWork;
import io.zentra.policy.PolicyWork.Made;
import io.zentra.policy.PolicyWork.Question;
import io.zentra.policy.Verdict;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.internal.Operations;
import io.zentra.runtime.internal.transfer.StateChange.Told;
import io.zentra.runtime.internal.transfer.TransferTables.AttemptOutcome;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What can be done to a transfer by hand. */
public sealed interface Deed {
    /** Whose keys it takes. */
    Operation operation();

    /** Writes what it asks for, as members of an object. */
    default void write(CanonicalJson json) {}

    /** Names rows that it looks at besides those of the transfer. */
    default void need(Reads reads, OperateTransfer asked, TransferRow transfer) {}

    /**
     * Does it.
     *
     * @param asked the command that it is part of
     * @throws ZentraException {@code transfer_state} when the transfer is in no state for it, or what the ledger refuses
     */
    void to(UnitOfWork work, OperateTransfer asked, TransferRow transfer);

    /** Takes a transfer back of which nothing can have been sent, and gives back what was reserved. */
    record Cancel() implements Deed {
        @Override
        public Operation operation() {
            return Operations.CANCEL;
        }

        @Override
        public void to(UnitOfWork work, OperateTransfer asked, TransferRow transfer) {
            String attempt = transfer.trail().attempt();
            boolean isOpen = transfer.status() == TransferStatus.PENDING
                    || transfer.status() == TransferStatus.PROCESSING
                    || transfer.status() == TransferStatus.IN_REVIEW;
            if (!isOpen || (attempt != null && !isUnsent(work, attempt, asked.flow()))) {
                throw NamedTransfer.inState(
                        transfer, "only what waits for a review, or was not given to its rail yet, can be cancelled");
            }
            TransferCases.withdraw(work, transfer);
            if (transfer.status() == TransferStatus.PENDING) {
                DueWork.finish(work, Sending.LOOK, transfer.id());
            }
            if (attempt != null) {
                DueWork.finish(work, AttemptHandler.KIND, attempt);
            }
            Told told = Told.NOTHING.because(asked.reason()).by(givenBack(work, asked.flow(), transfer));
            new StateChange(TransferEvents.CANCELLED, TransferStatus.CANCELLED, told).record(work, transfer);
        }

        /** The reversal of the reserve; null when there is none, or somebody reversed it by hand. */
        private static @Nullable String givenBack(UnitOfWork work, Flow flow, TransferRow transfer) {
            if (transfer.trail().postings().isEmpty()) {
                return null;
            }
            try {
                return new Legs(work, flow, transfer).giveBack().id();
            } catch (ZentraException refused) {
                if (refused.code() != ErrorCode.ALREADY_REVERSED) {
                    throw refused;
                }
                return null;
            }
        }

        /** A lease is written before the rail is called: without one nobody has, and from now on nobody will. */
        private static boolean isUnsent(UnitOfWork work, String attempt, Flow flow) {
            return News.of(work, attempt, flow).attempt().outcome() == AttemptOutcome.NEW
                    && DueWork.isUntouched(work, AttemptHandler.KIND, attempt);
        }
    }

    /**
     * Settles a transfer: one that was posted, or one of which its rail told nothing for too long, and an operator knows that
     * the money arrived.
     */
    record Settle() implements Deed {
        @Override
        public Operation operation() {
            return Operations.SETTLE;
        }

        @Override
        public void to(UnitOfWork work, OperateTransfer asked, TransferRow transfer) {
            String attempt = transfer.trail().attempt();
            News news = attempt == null ? null : News.of(work, attempt, asked.flow());
            if (news == null || !(isSilent(news) || transfer.status() == TransferStatus.POSTED)) {
                throw NamedTransfer.inState(
                        transfer,
                        "only what was posted, or waits for a person since its rail is silent, is settled by hand");
            }
            news.course().settled(asked.reason());
        }

        private static boolean isSilent(News news) {
            return news.transfer().status() == TransferStatus.IN_REVIEW
                    && !news.isKnownToHaveFailed()
                    && !news.hasComeBack();
        }
    }

    /** Takes back what was paid and came back from the provider, as an operator knows. */
    record Return() implements Deed {
        @Override
        public Operation operation() {
            return Operations.RETURN;
        }

        @Override
        public void to(UnitOfWork work, OperateTransfer asked, TransferRow transfer) {
            String attempt = transfer.trail().attempt();
            if (attempt == null || transfer.status() != TransferStatus.SETTLED) {
                throw NamedTransfer.inState(transfer, "only what is with its destination can come back");
            }
            News.of(work, attempt, asked.flow()).course().returnedByHand(asked.reason());
        }
    }

    /**
     * Gives money back that a transfer moved, on the way that it came; or asks other persons, where a policy does.
     *
     * @param part how much; null for all that is left
     * @param access who wants it, and whose
     * @param policies the runtime's
     */
    record Reverse(@Nullable Money part, Access access, PolicyWork policies) implements Deed {
        @Override
        public Operation operation() {
            return Operations.REVERSE;
        }

        @Override
        public void write(CanonicalJson json) {
            if (part != null) {
                json.member("amount_minor", part.minor())
                        .member("currency", part.asset().toString());
            }
        }

        @Override
        public void need(Reads reads, OperateTransfer asked, TransferRow transfer) {
            if (Reversal.isAskable(transfer, part)) {
                Money amount = part == null ? Reversal.left(transfer) : part;
                policies.need(reads, question(asked, amount).about(transfer, id -> LedgerWork.metadata(reads, id)));
            }
        }

        @Override
        public void to(UnitOfWork work, OperateTransfer asked, TransferRow transfer) {
            Reversal reversal = Reversal.of(transfer, part);
            Told told = Told.NOTHING.because(asked.reason());
            Question question = question(asked, reversal.amount()).about(transfer, id -> LedgerWork.metadata(work, id));
            if (!PolicyWork.isPublished(work, question)) {
                reversal.carryOut(work, asked.flow(), told);
                return;
            }
            Made made = policies.make(work, question);
            if (made.decision().verdict() == Verdict.DENIED) {
                throw denied(transfer, made.decision());
            }
            DecisionRecord decision = made.record(transfer.id());
            if (decision.goesOn()) {
                reversal.carryOut(work, asked.flow(), told);
            } else {
                ReviewCase opened = policies.open(work, decision, ResumeReversal.KIND, transfer.id());
                new StateChange(TransferEvents.REVERSAL_ASKED, transfer.status(), told.inCase(opened.id()))
                        .record(work, transfer);
            }
        }

        private ReversalQuestion question(OperateTransfer asked, Money amount) {
            return new ReversalQuestion(
                    access.tenant(),
                    access.actor().toString(),
                    amount,
                    asked.key().value());
        }

        private static ZentraException denied(TransferRow transfer, Decision decision) {
            String reason = Objects.requireNonNull(decision.reason());
            return ZentraException.of(
                    ErrorCode.REVERSAL_DENIED,
                    "the policy reversal denies giving money of the transfer " + transfer.id() + " back, by " + reason
                            + ": publish another version, or decide it elsewhere",
                    Map.of("transfer", transfer.id(), "reason", reason));
        }
    }
}
