package io.zentra.ledger.internal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.Composed;
import io.zentra.ledger.Composed.Given;
import io.zentra.ledger.Composed.Moved;
import io.zentra.ledger.Composed.Taken;
import io.zentra.ledger.Movement;
import io.zentra.ledger.Movement.Mode;
import io.zentra.ledger.Side;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import io.zentra.ledger.internal.LedgerTables.BalanceRow;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What rules come to with given balances: a pure function, which a decision and its verification share. */
final class Resolver {
    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

    private final Shelf shelf;
    private final Map<String, BigInteger> grown = new HashMap<>();

    /** Where accounts are found. */
    interface Shelf {
        /** An account that must be known. */
        AccountRow known(String id);

        /** Refuses an account that takes no part on this side. */
        void requireOpen(String id, Side side, Money amount);

        /** The balances before the posting. */
        BalanceRow balance(AccountRow account);
    }

    private Resolver(Shelf shelf) {
        this.shelf = shelf;
    }

    /** Resolves each movement on what those before it left. */
    static Composed resolve(List<Movement> movements, Shelf shelf) {
        Resolver resolver = new Resolver(shelf);
        movements.forEach(resolver::requireKnown);
        List<Moved> moved = movements.stream().map(resolver::resolve).toList();
        if (moved.stream().allMatch(each -> each.amount().isZero())) {
            throw ZentraException.of(
                    ErrorCode.NOTHING_TO_MOVE,
                    "the sources of all movements have nothing above their floors: fund one first");
        }
        return new Composed(moved);
    }

    /** A misspelt account is told even if it would not be reached today. */
    private void requireKnown(Movement movement) {
        movement.sources().forEach(source -> requireKnown(source.account(), movement));
        movement.destinations().forEach(destination -> requireKnown(destination.account(), movement));
    }

    private void requireKnown(String id, Movement movement) {
        Asset asset = movement.amount().asset();
        if (!shelf.known(id).asset().equals(asset)) {
            throw ZentraException.of(
                    ErrorCode.ASSET_MISMATCH,
                    "account " + id + " does not hold " + asset + ": use an account of that asset",
                    Map.of("account", id, "asset", asset.toString()));
        }
    }

    private Moved resolve(Movement movement) {
        Asset asset = movement.amount().asset();
        BigInteger wanted = movement.mode() == Mode.ALL
                ? null
                : BigInteger.valueOf(movement.amount().minor());
        BigInteger sum = BigInteger.ZERO;
        List<Taken> taken = new ArrayList<>();
        for (Movement.Source source : movement.sources()) {
            BigInteger left = wanted == null ? null : wanted.subtract(sum);
            if (left != null && left.signum() == 0) {
                break;
            }
            Taken part = take(movement, source, left);
            taken.add(part);
            sum = sum.add(BigInteger.valueOf(part.amount().minor()));
        }
        Money total = money(sum, asset);
        if (movement.mode() == Mode.EXACTLY && total.compareTo(movement.amount()) < 0) {
            throw insufficient(movement, total);
        }
        List<Given> given = new ArrayList<>();
        List<Money> parts = movement.split(total);
        for (int i = 0; i < parts.size(); i++) {
            String account = movement.destinations().get(i).account();
            given.add(new Given(account, parts.get(i)));
            grow(account, movement.side().opposite(), parts.get(i));
        }
        return new Moved(movement, total, taken, given);
    }

    private Taken take(Movement movement, Movement.Source source, @Nullable BigInteger left) {
        String id = source.account();
        shelf.requireOpen(id, movement.side(), movement.amount());
        BigInteger room = room(shelf.known(id), movement.side(), movement.mode());
        Money atMost = source.atMost();
        BigInteger most = least(room, atMost == null ? null : BigInteger.valueOf(atMost.minor()));
        BigInteger amount = least(most, left);
        Asset asset = movement.amount().asset();
        Money part = money(amount == null ? LARGEST.add(BigInteger.ONE) : amount, asset);
        grow(id, movement.side(), part);
        return new Taken(id, room == null ? null : money(room.min(LARGEST), asset), part);
    }

    /** What can be posted on a side without crossing a limit, not below zero; null without a limit. */
    private @Nullable BigInteger room(AccountRow account, Side side, Mode mode) {
        BalanceRow row = shelf.balance(account);
        boolean credit = account.normalSide() == Side.CREDIT;
        BigInteger net = BigInteger.valueOf(row.credits()).subtract(BigInteger.valueOf(row.debits()));
        BigInteger posted = (credit ? net : net.negate()).add(grown.getOrDefault(account.id(), BigInteger.ZERO));
        BigInteger room;
        if (side == account.normalSide()) {
            if (mode == Mode.ALL) {
                return BigInteger.ZERO; // nothing is taken out on this side
            }
            Long ceiling = account.ceilingMinor();
            BigInteger highest = posted.add(BigInteger.valueOf(credit ? row.pendingCredits() : row.pendingDebits()));
            room = ceiling == null ? null : BigInteger.valueOf(ceiling).subtract(highest);
        } else {
            Long floor = account.floorMinor();
            BigInteger available =
                    posted.subtract(BigInteger.valueOf(credit ? row.pendingDebits() : row.pendingCredits()));
            BigInteger lowest = floor == null ? null : BigInteger.valueOf(floor);
            if (mode == Mode.ALL) {
                lowest = lowest == null ? BigInteger.ZERO : lowest.max(BigInteger.ZERO);
            }
            room = lowest == null ? null : available.subtract(lowest);
        }
        return room == null ? null : room.max(BigInteger.ZERO);
    }

    private void grow(String id, Side side, Money amount) {
        BigInteger minor = BigInteger.valueOf(amount.minor());
        grown.merge(id, shelf.known(id).normalSide() == side ? minor : minor.negate(), BigInteger::add);
    }

    private static @Nullable BigInteger least(@Nullable BigInteger a, @Nullable BigInteger b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.min(b);
    }

    private static Money money(BigInteger minor, Asset asset) {
        if (minor.compareTo(LARGEST) > 0) {
            throw ZentraException.of(
                    ErrorCode.AMOUNT_OVERFLOW,
                    "the sources have more than 64-bit minor units of " + asset + " together: move less",
                    Map.of("asset", asset.toString()));
        }
        return Money.ofMinor(minor.longValueExact(), asset);
    }

    private static ZentraException insufficient(Movement movement, Money total) {
        List<String> sources =
                movement.sources().stream().map(Movement.Source::account).toList();
        return ZentraException.of(
                ErrorCode.INSUFFICIENT_SOURCES,
                "the sources " + sources + " give " + total + " of " + movement.amount()
                        + ": fund one, or move up to the amount",
                Map.of(
                        "available_minor",
                        String.valueOf(total.minor()),
                        "amount_minor",
                        String.valueOf(movement.amount().minor()),
                        "asset",
                        total.asset().toString()));
    }
}
