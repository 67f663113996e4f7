package io.zentra.ledger.internal;

import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.EntityId;
import io.zentra.core.money.Money;
import io.zentra.ledger.Hold;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.internal.LedgerTables.HoldLeg;
import io.zentra.ledger.internal.LedgerTables.HoldRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What placing, capturing and releasing holds have in common. */
final class Holds {
    private Holds() {}

    /** Names the rows of a hold. */
    static void need(Reads reads, String holdId) {
        EntityId.parse("ho", holdId).ifPresent(id -> {
            HoldRow hold = reads.need(LedgerTables.HOLD, id.seq());
            if (hold != null) {
                hold.legs().forEach(leg -> LedgerWork.needAccount(reads, leg.account()));
                if (hold.correlation() != null) {
                    reads.needCorrelation(hold.correlation());
                }
            }
        });
    }

    /** A hold with something left. */
    static HoldRow requireOpen(UnitOfWork work, String holdId) {
        Optional<EntityId> id = EntityId.parse("ho", holdId)
                .filter(parsed -> parsed.tenantNo() == work.access().tenant().no());
        HoldRow hold =
                id.isEmpty() ? null : work.get(LedgerTables.HOLD, id.get().seq());
        if (hold == null || !hold.id().equals(holdId)) {
            throw ZentraException.of(
                    ErrorCode.UNKNOWN_HOLD,
                    "no hold \"" + holdId + "\" is known: use the id that placing it gave",
                    Map.of("hold", holdId));
        }
        if (hold.status() == Hold.Status.CLOSED) {
            throw ZentraException.of(
                    ErrorCode.HOLD_CLOSED,
                    "the hold " + holdId + " has nothing left: it was captured or released",
                    Map.of("hold", holdId));
        }
        return hold;
    }

    /** What of each leg an amount is; all that remains when it is null. */
    static List<HoldLeg> part(HoldRow hold, @Nullable Money amount) {
        if (amount == null) {
            return hold.legs();
        }
        if (hold.legs().size() != 2) {
            throw ZentraException.of(
                    ErrorCode.INVALID_AMOUNT,
                    "the hold " + hold.id() + " has " + hold.legs().size()
                            + " legs, and only one of two can be taken in part: take all that remains",
                    Map.of("hold", hold.id()));
        }
        Money remaining = hold.legs().get(0).remaining();
        if (!amount.isPositive()) {
            throw ZentraException.of(
                    ErrorCode.AMOUNT_NOT_POSITIVE,
                    "the amount " + amount + " to take from the hold " + hold.id() + " must be above zero",
                    Map.of("hold", hold.id(), "amount", amount.toString()));
        }
        if (amount.compareTo(remaining) > 0) {
            throw ZentraException.of(
                    ErrorCode.HOLD_EXCEEDED,
                    "the hold " + hold.id() + " has " + remaining + " left, less than " + amount,
                    Map.of("hold", hold.id(), "remaining_minor", String.valueOf(remaining.minor())));
        }
        return hold.legs().stream()
                .map(leg -> new HoldLeg(leg.account(), leg.side(), leg.amount(), amount))
                .toList();
    }

    /** The hold with these parts taken off. */
    static HoldRow less(HoldRow hold, List<HoldLeg> parts) {
        List<HoldLeg> legs = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            HoldLeg leg = hold.legs().get(i);
            legs.add(new HoldLeg(
                    leg.account(),
                    leg.side(),
                    leg.amount(),
                    leg.remaining().minus(parts.get(i).remaining())));
        }
        boolean empty = legs.stream().allMatch(leg -> leg.remaining().isZero());
        return new HoldRow(
                hold.no(),
                hold.id(),
                empty ? Hold.Status.CLOSED : Hold.Status.OPEN,
                hold.correlation(),
                hold.metadata(),
                legs);
    }

    /** The hold as the host sees it. */
    static Hold hold(HoldRow row, long seq, Books books) {
        List<Hold.Leg> legs = row.legs().stream()
                .map(leg -> new Hold.Leg(
                        leg.account(), leg.side(), leg.amount(), leg.remaining(), books.balances(leg.account())))
                .toList();
        return new Hold(row.id(), seq, row.status(), legs, row.metadata());
    }
}
