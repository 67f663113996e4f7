package io.zentra.policy.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Event;
import io.zentra.core.usage.Charge;
import io.zentra.core.usage.Usage;
import io.zentra.core.usage.Window;
import io.zentra.policy.BacktestReport;
import io.zentra.policy.BacktestReport.Difference;
import io.zentra.policy.Corridor;
import io.zentra.policy.Decision;
import io.zentra.policy.Facts;
import io.zentra.policy.Verdict;
import io.zentra.policy.WindowReading;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks a version about the decisions of a journal, as if it had been published at the beginning of a time: what was let
 * through before counts in its windows, and from then on what it lets through itself. An operation that persons let go on
 * counts when they did, if the version asked for them too. Not thread-safe.
 */
public final class Backtest {
    /** The most operations that the version let go on and that still wait for persons in the history. */
    private static final int MAX_WAITING = 100_000;

    private static final Duration ZONES_APART = Duration.ofDays(2);

    private final CompiledPolicy compiled;
    private final Instant from;
    private final Instant to;
    private final SimulatedMeters meters = new SimulatedMeters();
    private final BacktestTally byAsset = new BacktestTally();
    private final BacktestTally byCorridor = new BacktestTally();
    private final BacktestTally byRule = new BacktestTally();
    private final Map<Verdict, Map<Verdict, List<Difference>>> first = new EnumMap<>(Verdict.class);
    private final Set<String> waiting = new HashSet<>();
    private long decisions;
    private long different;
    private long resumed;

    /**
     * A decision of the journal.
     *
     * @param id its id
     * @param facts what it knew
     * @param verdict what was said
     * @param by what decided; null for nothing
     * @param before the id of the decision that sent the operation to persons, who then let it go on; null for none
     * @param wentOn whether the operation was done
     */
    private record Past(
            String id,
            Facts facts,
            Verdict verdict,
            @Nullable String by,
            @Nullable String before,
            boolean wentOn) {
        static Past of(Event event, Verdict verdict) {
            JsonNode body = event.body();
            boolean letOn = verdict == Verdict.ACCEPTED || body.has("approved_by_case");
            boolean failed = body.has("windows") && !body.has("usage"); // what was done is counted
            return new Past(
                    event.subject().orElse(""),
                    FactsText.read(event),
                    verdict,
                    body.path("decided_by").textValue(),
                    event.correlation()
                            .filter(id -> Usage.decisionSeq(id).isPresent())
                            .orElse(null),
                    letOn && !failed);
        }

        /** Whether it was let go on and could not be done. */
        boolean failed() {
            return !wentOn && before != null && verdict != Verdict.DENIED;
        }
    }

    /**
     * Begins.
     *
     * @throws ZentraException {@code invalid_window} when the time ends before it begins
     */
    public Backtest(CompiledPolicy compiled, Instant from, Instant to) {
        if (!from.isBefore(to)) {
            throw ZentraException.of(
                    ErrorCode.INVALID_WINDOW,
                    "a backtest from " + from + " to " + to + " has no time: it must begin before it ends",
                    Map.of("from", from.toString(), "to", to.toString()));
        }
        this.compiled = compiled;
        this.from = from;
        this.to = to;
    }

    /** From when on events are needed: what was let through since may count in the windows of the time. */
    public Instant since(ZoneId zone) {
        Instant since = from;
        for (Counted window : compiled.windows()) {
            Window within = window.measure().within();
            Instant begin = within.startOf(from, zone);
            Instant early = within instanceof Window.Calendar ? begin.minus(ZONES_APART) : begin;
            since = early.isBefore(since) ? early : since;
        }
        return since;
    }

