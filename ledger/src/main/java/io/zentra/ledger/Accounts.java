package io.zentra.ledger;

import io.zentra.core.commit.Commits;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Identifier;
import io.zentra.core.identity.Permission;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Queries;
import io.zentra.ledger.internal.ChangeStatus;
import io.zentra.ledger.internal.LedgerTables;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import io.zentra.ledger.internal.LedgerTables.BalanceRow;
import io.zentra.ledger.internal.OpenAccount;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A tenant's accounts. Thread-safe, as its {@link Commits} are. */
public final class Accounts {
    /** The most accounts of one answer. */
    public static final int MAX_PAGE = 1_000;

    private final Access access;
    private final Commits commits;
    private final Queries queries;

    /** The accounts of the handle's tenant. */
    public Accounts(Access access, Commits commits, Queries queries) {
        this.access = access;
        this.commits = commits;
        this.queries = queries;
    }

    /**
     * Opens an account; does nothing when it is open with the same attributes.
     *
     * @throws ZentraException {@code account_exists} when it is with others
     */
    public Account open(NewAccount account) {
        access.require(Permission.MANAGE_ACCOUNTS);
        return commits.run(access, new OpenAccount(account));
    }

    /**
     * Opens an account in the tenant's default asset, with a floor of zero.
     *
     * @throws ZentraException as for {@link #open(NewAccount)}
     */
    public Account open(String id, Side normalSide) {
        Asset asset = access.tenant().config().defaultAsset();
        return open(new NewAccount(id, asset, normalSide, Money.zero(asset), Map.of()));
    }

    /**
     * Refuses postings, holds and captures from now on; releases go on.
     *
     * @throws ZentraException {@code unknown_account} or {@code account_closed}
     */
    public Account freeze(String id) {
        return change(id, AccountStatus.FROZEN);
    }

    /**
     * Lets a frozen account take part again.
     *
     * @throws ZentraException {@code unknown_account} or {@code account_closed}
     */
    public Account unfreeze(String id) {
        return change(id, AccountStatus.OPEN);
    }

    /**
     * Closes an account for good.
     *
     * @throws ZentraException {@code unknown_account}, or {@code account_not_empty} when it has a balance or an open hold
     */
    public Account close(String id) {
        return change(id, AccountStatus.CLOSED);
    }

    /** An account, if it was opened. */
    public Optional<Account> find(String id) {
        return row(id).map(AccountRow::account);
    }

    /** Accounts in order of their ids, after the given one; up to {@value #MAX_PAGE}. */
    public List<Account> list(String afterId, int limit) {
        access.require(Permission.READ);
        return queries
                .list(
                        LedgerTables.ACCOUNT,
                        access.tenant().no(),
                        "id > :after order by id",
                        Map.of("after", afterId),
                        Math.min(limit, MAX_PAGE))
                .stream()
                .map(AccountRow::account)
                .toList();
    }

    /**
     * The balances of an account.
     *
     * @throws ZentraException {@code unknown_account}
     */
    public Balances balances(String id) {
        AccountRow account = row(id).orElseThrow(() -> ZentraException.of(
                ErrorCode.UNKNOWN_ACCOUNT, "no account \"" + id + "\" was opened", Map.of("account", id)));
        return queries.first(
                        LedgerTables.BALANCE,
                        access.tenant().no(),
                        "account = :account",
                        Map.of("account", account.no()))
                .map(balance -> balance.balances(account.normalSide(), account.asset()))
                .orElseGet(() -> BalanceRow.empty(account.no()).balances(account.normalSide(), account.asset()));
    }

    private Account change(String id, AccountStatus status) {
        access.require(Permission.MANAGE_ACCOUNTS);
        return commits.run(access, new ChangeStatus(Identifier.require("account", id), status));
    }

    private Optional<AccountRow> row(String id) {
        access.require(Permission.READ);
        return queries.first(LedgerTables.ACCOUNT, access.tenant().no(), "id = :id", Map.of("id", id));
    }
}
