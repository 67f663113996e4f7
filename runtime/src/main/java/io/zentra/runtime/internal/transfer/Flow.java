package io.zentra.runtime.internal.transfer;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.money.Asset;
import io.zentra.runtime.FlowAccounts;
import io.zentra.runtime.rail.RailSettings;
import io.zentra.runtime.rail.RouteRequest.Option;
import io.zentra.runtime.rail.Settles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a runtime's transfers go, as it stands when a command is made.
 *
 * @param accounts the accounts that their money passes through, where its rail states no others, and before it has one
 * @param lane the lane of the cases in which persons decide about them
 * @param rails the rails that they may take, in the order of the configuration, with their health
 * @param settings how the rails are used, by their names
 */
public record Flow(FlowAccounts accounts, String lane, List<Option> rails, Map<String, RailSettings> settings) {
    /** The lane where no other is set. */
    public static final String LANE = "transfers";

    /** Copies both. */
    public Flow {
        rails = List.copyOf(rails);
        settings = Map.copyOf(settings);
    }

    /** The names of the rails. */
    public List<String> names() {
        return rails.stream().map(Option::rail).toList();
    }

    /** The way over a rail; where there is none yet, and over one that this runtime lacks, through the runtime's accounts. */
    Way way(@Nullable String rail) {
        RailSettings of = rail == null ? null : settings.get(rail);
        return of == null
                ? new Way(accounts, false)
                : new Way(Objects.requireNonNullElse(of.accounts(), accounts), of.paysOut());
    }

    /** The ways, each once, of a transfer that is to go over a rail; null for any. */
    List<Way> ways(@Nullable String rail) {
        if (rail != null) {
            return List.of(way(rail));
        }
        List<Way> ways = new ArrayList<>(1);
        for (Option option : rails) {
            Way way = way(option.rail());
            if (!ways.contains(way)) {
                ways.add(way);
            }
        }
        return ways;
    }

    /** The accounts, each once, that such a transfer may pass through: over its rail, and while it waits for one. */
    public Set<String> stops(Asset asset, @Nullable String rail) {
        Set<String> ids = new LinkedHashSet<>();
        ids.add(accounts.reserved(asset));
        ways(rail).forEach(way -> ids.addAll(way.stops(asset)));
        return ids;
    }

    /** All accounts of an asset, each once, that the runtime and its rails have for transfers, used or not. */
    public Set<String> all(Asset asset) {
        Set<String> ids = new LinkedHashSet<>(new Way(accounts, true).stops(asset));
        ways(null).forEach(way -> ids.addAll(new Way(way.accounts(), true).stops(asset)));
        return ids;
    }

    /**
     * Checks that there is a rail.
     *
     * @param wanted which; null for any
     * @throws ZentraException {@code unknown_rail}
     */
    void requireRail(@Nullable String wanted) {
        List<String> names = names();
        if (wanted == null ? names.isEmpty() : !names.contains(wanted)) {
            throw ZentraException.of(
                    ErrorCode.UNKNOWN_RAIL,
                    "no rail " + (wanted == null ? "" : "\"" + wanted + "\" ") + "was given to this runtime, which has "
                            + names + ": build it with the rail or name one that it has, under a new key",
                    Map.of("rail", String.valueOf(wanted)));
        }
    }

    /**
     * Checks that accounts are none that transfers pass through: what waits there belongs to other transfers.
     *
     * @throws ZentraException {@code invalid_id}
     */
    void requireOutside(Asset asset, List<String> ends) {
        Set<String> passed = all(asset);
        for (String account : ends) {
            if (passed.contains(account)) {
                throw ZentraException.of(
                        ErrorCode.INVALID_ID,
                        "the account " + account
                                + " is one that transfers pass through: name the account that the money comes from or goes to",
                        Map.of("account", account));
            }
        }
    }

    /** Whether there is another rail to try at all. */
    boolean hasChoice() {
        return rails.size() > 1;
    }

    /** Whether a rail that moves money brings it to the destination only later. */
    boolean settlesLater(String rail) {
        return rails.stream()
                .anyMatch(option ->
                        option.rail().equals(rail) && option.capabilities().settles() == Settles.LATER);
    }

    /** Whether another rail may be tried after a decline. */
    boolean mayFailOver(String rail, String reason) {
        RailSettings of = settings.get(rail);
        return of != null && of.mayFailOver(reason);
    }

    /** The pauses after answers of a rail that are not final; those of every rail when it is not one of these. */
    List<Duration> querySchedule(String rail) {
        RailSettings of = settings.get(rail);
        return of == null ? RailSettings.STANDARD_SCHEDULE : of.querySchedule();
    }
}
