package io.zentra.runtime.rail;

import io.zentra.core.money.Asset;
import io.zentra.runtime.rail.RailHealth.Circuit;
import io.zentra.runtime.rail.RouteDecision.Candidate;
import io.zentra.runtime.rail.RouteDecision.Exclusion;
import io.zentra.runtime.rail.RouteRequest.Option;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a rail: a pure function of what it is asked, so that the same question has the same answer, now and when it is
 * asked again years later.
 *
 * <p>Rails that cannot take the transfer are excluded, each with every reason. The others are put in order by their score,
 * the lowest first. A score has four places of two decimal digits each:
 *
 * <ol>
 *   <li>the place among the rails that the policy prefers; the same for all that it does not
 *   <li>health: 0 when its last call got an answer, 1 when it did not, 2 when the breaker tries it again, 3 when as many
 *       calls are under way as may be
 *   <li>the place of its cost among the costs of all that are eligible
 *   <li>its place in the configuration
 * </ol>
 *
 * So {@code 1_00_02_00} is a rail that a policy puts second, sound, third by cost and configured first.
 */
public final class Routing {
    private static final long PLACE = 100;
    private static final int SOUND = 0;
    private static final int FAILED_LAST = 1;
    private static final int ON_TRIAL = 2;
    private static final int BUSY = 3;

    private Routing() {}

    private record Looked(Option option, int configured, List<Exclusion> exclusions, OptionalLong cost) {
        boolean isEligible() {
            return exclusions.isEmpty();
        }
    }

    /** The route for a request. */
    public static RouteDecision decide(RouteRequest request) {
        List<Looked> all = IntStream.range(0, request.options().size())
                .mapToObj(i -> look(request, request.options().get(i), i))
                .toList();
        List<Long> costs = all.stream()
                .filter(Looked::isEligible)
                .map(one -> one.cost().orElseThrow())
                .distinct()
                .sorted()
                .toList();
        List<Candidate> candidates = new ArrayList<>();
        all.stream()
                .filter(Looked::isEligible)
                .map(one -> candidate(one, score(request, one, costs)))
                .sorted(Comparator.comparingLong(Candidate::score))
                .forEach(candidates::add);
        all.stream()
                .filter(one -> !one.isEligible())
                .map(one -> candidate(one, 0))
                .forEach(candidates::add);
        RoutePolicy policy = constraining(request);
        return new RouteDecision(
                candidates,
                policy == null ? null : policy.decision(),
                policy == null ? null : policy.version(),
                costs.isEmpty() ? lookAgainAt(request, all) : null);
    }

    private static Looked look(RouteRequest request, Option option, int configured) {
        Asset asset = request.amount().asset();
        OptionalLong cost =
                option.capabilities().cost(asset).of(request.amount().minor());
        List<Exclusion> exclusions = Stream.of(
                        asked(request, option),
                        policy(request, option),
                        able(request, option),
                        amount(request, option, cost),
                        available(request, option))
                .flatMap(reasons -> reasons)
                .toList();
        return new Looked(option, configured, exclusions, cost);
    }

    private static Stream<Exclusion> asked(RouteRequest request, Option option) {
        String requested = request.requested();
        return Stream.of(
                        when(requested != null && !requested.equals(option.rail()), Exclusion.NOT_REQUESTED),
                        when(request.tried().contains(option.rail()), Exclusion.TRIED))
                .flatMap(Optional::stream);
    }

    private static Stream<Exclusion> policy(RouteRequest request, Option option) {
        RoutePolicy policy = constraining(request);
        if (policy == null || policy.rails().eligible().contains(option.rail())) {
            return Stream.empty();
        }
        String rule = policy.rails().excluded().getOrDefault(option.rail(), RoutePolicy.NOT_PROPOSED);
        return Stream.of(new Exclusion(Exclusion.POLICY + rule, null));
    }

    private static @Nullable RoutePolicy constraining(RouteRequest request) {
        RoutePolicy policy = request.policy();
        return policy != null && policy.constrains() ? policy : null;
    }

    private static Stream<Exclusion> able(RouteRequest request, Option option) {
        RailCapabilities can = option.capabilities();
        return Stream.of(
                        when(!can.takes(request.amount().asset()), Exclusion.ASSET),
                        when(!can.connects(request.countries(), request.currencies()), Exclusion.CORRIDOR))
                .flatMap(Optional::stream);
    }

    private static Stream<Exclusion> amount(RouteRequest request, Option option, OptionalLong cost) {
        AmountRange range = option.capabilities().amounts(request.amount().asset());
        long minor = request.amount().minor();
        return Stream.of(
                        when(range != null && minor < range.leastMinor(), Exclusion.AMOUNT_BELOW),
                        when(cost.isEmpty() || (range != null && minor > range.mostMinor()), Exclusion.AMOUNT_ABOVE))
                .flatMap(Optional::stream);
    }

    private static Stream<Exclusion> available(RouteRequest request, Option option) {
        OpeningHours hours = option.capabilities().hours();
        List<Exclusion> exclusions = new ArrayList<>();
        if (!hours.isOpenAt(request.at())) {
            exclusions.add(
                    new Exclusion(Exclusion.CLOSED, hours.opensAt(request.at()).orElse(null)));
        }
        Instant leftAlone = leftAloneUntil(option, request.at());
        if (leftAlone != null) {
            exclusions.add(new Exclusion(Exclusion.BREAKER_OPEN, leftAlone));
        }
        return exclusions.stream();
    }

    private static Optional<Exclusion> when(boolean applies, String reason) {
        return applies ? Optional.of(new Exclusion(reason, null)) : Optional.empty();
    }

    /** Until when the breaker lets no call through; null when it lets one through now. */
    private static @Nullable Instant leftAloneUntil(Option option, Instant at) {
        RailHealth health = option.health();
        Instant until = health == null ? null : health.openUntil();
        return until == null || !until.isAfter(at) ? null : until;
    }

    private static Candidate candidate(Looked looked, long score) {
        OptionalLong cost = looked.cost();
        return new Candidate(
                looked.option().rail(), looked.exclusions(), cost.isPresent() ? (Long) cost.getAsLong() : null, score);
    }

    private static long score(RouteRequest request, Looked looked, List<Long> costs) {
        RoutePolicy policy = request.policy();
        long score = policy == null ? 0 : policy.place(looked.option().rail());
        score = score * PLACE + health(looked.option().health());
        score = score * PLACE + costs.indexOf(looked.cost().orElseThrow());
        return score * PLACE + looked.configured();
    }

    private static int health(@Nullable RailHealth health) {
        if (health == null) {
            return SOUND;
        }
        if (health.isBusy()) {
            return BUSY;
        }
        if (health.circuit() != Circuit.CLOSED) {
            return ON_TRIAL;
        }
        return health.failuresInRow() > 0 ? FAILED_LAST : SOUND;
    }

    /** When the first of those opens that only their hours and breakers exclude. */
    private static @Nullable Instant lookAgainAt(RouteRequest request, List<Looked> all) {
        return all.stream()
                .filter(one -> one.exclusions().stream().allMatch(Routing::isOfTime))
                .map(Looked::option)
                .flatMap(option -> {
                    Instant leftAlone = leftAloneUntil(option, request.at());
                    return option.capabilities().hours().opensAt(leftAlone == null ? request.at() : leftAlone).stream();
                })
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static boolean isOfTime(Exclusion exclusion) {
        return exclusion.reason().equals(Exclusion.CLOSED) || exclusion.reason().equals(Exclusion.BREAKER_OPEN);
    }
}
