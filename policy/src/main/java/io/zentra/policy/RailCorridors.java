package io.zentra.policy;

import java.util.List;

/**
 * The corridors that a rail may be used for: no others, once it has a list. Immutable.
 *
 * @param rail the rail
 * @param countries between which countries; between all when empty. An operation whose countries are not known is in none
 * @param currencies between which currencies; the same
 */
public record RailCorridors(String rail, List<Corridor> countries, List<Corridor> currencies) {
    /** Copies the lists. */
    public RailCorridors {
        countries = List.copyOf(countries);
        currencies = List.copyOf(currencies);
    }
}
