package io.zentra.policy;

import io.zentra.core.error.ZentraException;
import io.zentra.policy.internal.PolicyChecks;
import io.zentra.policy.internal.PolicyReader;
import io.zentra.policy.internal.PolicyText;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rules that decide about operations of one kind before money moves. Immutable, and the same as its JSON form.
 *
 * <p>Steps are looked at in their order. Of the rules of a step that apply, a deny ends all with a refusal; without one, a
 * review is kept for the end, and an accept ends all. What scores have come to counts at the end of each step, by its band,
 * as a rule of that step. In the end the operation is denied, or reviewed when anything asked for it, or else accepted; of
 * several reasons the first one in the order of the steps and rules is told.
 *
 * <pre>{@code
 * Policy.named("payout")
 *         .deny("corridor_closed", Condition.corridor("US", "XX"))
 *         .review("treasury", Condition.amountOver(Money.ofMinor(1_000_000, usd)))
 *         .limit("daily_out", Measure.sum(usd).per(Field.SOURCE), 5_000_000)
 *         .build()
 * }</pre>
 *
 * @param name the kind of operations that it decides about
 * @param definitions conditions by name, for {@link Condition.Use}
 * @param windows what is counted, by name, for {@link Condition.WindowWithin}
 * @param steps at least one
 * @param bands what follows from scores
 * @param corridors which rail may be used where
 */
public record Policy(
        String name,
        Map<String, Condition> definitions,
        Map<String, Measure> windows,
        List<Step> steps,
        List<ScoreBand> bands,
        List<RailCorridors> corridors) {
    /** The version of the JSON form that this library writes. */
    public static final int SCHEMA = 1;

    /** The most rules of a policy. */
    public static final int MAX_RULES = 5_000;

    /** The most windows of a policy. */
    public static final int MAX_WINDOWS = 20;

    /** The most conditions of a rule, those inside others included. */
    public static final int MAX_CONDITIONS = 64;

    /** The most values of a condition, or pairs of a list of corridors. */
    public static final int MAX_VALUES = 1_000;

    /** The longest JSON form, in characters. */
    public static final int MAX_JSON = 2_000_000;

    /**
     * Checks that names are there, that nothing contradicts its type, and that nothing is too large.
     *
     * @throws ZentraException {@code invalid_policy} with the path of the first fault in the JSON form
     */
    public Policy {
        definitions = Collections.unmodifiableMap(new TreeMap<>(definitions));
        windows = Collections.unmodifiableMap(new TreeMap<>(windows));
        steps = List.copyOf(steps);
        bands = List.copyOf(bands);
        corridors = List.copyOf(corridors);
        PolicyChecks.require(name, definitions, windows, steps, bands, corridors);
    }

    /** Begins a policy for a kind of operations. */
    public static PolicyBuilder named(String name) {
        return new PolicyBuilder(name);
    }

    /**
     * Reads the JSON form.
     *
     * @throws ZentraException {@code invalid_policy} with the path of the fault
     */
    public static Policy parse(String json) {
        return PolicyReader.read(json);
    }

    /** The JSON form, in canonical bytes: the hash of a policy is taken over it. */
    public String json() {
        return new String(PolicyText.bytes(this), StandardCharsets.UTF_8);
    }
}
