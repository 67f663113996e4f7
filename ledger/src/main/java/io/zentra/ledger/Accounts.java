package io.zentra.ledger;

import io.zentra.core.Handle;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Identifier;
import io.zentra.core.identity.Permission;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Queries;
import io.zentra.ledger.internal.ChangeLimits;
import io.zentra.ledger.internal.ChangeStatus;
import io.zentra.ledger.internal.ChangeStatus.Verb;
import io.zentra.ledger.internal.LedgerTables;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import io.zentra.ledger.internal.LedgerTables.BalanceRow;
import io.zentra.ledger.internal.OpenAccount;
import io.zentra.ledger.internal.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A tenant's accounts. Thread-safe, unless its handle was made on a connection. */
public final class Accounts {
    /** The most accounts of one answer. */
    public static final int MAX_PAGE = 1_000;

    private final Handle handle;

    /** The accounts of the handle's tenant. */
    public Accounts(Handle handle) {
        this.handle = handle;
    }

    /**
     * Opens an account. The same request again does nothing and answers the account as it is now: limits and status may
     * have changed since, and a closed account stays closed.
     *
     * @throws ZentraException {@code account_exists} when it was opened with other attributes
     */
    public Account open(NewAccount account) {
        handle.require(Permission.MANAGE_ACCOUNTS);
        return handle.commits().run(handle.access(), new OpenAccount(account));
    }

    /**
     * Opens an account in the tenant's default asset, with a floor of zero: a liability or an asset by its side.
     *
     * @throws ZentraException as for {@link #open(NewAccount)}
     */
    public Account open(String id, Side normalSide) {
        handle.require(Permission.MANAGE_ACCOUNTS);
        Asset asset = handle.access().tenant().config().defaultAsset();
        return open(normalSide == Side.CREDIT ? NewAccount.credit(id, asset) : NewAccount.debit(id, asset));
    }

    /**
     * Gives an account other limits. A balance beyond them stays; what would take it further is refused.
     *
     * @param id the account
     * @param floor the lowest available balance; null for none
     * @param ceiling the highest balance, posted with what is held for it; null for none
     * @throws ZentraException {@code unknown_account}, {@code account_closed}, {@code asset_mismatch} or
     *     {@code invalid_limits}
     */
    public Account limit(String id, @Nullable Money floor, @Nullable Money ceiling) {
        handle.require(Permission.MANAGE_ACCOUNTS);
        return handle.commits()
                .run(handle.access(), new ChangeLimits(Identifier.require("account", id), floor, ceiling));
    }

    /**
     * Refuses postings, holds and captures from now on; releases go on.
     *
     * @throws ZentraException {@code unknown_account} or {@code account_closed}
     */
    public Account freeze(String id) {
        return change(id, Verb.FREEZE, null);
    }

    /**
     * The same for one side: what would debit or credit the account.
     *
     * @throws ZentraException {@code unknown_account} or {@code account_closed}
     */
    public Account freeze(String id, Side side) {
        return change(id, Verb.FREEZE, side);
    }

    /**
     * Lets a frozen account take part again.
     *
     * @throws ZentraException {@code unknown_account} or {@code account_closed}
     */
    public Account unfreeze(String id) {
        return change(id, Verb.UNFREEZE, null);
    }

    /**
     * The same for one side.
     *
     * @throws ZentraException {@code unknown_account} or {@code account_closed}
     */
    public Account unfreeze(String id, Side side) {
        return change(id, Verb.UNFREEZE, side);
    }

    /**
     * Closes an account: it takes part in nothing until it is reopened.
     *
     * @throws ZentraException {@code unknown_account}, or {@code account_not_empty} when it has a balance or an open hold
     */
    public Account close(String id) {
        return change(id, Verb.CLOSE, null);
    }

    /**
     * Opens a closed account again, with nothing frozen; does nothing to one that is not closed.
     *
     * @throws ZentraException {@code unknown_account}
     */
    public Account reopen(String id) {
        return change(id, Verb.REOPEN, null);
    }

    /** An account, if it was opened. */
    public Optional<Account> find(String id) {
        return row(id).map(AccountRow::account);
    }

    /**
     * Accounts in order of their ids.
     *
     * @param afterId the last id of the page before; empty for the first page
     * @param limit the most accounts, 1 to {@value #MAX_PAGE}
     * @throws ZentraException {@code invalid_configuration} for another limit
     */
    public List<Account> list(String afterId, int limit) {
        handle.require(Permission.READ);
        return handle
                .queries()
                .list(
                        LedgerTables.ACCOUNT,
                        handle.tenantNo(),
                        "id > :after order by id",
                        Map.of("after", afterId),
                        Queries.requirePage("accounts", limit, MAX_PAGE))
                .stream()
                .map(AccountRow::account)
                .toList();
    }

    /**
     * The account of a path and those below it, in order of their ids.
     *
     * @param path such as {@code assets:cash}, below which lies {@code assets:cash:eur}
     * @param afterId the last id of the page before; empty for the first page
     * @param limit the most accounts, 1 to {@value #MAX_PAGE}
     * @throws ZentraException {@code invalid_id}, or {@code invalid_configuration} for another limit
     */
    public List<Account> list(String path, String afterId, int limit) {
        Identifier.require("path", path);
        Queries.requirePage("accounts", limit, MAX_PAGE);
        List<Account> accounts = new ArrayList<>();
        if (afterId.compareTo(path) < 0) {
            find(path).ifPresent(accounts::add);
        }
        String begin = Paths.begin(path);
        if (accounts.size() < limit) {
            accounts.addAll(
                    afterId.compareTo(begin) < 0
                            ? list("id >= :begin", path, begin, limit - accounts.size())
                            : list("id > :begin", path, afterId, limit - accounts.size()));
        }
        return accounts;
    }

    private List<Account> list(String condition, String path, String begin, int limit) {
        handle.require(Permission.READ);
        return handle
                .queries()
                .list(
                        LedgerTables.ACCOUNT,
                        handle.tenantNo(),
                        condition + " and id < :end order by id",
                        Map.of("begin", begin, "end", Paths.end(path)),
                        limit)
                .stream()
                .map(AccountRow::account)
                .toList();
    }

    /**
     * The balances of an account.
     *
     * @throws ZentraException {@code unknown_account}, or {@code journal_damaged} when they are not stored any more
     */
    public Balances balances(String id) {
        AccountRow account = row(id).orElseThrow(() -> ChangeStatus.unknown(id));
        return handle.queries()
                .first(LedgerTables.BALANCE, handle.tenantNo(), "account = :account", Map.of("account", account.no()))
                .map(balance -> balance.balances(account.normalSide(), account.asset()))
                .orElseThrow(() -> BalanceRow.missing(id));
    }

    private Account change(String id, Verb verb, @Nullable Side side) {
        handle.require(Permission.MANAGE_ACCOUNTS);
        return handle.commits().run(handle.access(), new ChangeStatus(Identifier.require("account", id), verb, side));
    }

    private Optional<AccountRow> row(String id) {
        handle.require(Permission.READ);
        return handle.queries().first(LedgerTables.ACCOUNT, handle.tenantNo(), "id = :id", Map.of("id", id));
    }
}
