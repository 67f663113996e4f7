package io.zentra.ledger.internal;

import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.money.Money;
import io.zentra.ledger.Balances;
import io.zentra.ledger.Crossing;
import io.zentra.ledger.Side;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import io.zentra.ledger.internal.LedgerTables.BalanceRow;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The accounts that one decision touches, with their balances as the decision goes on. All changes are made here, checked
 * as a whole, and only then put into the unit of work.
 */
final class Books {
    private final UnitOfWork work;
    private final Horizon horizon;
    private final EntriesSoFar soFar;
    private final @Nullable Reaches reaches;
    private final Map<String, Page> pages = new LinkedHashMap<>();

    /** An account's balances before and now. */
    private static final class Page {
        private final AccountRow account;
        private final BalanceRow before;
        private BalanceRow now;

        Page(AccountRow account, BalanceRow before) {
            this.account = account;
            this.before = before;
            this.now = before;
        }
    }

    /** Of a decision in which all takes effect now. */
    Books(UnitOfWork work) {
        this(work, Horizon.NONE);
    }

    /** Of a decision that changes the past as far back as this. */
    Books(UnitOfWork work, Horizon horizon) {
        this.work = work;
        this.horizon = horizon;
        this.soFar = new EntriesSoFar(work, horizon);
        this.reaches = horizon.isNone() ? null : new Reaches();
    }

    /** An account that takes part in postings in the asset. */
    AccountRow requireOpen(String id, Side side, Money amount) {
        AccountRow account = page(id).account;
        if (!account.asset().equals(amount.asset())) {
            throw ZentraException.of(
                    ErrorCode.ASSET_MISMATCH,
                    "account " + id + " holds " + account.asset() + ", not " + amount.asset()
                            + ": use an account of that asset",
                    Map.of("account", id, "asset", amount.asset().toString()));
        }
        if (account.status().isFrozen(side)) {
            throw ZentraException.of(
                    ErrorCode.ACCOUNT_FROZEN,
                    "account " + id + " is frozen for " + side.code() + "s: unfreeze it or use another one",
                    Map.of("account", id, "side", side.code()));
        }
        return ChangeStatus.requireNotClosed(account);
    }

    /** Posts an amount to a side and returns the entry before, 0 for none. */
    long post(String id, Side side, long amount, long entryNo) {
        Page page = page(id);
        BalanceRow now = page.now;
        long previous = now.lastEntry();
        page.now = exact(
                id,
                () -> new BalanceRow(
                        now.account(),
                        side == Side.DEBIT ? Math.addExact(now.debits(), amount) : now.debits(),
                        side == Side.CREDIT ? Math.addExact(now.credits(), amount) : now.credits(),
                        now.pendingDebits(),
                        now.pendingCredits(),
                        now.version() + 1,
                        now.entries() + 1,
                        entryNo));
        return previous;
    }

    /**
     * Gives an entry its place on the effective axis and answers the latest time of its account's entries, this one
     * included, in microseconds.
     *
     * @param at its effective time
     * @param previous the account's entry before, 0 for none
     * @param amount debits positive
     */
    long place(AccountRow account, long at, long previous, long amount) {
        if (reaches == null || horizon.of(account.id()) == null) {
            return at; // now, which is never before another
        }
        return reaches.add(account, previous, () -> soFar.latestAt(account, previous), at, amount);
    }

    /** Holds an amount on a side, or takes it off the hold when it is negative. */
    void hold(String id, Side side, long amount) {
        Page page = page(id);
        BalanceRow now = page.now;
        page.now = exact(
                id,
                () -> new BalanceRow(
                        now.account(),
                        now.debits(),
                        now.credits(),
                        side == Side.DEBIT ? Math.addExact(now.pendingDebits(), amount) : now.pendingDebits(),
                        side == Side.CREDIT ? Math.addExact(now.pendingCredits(), amount) : now.pendingCredits(),
                        now.version() + 1,
                        now.entries(),
                        now.lastEntry()));
    }

    /** The balances as they are now, in the sign of the account's normal side. */
    Balances balances(String id) {
        Page page = page(id);
        return balances(page, page.now);
    }

    BalanceRow row(String id) {
        return page(id).now;
    }

