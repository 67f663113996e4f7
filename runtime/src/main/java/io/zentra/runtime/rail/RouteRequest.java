package io.zentra.runtime.rail;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Identifier;
import io.zentra.core.money.Money;
import io.zentra.policy.Corridor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a route is looked for: all that {@link Routing} knows. Immutable.
 *
 * <pre>{@code
 * RouteRequest.of(amount, options, now).between(Corridor.of("DE", "FR")).under(policy)
 * }</pre>
 *
 * @param amount how much, above zero
 * @param countries from and to country; null when not known
 * @param currencies from and to currency; null when not known
 * @param requested the rail that is asked for; null for none in particular
 * @param policy what a policy said; null without one
 * @param tried the rails that were tried before
 * @param options the rails that there are, each name once, in the order of the configuration
 * @param at the time
 */
public record RouteRequest(
        Money amount,
        @Nullable Corridor countries,
        @Nullable Corridor currencies,
        @Nullable String requested,
        @Nullable RoutePolicy policy,
        Set<String> tried,
        List<Option> options,
        Instant at) {
    /** The most rails: as many as a policy may be asked about. */
    public static final int MAX_OPTIONS = 64;

    /**
     * A rail that could be taken. Immutable.
     *
     * @param rail its name
     * @param capabilities what it can take
     * @param health how it fares; null when that is not known
     */
    public record Option(
            String rail,
            RailCapabilities capabilities,
            @Nullable RailHealth health) {
        /**
         * Checks the name.
         *
         * @throws ZentraException {@code invalid_id}
         */
        public Option {
            Identifier.require("rail", rail);
        }
    }

    /**
     * Checks and copies all.
     *
     * @throws ZentraException {@code amount_not_positive} or {@code invalid_configuration}
     */
    public RouteRequest {
        if (!amount.isPositive()) {
            throw ZentraException.of(
                    ErrorCode.AMOUNT_NOT_POSITIVE,
                    "the amount " + amount + " of a route must be above zero",
                    Map.of("amount", amount.toString()));
        }
        tried = Set.copyOf(tried);
        options = List.copyOf(options);
        Given.within("rails to choose from", options.size(), 0, MAX_OPTIONS);
        Given.require(
                options.stream().map(Option::rail).collect(Collectors.toSet()).size() == options.size(),
                "each rail to choose from is named once");
    }

    /** A route for an amount, of which nothing else is known. */
    public static RouteRequest of(Money amount, List<Option> options, Instant at) {
        return new RouteRequest(amount, null, null, null, null, Set.of(), options, at);
    }

    /** The same between these countries. */
    public RouteRequest between(Corridor fromCountryToCountry) {
        return new RouteRequest(amount, fromCountryToCountry, currencies, requested, policy, tried, options, at);
    }

    /** The same between these currencies. */
    public RouteRequest exchanging(Corridor fromCurrencyToCurrency) {
        return new RouteRequest(amount, countries, fromCurrencyToCurrency, requested, policy, tried, options, at);
    }

    /** The same over this rail and no other. */
    public RouteRequest over(String rail) {
        return new RouteRequest(amount, countries, currencies, rail, policy, tried, options, at);
    }

    /** The same with what a policy said. */
    public RouteRequest under(RoutePolicy said) {
        return new RouteRequest(amount, countries, currencies, requested, said, tried, options, at);
    }

    /** The same after these rails were tried. */
    public RouteRequest after(Set<String> rails) {
        return new RouteRequest(amount, countries, currencies, requested, policy, rails, options, at);
    }
}
