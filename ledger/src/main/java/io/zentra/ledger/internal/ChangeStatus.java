package io.zentra.ledger.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.ledger.Account;
import io.zentra.ledger.AccountChange;
import io.zentra.ledger.AccountStatus;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Side;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import io.zentra.ledger.internal.LedgerTables.BalanceRow;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Freezes, unfreezes, closes or reopens an account; what it is already changes nothing, but is recorded under its key.
 *
 * @param id the account
 * @param change what to do
 * @param side the side to freeze or unfreeze; null for both
 * @param key makes it take effect once
 */
public record ChangeStatus(
        String id, AccountChange change, @Nullable Side side, IdempotencyKey key) implements Command.Keyed<Account> {
    @Override
    public Operation operation() {
        return Operations.STATUS;
    }

    @Override
    public void request(CanonicalJson json) {
        json.beginObject().member("account", id).member("change", change.code());
        json.optionalMember("side", side == null ? null : side.code()).endObject();
    }

    @Override
    public void reads(Reads reads) {
        LedgerWork.needAccount(reads, id);
    }

    @Override
    public Account decide(UnitOfWork work) {
        return change(work, id, change, side, null);
    }

    /**
     * Changes an account.
     *
     * @param correlation what the change is a part of; null for nothing
     */
    public static Account change(
            UnitOfWork work, String id, AccountChange change, @Nullable Side side, @Nullable String correlation) {
        AccountRow account = requireKnown(work, id);
        AccountStatus status = next(account, change, side);
        if (status == AccountStatus.CLOSED && status != account.status()) {
            requireEmpty(account, work.get(LedgerTables.BALANCE, account.no()));
        }
        return AccountText.record(work, change.event(), account.with(status), correlation);
    }

    @Override
    public Account replayed(Event first) {
        return AccountText.read(first, 0).account();
    }

    /** An account that was named. */
    static AccountRow requireKnown(UnitOfWork work, String id) {
        AccountRow account = work.get(LedgerTables.ACCOUNT, id);
        if (account == null) {
            throw unknown(id);
        }
        return account;
    }

    /** The refusal of an account that is none of the tenant's. */
    public static ZentraException unknown(String id) {
        return ZentraException.of(
                ErrorCode.UNKNOWN_ACCOUNT,
                "no account \"" + Shown.of(id) + "\" was opened for this tenant: open it first",
                Map.of("account", Shown.of(id)));
    }

    /** One that is not closed. */
    static AccountRow requireNotClosed(AccountRow account) {
        if (account.status() == AccountStatus.CLOSED) {
            throw ZentraException.of(
                    ErrorCode.ACCOUNT_CLOSED,
                    "account " + account.id() + " is closed: reopen it or use another one",
                    Map.of("account", account.id()));
        }
        return account;
    }

    private static AccountStatus next(AccountRow account, AccountChange change, @Nullable Side side) {
        AccountStatus now = account.status();
        return switch (change) {
            case CLOSE -> AccountStatus.CLOSED;
            case REOPEN -> now == AccountStatus.CLOSED ? AccountStatus.OPEN : now;
            case FREEZE, UNFREEZE -> {
                requireNotClosed(account);
                boolean freeze = change == AccountChange.FREEZE;
                yield frozen(
                        side == Side.CREDIT ? now.isFrozen(Side.DEBIT) : freeze,
                        side == Side.DEBIT ? now.isFrozen(Side.CREDIT) : freeze);
            }
        };
    }

    private static AccountStatus frozen(boolean debits, boolean credits) {
        if (debits) {
            return credits ? AccountStatus.FROZEN : AccountStatus.DEBITS_FROZEN;
        }
        return credits ? AccountStatus.CREDITS_FROZEN : AccountStatus.OPEN;
    }

    private static void requireEmpty(AccountRow account, @Nullable BalanceRow balance) {
        if (balance == null) {
            throw BalanceRow.missing(account.id());
        }
        if (balance.net() != 0 || balance.hasHolds()) {
            throw ZentraException.of(
                    ErrorCode.ACCOUNT_NOT_EMPTY,
                    "account " + account.id() + " has "
                            + balance.balances(account.normalSide(), account.asset())
                                    .posted()
                            + " posted" + (balance.hasHolds() ? " and open holds" : "")
                            + ": empty it before closing it",
                    Map.of("account", account.id()));
        }
    }
}
