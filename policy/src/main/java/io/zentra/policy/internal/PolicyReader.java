package io.zentra.policy.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.json.StrictJson;
import io.zentra.core.json.StrictValue;
import io.zentra.core.money.Asset;
import io.zentra.core.usage.Window;
import io.zentra.policy.Condition;
import io.zentra.policy.Corridor;
import io.zentra.policy.Effect;
import io.zentra.policy.Field;
import io.zentra.policy.Measure;
import io.zentra.policy.Policy;
import io.zentra.policy.RailCorridors;
import io.zentra.policy.Rule;
import io.zentra.policy.ScoreBand;
import io.zentra.policy.Step;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads policies from JSON, and refuses what it does not know by its path. */
public final class PolicyReader {
    /** Deeper than a policy may be, which tells it by a path. */
    private static final int MAX_DEPTH = 1_000;

    private static final StrictJson JSON = StrictJson.within(Policy.MAX_JSON, MAX_DEPTH, Fault.OF_READING);

    private PolicyReader() {}

    /**
     * Reads a policy.
     *
     * @throws io.zentra.core.error.ZentraException {@code invalid_policy}
     */
    public static Policy read(String json) {
        return policy(JSON.read(json));
    }

    private static Policy policy(StrictValue node) {
        node.only("name", "schema", "definitions", "windows", "steps", "bands", "corridors");
        StrictValue schema = node.at("schema");
        if (schema.integer() != Policy.SCHEMA) {
            throw schema.fault("schema " + schema.integer() + " is not known: this library reads " + Policy.SCHEMA);
        }
        return new Policy(
                node.at("name").text(),
                node.find("definitions")
                        .map(all -> all.members(PolicyReader::condition))
                        .orElse(Map.of()),
                node.find("windows")
                        .map(all -> all.members(PolicyReader::measure))
                        .orElse(Map.of()),
                node.at("steps").list(PolicyReader::step),
                node.find("bands").map(all -> all.list(PolicyReader::band)).orElse(List.of()),
                node.find("corridors")
                        .map(all -> all.list(PolicyReader::corridors))
                        .orElse(List.of()));
    }

    private static Step step(StrictValue node) {
        node.only("name", "rules");
        return new Step(node.at("name").text(), node.at("rules").list(PolicyReader::rule));
    }

    private static Rule rule(StrictValue node) {
        node.only("id", "when", "then");
        return new Rule(
                node.at("id").text(),
                node.find("when").map(all -> all.list(PolicyReader::condition)).orElse(List.of()),
                effect(node.at("then")));
    }

    private static ScoreBand band(StrictValue node) {
        node.only("from", "then");
        return new ScoreBand(node.at("from").shortInteger(), effect(node.at("then")));
    }

    private static RailCorridors corridors(StrictValue node) {
        node.only("rail", "countries", "currencies");
        return new RailCorridors(
                node.at("rail").text(),
                node.find("countries")
                        .map(all -> all.list(PolicyReader::corridor))
                        .orElse(List.of()),
                node.find("currencies")
                        .map(all -> all.list(PolicyReader::corridor))
                        .orElse(List.of()));
    }

    private static Corridor corridor(StrictValue node) {
        String[] ends = node.text().split(">", -1);
        if (ends.length != 2) {
            throw node.fault("a corridor is written FROM>TO");
        }
        return node.checked(() -> new Corridor(ends[0], ends[1]));
    }

    /** The effect of a rule that an event tells. */
    static Effect effect(JsonNode node) {
        return effect(new StrictValue(node, "$.effect", Fault.OF_READING));
    }

    private static Effect effect(StrictValue node) {
        return switch (node.only1("accept", "review", "deny", "score", "route")) {
            case "accept" -> {
                isTrue(node.at("accept"));
                yield new Effect.Accept();
            }
            case "review" -> new Effect.Review(node.at("review").text());
            case "deny" -> new Effect.Deny(node.at("deny").text());
            case "score" -> {
                StrictValue score = node.at("score").only("points", "lane");
                yield new Effect.Score(
                        score.at("points").shortInteger(),
                        score.find("lane").map(StrictValue::text).orElse(null));
            }
            default -> route(node.at("route"));
        };
    }

    private static Effect route(StrictValue node) {
        String verb = node.only1("allow", "forbid", "prefer");
        return new Effect.Route(
                node.word(verb, Effect.Route.Verb.class), node.at(verb).list(StrictValue::text));
    }

    private static Measure measure(StrictValue node) {
        node.only("measure", "asset", "of", "per", "within", "where");
        return new Measure(
                node.at("measure").word(Measure.Kind.class),
                node.find("asset").map(PolicyReader::asset).orElse(null),
                node.find("of").map(PolicyReader::field).orElse(null),
                node.find("per").map(all -> all.list(PolicyReader::field)).orElse(List.of()),
                window(node.at("within")),
                node.find("where").map(all -> all.list(PolicyReader::condition)).orElse(List.of()));
    }

