package io.zentra.runtime.internal.transfer;

import io.zentra.core.commit.Operation;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.money.Money;
import io.zentra.core.time.DueWork;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.internal.Operations;
import io.zentra.runtime.internal.transfer.StateChange.Told;
import io.zentra.runtime.internal.transfer.TransferTables.AttemptOutcome;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be done to a transfer by hand. */
public sealed interface Deed {
    /** Whose keys it takes. */
    Operation operation();

    /** Writes what it asks for, as members of an object. */
    default void write(CanonicalJson json) {}

    /**
     * Does it.
     *
     * @param reason why, in the operator's words
     * @throws ZentraException {@code transfer_state} when the transfer is in no state for it, or what the ledger refuses
     */
    void to(UnitOfWork work, Flow flow, TransferRow transfer, String reason);

    /** Takes a transfer back of which nothing can have been sent, and gives back what was reserved. */
    record Cancel() implements Deed {
        @Override
        public Operation operation() {
            return Operations.CANCEL;
        }

        @Override
        public void to(UnitOfWork work, Flow flow, TransferRow transfer, String reason) {
            String attempt = transfer.trail().attempt();
            boolean isOpen = transfer.status() == TransferStatus.PENDING
                    || transfer.status() == TransferStatus.PROCESSING
                    || transfer.status() == TransferStatus.IN_REVIEW;
            if (!isOpen || (attempt != null && !isUnsent(work, attempt, flow))) {
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
            Told told = Told.NOTHING.because(reason).by(givenBack(work, flow, transfer));
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
        public void to(UnitOfWork work, Flow flow, TransferRow transfer, String reason) {
            String attempt = transfer.trail().attempt();
            News news = attempt == null ? null : News.of(work, attempt, flow);
            if (news == null || !(isSilent(news) || transfer.status() == TransferStatus.POSTED)) {
                throw NamedTransfer.inState(
                        transfer,
                        "only what was posted, or waits for a person since its rail is silent, is settled by hand");
            }
            news.course().settled(reason);
        }

        private static boolean isSilent(News news) {
            return news.transfer().status() == TransferStatus.IN_REVIEW && !news.isKnownToHaveFailed();
        }
    }

    /**
     * Gives money back that a transfer moved, on the way that it came.
     *
     * @param part how much; null for all that is left
     */
    record Reverse(@Nullable Money part) implements Deed {
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
        public void to(UnitOfWork work, Flow flow, TransferRow transfer, String reason) {
            if (transfer.status() != TransferStatus.SETTLED && transfer.status() != TransferStatus.POSTED) {
                throw NamedTransfer.inState(transfer, "only what moved can be reversed");
            }
            Money left = transfer.amount()
                    .minus(Money.ofMinor(
                            transfer.trail().reversedMinor(), transfer.amount().asset()));
            Money taken = part == null ? left : requirePart(part, transfer, left);
            boolean isAll = taken.equals(left);
            if (!isAll && transfer.status() == TransferStatus.POSTED) {
                throw NamedTransfer.inState(transfer, "what is posted is reversed as a whole, or settled first");
            }
            Legs legs = new Legs(work, flow, transfer);
            String posting = (isAll ? legs.giveBack() : legs.giveBack(taken)).id();
            long reversed = Math.addExact(transfer.trail().reversedMinor(), taken.minor());
            Told told = Told.NOTHING.because(reason).by(posting).reversed(reversed);
            StateChange change = isAll
                    ? new StateChange(TransferEvents.REVERSED, TransferStatus.REVERSED, told)
                    : new StateChange(TransferEvents.PARTLY_REVERSED, transfer.status(), told);
            change.record(work, transfer);
        }

        private static Money requirePart(Money part, TransferRow transfer, Money left) {
            if (!part.asset().equals(left.asset()) || !part.isPositive() || part.minor() > left.minor()) {
                throw ZentraException.of(
                        ErrorCode.REVERSAL_EXCEEDED,
                        "of the transfer " + transfer.id() + " " + left + " is left to be reversed, not " + part
                                + ": name at most that",
                        Map.of("transfer", transfer.id(), "left", left.toString(), "part", part.toString()));
            }
            return part;
        }
    }
}
