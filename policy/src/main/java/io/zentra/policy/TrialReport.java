package io.zentra.policy;

import io.zentra.policy.internal.PolicyTables.TrialRow;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a version on trial differed from the live one. Immutable.
 *
 * @param policy the policy
 * @param version the version on trial
 * @param counts how many operations, by what the live one said and then by what this one said
 */
public record TrialReport(String policy, int version, Map<Verdict, Map<Verdict, Long>> counts) {
    /** Keeps copies. */
    public TrialReport {
        Map<Verdict, Map<Verdict, Long>> copies = new EnumMap<>(Verdict.class);
        counts.forEach((live, own) -> {
            Map<Verdict, Long> copy = new EnumMap<>(Verdict.class);
            copy.putAll(own);
            copies.put(live, Collections.unmodifiableMap(copy));
        });
        counts = Collections.unmodifiableMap(copies);
    }

    static TrialReport of(String policy, int version, @Nullable TrialRow row) {
        Map<Verdict, Map<Verdict, Long>> counts = new EnumMap<>(Verdict.class);
        for (Verdict live : Verdict.values()) {
            Map<Verdict, Long> own = new EnumMap<>(Verdict.class);
            for (Verdict verdict : Verdict.values()) {
                own.put(verdict, row == null ? 0 : row.count(live, verdict));
            }
            counts.put(live, own);
        }
        return new TrialReport(policy, version, counts);
    }

    /** How many operations the two said different things to. */
    public long different() {
        return all() - same();
    }

    /** How many operations the two said the same to. */
    public long same() {
        long same = 0;
        for (Verdict verdict : Verdict.values()) {
            same += count(verdict, verdict);
        }
        return same;
    }

    /** How many operations the live one said this to and this one that. */
    public long count(Verdict live, Verdict own) {
        return counts.getOrDefault(live, Map.of()).getOrDefault(own, 0L);
    }

    /** How many operations both were asked about. */
    public long all() {
        return counts.values().stream()
                .flatMap(own -> own.values().stream())
                .mapToLong(Long::longValue)
                .sum();
    }
}
