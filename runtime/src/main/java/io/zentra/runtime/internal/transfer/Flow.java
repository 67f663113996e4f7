package io.zentra.runtime.internal.transfer;

import io.zentra.runtime.FlowAccounts;
import io.zentra.runtime.rail.RailSettings;
import io.zentra.runtime.rail.RouteRequest.Option;
import io.zentra.runtime.rail.Settles;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a runtime's transfers go, as it stands when a command is made.
 *
 * @param accounts the accounts that their money passes through
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