    /**
     * Checks every limit, now and in between, then hands the balances over: a refusal leaves nothing behind. Answers the
     * limits that are broken in between, when the tenant wants them flagged.
     */
    List<Crossing> close() {
        List<Page> changed = pages.values().stream()
                .filter(page -> !page.now.equals(page.before))
                .toList();
        changed.forEach(Books::requireWithinLimits);
        List<Crossing> crossings = reaches == null ? List.of() : reaches.crossings(soFar);
        ChangeBackdating.requireFlagged(work, crossings);
        changed.forEach(page -> work.put(LedgerTables.BALANCE, page.now));
        return crossings;
    }

    /**
     * A floor stops what takes, not what gives: an account below it may be filled up. It looks at the lowest that the
     * balance can become by the open holds; a ceiling, which stops what gives, at the highest.
     */
    private static void requireWithinLimits(Page page) {
        requireAboveFloor(page);
        requireBelowCeiling(page);
    }

    private static void requireBelowCeiling(Page page) {
        Long ceiling = page.account.ceilingMinor();
        if (ceiling == null) {
            return;
        }
        BigInteger highest = page.now.highest(page.account.normalSide());
        BigInteger before = page.before.highest(page.account.normalSide());
        if (highest.compareTo(BigInteger.valueOf(ceiling)) > 0 && highest.compareTo(before) > 0) {
            throw ZentraException.of(
                    ErrorCode.CEILING_CROSSED,
                    "account " + page.account.id() + " has or awaits " + money(page, before) + " and would come to "
                            + money(page, highest) + ", above its ceiling of " + money(page, ceiling)
                            + ": give less or raise it first",
                    Map.of(
                            "account",
                            page.account.id(),
                            "asset",
                            page.account.asset().toString(),
                            "highest_minor",
                            before.toString(),
                            "ceiling_minor",
                            String.valueOf(ceiling)));
        }
    }

    private static void requireAboveFloor(Page page) {
        Money available = balances(page, page.now).available();
        Long floor = page.account.floorMinor();
        if (floor == null || available.minor() >= floor) {
            return;
        }
        Money before = balances(page, page.before).available();
        if (available.compareTo(before) < 0) {
            throw ZentraException.of(
                    ErrorCode.FLOOR_CROSSED,
                    "account " + page.account.id() + " has " + before + " available and would fall to " + available
                            + ", below its floor of " + money(page, floor)
                            + ": take less or fund it first",
                    Map.of(
                            "account",
                            page.account.id(),
                            "asset",
                            page.account.asset().toString(),
                            "available_minor",
                            String.valueOf(before.minor()),
                            "floor_minor",
                            String.valueOf(floor)));
        }
    }

    private static String money(Page page, BigInteger minor) {
        return new BigDecimal(minor, page.account.asset().scale()).toPlainString() + " " + page.account.asset();
    }

    private static Money money(Page page, long minor) {
        return Money.ofMinor(minor, page.account.asset());
    }

    private static Balances balances(Page page, BalanceRow row) {
        return exact(page.account.id(), () -> row.balances(page.account.normalSide(), page.account.asset()));
    }

    private Page page(String id) {
        Page page = pages.get(id);
        if (page == null) {
            AccountRow account = work.get(LedgerTables.ACCOUNT, id);
            if (account == null) {
                throw ZentraException.of(
                        ErrorCode.UNKNOWN_ACCOUNT,
                        "no account \"" + id + "\" was opened for tenant "
                                + work.access().tenant().id() + ": open it first",
                        Map.of("account", id));
            }
            BalanceRow balance = work.get(LedgerTables.BALANCE, account.no());
            if (balance == null) {
                throw BalanceRow.missing(id);
            }
            page = new Page(account, balance);
            pages.put(id, page);
        }
        return page;
    }

    private interface Sum<T> {
        T get();
    }

    private static <T> T exact(String id, Sum<T> sum) {
        try {
            return sum.get();
        } catch (ArithmeticException overflow) {
            throw ZentraException.of(
                    ErrorCode.AMOUNT_OVERFLOW,
                    "the totals of account " + id + " would exceed 64-bit minor units: post to another account",
                    Map.of("account", id));
        }
    }
}
