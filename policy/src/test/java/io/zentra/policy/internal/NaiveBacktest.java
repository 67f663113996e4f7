package io.zentra.policy.internal;

import io.zentra.core.journal.Event;
import io.zentra.core.usage.Usage;
import io.zentra.core.usage.Window;
import io.zentra.policy.Facts;
import io.zentra.policy.Measure;
import io.zentra.policy.Policy;
import io.zentra.policy.Verdict;
import io.zentra.policy.internal.NaivePolicy.Told;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a backtest is, said once more in the plainest way: a list of all that was let through, looked through each time. */
final class NaiveBacktest {
    private final Policy policy;
    private final Instant from;
    private final List<Passed> passed = new ArrayList<>();
    private final Set<String> early = new HashSet<>();
    private final Map<String, Passed> byDecision = new HashMap<>();
    private final List<String> compared = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    /** An operation that was let through, and how much of it was undone. */
    private static final class Passed {
        private final Facts facts;
        private long undone;

        Passed(Facts facts) {
            this.facts = facts;
        }
    }

    NaiveBacktest(Policy policy, Instant from) {
        this.policy = policy;
        this.from = from;
    }

    /** The decisions that were compared, each with both verdicts. */
    List<String> compared() {
        return compared;
    }

    /** The decisions that would not have been asked for. */
    List<String> skipped() {
        return skipped;
    }

    void apply(Event event) {
        if (event.type().equals(Usage.RETURNED)) {
            Passed of = byDecision.get(event.body().path("decision").asText());
            if (of != null) {
                of.undone += event.body().path("undone_minor").longValue();
            }
            return;
        }
        Verdict live = Stream.of(Verdict.values())
                .filter(verdict -> event.type().equals("policy." + verdict.code()))
                .findFirst()
                .orElse(null);
        if (live != null && event.body().has("facts")) {
            decide(event, live);
        }
    }

    private void decide(Event event, Verdict live) {
        Facts facts = FactsText.read(event);
        String id = event.subject().orElseThrow();
        String before = event.correlation().filter(one -> one.startsWith("de_")).orElse("");
        if (early.remove(before)) {
            skipped.add(id);
            byDecision.put(id, Objects.requireNonNull(byDecision.get(before)));
            return;
        }
        boolean resumed = !before.isEmpty();
        boolean counted = event.body().has("usage");
        boolean passes = counted;
        if (!facts.at().isBefore(from)) {
            Map<String, Long> values = new HashMap<>();
            NaivePolicy unread = new NaivePolicy(policy, facts, Map.of());
            policy.windows().forEach((name, measure) -> {
                if (unread.counts(measure)) {
                    values.put(name, value(measure, facts));
                }
            });
            Told told = new NaivePolicy(policy, facts, values).told();
            compared.add(id + " " + live + " " + told.verdict() + " by " + told.by());
            passes = told.verdict() == Verdict.ACCEPTED || (told.verdict() == Verdict.REVIEW && resumed);
            passes &= !resumed || counted || live == Verdict.DENIED;
            if (told.verdict() == Verdict.ACCEPTED && live == Verdict.REVIEW && !resumed) {
                early.add(id);
            }
        }
        if (passes) {
            Passed one = new Passed(facts);
            passed.add(one);
            byDecision.put(id, one);
        }
    }

    /** What a window comes to with an operation in it. */
    private long value(Measure measure, Facts facts) {
        BigInteger sum = BigInteger.valueOf(facts.proposal().amount().minor());
        long count = 1;
        Set<String> values = new HashSet<>();
        values.add(of(measure, facts));
        for (Passed one : passed) {
            if (counts(measure, one.facts, facts)) {
                BigInteger whole =
                        BigInteger.valueOf(one.facts.proposal().amount().minor());
                sum = sum.add(whole.subtract(BigInteger.valueOf(one.undone)));
                if (BigInteger.valueOf(one.undone).compareTo(whole) < 0) {
                    count++;
                    values.add(of(measure, one.facts));
                }
            }
        }
        return switch (measure.kind()) {
            case SUM -> sum.longValueExact();
            case COUNT -> count;
            case DISTINCT -> values.size();
        };
    }

    private boolean counts(Measure measure, Facts one, Facts now) {
        Instant start = measure.within().startOf(now.at(), now.zone());
        boolean inWindow = measure.within() instanceof Window.Rolling
                ? one.at().isAfter(start)
                : !one.at().isBefore(start);
        return inWindow
                && new NaivePolicy(policy, one, Map.of()).counts(measure)
                && measure.per().stream().allMatch(field -> Objects.equals(one.text(field), now.text(field)));
    }

    private static String of(Measure measure, Facts facts) {
        return measure.of() == null ? "" : text(facts.text(measure.of()));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
