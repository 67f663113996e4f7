package io.zentra.testing.model;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.money.Money;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.Movement;
import io.zentra.ledger.Share;
import io.zentra.ledger.Side;
import io.zentra.testing.model.LedgerModel.Refusal;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What movements come to: each part is posted to a copy of the accounts as soon as it is known. */
final class ModelComposition {
    private final Map<String, ModelAccount> accounts;
    private final List<EntryRequest> lines = new ArrayList<>();

    private ModelComposition(Map<String, ModelAccount> accounts) {
        this.accounts = new TreeMap<>(accounts);
    }

    static List<EntryRequest> lines(List<Movement> movements, Map<String, ModelAccount> accounts) {
        ModelComposition composition = new ModelComposition(accounts);
        movements.forEach(composition::requireKnown);
        movements.forEach(composition::move);
        refuseIf(composition.lines.isEmpty(), ErrorCode.NOTHING_TO_MOVE);
        return composition.lines;
    }

    private void requireKnown(Movement movement) {
        List<String> ids = new ArrayList<>();
        movement.sources().forEach(source -> ids.add(source.account()));
        movement.destinations().forEach(destination -> ids.add(destination.account()));
        for (String id : ids) {
            refuseIf(!accounts.containsKey(id), ErrorCode.UNKNOWN_ACCOUNT);
            refuseIf(!account(id).opened().asset().equals(movement.amount().asset()), ErrorCode.ASSET_MISMATCH);
        }
    }

    private void move(Movement movement) {
        BigInteger moved = BigInteger.ZERO;
        for (Movement.Source source : movement.sources()) {
            BigInteger most = movement.mode() == Movement.Mode.ALL
                    ? null
                    : BigInteger.valueOf(movement.amount().minor()).subtract(moved);
            if (most != null && most.signum() == 0) {
                break;
            }
            ModelAccount account = account(source.account());
            refuseIf(account.frozen().contains(movement.side()) && !account.isClosed(), ErrorCode.ACCOUNT_FROZEN);
            refuseIf(account.isClosed(), ErrorCode.ACCOUNT_CLOSED);
            most = smaller(most, room(account, movement));
            most = smaller(
                    most,
                    source.atMost() == null
                            ? null
                            : BigInteger.valueOf(source.atMost().minor()));
            if (most == null) {
                throw new IllegalStateException("no movement is without end");
            }
            line(source.account(), movement.side(), movement, most);
            moved = moved.add(most);
        }
        refuseIf(moved.bitLength() > 63, ErrorCode.AMOUNT_OVERFLOW);
        refuseIf(
                movement.mode() == Movement.Mode.EXACTLY
                        && moved.longValueExact() < movement.amount().minor(),
                ErrorCode.INSUFFICIENT_SOURCES);
        List<BigInteger> parts = parts(movement.destinations(), moved);
        for (int i = 0; i < parts.size(); i++) {
            line(movement.destinations().get(i).account(), movement.side().opposite(), movement, parts.get(i));
        }
    }

    private static @Nullable BigInteger room(ModelAccount account, Movement movement) {
        boolean all = movement.mode() == Movement.Mode.ALL;
        if (movement.side() == account.opened().normalSide()) {
            Long ceiling = account.ceiling();
            if (all) {
                return BigInteger.ZERO;
            }
            return ceiling == null
                    ? null
                    : BigInteger.valueOf(ceiling).subtract(account.highest()).max(BigInteger.ZERO);
        }
        Long floor = account.floor();
        if (floor == null && !all) {
            return null;
        }
        long lowest = floor == null ? 0 : all ? Math.max(floor, 0) : floor;
        return account.available().subtract(BigInteger.valueOf(lowest)).max(BigInteger.ZERO);
    }

    private void line(String id, Side side, Movement movement, BigInteger minor) {
        refuseIf(minor.bitLength() > 63, ErrorCode.AMOUNT_OVERFLOW);
        if (minor.signum() > 0) {
            Money amount =
                    Money.ofMinor(minor.longValueExact(), movement.amount().asset());
            lines.add(new EntryRequest(id, side, amount));
            accounts.put(id, account(id).posted(side, minor));
        }
    }

    /** Each part rounded down; the units left to the last, or one by one to the largest fraction that is left. */
    private static List<BigInteger> parts(List<Movement.Destination> destinations, BigInteger moved) {
        List<Share> shares =
                destinations.stream().map(Movement.Destination::share).toList();
        BigDecimal whole = shares.get(0).kind() == Share.Kind.PERCENT
                ? new BigDecimal("100")
                : shares.stream().map(ModelComposition::weight).reduce(BigDecimal.ZERO, BigDecimal::add);
        List<BigInteger> parts = new ArrayList<>();
        List<BigDecimal> fractions = new ArrayList<>();
        BigInteger left = moved;
        for (Share share : shares) {
            BigDecimal[] exact = whole.signum() == 0
                    ? new BigDecimal[] {BigDecimal.ZERO, BigDecimal.ZERO}
                    : new BigDecimal(moved).multiply(weight(share)).divideAndRemainder(whole);
            parts.add(exact[0].toBigIntegerExact());
            fractions.add(exact[1]);
            left = left.subtract(exact[0].toBigIntegerExact());
        }
        int last = shares.size() - 1;
        if (shares.get(last).kind() == Share.Kind.REMAINING) {
            parts.set(last, left);
            return parts;
        }
        for (; left.signum() > 0; left = left.subtract(BigInteger.ONE)) {
            int largest = 0;
            for (int i = 1; i < fractions.size(); i++) {
                largest = fractions.get(i).compareTo(fractions.get(largest)) > 0 ? i : largest;
            }
            parts.set(largest, parts.get(largest).add(BigInteger.ONE));
            fractions.set(largest, BigDecimal.ONE.negate());
        }
        return parts;
    }

    private static BigDecimal weight(Share share) {
        return share.kind() == Share.Kind.REMAINING ? BigDecimal.ZERO : new BigDecimal(share.value());
    }

    private ModelAccount account(String id) {
        ModelAccount account = accounts.get(id);
        if (account == null) {
            throw new Refusal(ErrorCode.UNKNOWN_ACCOUNT);
        }
        return account;
    }

    private static @Nullable BigInteger smaller(@Nullable BigInteger a, @Nullable BigInteger b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.min(b);
    }

    private static void refuseIf(boolean condition, ErrorCode code) {
        if (condition) {
            throw new Refusal(code);
        }
    }
}
