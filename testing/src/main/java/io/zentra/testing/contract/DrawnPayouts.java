package io.zentra.testing.contract;

import io.zentra.core.money.Money;
import io.zentra.core.usage.Window;
import io.zentra.policy.Condition;
import io.zentra.policy.Corridor;
import io.zentra.policy.Effect;
import io.zentra.policy.Field;
import io.zentra.policy.Measure;
import io.zentra.policy.Policy;
import io.zentra.policy.PolicyBuilder;
import io.zentra.policy.Proposal;
import io.zentra.policy.RailCorridors;
import io.zentra.policy.Rule;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Policies and payouts from a seed, over so few values that conditions are often met. */
final class DrawnPayouts {
    static final List<String> CUSTOMERS = List.of(PolicyDesk.CUSTOMER, PolicyDesk.OTHER);
    private static final List<String> RAILS = List.of("card", "sepa", "wire");
    private static final List<String> CHANNELS = List.of("app", "web");
    private static final List<String> COUNTRIES = List.of("DE", "FR", "US");
    private static final List<String> CURRENCIES = List.of("EUR", "USD");
    private static final List<Field> DIMENSIONS =
            List.of(Field.SOURCE, Field.SCOPE, Field.RAIL, Field.COUNTRY_TO, Field.metadata("channel"));

    private final Random random;

    DrawnPayouts(long seed) {
        this.random = new Random(seed);
    }

    /** Two windows at least, up to a dozen rules in up to three steps, bands, and mostly corridors. */
    Policy policy() {
        PolicyBuilder policy = Policy.named(PolicyDesk.PAYOUT);
        policy.define("far", Condition.not(Condition.is(Field.COUNTRY_TO, "DE")));
        int windows = 2 + random.nextInt(3);
        for (int i = 0; i < windows; i++) {
            policy.window("window" + i, measure());
        }
        int steps = 1 + random.nextInt(3);
        int rules = 0;
        for (int step = 0; step < steps; step++) {
            policy.step("step" + step);
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                policy.rule(new Rule("rule" + rules++, conditions(windows), effect()));
            }
        }
        policy.band(4, new Effect.Review("treasury")).band(9, new Effect.Deny("risk"));
        if (random.nextInt(3) > 0) {
            policy.corridors(new RailCorridors(
                    pick(RAILS),
                    List.of(Corridor.of("DE", Corridor.ANY), Corridor.of(Corridor.ANY, "DE")),
                    random.nextBoolean() ? List.of() : List.of(Corridor.of(Corridor.ANY, pick(CURRENCIES)))));
        }
        return policy.build();
    }

    private Measure measure() {
        Measure measure = switch (random.nextInt(3)) {
            case 0 -> Measure.sum(PolicyDesk.USD);
            case 1 -> Measure.count();
            default -> Measure.distinct(pick(DIMENSIONS));
        };
        Measure within = measure.per(pick(DIMENSIONS)).within(window());
        return random.nextInt(3) == 0 ? within.where(Condition.use("far")) : within;
    }

    private Window window() {
        Window.Calendar calendar = pick(List.of(Window.day(), Window.week(), Window.month()))
                .withCutOff(LocalTime.of(random.nextInt(24), 30))
                .withWeekStart(pick(List.of(DayOfWeek.values())));
        return random.nextBoolean() ? Window.rolling(Duration.ofMinutes(30 + random.nextInt(1_500))) : calendar;
    }

    private List<Condition> conditions(int windows) {
        List<Condition> conditions = new ArrayList<>(List.of(condition(windows)));
        if (random.nextBoolean()) {
            conditions.add(condition(windows));
        }
        return conditions;
    }

    private Condition condition(int windows) {
        return switch (random.nextInt(9)) {
            case 0 -> Condition.is(Field.metadata("channel"), pick(CHANNELS));
            case 1 -> Condition.is(Field.SOURCE, pick(CUSTOMERS));
            case 2 -> Condition.use("far");
            case 3 -> Condition.amountOver(PolicyDesk.usd(random.nextInt(200)));
            case 4 -> Condition.windowOver("window" + random.nextInt(windows), 2 + random.nextInt(4));
            case 5 ->
                Condition.timeOfDay(LocalTime.of(random.nextInt(12), 0), LocalTime.of(12 + random.nextInt(12), 0));
            case 6 -> Condition.any(Condition.is(Field.RAIL, pick(RAILS)), Condition.present(Field.SCOPE));
            case 7 -> Condition.is(Field.CURRENCY_TO, pick(CURRENCIES));
            default -> Condition.weekday(pick(List.of(DayOfWeek.values())), DayOfWeek.SATURDAY);
        };
    }

    private Effect effect() {
        return switch (random.nextInt(9)) {
            case 0 -> new Effect.Accept();
            case 1 -> new Effect.Review("treasury");
            case 2 -> new Effect.Deny("rule");
            case 3 -> new Effect.Route(pick(List.of(Effect.Route.Verb.values())), List.of(pick(RAILS)));
            default -> new Effect.Score(random.nextInt(5), random.nextBoolean() ? "treasury" : null);
        };
    }

    /** What one of the customers pays out, with some of what may be known of it. */
    Proposal payout() {
        Money amount = PolicyDesk.usd(1 + random.nextInt(300));
        Proposal payout = Proposal.of(PolicyDesk.PAYOUT, amount)
                .from(pick(CUSTOMERS), Map.of("level", pick(CHANNELS)))
                .to(PolicyDesk.MERCHANT, Map.of())
                .countries(Corridor.of("DE", pick(COUNTRIES)));
        if (random.nextBoolean()) {
            payout = payout.currencies(Corridor.of("USD", pick(CURRENCIES)));
        }
        if (random.nextBoolean()) {
            payout = payout.metadata(Map.of("channel", pick(CHANNELS)));
        }
        if (random.nextInt(3) == 0) {
            payout = payout.scope("shop");
        }
        return switch (random.nextInt(3)) {
            case 0 -> payout.rails(RAILS);
            case 1 -> payout.rails(RAILS).rail(pick(RAILS));
            default -> payout;
        };
    }

    /** How much later the next one comes. */
    Duration pause() {
        return Duration.ofSeconds(random.nextInt(20_000));
    }

    boolean isTakenBack() {
        return random.nextInt(4) == 0;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
