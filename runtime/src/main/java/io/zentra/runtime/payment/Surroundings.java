package io.zentra.runtime.payment;

import io.zentra.core.time.DueWorker;
import io.zentra.policy.PolicyWork;
import io.zentra.runtime.FlowAccounts;
import io.zentra.runtime.rail.RailSettings;
import io.zentra.runtime.rail.RouteRequest.Option;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a runtime knows besides the database, for those who take steps of payments; made by the runtime. Immutable.
 *
 * @param accounts the accounts that transfers pass through
 * @param lane the lane of the cases of transfers
 * @param rails the rails with their health, each time that they are asked for
 * @param settings how the rails are used, by their names
 * @param policies the runtime's
 * @param worker calls rails
 */
public record Surroundings(
        FlowAccounts accounts,
        String lane,
        Supplier<List<Option>> rails,
        Map<String, RailSettings> settings,
        PolicyWork policies,
        DueWorker worker) {}
