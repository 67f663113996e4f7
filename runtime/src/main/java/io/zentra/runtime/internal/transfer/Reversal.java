package io.zentra.runtime.internal.transfer;

import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.money.Money;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.internal.payment.CarriedPayment;
import io.zentra.runtime.internal.transfer.StateChange.Told;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Money of a transfer that is given back on the way that it came.
 *
 * @param transfer the transfer
 * @param amount how much
 */
record Reversal(TransferRow transfer, Money amount) {
    /**
     * A reversal that may be asked for.
     *
     * @param part how much; null for all that is left
     * @throws ZentraException {@code transfer_state} or {@code reversal_exceeded}
     */
    static Reversal of(TransferRow transfer, @Nullable Money part) {
        if (!isPossible(transfer)) {
            throw NamedTransfer.inState(transfer, "only what moved can be reversed");
        }
        if (transfer.standing().caseId() != null) {
            throw NamedTransfer.inState(
                    transfer,
                    "a reversal of it waits for the case " + transfer.standing().caseId());
        }
        Money left = left(transfer);
        if (part != null && !isWithin(part, left)) {
            throw ZentraException.of(
                    ErrorCode.REVERSAL_EXCEEDED,
                    "of the transfer " + transfer.id() + " " + left + " is left to be reversed, not " + part
                            + ": name at most that",
                    Map.of("transfer", transfer.id(), "left", left.toString(), "part", part.toString()));
        }
        Reversal reversal = new Reversal(transfer, part == null ? left : part);
        if (!reversal.isAll() && transfer.status() == TransferStatus.POSTED) {
            throw NamedTransfer.inState(transfer, "what is posted is reversed as a whole, or settled first");
        }
        return reversal;
    }

    /** Whether a policy can be asked about so much of a transfer; null stands for all that is left. */
    static boolean isAskable(TransferRow transfer, @Nullable Money part) {
        return isPossible(transfer) && (part == null || isWithin(part, left(transfer)));
    }

    private static boolean isPossible(TransferRow transfer) {
        return transfer.status() == TransferStatus.SETTLED || transfer.status() == TransferStatus.POSTED;
    }

    private static boolean isWithin(Money part, Money left) {
        return part.asset().equals(left.asset()) && part.isPositive() && part.minor() <= left.minor();
    }

    /** What was not given back yet. */
    static Money left(TransferRow transfer) {
        return transfer.amount()
                .minus(Money.ofMinor(
                        transfer.trail().reversedMinor(), transfer.amount().asset()));
    }

    private boolean isAll() {
        return amount.equals(left(transfer));
    }

    /**
     * Does it.
     *
     * @param told why, and in which case it was decided
     */
    void carryOut(UnitOfWork work, Flow flow, Told told) {
        CarriedPayment.requireThere(work, transfer, amount);
        moved(work, flow, told).record(work, transfer);
    }

    /** The same, of which the payment that it carries a step of is not told. */
    void carryOutAlone(UnitOfWork work, Flow flow, Told told) {
        moved(work, flow, told).recordAlone(work, transfer);
    }

    private StateChange moved(UnitOfWork work, Flow flow, Told told) {
        Legs legs = new Legs(work, flow, transfer);
        String posting = (isAll() ? legs.giveBack() : legs.giveBack(amount)).id();
        long reversed = Math.addExact(transfer.trail().reversedMinor(), amount.minor());
        Told tells = told.by(posting).reversed(reversed);
        return isAll()
                ? new StateChange(TransferEvents.REVERSED, TransferStatus.REVERSED, tells)
                : new StateChange(TransferEvents.PARTLY_REVERSED, transfer.status(), tells);
    }
}
