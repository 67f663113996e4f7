package io.zentra.runtime.rail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.policy.Corridor;
import io.zentra.policy.PolicyRef;
import io.zentra.policy.RailChoice;
import io.zentra.runtime.rail.RailHealth.Circuit;
import io.zentra.runtime.rail.RouteDecision.Candidate;
import io.zentra.runtime.rail.RouteDecision.Exclusion;
import io.zentra.runtime.rail.RouteRequest.Option;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RoutingTest {
    private static final Asset EUR = Asset.iso("EUR");
    private static final Money AMOUNT = Money.ofMinor(10_000, EUR);
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z"); // a Monday
    private static final PolicyRef VERSION = new PolicyRef("payout", 3, "c0ffee");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void takesTheFirstOfTheConfigurationWhenAllElseIsEqual() {
        RouteDecision route = Routing.decide(request(option("a"), option("b")));

        assertThat(route.chosen()).hasValue("a");
        assertThat(route.eligible()).containsExactly("a", "b");
        assertThat(route.candidates()).extracting(Candidate::score).containsExactly(0L, 1L);
        assertThat(route.lookAgainAt()).isNull();
    }

    @Test
    void takesTheCheaperOne() {
        RouteDecision route =
                Routing.decide(request(option("a", costing(30)), option("b", costing(20)), option("c", costing(30))));

        assertThat(route.eligible()).containsExactly("b", "a", "c");
        assertThat(route.candidates()).extracting(Candidate::costMinor).containsExactly(20L, 30L, 30L);
        assertThat(route.candidates()).extracting(Candidate::score).containsExactly(1L, 1_00L, 1_02L);
    }

    @Test
    void healthCountsBeforeCost() {
        RouteDecision route = Routing.decide(request(
                option("busy", costing(1), health(Circuit.CLOSED, null, 2, 0)),
                option("trial", costing(2), health(Circuit.HALF_OPEN, null, 0, 3)),
                option("failed", costing(3), health(Circuit.CLOSED, null, 0, 1)),
                option("sound", costing(4), health(Circuit.CLOSED, null, 1, 0)),
                option("over", costing(5), health(Circuit.OPEN, NOW, 0, 3))));

        assertThat(route.eligible()).containsExactly("sound", "failed", "trial", "over", "busy");
        assertThat(route.candidates())
                .extracting(Candidate::score)
                .containsExactly(3_03L, 1_02_02L, 2_01_01L, 2_04_04L, 3_00_00L);
    }

    @Test
    void thePolicysPreferenceCountsBeforeHealth() {
        RoutePolicy policy = new RoutePolicy(
                "de_1", VERSION, new RailChoice(List.of("c", "b", "a"), Map.of("d", "no_d")), List.of("c", "b"));
        RouteDecision route = Routing.decide(request(
                        option("a"),
                        option("b", costing(9)),
                        option("c", costing(10), health(Circuit.CLOSED, null, 0, 1)),
                        option("d"),
                        option("e"))
                .under(policy));

        assertThat(route.eligible()).containsExactly("c", "b", "a");
        assertThat(route.candidates().get(0).score()).isEqualTo(1_02_02);
        assertThat(route.candidates().get(1).score()).isEqualTo(1_00_01_01);
        assertThat(reasons(route, "d")).containsExactly("policy:no_d");
        assertThat(reasons(route, "e")).containsExactly("policy:not_proposed");
        assertThat(route.decision()).isEqualTo("de_1");
        assertThat(route.policy()).isEqualTo(VERSION);
    }

    @Test
    void aPolicyThatWasNotAskedAboutRailsSaysNothing() {
        RoutePolicy silent = new RoutePolicy("de_1", VERSION, new RailChoice(List.of(), Map.of()), List.of());
        RouteDecision route = Routing.decide(request(option("a")).under(silent));

        assertThat(route.chosen()).hasValue("a");
        assertThat(route.decision()).isNull();
        assertThat(route.policy()).isNull();
    }

    @Test
    void tellsEveryReasonAgainstARail() {
        RailCapabilities can = RailCapabilities.builder()
                .assets(Asset.iso("USD"))
                .countries(Corridor.of("US", "US"))
                .hours(mornings())
                .build();
        RouteDecision route =
                Routing.decide(request(option("a", can, health(Circuit.OPEN, NOW.plusSeconds(9), 0, 5)), option("b"))
                        .between(Corridor.of("DE", "FR"))
                        .over("b")
                        .after(Set.of("a")));

        assertThat(route.chosen()).hasValue("b");
        assertThat(route.candidates().get(1).exclusions())
                .containsExactly(
                        new Exclusion("not_requested", null),
                        new Exclusion("tried", null),
                        new Exclusion("asset", null),
                        new Exclusion("corridor", null),
                        new Exclusion("closed", Instant.parse("2026-11-24T06:00:00Z")),
                        new Exclusion("breaker_open", NOW.plusSeconds(9)));
        assertThat(route.candidates().get(1).score()).isZero();
    }

    @Test
    void looksAtTheAmount() {
        RailCapabilities can =
                RailCapabilities.builder().amount(EUR, 100, 10_000).build();
        assertThat(Routing.decide(of(99, option("a", can))).candidates().get(0).exclusions())
                .containsExactly(new Exclusion("amount_below", null));
        assertThat(Routing.decide(of(100, option("a", can))).chosen()).isPresent();
        assertThat(Routing.decide(of(10_000, option("a", can))).chosen()).isPresent();
        assertThat(reasons(Routing.decide(of(10_001, option("a", can))), "a")).containsExactly("amount_above");
    }

    @Test
    void aCostWithoutAPlaceIn64BitsIsTooLargeAnAmount() {
        RailCapabilities can = RailCapabilities.builder()
                .cost(EUR, new RailCost(1, RailCost.MILLION))
                .build();
        Candidate candidate = Routing.decide(of(Long.MAX_VALUE, option("a", can)))
                .candidates()
                .get(0);
        assertThat(candidate.costMinor()).isNull();
        assertThat(candidate.exclusions()).containsExactly(new Exclusion("amount_above", null));
    }

    @Test
    void tellsWhenToLookAgain() {
        RailCapabilities mornings = RailCapabilities.builder().hours(mornings()).build();
        Instant morning = Instant.parse("2026-11-24T06:00:00Z");
        Option closed = option("closed", mornings, null);
        Option broken = option("broken", RailCapabilities.any(), health(Circuit.OPEN, NOW.plusSeconds(30), 0, 5));
        Option both = option("both", mornings, health(Circuit.OPEN, morning.plus(Duration.ofHours(4)), 0, 5));
        Option never = option(
                "never", RailCapabilities.builder().assets(Asset.iso("USD")).build());

        assertThat(Routing.decide(request(closed)).lookAgainAt()).isEqualTo(morning);
        assertThat(Routing.decide(request(closed, broken)).lookAgainAt()).isEqualTo(NOW.plusSeconds(30));
        assertThat(Routing.decide(request(both)).lookAgainAt())
                .as("at ten it is closed again, until the next morning")
                .isEqualTo(morning.plus(Duration.ofDays(1)));
        assertThat(Routing.decide(request(closed).after(Set.of("closed"))).lookAgainAt())
                .as("time alone changes nothing")
                .isNull();
        assertThat(Routing.decide(request(never)).lookAgainAt()).isNull();
        assertThat(Routing.decide(request()).lookAgainAt()).isNull();
        assertThat(Routing.decide(request(closed, option("open"))).lookAgainAt())
                .as("there is one")
                .isNull();
    }

    @Test
    void refusesWhatCannotBeAsked() {
        assertThatThrownBy(() -> of(0, option("a"))).hasMessageContaining("must be above zero");
        assertThatThrownBy(() -> request(option("a"), option("a"))).hasMessageContaining("named once");
        assertThatThrownBy(() -> request(Collections.nCopies(RouteRequest.MAX_OPTIONS + 1, option("a"))
                        .toArray(Option[]::new)))
                .hasMessageContaining("rails to choose from must be 0 to 64, not 65");
        assertThatThrownBy(() -> option(" ")).hasMessageContaining("rail id");
    }

    /** Rails of every kind, against what is written down a second time, as plainly as it can be. */
    @Test
    void isWhatANaiveReadingOfTheRulesSays() throws IOException {
        Random random = new Random(7);
        int chosen = 0;
        for (int i = 0; i < 20_000; i++) {
            RouteRequest request = random(random);
            RouteDecision route = Routing.decide(request);
            List<String> naive = naive(request);

            assertThat(route.eligible()).as("%s", request).isEqualTo(naive);
            assertThat(route.chosen().orElse(null)).isEqualTo(naive.isEmpty() ? null : naive.get(0));
            assertThat(route.candidates()).hasSameSizeAs(request.options());
            assertThat(Routing.decide(request)).isEqualTo(route);
            byte[] text = CanonicalJson.bytes(route::write);
            RouteDecision read = RouteDecision.read(JSON.readTree(text));
            assertThat(read).isEqualTo(route);
            assertThat(CanonicalJson.bytes(read::write)).isEqualTo(text);
            chosen += naive.isEmpty() ? 0 : 1;
        }
        assertThat(chosen).as("some have a rail and some do not").isBetween(4_000, 18_000);
    }

    @Test
    void hasOneFormInJson() {
        RoutePolicy policy = new RoutePolicy(
                "de_1", VERSION, new RailChoice(List.of("x", "a"), Map.of("b", "not_b")), List.of("x", "a"));
        RouteDecision route = Routing.decide(request(
                        option("a", costing(5)),
                        option("b", RailCapabilities.any(), health(Circuit.OPEN, NOW.plusSeconds(30), 0, 5)))
                .under(policy));
        assertThat(new String(CanonicalJson.bytes(route::write), StandardCharsets.UTF_8))
                .isEqualTo("{\"candidates\":[{\"cost_minor\":5,\"eligible\":true,\"rail\":\"a\",\"score\":1000000},"
                        + "{\"cost_minor\":0,\"eligible\":false,\"excluded\":[{\"reason\":\"policy:not_b\"},"
                        + "{\"reason\":\"breaker_open\",\"until\":\"2026-11-23T12:00:30Z\"}],\"rail\":\"b\",\"score\":0}],"
                        + "\"chosen\":\"a\",\"decision\":\"de_1\","
                        + "\"policy\":{\"hash\":\"c0ffee\",\"name\":\"payout\",\"version\":3}}");
    }

    private static List<String> naive(RouteRequest request) {
        List<Option> left = new ArrayList<>();
        for (Option one : request.options()) {
            boolean asked = request.requested() == null || one.rail().equals(request.requested());
            boolean allowed = request.policy() == null
                    || (request.policy().rails().eligible().isEmpty()
                            && request.policy().rails().excluded().isEmpty())
                    || request.policy().rails().eligible().contains(one.rail());
            AmountRange range = one.capabilities().amounts().get(EUR);
            long minor = request.amount().minor();
            boolean fits = range == null || (range.leastMinor() <= minor && minor <= range.mostMinor());
            RailHealth health = one.health();
            boolean up = health == null || health.openUntil() == null || !NOW.isBefore(health.openUntil());
            boolean able = one.capabilities().takes(EUR)
                    && one.capabilities().connects(request.countries(), request.currencies());
            boolean open = one.capabilities().hours().isOpenAt(NOW);
            if (asked
                    && allowed
                    && fits
                    && up
                    && able
                    && open
                    && !request.tried().contains(one.rail())) {
                left.add(one);
            }
        }
        List<Option> sorted = new ArrayList<>();
        while (!left.isEmpty()) {
            Option best = left.get(0);
            for (Option one : left) {
                best = isBetter(one, best, request) ? one : best;
            }
            left.remove(best);
            sorted.add(best);
        }
        return sorted.stream().map(Option::rail).toList();
    }

    private static boolean isBetter(Option one, Option than, RouteRequest request) {
        int place = Integer.compare(preference(one, request), preference(than, request));
        int health = Integer.compare(illness(one), illness(than));
        int cost = Long.compare(costOf(one, request), costOf(than, request));
        return place != 0 ? place < 0 : health != 0 ? health < 0 : cost < 0; // when equal, the earlier one stays
    }

    private static int preference(Option one, RouteRequest request) {
        RoutePolicy policy = request.policy();
        return policy == null || !policy.preferred().contains(one.rail())
                ? Integer.MAX_VALUE
                : policy.preferred().indexOf(one.rail());
    }

    private static int illness(Option one) {
        RailHealth health = one.health();
        if (health == null) {
            return 0;
        }
        if (health.underWay() >= health.mostAtOnce()) {
            return 3;
        }
        return health.circuit() != Circuit.CLOSED ? 2 : health.failuresInRow() > 0 ? 1 : 0;
    }

    private static long costOf(Option one, RouteRequest request) {
        return one.capabilities().cost(EUR).of(request.amount().minor()).orElseThrow();
    }

    private static RouteRequest random(Random random) {
        List<Option> options = new ArrayList<>();
        for (int i = 0; i < random.nextInt(7); i++) {
            options.add(option("r" + i, capabilities(random), random.nextBoolean() ? health(random) : null));
        }
        RouteRequest request = of(1 + random.nextInt(20_000), options.toArray(Option[]::new));
        request = random.nextInt(3) == 0 ? request : request.between(corridor(random, "DE", "FR"));
        request = random.nextInt(3) == 0 ? request : request.exchanging(corridor(random, "EUR", "USD"));
        request = random.nextInt(5) == 0 ? request.over("r" + random.nextInt(4)) : request;
        request = random.nextInt(3) == 0 ? request.after(Set.of("r" + random.nextInt(4))) : request;
        return random.nextBoolean() ? request.under(policy(random, options)) : request;
    }

    private static RoutePolicy policy(Random random, List<Option> options) {
        List<String> eligible = new ArrayList<>();
        Map<String, String> excluded = new HashMap<>();
        for (Option one : options) {
            int fate = random.nextInt(5);
            if (fate == 0) {
                excluded.put(one.rail(), "rule_" + one.rail());
            } else if (fate < 4) {
                eligible.add(one.rail());
            }
        }
        Collections.shuffle(eligible, random);
        List<String> preferred = eligible.subList(0, random.nextInt(eligible.size() + 1));
        return new RoutePolicy("de_" + random.nextInt(9), VERSION, new RailChoice(eligible, excluded), preferred);
    }

    private static RailCapabilities capabilities(Random random) {
        RailCapabilities.Builder builder = RailCapabilities.builder();
        if (random.nextInt(3) == 0) {
            builder.assets(random.nextInt(3) == 0 ? Asset.iso("USD") : EUR);
        } else {
            builder.amount(EUR, 1 + random.nextInt(5_000), 10_000 + random.nextInt(10_000));
            builder.cost(EUR, new RailCost(random.nextInt(3), random.nextInt(3) * 1_000L));
        }
        if (random.nextInt(4) == 0) {
            builder.countries(corridor(random, "DE", Corridor.ANY));
        }
        if (random.nextInt(4) == 0) {
            builder.currencies(corridor(random, "EUR", Corridor.ANY));
        }
        return random.nextInt(6) == 0 ? builder.hours(mornings()).build() : builder.build();
    }

    private static Corridor corridor(Random random, String one, String other) {
        return Corridor.of(random.nextBoolean() ? one : other, random.nextBoolean() ? one : other);
    }

    private static RailHealth health(Random random) {
        Circuit circuit =
                List.of(Circuit.CLOSED, Circuit.OPEN, Circuit.HALF_OPEN).get(random.nextInt(3));
        Instant until = circuit == Circuit.OPEN ? NOW.plusSeconds(random.nextInt(5) - 2L) : null;
        return health(circuit, until, random.nextInt(3), random.nextInt(3));
    }

    private static OpeningHours mornings() {
        return OpeningHours.builder(ZoneOffset.UTC)
                .on(Set.of(DayOfWeek.values()), LocalTime.of(6, 0), LocalTime.of(10, 0))
                .build();
    }

    private static RailCapabilities costing(long fixed) {
        return RailCapabilities.builder().cost(EUR, new RailCost(fixed, 0)).build();
    }

    private static RailHealth health(Circuit circuit, @Nullable Instant until, int underWay, long failures) {
        return new RailHealth("rail", circuit, until, underWay, 2, failures, null, null, Duration.ZERO, Map.of());
    }

    private static Option option(String rail) {
        return option(rail, RailCapabilities.any());
    }

    private static Option option(String rail, RailCapabilities can) {
        return option(rail, can, null);
    }

    private static Option option(String rail, RailCapabilities can, @Nullable RailHealth health) {
        return new Option(rail, can, health);
    }

    private static RouteRequest request(Option... options) {
        return RouteRequest.of(AMOUNT, List.of(options), NOW);
    }

    private static RouteRequest of(long minor, Option... options) {
        return RouteRequest.of(Money.ofMinor(minor, EUR), List.of(options), NOW);
    }

    private static List<String> reasons(RouteDecision route, String rail) {
        return route.candidates().stream()
                .filter(candidate -> candidate.rail().equals(rail))
                .flatMap(candidate -> candidate.exclusions().stream())
                .map(Exclusion::reason)
                .toList();
    }
}
