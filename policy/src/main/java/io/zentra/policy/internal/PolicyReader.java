package io.zentra.policy.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads policies from JSON, and refuses what it does not know by its path. */
public final class PolicyReader {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private PolicyReader() {}

    /**
     * Reads a policy.
     *
     * @throws io.zentra.core.error.ZentraException {@code invalid_policy}
     */
    public static Policy read(String json) {
        if (json.length() > Policy.MAX_JSON) {
            throw Fault.at("$", "the policy has " + json.length() + " characters, more than " + Policy.MAX_JSON);
        }
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException malformed) {
            throw Fault.at("$", "no JSON: " + malformed.getOriginalMessage());
        }
        return policy(new PolicyNode(root, "$"));
    }

    private static Policy policy(PolicyNode node) {
        node.only("name", "schema", "definitions", "windows", "steps", "bands", "corridors");
        PolicyNode schema = node.at("schema");
        if (schema.number() != Policy.SCHEMA) {
            throw schema.fault("schema " + schema.number() + " is not known: this library reads " + Policy.SCHEMA);
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

    private static Step step(PolicyNode node) {
        node.only("name", "rules");
        return new Step(node.at("name").text(), node.at("rules").list(PolicyReader::rule));
    }

    private static Rule rule(PolicyNode node) {
        node.only("id", "when", "then");
        return new Rule(
                node.at("id").text(),
                node.find("when").map(all -> all.list(PolicyReader::condition)).orElse(List.of()),
                effect(node.at("then")));
    }

    private static ScoreBand band(PolicyNode node) {
        node.only("from", "then");
        return new ScoreBand(node.at("from").integer(), effect(node.at("then")));
    }

    private static RailCorridors corridors(PolicyNode node) {
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

    private static Corridor corridor(PolicyNode node) {
        String[] ends = node.text().split(">", -1);
        if (ends.length != 2) {
            throw node.fault("a corridor is written FROM>TO");
        }
        return node.checked(() -> new Corridor(ends[0], ends[1]));
    }

    /** The effect of a rule that an event tells. */
    static Effect effect(JsonNode node) {
        return effect(new PolicyNode(node, "$.effect"));
    }

    private static Effect effect(PolicyNode node) {
        return switch (node.only1("accept", "review", "deny", "score", "route")) {
            case "accept" -> {
                node.at("accept").isTrue();
                yield new Effect.Accept();
            }
            case "review" -> new Effect.Review(node.at("review").text());
            case "deny" -> new Effect.Deny(node.at("deny").text());
            case "score" -> {
                PolicyNode score = node.at("score").only("points", "lane");
                yield new Effect.Score(
                        score.at("points").integer(),
                        score.find("lane").map(PolicyNode::text).orElse(null));
            }
            default -> route(node.at("route"));
        };
    }

    private static Effect route(PolicyNode node) {
        String verb = node.only1("allow", "forbid", "prefer");
        return new Effect.Route(
                node.word(verb, Effect.Route.Verb.class), node.at(verb).list(PolicyNode::text));
    }

    private static Measure measure(PolicyNode node) {
        node.only("measure", "asset", "of", "per", "within", "where");
        return new Measure(
                node.at("measure").word(Measure.Kind.class),
                node.find("asset").map(PolicyReader::asset).orElse(null),
                node.find("of").map(PolicyReader::field).orElse(null),
                node.find("per").map(all -> all.list(PolicyReader::field)).orElse(List.of()),
                window(node.at("within")),
                node.find("where").map(all -> all.list(PolicyReader::condition)).orElse(List.of()));
    }

    private static Window window(PolicyNode node) {
        if (node.find("rolling").isPresent()) {
            PolicyNode rolling = node.only("rolling").at("rolling");
            return rolling.checked(() -> Window.rolling(Duration.parse(rolling.text())));
        }
        node.only("calendar", "cut_off", "week_start");
        Window.Calendar.Unit unit = node.at("calendar").word(Window.Calendar.Unit.class);
        LocalTime cutOff = node.find("cut_off").map(PolicyReader::time).orElse(LocalTime.MIDNIGHT);
        DayOfWeek weekStart =
                node.find("week_start").map(day -> day.word(DayOfWeek.class)).orElse(DayOfWeek.MONDAY);
        return node.checked(() -> new Window.Calendar(unit, cutOff, weekStart));
    }

    private static Condition condition(PolicyNode node) {
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
                PolicyNode window = node.at("window").only("name", "min", "max");
                yield new Condition.WindowWithin(
                        window.at("name").text(), bound(window, "min", 0), bound(window, "max", Long.MAX_VALUE));
            }
            case "weekday" ->
                new Condition.Weekday(
                        set(node.at("weekday"), node.at("weekday").list(day -> day.word(DayOfWeek.class))));
            case "time_of_day" -> {
                PolicyNode time = node.at("time_of_day").only("from", "to");
                yield new Condition.TimeOfDay(time(time.at("from")), time(time.at("to")));
            }
            default -> {
                PolicyNode between = node.at("between").only("from", "to");
                yield new Condition.Between(instant(between, "from"), instant(between, "to"));
            }
        };
    }

    private static Condition ofField(PolicyNode node) {
        Field field = field(node.at("field"));
        return switch (node.only1Beside("field", "is", "in", "starts_with", "present")) {
            case "is" -> new Condition.In(field, Set.of(node.at("is").text()));
            case "in" ->
                new Condition.In(field, set(node.at("in"), node.at("in").list(PolicyNode::text)));
            case "starts_with" ->
                new Condition.StartsWith(field, node.at("starts_with").text());
            default -> {
                node.at("present").isTrue();
                yield new Condition.Present(field);
            }
        };
    }

    private static Condition amount(PolicyNode node) {
        return new Condition.AmountWithin(
                asset(node.at("asset")), bound(node, "min_minor", 0), bound(node, "max_minor", Long.MAX_VALUE));
    }

    private static long bound(PolicyNode node, String name, long usual) {
        return node.find(name).map(PolicyNode::number).orElse(usual);
    }

    private static <T> Set<T> set(PolicyNode node, List<T> values) {
        Set<T> set = new HashSet<>(values);
        if (set.size() < values.size()) {
            throw node.fault("a value comes twice");
        }
        return set;
    }

    private static Field field(PolicyNode node) {
        return Field.find(node.text()).orElseThrow(() -> node.fault("no fact is called so: " + Field.known()));
    }

    private static Asset asset(PolicyNode node) {
        return node.checked(() -> Asset.parse(node.text()));
    }

    private static LocalTime time(PolicyNode node) {
        return node.checked(() -> LocalTime.parse(node.text()));
    }

    private static @Nullable Instant instant(PolicyNode node, String name) {
        return node.find(name)
                .map(at -> at.checked(() -> Instant.parse(at.text())))
                .orElse(null);
    }
}
