package io.zentra.policy.internal;

import io.zentra.core.commit.Operation;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.FoldTable;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.StateComparison;
import io.zentra.policy.Decision;
import io.zentra.policy.DecisionRecord;
import io.zentra.policy.PolicyRef;
import io.zentra.policy.PolicyState;
import io.zentra.policy.internal.PolicyTables.PolicyRow;
import io.zentra.policy.internal.PolicyTables.TrialRow;
import io.zentra.policy.internal.PolicyTables.VersionKey;
import io.zentra.policy.internal.PolicyTables.VersionRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Policies, recomputed from events; and every decision, made again. */
public final class PolicyFold implements JournalFold {
    private final Map<String, PolicyRow> policies = new HashMap<>();
    private final Map<VersionKey, VersionRow> versions = new HashMap<>();
    private final Map<VersionKey, TrialRow> trials = new HashMap<>();
    private final Compilations compilations = new Compilations();
    private final Replaying replaying = new Replaying(this::compiled);

    @Override
    public List<Operation> operations() {
        return Operations.KEYED;
    }

    @Override
    public List<FoldTable<?, ?>> tables() {
        return List.of(
                new FoldTable<>(PolicyTables.POLICY, policies),
                new FoldTable<>(PolicyTables.VERSION, versions),
                new FoldTable<>(PolicyTables.TRIAL, trials));
    }

    @Override
    public void apply(Event event, StateComparison stored) {
        if (Replaying.isDecision(event)) {
            decision(event, stored);
            return;
        }
        switch (event.type()) {
            case VersionEvents.DRAFTED -> drafted(event);
            case VersionEvents.ANALYSED, VersionEvents.APPROVED -> changed(event);
            case VersionEvents.PUBLISHED -> published(event);
            case VersionEvents.ROLLED_BACK -> rolledBack(event);
            case VersionEvents.TRIED -> tried(event);
            default -> {} // not about policies
        }
    }

    private void decision(Event event, StateComparison stored) {
        DecisionRecord again = replaying.again(event);
        if (!Replaying.isSame(event, again)) {
            stored.fault("event " + event.seq() + " tells a decision that its policy does not make of its facts");
        }
        List<Decision> all = new ArrayList<>(List.of(again.decision()));
        all.addAll(again.trials());
        PolicyRow policy = policies.get(again.decision().policy().name());
        Long live = policy == null ? null : policy.at(event.at()).live();
        int ofLive = all.stream()
                .map(decision -> (long) decision.policy().version())
                .toList()
                .indexOf(live);
        if (ofLive < 0) {
            stored.fault("event " + event.seq() + " tells a decision without the version that was live");
            return;
        }
        for (int i = 0; i < all.size(); i++) {
            if (i != ofLive) {
                VersionKey key = key(all.get(i).policy());
                TrialRow before = trials.getOrDefault(key, TrialRow.none(key));
                trials.put(
                        key, before.plus(all.get(ofLive).verdict(), all.get(i).verdict()));
            }
        }
    }

    private void drafted(Event event) {
        VersionRow row = VersionEvents.row(
                event, PolicyReader.read(event.body().path("policy").toString()).json());
        versions.put(row.key(), row);
        put(known(row).withLatest(row.key().version()));
    }

    private VersionRow changed(Event event) {
        VersionRow told = VersionEvents.row(event, "");
        VersionRow before = Objects.requireNonNull(versions.get(told.key()), "a version that was never drafted");
        VersionRow after = VersionEvents.row(event, before.json());
        versions.put(after.key(), after);
        return after;
    }

    private void published(Event event) {
        VersionRow row = changed(event);
        Instant from = Instant.parse(event.body().path("from").asText());
        put(policy(event, row).published(row.key().version(), from, event.at()));
    }

    private void rolledBack(Event event) {
        VersionRow row = changed(event);
        PolicyRow before = policy(event, row);
        VersionKey taken = before.toTakeBack().orElseThrow();
        versions.computeIfPresent(taken, (key, version) -> version.with(PolicyState.ROLLED_BACK, event.seq()));
        put(before.withLive(row.key().version()));
    }

    private void tried(Event event) {
        VersionRow row = changed(event);
        put(policy(event, row)
                .tried(
                        row.key().version(),
                        TryPolicy.Trial.of(event.body().path("trial").asText()),
                        event.body().path("share").asLong()));
    }

    /** The policy of a version as it stood when an event was decided. */
    private PolicyRow policy(Event event, VersionRow version) {
        return known(version).at(event.at());
    }

    private PolicyRow known(VersionRow version) {
        String name = version.key().name();
        return policies.getOrDefault(name, PolicyRow.first(name));
    }

    private void put(PolicyRow policy) {
        policies.put(policy.name(), policy);
    }

    private CompiledPolicy compiled(PolicyRef ref) {
        VersionRow row = versions.get(key(ref));
        if (row == null || !row.hash().equals(ref.hash())) {
            throw new IllegalStateException("no version " + ref + " of this hash was drafted");
        }
        return compilations.of(row);
    }

    private static VersionKey key(PolicyRef ref) {
        return new VersionKey(ref.name(), ref.version());
    }

    @Override
    public void compare(StateComparison stored) {
        stored.compare(PolicyTables.POLICY, policies, name -> "the policy " + name);
        stored.compare(PolicyTables.VERSION, versions, key -> "the version " + named(key));
        stored.compare(PolicyTables.TRIAL, trials, key -> "the trial of " + named(key));
    }

    private static String named(VersionKey key) {
        return key.name() + '/' + key.version();
    }
}
