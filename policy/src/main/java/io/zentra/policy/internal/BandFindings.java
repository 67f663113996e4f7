package io.zentra.policy.internal;

import io.zentra.policy.Condition;
import io.zentra.policy.Effect;
import io.zentra.policy.Field;
import io.zentra.policy.Finding.Kind;
import io.zentra.policy.ScoreBand;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bands of the score that all points together do not reach. */
final class BandFindings {
    private static final int MAX_SCORING_TOGETHER = 64;

    private final Analysed analysed;
    private final List<AnalysedRule> scoring;

    BandFindings(Analysed analysed) {
        this.analysed = analysed;
        this.scoring =
                analysed.rules().stream().filter(rule -> points(rule) > 0).toList();
    }

    void add() {
        List<ScoreBand> bands = analysed.policy().bands();
        if (bands.isEmpty()) {
            return;
        }
        long most = most();
        if (bands.stream().noneMatch(band -> band.from() > most)) {
            return;
        }
        Example example = highest();
        for (int i = 0; i < bands.size(); i++) {
            if (bands.get(i).from() > most) {
                analysed.add(
                        Kind.UNREACHABLE,
                        "$.bands[" + i + "]",
                        List.of(),
                        "the points of an operation come to " + most + " at most, and never to "
                                + bands.get(i).from() + ": lower the band, or give more points",
                        example);
            }
        }
    }

    /** No operation has more points than this: a fact has one value, so rules that ask for different ones do not add up. */
    private long most() {
        Map<Field, Long> others = new HashMap<>();
        Map<Field, Map<String, Long>> byValue = new HashMap<>();
        long all = 0;
        for (AnalysedRule rule : scoring) {
            if (analysed.find(rule.met()).isContradiction()) {
                continue;
            }
            all += points(rule);
            for (Map.Entry<Field, Condition.In> asked : asked(rule).entrySet()) {
                others.merge(asked.getKey(), points(rule), Long::sum);
                Map<String, Long> values = byValue.computeIfAbsent(asked.getKey(), first -> new HashMap<>());
                asked.getValue().values().forEach(value -> values.merge(value, points(rule), Long::sum));
            }
        }
        long most = all;
        for (Map.Entry<Field, Map<String, Long>> field : byValue.entrySet()) {
            long best = field.getValue().values().stream()
                    .mapToLong(Long::longValue)
                    .max()
                    .orElse(0);
            most = Math.min(most, all - others.getOrDefault(field.getKey(), 0L) + best);
        }
        return most;
    }

    /** An operation that comes to many points, if not to the most: rules are taken together as long as one meets them. */
    private @Nullable Example highest() {
        List<AnalysedRule> byPoints = scoring.stream()
                .sorted(Comparator.comparingLong(BandFindings::points).reversed())
                .limit(MAX_SCORING_TOGETHER)
                .toList();
        List<Condition> together = List.of();
        Example example = analysed.find(together).example();
        for (AnalysedRule rule : byPoints) {
            List<Condition> more = AnalysedRule.with(together, rule.met());
            Example next = analysed.find(more).example();
            if (next != null) {
                together = more;
                example = next;
            }
        }
        return example;
    }

    /** The facts whose values a rule asks for, each once. */
    private static Map<Field, Condition.In> asked(AnalysedRule rule) {
        Map<Field, Condition.In> asked = new HashMap<>();
        for (Condition condition : rule.when()) {
            if (condition instanceof Condition.In in) {
                asked.putIfAbsent(in.field(), in);
            }
        }
        return asked;
    }

    private static long points(AnalysedRule rule) {
        return rule.effect() instanceof Effect.Score score ? score.points() : 0;
    }
}
