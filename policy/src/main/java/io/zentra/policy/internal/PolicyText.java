package io.zentra.policy.internal;

import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Sha256;
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
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/** Writes policies as JSON; {@link PolicyReader} reads them. What is the usual is left out. */
public final class PolicyText {
    private PolicyText() {}

    /** The canonical form. */
    public static byte[] bytes(Policy policy) {
        return CanonicalJson.bytes(json -> write(json, policy));
    }

    /** The hash of a policy's canonical form, in hexadecimal. */
    public static String hash(Policy policy) {
        return Sha256.hex(bytes(policy));
    }

    private static void write(CanonicalJson json, Policy policy) {
        json.beginObject();
        list(json, "bands", policy.bands(), PolicyText::write);
        list(json, "corridors", policy.corridors(), PolicyText::write);
        if (!policy.definitions().isEmpty()) {
            json.name("definitions").beginObject();
            policy.definitions().forEach((name, condition) -> write(json.name(name), condition));
            json.endObject();
        }
        json.member("name", policy.name()).member("schema", Policy.SCHEMA);
        list(json, "steps", policy.steps(), PolicyText::write);
        if (!policy.windows().isEmpty()) {
            json.name("windows").beginObject();
            policy.windows().forEach((name, measure) -> write(json.name(name), measure));
            json.endObject();
        }
        json.endObject();
    }

    private static void write(CanonicalJson json, ScoreBand band) {
        json.beginObject().member("from", band.from());
        write(json.name("then"), band.then());
        json.endObject();
    }

    private static void write(CanonicalJson json, RailCorridors corridors) {
        json.beginObject();
        texts(
                json,
                "countries",
                corridors.countries().stream().map(Corridor::toString).toList());
        texts(
                json,
                "currencies",
                corridors.currencies().stream().map(Corridor::toString).toList());
        json.member("rail", corridors.rail()).endObject();
    }

    private static void write(CanonicalJson json, Step step) {
        json.beginObject().member("name", step.name());
        list(json, "rules", step.rules(), PolicyText::write);
        json.endObject();
    }

    private static void write(CanonicalJson json, Rule rule) {
        json.beginObject().member("id", rule.id());
        write(json.name("then"), rule.then());
        list(json, "when", rule.when(), PolicyText::write);
        json.endObject();
    }

    static void write(CanonicalJson json, Effect effect) {
        json.beginObject();
        if (effect instanceof Effect.Accept) {
            json.member("accept", true);
        } else if (effect instanceof Effect.Review review) {
            json.member("review", review.lane());
        } else if (effect instanceof Effect.Deny deny) {
            json.member("deny", deny.code());
        } else if (effect instanceof Effect.Score score) {
            json.name("score").beginObject();
            json.optionalMember("lane", score.lane())
                    .member("points", score.points())
                    .endObject();
        } else if (effect instanceof Effect.Route route) {
            json.name("route").beginObject();
            texts(json, word(route.verb()), route.rails());
            json.endObject();
        }
        json.endObject();
    }

    /** What a window counts, without its name: what two policies write the same is one and the same count. */
    static void write(CanonicalJson json, Measure measure) {
        json.beginObject();
        json.optionalMember(
                "asset", measure.asset() == null ? null : measure.asset().toString());
        json.member("measure", word(measure.kind()));
        json.optionalMember("of", measure.of() == null ? null : measure.of().toString());
        texts(json, "per", measure.per().stream().map(Field::toString).toList());
        list(json, "where", measure.where(), PolicyText::write);
        write(json.name("within"), measure.within());
        json.endObject();
    }

    private static void write(CanonicalJson json, Window window) {
        json.beginObject();
        if (window instanceof Window.Rolling rolling) {
            json.member("rolling", rolling.length().toString());
        } else if (window instanceof Window.Calendar calendar) {
            json.member("calendar", word(calendar.unit()));
            json.member("cut_off", calendar.cutOff().toString());
            if (calendar.unit() == Window.Calendar.Unit.WEEK) {
                json.member("week_start", word(calendar.weekStart()));
            }
        }
        json.endObject();
    }

    static void write(CanonicalJson json, Condition condition) {
        json.beginObject();
        if (condition instanceof Condition.In in) {
            json.member("field", in.field().toString());
            texts(json, "in", in.values().stream().sorted().toList());
        } else if (condition instanceof Condition.StartsWith starts) {
            json.member("field", starts.field().toString()).member("starts_with", starts.prefix());
        } else if (condition instanceof Condition.Present present) {
            json.member("field", present.field().toString()).member("present", true);
        } else if (condition instanceof Condition.Any any) {
            list(json, "any", any.conditions(), PolicyText::write);
        } else if (condition instanceof Condition.All all) {
            list(json, "all", all.conditions(), PolicyText::write);
        } else if (condition instanceof Condition.Not not) {
            write(json.name("not"), not.condition());
        } else if (condition instanceof Condition.Use use) {
            json.member("use", use.name());
        } else {
            writeBounds(json, condition);
        }
        json.endObject();
    }

    private static void writeBounds(CanonicalJson json, Condition condition) {
        if (condition instanceof Condition.AmountWithin amount) {
            json.name("amount").beginObject().member("asset", amount.asset().toString());
            bounds(json, "max_minor", amount.maxMinor(), "min_minor", amount.minMinor());
            json.endObject();
        } else if (condition instanceof Condition.WindowWithin window) {
            json.name("window").beginObject();
            bounds(json, "max", window.max(), "min", window.min());
            json.member("name", window.window()).endObject();
        } else if (condition instanceof Condition.Weekday weekday) {
            texts(
                    json,
                    "weekday",
                    weekday.days().stream().sorted().map(PolicyText::word).toList());
        } else if (condition instanceof Condition.TimeOfDay time) {
            json.name("time_of_day").beginObject();
            json.member("from", time.from().toString())
                    .member("to", time.to().toString())
                    .endObject();
        } else if (condition instanceof Condition.Between between) {
            json.name("between").beginObject();
            json.optionalMember(
                    "from", between.from() == null ? null : between.from().toString());
            json.optionalMember("to", between.to() == null ? null : between.to().toString());
            json.endObject();
        }
    }

    private static void bounds(CanonicalJson json, String maxName, long max, String minName, long min) {
        if (max != Long.MAX_VALUE) {
            json.member(maxName, max);
        }
        if (min != 0) {
            json.member(minName, min);
        }
    }

    private static <T> void list(
            CanonicalJson json, String name, Collection<T> values, BiConsumer<CanonicalJson, T> writer) {
        if (!values.isEmpty()) {
            json.name(name).beginArray();
            values.forEach(value -> writer.accept(json, value));
            json.endArray();
        }
    }

    private static void texts(CanonicalJson json, String name, List<String> values) {
        list(json, name, values, CanonicalJson::value);
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
