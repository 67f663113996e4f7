package io.zentra.policy.internal;

import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.usage.Window;
import io.zentra.policy.Condition;
import io.zentra.policy.Corridor;
import io.zentra.policy.Effect;
import io.zentra.policy.Facts;
import io.zentra.policy.Field;
import io.zentra.policy.Measure;
import io.zentra.policy.Policy;
import io.zentra.policy.PolicyBuilder;
import io.zentra.policy.Proposal;
import io.zentra.policy.RailCorridors;
import io.zentra.policy.Rule;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Policies and operations from a seed, over so few values that their conditions meet often. */
final class PolicyGenerator {
    private static final List<String> WORDS = List.of("a", "b", "c", "dd", "de");
    private static final List<String> COUNTRIES = List.of("US", "DE", "FR");
    private static final List<String> CURRENCIES = List.of("USD", "EUR", "JPY");
    private static final List<Asset> ASSETS = List.of(Asset.iso("USD"), Asset.iso("EUR"), Asset.custom("PTS", 0));
    private static final List<Field> FIELDS = List.of(
            Field.SOURCE,
            Field.RAIL,
            Field.SCOPE,
            Field.ACTOR_KIND,
            Field.COUNTRY_FROM,
            Field.COUNTRY_TO,
            Field.CURRENCY_FROM,
            Field.CURRENCY_TO,
            Field.ASSET,
            Field.source("level"),
            Field.destination("level"),
            Field.metadata("channel"));
    private static final List<String> ZONES = List.of("UTC", "Europe/Berlin", "Australia/Lord_Howe");

    private final Random random;

    PolicyGenerator(long seed) {
        this.random = new Random(seed);
    }

    Policy policy() {
        PolicyBuilder policy = Policy.named("transfer");
        List<String> definitions = new ArrayList<>();
        for (int i = 0; i < random.nextInt(3); i++) {
            policy.define("define" + i, condition(2, List.of(), definitions));
            definitions.add("define" + i);
        }
        List<String> windows = new ArrayList<>();
        for (int i = 0; i < random.nextInt(4); i++) {
            policy.window("window" + i, measure(definitions));
            windows.add("window" + i);
        }
        int rule = 0;
        for (int step = 0; step < 1 + random.nextInt(3); step++) {
            policy.step("step" + step);
            for (int i = 0; i < 1 + random.nextInt(12); i++) {
                policy.rule(new Rule("rule" + rule, conditions(windows, definitions), effect()));
                rule++;
            }
        }
        bandsAndCorridors(policy);
        return policy.build();
    }

    private void bandsAndCorridors(PolicyBuilder policy) {
        if (random.nextBoolean()) {
            policy.band(3, new Effect.Review("risk"));
            policy.band(8, new Effect.Deny("risk"));
        }
        if (random.nextInt(3) == 0) {
            boolean byCountries = random.nextInt(3) > 0;
            boolean byCurrencies = !byCountries || random.nextBoolean();
            policy.corridors(new RailCorridors(
                    pick(WORDS),
                    byCountries ? corridors(COUNTRIES, Corridor.of(Corridor.ANY, "US")) : List.of(),
                    byCurrencies ? corridors(CURRENCIES, Corridor.of("EUR", Corridor.ANY)) : List.of()));
        }
    }

    private List<Corridor> corridors(List<String> codes, Corridor more) {
        return List.of(Corridor.of(pick(codes), pick(codes)), more);
    }

    private Measure measure(List<String> definitions) {
        Measure measure = switch (random.nextInt(3)) {
            case 0 -> Measure.sum(pick(ASSETS));
            case 1 -> Measure.count();
            default -> Measure.distinct(pick(FIELDS));
        };
        Measure within = measure.per(pick(FIELDS)).within(window());
        return random.nextBoolean() ? within.where(condition(1, List.of(), definitions)) : within;
    }

    private Window window() {
        if (random.nextBoolean()) {
            return Window.rolling(Duration.ofHours(1 + random.nextInt(48)));
        }
        Window.Calendar calendar = pick(List.of(Window.day(), Window.week(), Window.month()));
        if (random.nextBoolean()) {
            calendar = calendar.withCutOff(LocalTime.of(random.nextInt(24), 15 * random.nextInt(4)));
        }
        return random.nextBoolean() ? calendar.withWeekStart(pick(List.of(DayOfWeek.values()))) : calendar;
    }

