package io.zentra.ledger.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.ledger.Account;
import io.zentra.ledger.AccountStatus;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import io.zentra.ledger.internal.LedgerTables.BalanceRow;
import java.util.Map;
import java.util.Objects;

/** Freezes, unfreezes or closes an account; the status that it has already changes nothing. */
public record ChangeStatus(String id, AccountStatus status) implements Command<Account> {
    @Override
    public Operation operation() {
        return Operations.STATUS;
    }

    @Override
    public void reads(Reads reads) {
        LedgerWork.needAccount(reads, id);
    }

    @Override
    public Account decide(UnitOfWork work) {
        AccountRow account = work.get(LedgerTables.ACCOUNT, id);
        if (account == null) {
            throw ZentraException.of(
                    ErrorCode.UNKNOWN_ACCOUNT, "no account \"" + id + "\" was opened", Map.of("account", id));
        }
        if (account.status() == status) {
            return account.account();
        }
        if (account.status() == AccountStatus.CLOSED) {
            throw ZentraException.of(
                    ErrorCode.ACCOUNT_CLOSED, "account " + id + " is closed: open another one", Map.of("account", id));
        }
        if (status == AccountStatus.CLOSED) {
            requireEmpty(account, Objects.requireNonNull(work.get(LedgerTables.BALANCE, account.no())));
        }
        work.record(new UnitOfWork.Draft(
                "account." + verb(),
                id,
                null,
                json -> json.beginObject().member("status", status.code()).endObject()));
        work.put(LedgerTables.ACCOUNT, account.with(status));
        return account.with(status).account();
    }

    private static void requireEmpty(AccountRow account, BalanceRow balance) {
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

    private String verb() {
        return switch (status) {
            case OPEN -> "unfrozen";
            case FROZEN -> "frozen";
            case CLOSED -> "closed";
        };
    }
}