    /** Takes the next event; false when it and all after it are past the time. */
    public boolean apply(Event event) {
        if (!event.at().isBefore(to)) {
            return false;
        }
        if (event.type().equals(Usage.RETURNED)) {
            meters.giveBack(
                    event.body().path("decision").asText(),
                    event.body().path("undone_minor").longValue(),
                    event.at());
        }
        Verdict verdict = DecisionText.verdict(event.type());
        if (verdict != null
                && DecisionText.policy(event.body())
                        .name()
                        .equals(compiled.policy().name())) {
            take(Past.of(event, verdict));
        }
        return true;
    }

    private void take(Past past) {
        if (past.before() != null && waiting.remove(past.before())) {
            meters.rename(past.before(), past.id());
            resumed++;
            return;
        }
        Selection selection = compiled.select(past.facts());
        List<Counted> counting = selection.counting();
        List<Charge> charges =
                counting.stream().map(window -> window.charge(past.facts())).toList();
        List<WindowReading> readings = new ArrayList<>();
        for (int i = 0; i < charges.size(); i++) {
            readings.add(counting.get(i).reading(past.facts(), meters.read(charges.get(i), past.facts())));
        }
        boolean goesOn = past.wentOn();
        if (!past.facts().at().isBefore(from)) {
            Decision own = selection.decide(readings);
            boolean letOn = own.isAccepted() || (own.verdict() == Verdict.REVIEW && past.before() != null);
            goesOn = letOn && !past.failed();
            compare(past, own);
        }
        if (goesOn) {
            meters.add(past.id(), past.facts(), distinct(charges));
        }
    }

    /** Windows that count the same are one meter. */
    private static List<Charge> distinct(List<Charge> charges) {
        Map<Object, Charge> byMeter = new LinkedHashMap<>();
        charges.forEach(charge -> byMeter.putIfAbsent(charge.meter(), charge));
        return List.copyOf(byMeter.values());
    }

    private void compare(Past past, Decision own) {
        Facts facts = past.facts();
        Corridor corridor = facts.proposal().countries();
        decisions++;
        byAsset.add(
                facts.proposal().amount().asset().toString(), facts.proposal().amount(), past.verdict(), own.verdict());
        byCorridor.add(
                corridor == null ? BacktestReport.NONE : corridor.toString(),
                facts.proposal().amount(),
                past.verdict(),
                own.verdict());
        byRule.add(
                rule(past.by()) + ">" + rule(own.decidedBy()),
                facts.proposal().amount(),
                past.verdict(),
                own.verdict());
        if (past.verdict() != own.verdict()) {
            different++;
            tell(past, own);
        }
        if (past.verdict() == Verdict.REVIEW && own.isAccepted() && past.before() == null) {
            remember(past.id());
        }
    }

    private void tell(Past past, Decision own) {
        List<Difference> told = first.computeIfAbsent(past.verdict(), live -> new EnumMap<>(Verdict.class))
                .computeIfAbsent(own.verdict(), verdict -> new ArrayList<>());
        if (told.size() < BacktestReport.MAX_FIRST) {
            told.add(new Difference(
                    past.id(),
                    past.facts().at(),
                    past.verdict(),
                    past.by(),
                    own.verdict(),
                    own.decidedBy(),
                    own.reason(),
                    own.windows()));
        }
    }

    private void remember(String decision) {
        if (waiting.size() >= MAX_WAITING) {
            throw ZentraException.of(
                    ErrorCode.LIST_TOO_LONG,
                    "more than " + MAX_WAITING + " operations that the version lets go on wait for persons: test a"
                            + " shorter time",
                    Map.of("operations", String.valueOf(waiting.size())));
        }
        waiting.add(decision);
    }

    private static String rule(@Nullable String rule) {
        return rule == null ? BacktestReport.NONE : rule;
    }

    /** What came of it. */
    public BacktestReport report() {
        List<Difference> told = first.values().stream()
                .flatMap(own -> own.values().stream())
                .flatMap(List::stream)
                .toList();
        return new BacktestReport(
                compiled.ref(),
                from,
                to,
                decisions,
                different,
                resumed,
                byAsset.lines(),
                byCorridor.lines(),
                byRule.lines(),
                told);
    }
}
