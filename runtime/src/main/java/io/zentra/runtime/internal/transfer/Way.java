package io.zentra.runtime.internal.transfer;

import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Side;
import io.zentra.runtime.FlowAccounts;
import java.util.List;

/**
 * Which way money goes over a rail.
 *
 * @param accounts the accounts that it passes through
 * @param paysOut whether it leaves when it has arrived
 */
record Way(FlowAccounts accounts, boolean paysOut) {
    /** The accounts that take part besides source and destination, in the order in which the money comes by. */
    List<String> stops(Asset asset) {
        String reserved = accounts.reserved(asset);
        String settlement = accounts.settlement(asset);
        return paysOut ? List.of(reserved, settlement, accounts.payout(asset)) : List.of(reserved, settlement);
    }

    /** Looks at what only is touched once the rail has moved the money, so that nothing is sent that could not go on. */
    void requireOpen(UnitOfWork work, String destination, Money amount) {
        Asset asset = amount.asset();
        String settlement = accounts.settlement(asset);
        LedgerWork.requireOpen(work, settlement, Side.CREDIT, amount);
        LedgerWork.requireOpen(work, settlement, Side.DEBIT, amount);
        if (paysOut) {
            LedgerWork.requireOpen(work, destination, Side.DEBIT, amount);
            LedgerWork.requireOpen(work, accounts.payout(asset), Side.CREDIT, amount);
        }
    }

    /** The same of money that stays where it arrives. */
    Way staying() {
        return new Way(accounts, false);
    }
}