    private List<Condition> conditions(List<String> windows, List<String> definitions) {
        List<Condition> conditions = new ArrayList<>();
        for (int i = 0; i < random.nextInt(4); i++) {
            conditions.add(condition(3, windows, definitions));
        }
        return conditions;
    }

    private Condition condition(int depth, List<String> windows, List<String> definitions) {
        int kinds = depth == 0 ? 8 : 12;
        return switch (random.nextInt(kinds)) {
            case 0, 1, 2 -> new Condition.In(pick(FIELDS), values());
            case 3 -> new Condition.Present(pick(FIELDS));
            case 4 -> amount();
            case 5 -> new Condition.StartsWith(pick(FIELDS), "d");
            case 6 -> time();
            case 7 ->
                windows.isEmpty()
                        ? amount()
                        : new Condition.WindowWithin(pick(windows), random.nextInt(20), 20 + random.nextInt(40));
            case 8 -> new Condition.Not(condition(depth - 1, windows, definitions));
            case 9 ->
                new Condition.Any(List.of(
                        condition(depth - 1, windows, definitions), condition(depth - 1, windows, definitions)));
            case 10 ->
                new Condition.All(List.of(
                        condition(depth - 1, windows, definitions), condition(depth - 1, windows, definitions)));
            default -> definitions.isEmpty() ? amount() : new Condition.Use(pick(definitions));
        };
    }

    private Condition amount() {
        int min = random.nextInt(50);
        boolean open = random.nextBoolean();
        return new Condition.AmountWithin(pick(ASSETS), min, open ? Long.MAX_VALUE : min + random.nextInt(50));
    }

    private Condition time() {
        return switch (random.nextInt(3)) {
            case 0 -> Condition.weekday(DayOfWeek.of(1 + random.nextInt(7)), DayOfWeek.of(1 + random.nextInt(7)));
            case 1 -> {
                int from = random.nextInt(24);
                yield Condition.timeOfDay(LocalTime.of(from, 0), LocalTime.of((from + 1 + random.nextInt(23)) % 24, 0));
            }
            default -> Condition.between(at(), null);
        };
    }

    private Effect effect() {
        return switch (random.nextInt(8)) {
            case 0 -> new Effect.Accept();
            case 1 -> new Effect.Review(pick(WORDS));
            case 2 -> new Effect.Deny(pick(WORDS));
            case 3, 4, 5 -> new Effect.Score(random.nextInt(6) - 1, random.nextBoolean() ? "lane" : null);
            default ->
                new Effect.Route(
                        pick(List.of(Effect.Route.Verb.values())),
                        Stream.of(pick(WORDS), "a").distinct().toList());
        };
    }

    private Set<String> values() {
        Set<String> values = new HashSet<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            values.add(pick(pick(List.of(COUNTRIES, CURRENCIES, WORDS, WORDS))));
        }
        return values;
    }

    Facts facts() {
        Proposal proposal = Proposal.of("transfer", Money.ofMinor(random.nextInt(100), pick(ASSETS)))
                .metadata(words("channel"))
                .rails(
                        random.nextBoolean()
                                ? List.of()
                                : Stream.of(pick(WORDS), pick(WORDS)).distinct().toList());
        if (random.nextInt(4) > 0) {
            proposal = proposal.from(pick(WORDS), words("level"));
        }
        if (random.nextInt(4) > 0) {
            proposal = proposal.to(pick(WORDS), words("level"));
        }
        if (random.nextBoolean()) {
            proposal = proposal.countries(Corridor.of(pick(COUNTRIES), pick(COUNTRIES)));
        }
        if (random.nextBoolean()) {
            proposal = proposal.currencies(Corridor.of(pick(CURRENCIES), pick(CURRENCIES)));
        }
        if (random.nextInt(3) == 0) {
            proposal = proposal.rail(pick(WORDS));
        }
        if (random.nextInt(3) == 0) {
            proposal = proposal.scope(pick(WORDS));
        }
        Instant at = at();
        ZoneId zone = ZoneId.of(pick(ZONES));
        String actor = (random.nextBoolean() ? "user:" : "service:") + pick(WORDS);
        return new Facts("acme", actor, proposal, at, zone, zone.getRules().getOffset(at));
    }

    long windowValue() {
        return random.nextInt(60);
    }

    private Map<String, String> words(String name) {
        Map<String, String> words = new HashMap<>();
        if (random.nextBoolean()) {
            words.put(name, pick(WORDS));
        }
        return words;
    }

    private Instant at() {
        return Instant.parse("2026-03-01T00:00:00Z").plusSeconds(random.nextInt(90 * 24 * 3600));
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
