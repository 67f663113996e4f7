package io.zentra.ledger;

import io.zentra.core.Handle;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Identifier;
import io.zentra.core.identity.Permission;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Queries;
import io.zentra.ledger.internal.ChangeLimits;
import io.zentra.ledger.internal.ChangeLimits.Limit;
import io.zentra.ledger.internal.ChangeStatus;
import io.zentra.ledger.internal.LedgerTables;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import io.zentra.ledger.internal.LedgerTables.BalanceRow;
import io.zentra.ledger.internal.OpenAccount;
import io.zentra.ledger.internal.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's accounts. Thread-safe, unless its handle was made on a connection.
 *
 * <pre>{@code
 * acme.accounts().open(NewAccount.credit("customer:42", usd));
 * acme.accounts().setFloor("customer:42", Money.parse("-500.00 USD"), "overdraft-7").orElseThrow();
 * acme.accounts().freeze("customer:42", Side.DEBIT, "case-31").orElseThrow();
 * }</pre>
 *
 * <p>Every change takes effect once per key, and is recorded with it, refused or not. A decision may be overtaken by a
 * newer one while its answer is lost: sent again with its key it tells what it did and undoes nothing. So no change is
 * without a key. An opening needs none: its id is its key.
 */
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
        Objects.requireNonNull(account, "account");
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
     * Sets the lowest available balance; below zero it is an overdraft. The ceiling stays. A balance below it stays; what
     * would take it further is refused.
     *
     * @param id the account
     * @param floor in the account's asset and the sign of its normal side
     * @param key makes it take effect once
     * @return applied or replayed with the account after it, or declined with {@code unknown_account}, {@code
     *     account_closed}, {@code asset_mismatch} or {@code invalid_limits}
     * @throws ZentraException {@code invalid_id}, {@code invalid_key}, {@code idempotency_conflict}, {@code
     *     permission_denied} without {@link Permission#CHANGE_LIMITS}, or why it could not run
     */
    public Outcome<Account> setFloor(String id, Money floor, String key) {
        return limit(id, Limit.FLOOR, Objects.requireNonNull(floor, "floor"), key);
    }

    /**
     * Removes the floor: the account may be overdrawn without a limit. The ceiling stays.
     *
     * @return applied or replayed with the account after it, or declined with {@code unknown_account} or {@code
     *     account_closed}
     * @throws ZentraException as for {@link #setFloor}
     */
    public Outcome<Account> removeFloor(String id, String key) {
        return limit(id, Limit.FLOOR, null, key);
    }

    /**
     * Sets the highest balance, posted with what is held for the account. The floor stays. A balance above it stays; what
     * would take it further is refused.
     *
     * @param id the account
     * @param ceiling in the account's asset and the sign of its normal side
     * @param key makes it take effect once
     * @return as for {@link #setFloor}
     * @throws ZentraException as for {@link #setFloor}
     */
    public Outcome<Account> setCeiling(String id, Money ceiling, String key) {
        return limit(id, Limit.CEILING, Objects.requireNonNull(ceiling, "ceiling"), key);
    }

    /**
     * Removes the ceiling. The floor stays.
     *
     * @return as for {@link #removeFloor}
     * @throws ZentraException as for {@link #setFloor}
     */
    public Outcome<Account> removeCeiling(String id, String key) {
        return limit(id, Limit.CEILING, null, key);
    }

    /**
     * Refuses postings, holds and captures from now on; releases go on. What is frozen already stays so.
     *
     * @return applied or replayed with the account after it, or declined with {@code unknown_account} or {@code
     *     account_closed}
     * @throws ZentraException {@code invalid_id}, {@code invalid_key}, {@code idempotency_conflict}, {@code
     *     permission_denied}, or why it could not run
     */
    public Outcome<Account> freeze(String id, String key) {
        return change(id, AccountChange.FREEZE, null, key);
    }

    /** The same for one side: what would debit or credit the account. */
    public Outcome<Account> freeze(String id, Side side, String key) {
        return change(id, AccountChange.FREEZE, Objects.requireNonNull(side, "side"), key);
    }

    /**
     * Lets a frozen account take part again.
     *
     * @return as for {@link #freeze(String, String)}
     * @throws ZentraException as for {@link #freeze(String, String)}
     */
    public Outcome<Account> unfreeze(String id, String key) {
        return change(id, AccountChange.UNFREEZE, null, key);
    }

    /** The same for one side. */
    public Outcome<Account> unfreeze(String id, Side side, String key) {
        return change(id, AccountChange.UNFREEZE, Objects.requireNonNull(side, "side"), key);
    }

    /**
     * Closes an account: it takes part in nothing until it is reopened.
     *
     * @return applied or replayed with the account after it, or declined with {@code unknown_account}, or with {@code
     *     account_not_empty} when it has a balance or an open hold
     * @throws ZentraException as for {@link #freeze(String, String)}
     */
    public Outcome<Account> close(String id, String key) {
        return change(id, AccountChange.CLOSE, null, key);
    }

    /**
     * Opens a closed account again, with nothing frozen, whatever was before; one that is not closed stays as it is.
     *
     * @return applied or replayed with the account after it, or declined with {@code unknown_account}
     * @throws ZentraException as for {@link #freeze(String, String)}
     */
    public Outcome<Account> reopen(String id, String key) {
        return change(id, AccountChange.REOPEN, null, key);
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
        handle.require(Permission.READ);
        Identifier.require("path", path);
        Queries.requirePage("accounts", limit, MAX_PAGE);
        List<Account> accounts = new ArrayList<>();
        if (afterId.compareTo(path) < 0) {
            stored(path).map(AccountRow::account).ifPresent(accounts::add);
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

    private Outcome<Account> limit(String id, Limit limit, @Nullable Money to, String key) {
        handle.require(Permission.CHANGE_LIMITS);
        return handle.commits()
                .run(
                        handle.access(),
                        new ChangeLimits(Identifier.require("account", id), limit, to, IdempotencyKey.of(key)));
    }

    private Outcome<Account> change(String id, AccountChange change, @Nullable Side side, String key) {
        handle.require(Permission.MANAGE_ACCOUNTS);
        return handle.commits()
                .run(
                        handle.access(),
                        new ChangeStatus(Identifier.require("account", id), change, side, IdempotencyKey.of(key)));
    }

    private Optional<AccountRow> row(String id) {
        handle.require(Permission.READ);
        return stored(id);
    }

    private Optional<AccountRow> stored(String id) {
        return handle.queries().first(LedgerTables.ACCOUNT, handle.tenantNo(), "id = :id", Map.of("id", id));
    }
}
