package io.zentra.runtime.rail;

import io.zentra.core.money.Asset;
import io.zentra.policy.Corridor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a rail can take, by the host's word. Immutable. What is not said is not limited.
 *
 * <pre>{@code
 * RailCapabilities.builder()
 *         .assets(eur)
 *         .currencies(Corridor.of("EUR", "EUR"))
 *         .amount(eur, 1, 10_000_000)                  // up to 100 000.00
 *         .hours(workdays)
 *         .cost(eur, new RailCost(20, 0))
 *         .settles(Settles.AT_ONCE)
 *         .build();
 * }</pre>
 *
 * @param assets which assets; all when empty
 * @param countries between which countries; between all when empty. A transfer whose countries are not known is in none
 * @param currencies between which currencies; the same
 * @param amounts least and most by asset; any amount of assets that are missing
 * @param hours when
 * @param costs what it takes for a transfer, by asset; nothing for assets that are missing
 * @param settles when what it has moved is with the destination; at once unless it says otherwise
 */
public record RailCapabilities(
        Set<Asset> assets,
        List<Corridor> countries,
        List<Corridor> currencies,
        Map<Asset, AmountRange> amounts,
        OpeningHours hours,
        Map<Asset, RailCost> costs,
        Settles settles) {
    /** The most assets that are named. */
    public static final int MAX_ASSETS = 1_000;

    /** The most corridors of a list. */
    public static final int MAX_CORRIDORS = 10_000;

    private static final RailCapabilities ANY = builder().build();

    /**
     * Checks and copies all.
     *
     * @throws io.zentra.core.error.ZentraException {@code invalid_configuration}
     */
    public RailCapabilities {
        Given.within("assets", assets.size(), 0, MAX_ASSETS);
        Given.within("corridors of countries", countries.size(), 0, MAX_CORRIDORS);
        Given.within("corridors of currencies", currencies.size(), 0, MAX_CORRIDORS);
        Given.within("assets with amounts", amounts.size(), 0, MAX_ASSETS);
        Given.within("assets with costs", costs.size(), 0, MAX_ASSETS);
        assets = Set.copyOf(assets);
        countries = List.copyOf(countries);
        currencies = List.copyOf(currencies);
        amounts = Map.copyOf(amounts);
        costs = Map.copyOf(costs);
        requireTaken(assets, amounts.keySet());
        requireTaken(assets, costs.keySet());
    }

    /** What takes everything, at any time, for nothing. */
    public static RailCapabilities any() {
        return ANY;
    }

    /** Begins capabilities. */
    public static Builder builder() {
        return new Builder();
    }

    /** Whether it takes the asset. */
    public boolean takes(Asset asset) {
        return assets.isEmpty() || assets.contains(asset);
    }

    /** Whether it goes between these; null for countries or currencies that are not known. */
    public boolean connects(@Nullable Corridor fromCountryToCountry, @Nullable Corridor fromCurrencyToCurrency) {
        return covers(countries, fromCountryToCountry) && covers(currencies, fromCurrencyToCurrency);
    }

    /** The amounts of an asset that it takes; null for any. */
    public @Nullable AmountRange amounts(Asset asset) {
        return amounts.get(asset);
    }

    /** What it takes for a transfer of an asset. */
    public RailCost cost(Asset asset) {
        return costs.getOrDefault(asset, RailCost.NONE);
    }

    private static boolean covers(List<Corridor> list, @Nullable Corridor one) {
        return list.isEmpty() || (one != null && list.stream().anyMatch(pair -> pair.covers(one)));
    }

    private static void requireTaken(Set<Asset> assets, Set<Asset> named) {
        named.forEach(asset -> Given.require(
                assets.isEmpty() || assets.contains(asset),
                "amounts or costs are given of " + asset + ", which is not among its assets"));
    }

    /** Collects capabilities; hours and {@code settles} are set once, the rest adds up. Not thread-safe. */
    public static final class Builder {
        private final Set<Asset> assets = new LinkedHashSet<>();
        private final List<Corridor> countries = new ArrayList<>();
        private final List<Corridor> currencies = new ArrayList<>();
        private final Map<Asset, AmountRange> amounts = new HashMap<>();
        private final Map<Asset, RailCost> costs = new HashMap<>();
        private @Nullable OpeningHours hours;
        private @Nullable Settles settles;

        private Builder() {}

        /** It takes these assets, and others only when they are named too. */
        public Builder assets(Asset... more) {
            assets.addAll(Arrays.asList(more));
            return this;
        }

        /** It goes between these countries, and others only when they are named too. */
        public Builder countries(Corridor... more) {
            countries.addAll(Arrays.asList(more));
            return this;
        }

        /** It goes between these currencies, and others only when they are named too. */
        public Builder currencies(Corridor... more) {
            currencies.addAll(Arrays.asList(more));
            return this;
        }

        /** The least and the most of an asset, in minor units. */
        public Builder amount(Asset asset, long leastMinor, long mostMinor) {
            amounts.put(
                    asset,
                    Given.once("the amounts of " + asset, amounts.get(asset), new AmountRange(leastMinor, mostMinor)));
            return this;
        }

        /** When it is open; always unless set. */
        public Builder hours(OpeningHours value) {
            hours = Given.once("hours", hours, value);
            return this;
        }

        /** What it takes for a transfer of an asset; nothing unless set. */
        public Builder cost(Asset asset, RailCost value) {
            costs.put(asset, Given.once("the cost of " + asset, costs.get(asset), value));
            return this;
        }

        /** When it is expected to say how a transfer ended; later unless set. */
        public Builder settles(Settles value) {
            settles = Given.once("settles", settles, value);
            return this;
        }

        /**
         * The capabilities.
         *
         * @throws io.zentra.core.error.ZentraException {@code invalid_configuration}
         */
        public RailCapabilities build() {
            return new RailCapabilities(
                    assets,
                    countries,
                    currencies,
                    amounts,
                    Objects.requireNonNullElseGet(hours, OpeningHours::always),
                    costs,
                    Objects.requireNonNullElse(settles, Settles.AT_ONCE));
        }
    }
}
