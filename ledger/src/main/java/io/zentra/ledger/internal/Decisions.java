package io.zentra.ledger.internal;

import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.usage.Usage;
import io.zentra.ledger.Posting;
import io.zentra.ledger.Side;
import io.zentra.ledger.internal.LedgerTables.HoldLeg;
import io.zentra.ledger.internal.LedgerTables.HoldRow;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger gives back of the usage that a decision reserved, in the commit that undoes what it let through. The
 * measure are debits in the asset of the operation: those of a posting or hold are the whole of its decision.
 */
final class Decisions {
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private Decisions() {}

    /** Gives back what a reversal undoes of a posting; nothing without a decision. */
    static void giveBack(UnitOfWork work, @Nullable String decision, Posting reversal) {
        if (decision != null) {
            giveBack(work, decision, undone(reversal));
        }
    }

    /** Gives back what a change of a hold lets go of; nothing without a decision. */
    static void giveBack(UnitOfWork work, HoldRow before, HoldRow after) {
        if (before.decision() != null) {
            giveBack(work, before.decision(), undone(before, after));
        }
    }

    private static void giveBack(UnitOfWork work, String decision, Map<Asset, BigInteger> undone) {
        // what does not fit is of another asset, which changes nothing, or more than the whole, which is told
        undone.forEach((asset, minor) ->
                Usage.giveBack(work, decision, Money.ofMinor(minor.min(MAX).longValueExact(), asset)));
    }

    /** The debits that a reversal is the opposite of, by asset. */
    static Map<Asset, BigInteger> undone(Posting reversal) {
        Map<Asset, BigInteger> undone = new LinkedHashMap<>();
        reversal.entries().stream()
                .filter(entry -> entry.side() == Side.CREDIT)
                .forEach(entry -> add(undone, entry.amount(), entry.amount().minor()));
        return undone;
    }

    /** The debits that are let go of, by asset. */
    static Map<Asset, BigInteger> undone(HoldRow before, HoldRow after) {
        Map<Asset, BigInteger> undone = new LinkedHashMap<>();
        for (int i = 0; i < after.legs().size(); i++) {
            HoldLeg leg = after.legs().get(i);
            if (leg.side() == Side.DEBIT) {
                add(undone, leg.amount(), released(leg) - released(before.legs().get(i)));
            }
        }
        return undone;
    }

    private static long released(HoldLeg leg) {
        return leg.amount().minor() - leg.captured().minor() - leg.remaining().minor();
    }

    private static void add(Map<Asset, BigInteger> undone, Money of, long minor) {
        undone.merge(of.asset(), BigInteger.valueOf(minor), BigInteger::add);
    }

    /** A decision let through what was held, not more: that would go round what it looked at. */
    static void requireNone(HoldRow hold) {
        if (hold.decision() != null) {
            throw ZentraException.of(
                    ErrorCode.HOLD_DECIDED,
                    "the hold " + hold.id() + " was let through by the decision " + hold.decision()
                            + ", which says nothing of more: place another one",
                    Map.of("hold", hold.id(), "decision", hold.decision()));
        }
    }
}
