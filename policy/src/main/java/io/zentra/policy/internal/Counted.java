package io.zentra.policy.internal;

import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Sha256;
import io.zentra.core.usage.Charge;
import io.zentra.core.usage.MeterKey;
import io.zentra.core.usage.Reading;
import io.zentra.policy.Condition;
import io.zentra.policy.Facts;
import io.zentra.policy.Field;
import io.zentra.policy.Measure;
import io.zentra.policy.WindowReading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A window of a policy, ready to count.
 *
 * @param name its name in the policy
 * @param measure what it counts, names resolved
 * @param where which operations it counts, all of them together
 * @param definition the hash of what it counts, in hexadecimal: windows of two policies that count the same are one
 * @param only the key of its meter when it has only one, for want of dimensions; else null
 */
public record Counted(
        String name,
        Measure measure,
        List<Condition> where,
        String definition,
        @Nullable MeterKey only) {
    /** The windows of a policy, in the order of their names. */
    static List<Counted> of(Map<String, Measure> windows, Definitions definitions) {
        List<Counted> counted = new ArrayList<>();
        windows.forEach((name, measure) -> counted.add(of(name, measure, definitions)));
        return counted;
    }

    private static Counted of(String name, Measure measure, Definitions definitions) {
        List<Condition> where = definitions.flat(measure.where());
        Measure resolved =
                new Measure(measure.kind(), measure.asset(), measure.of(), measure.per(), measure.within(), where);
        List<Condition> all = new ArrayList<>(where);
        if (measure.asset() != null) {
            all.add(new Condition.AmountWithin(measure.asset(), 0, Long.MAX_VALUE));
        }
        if (measure.of() != null) {
            all.add(new Condition.Present(measure.of()));
        }
        String definition = Sha256.hex(CanonicalJson.bytes(json -> PolicyText.write(json, resolved)));
        MeterKey only = measure.per().isEmpty() ? key(definition, List.of()) : null;
        return new Counted(name, resolved, all, definition, only);
    }

    /**
     * What an operation adds to the count of its dimensions. Only a sum adds amounts up: those of others are of any asset, and
     * would overflow in the end.
     */
    public Charge charge(Facts facts) {
        Field of = measure.of();
        return new Charge(
                only == null ? key(definition, values(facts)) : only,
                measure.within(),
                measure.kind() == Measure.Kind.SUM ? facts.proposal().amount().minor() : 0,
                of == null ? null : shortened(Objects.requireNonNull(facts.text(of))));
    }

    private List<@Nullable String> values(Facts facts) {
        List<@Nullable String> values = new ArrayList<>(measure.per().size());
        measure.per().forEach(dimension -> values.add(facts.text(dimension)));
        return values;
    }

    private static MeterKey key(String definition, List<@Nullable String> values) {
        return MeterKey.of(json -> {
            json.beginArray().value(definition);
            for (String value : values) {
                json.beginArray(); // empty for none, which is not the same as any text
                if (value != null) {
                    json.value(value);
                }
                json.endArray();
            }
            json.endArray();
        });
    }

    private static String shortened(String value) {
        return value.length() <= Charge.MAX_VALUE && !value.isEmpty()
                ? value
                : "sha256:" + Sha256.hex(value.getBytes(StandardCharsets.UTF_8));
    }

    /** What a decision reads of it. */
    public WindowReading reading(Facts facts, Reading read) {
        return new WindowReading(
                name, measure.within().startOf(facts.at(), facts.zone()), value(read.before()), value(read.after()));
    }

    /** The same from a value before the operation; of distinct values, from one that has it already. */
    public WindowReading reading(Facts facts, long before) {
        long added = switch (measure.kind()) {
            case SUM -> facts.proposal().amount().minor();
            case COUNT -> 1;
            case DISTINCT -> 0;
        };
        return new WindowReading(
                name, measure.within().startOf(facts.at(), facts.zone()), before, Math.addExact(before, added));
    }

    private long value(Reading.Tally tally) {
        return switch (measure.kind()) {
            case SUM -> tally.sumMinor();
            case COUNT -> tally.uses();
            case DISTINCT -> tally.different();
        };
    }
}
