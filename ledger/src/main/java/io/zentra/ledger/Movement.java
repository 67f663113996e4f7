package io.zentra.ledger;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Identifier;
import io.zentra.core.money.Allocation;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule by which an amount of one asset moves from sources, in their order, to destinations. What it comes to is decided
 * with the balances of that moment. Immutable.
 *
 * <pre>{@code
 * Movement.exactly(usd("100.00"))
 *         .from("bonus:42", usd("10.00"))                 // at most 10.00 of the bonus, less when there is less
 *         .from("customer:42")                            // the rest
 *         .to("income:fees", Share.percent("2.9"))
 *         .to("merchant:7", Share.remaining())
 * }</pre>
 *
 * @param mode what the amount means
 * @param amount above zero; zero, only for its asset, when all is moved
 * @param side the side of the sources' entries; the destinations have the other
 * @param sources where from, in order
 * @param destinations where to
 */
public record Movement(Mode mode, Money amount, Side side, List<Source> sources, List<Destination> destinations) {
    /** What the amount of a movement means. */
    public enum Mode {
        /** All of it or nothing: declined with {@code insufficient_sources} when the sources have less. */
        EXACTLY,
        /** As much as the sources have, and no more. */
        UP_TO,
        /** What is there in the sources, down to zero or to a floor above it: no overdraft is drawn. */
        ALL;

        /** {@code exactly}, {@code up_to} or {@code all}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The mode of a {@link #code()}. */
        public static Mode of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * Where an amount comes from.
     *
     * @param account the account's id
     * @param atMost the most to take here, above zero; null for all that the account has
     */
    public record Source(String account, @Nullable Money atMost) {
        /** Checks id and amount. */
        public Source {
            Identifier.require("account", account);
            if (atMost != null) {
                requirePositive(atMost);
            }
        }
    }

    /**
     * Where an amount goes to.
     *
     * @param account the account's id
     * @param share its part
     */
    public record Destination(String account, Share share) {
        /** Checks the id. */
        public Destination {
            Identifier.require("account", account);
        }
    }

    /**
     * Checks amounts and assets.
     *
     * @throws ZentraException {@code amount_not_positive} or {@code asset_mismatch}
     */
    public Movement {
        if (mode != Mode.ALL) {
            requirePositive(amount);
        }
        sources = List.copyOf(sources);
        destinations = List.copyOf(destinations);
        for (Source source : sources) {
            if (source.atMost() != null) {
                source.atMost().minus(Money.zero(amount.asset())); // refuses another asset
            }
        }
    }

    /** All of an amount or nothing. */
    public static Movement exactly(Money amount) {
        return new Movement(Mode.EXACTLY, amount, Side.DEBIT, List.of(), List.of());
    }

    /** As much of an amount as is available above the floors. */
    public static Movement upTo(Money amount) {
        return new Movement(Mode.UP_TO, amount, Side.DEBIT, List.of(), List.of());
    }

    /** All that remains of an asset in the sources. */
    public static Movement all(Asset asset) {
        return new Movement(Mode.ALL, Money.zero(asset), Side.DEBIT, List.of(), List.of());
    }

    /** The same with one more source, of which all may be taken. */
    public Movement from(String account) {
        return with(new Source(account, null));
    }

    /** The same with one more source, of which at most so much is taken. */
    public Movement from(String account, Money atMost) {
        return with(new Source(account, atMost));
    }

    /** The same with a last destination, which gets all that those before it leave. */
    public Movement to(String account) {
        return to(account, Share.remaining());
    }

    /** The same with one more destination. */
    public Movement to(String account, Share share) {
        List<Destination> more = new ArrayList<>(destinations);
        more.add(new Destination(account, share));
        return new Movement(mode, amount, side, sources, more);
    }

    /** The same with the sources credited and the destinations debited, as for assets that are spent. */
    public Movement creditingSources() {
        return new Movement(mode, amount, Side.CREDIT, sources, destinations);
    }

    /**
     * The parts of the destinations in a total, by {@link Allocation}; their sum is the total.
     *
     * @throws ZentraException {@code invalid_allocation}
     */
    public List<Money> split(Money total) {
        List<Share> shares = destinations.stream().map(Destination::share).toList();
        List<Share> weighed = givesRemainderToTheLast() ? shares.subList(0, shares.size() - 1) : shares;
        if (weighed.isEmpty()) {
            return List.of(total);
        }
        Share.Kind kind = weighed.get(0).kind();
        if (kind == Share.Kind.REMAINING || weighed.stream().anyMatch(share -> share.kind() != kind)) {
            throw ZentraException.of(
                    ErrorCode.INVALID_ALLOCATION,
                    "the shares " + shares + " are not all ratios or all percentages, with what remains only at the"
                            + " end",
                    Map.of("shares", shares.toString()));
        }
        Allocation allocation = kind == Share.Kind.RATIO
                ? Allocation.byRatio(weighed.stream()
                        .mapToLong(share -> Long.parseLong(share.value()))
                        .toArray())
                : Allocation.byPercentage(weighed.stream().map(Share::value).toArray(String[]::new));
        return (givesRemainderToTheLast() ? allocation.remaining() : allocation).split(total);
    }

    /** Whether units that do not divide go to the last destination; else to those with the largest lost fractions. */
    public boolean givesRemainderToTheLast() {
        return !destinations.isEmpty()
                && destinations.get(destinations.size() - 1).share().kind() == Share.Kind.REMAINING;
    }

    private Movement with(Source source) {
        List<Source> more = new ArrayList<>(sources);
        more.add(source);
        return new Movement(mode, amount, side, more, destinations);
    }

    private static void requirePositive(Money amount) {
        if (!amount.isPositive()) {
            throw ZentraException.of(
                    ErrorCode.AMOUNT_NOT_POSITIVE,
                    "the amount " + amount + " of a movement must be above zero",
                    Map.of("amount", amount.toString()));
        }
    }
}