    private static Window window(StrictValue node) {
        if (node.find("rolling").isPresent()) {
            StrictValue rolling = node.only("rolling").at("rolling");
            return rolling.checked(() -> Window.rolling(Duration.parse(rolling.text())));
        }
        node.only("calendar", "cut_off", "week_start");
        Window.Calendar.Unit unit = node.at("calendar").word(Window.Calendar.Unit.class);
        LocalTime cutOff = node.find("cut_off").map(PolicyReader::time).orElse(LocalTime.MIDNIGHT);
        DayOfWeek weekStart =
                node.find("week_start").map(day -> day.word(DayOfWeek.class)).orElse(DayOfWeek.MONDAY);
        return node.checked(() -> new Window.Calendar(unit, cutOff, weekStart));
    }

    private static Condition condition(StrictValue node) {
        if (node.find("field").isPresent()) {
            return ofField(node);
        }
        return switch (node.only1(
                "any", "all", "not", "use", "amount", "window", "weekday", "time_of_day", "between")) {
            case "any" -> new Condition.Any(node.at("any").list(PolicyReader::condition));
            case "all" -> new Condition.All(node.at("all").list(PolicyReader::condition));
            case "not" -> new Condition.Not(condition(node.at("not")));
            case "use" -> new Condition.Use(node.at("use").text());
            case "amount" -> amount(node.at("amount").only("asset", "min_minor", "max_minor"));
            case "window" -> {
                StrictValue window = node.at("window").only("name", "min", "max");
                yield new Condition.WindowWithin(
                        window.at("name").text(), bound(window, "min", 0), bound(window, "max", Long.MAX_VALUE));
            }
            case "weekday" ->
                new Condition.Weekday(
                        set(node.at("weekday"), node.at("weekday").list(day -> day.word(DayOfWeek.class))));
            case "time_of_day" -> {
                StrictValue time = node.at("time_of_day").only("from", "to");
                yield new Condition.TimeOfDay(time(time.at("from")), time(time.at("to")));
            }
            default -> {
                StrictValue between = node.at("between").only("from", "to");
                yield new Condition.Between(instant(between, "from"), instant(between, "to"));
            }
        };
    }

    private static void isTrue(StrictValue value) {
        if (!value.flag()) {
            throw value.fault("can only be true: leave it out otherwise");
        }
    }

    /** The name of the only member beside another, which must be one of these. */
    private static String only1Beside(StrictValue node, String other, String... known) {
        Set<String> all = new HashSet<>(List.of(known));
        all.add(other);
        node.only(all.toArray(String[]::new));
        return Arrays.stream(known)
                .filter(name -> node.node().size() == 2 && node.find(name).isPresent())
                .findFirst()
                .orElseThrow(() ->
                        node.fault("exactly one of " + String.join(", ", known) + " must be given beside " + other));
    }

    private static Condition ofField(StrictValue node) {
        Field field = field(node.at("field"));
        return switch (only1Beside(node, "field", "is", "in", "starts_with", "present")) {
            case "is" -> new Condition.In(field, Set.of(node.at("is").text()));
            case "in" ->
                new Condition.In(field, set(node.at("in"), node.at("in").list(StrictValue::text)));
            case "starts_with" ->
                new Condition.StartsWith(field, node.at("starts_with").text());
            default -> {
                isTrue(node.at("present"));
                yield new Condition.Present(field);
            }
        };
    }

    private static Condition amount(StrictValue node) {
        return new Condition.AmountWithin(
                asset(node.at("asset")), bound(node, "min_minor", 0), bound(node, "max_minor", Long.MAX_VALUE));
    }

    private static long bound(StrictValue node, String name, long usual) {
        return node.find(name).map(StrictValue::integer).orElse(usual);
    }

    private static <T> Set<T> set(StrictValue node, List<T> values) {
        Set<T> set = new HashSet<>(values);
        if (set.size() < values.size()) {
            throw node.fault("a value comes twice");
        }
        return set;
    }

    private static Field field(StrictValue node) {
        return Field.find(node.text()).orElseThrow(() -> node.fault("no fact is called so: " + Field.known()));
    }

    private static Asset asset(StrictValue node) {
        return node.checked(() -> Asset.parse(node.text()));
    }

    private static LocalTime time(StrictValue node) {
        return node.checked(() -> LocalTime.parse(node.text()));
    }

    private static @Nullable Instant instant(StrictValue node, String name) {
        return node.find(name)
                .map(at -> at.checked(() -> Instant.parse(at.text())))
                .orElse(null);
    }
}
