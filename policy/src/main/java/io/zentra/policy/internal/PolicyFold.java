package io.zentra.policy.internal;

import io.zentra.core.commit.Operation;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.FoldTable;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.storage.RowType;
import io.zentra.core.time.Micros;
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
import java.util.function.UnaryOperator;

/** Policies, recomputed from events; and every decision, made again. */
public final class PolicyFold implements JournalFold {
    private static final int PAGE = 100;

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
        policies.put(
                row.key().name(),
                policies.getOrDefault(
                                row.key().name(), PolicyRow.first(row.key().name()))
                        .withLatest(row.key().version()));
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
        policy(event, row)
                .put(before -> before.withUpcoming(row.key().version(), Micros.of(from))
                        .at(event.at()));
    }

    private void rolledBack(Event event) {
        VersionRow row = changed(event);
        PolicyRow before = policy(event, row).row();
        Long back = before.upcoming() == null ? before.live() : before.upcoming();
        VersionKey taken = new VersionKey(row.key().name(), Objects.requireNonNull(back));
        versions.computeIfPresent(taken, (key, version) -> version.with(PolicyState.ROLLED_BACK, event.seq()));
        policies.put(row.key().name(), before.withLive(row.key().version()));
    }

    private void tried(Event event) {
        VersionRow row = changed(event);
        long share = event.body().path("share").asLong();
        long tried = row.key().version();
        boolean canary = event.body().path("trial").asText().equals(TryPolicy.Trial.CANARY.code());
        policy(event, row)
                .put(before -> canary ? before.withCanary(tried, share) : before.withShadow(tried, share > 0));
    }

    /** The policy of a version as it stood when an event was decided. */
    private Standing policy(Event event, VersionRow version) {
        return new Standing(
                policies,
                policies.getOrDefault(
                                version.key().name(),
                                PolicyRow.first(version.key().name()))
                        .at(event.at()));
    }

    private record Standing(Map<String, PolicyRow> policies, PolicyRow row) {
        void put(UnaryOperator<PolicyRow> change) {
            policies.put(row.name(), change.apply(row));
        }
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
        compareAll(stored, PolicyTables.VERSION, versions, "the version ");
        compareAll(stored, PolicyTables.TRIAL, trials, "the trial of ");
    }

    private static <R> void compareAll(
            StateComparison stored, RowType<VersionKey, R> type, Map<VersionKey, R> wanted, String name) {
        Map<VersionKey, R> missing = new HashMap<>(wanted);
        VersionKey last = new VersionKey("", 0);
        List<R> page;
        do {
            page = stored.list(
                    type,
                    "name >= :name and (name > :name or version > :version) order by name, version",
                    Map.of("name", last.name(), "version", last.version()),
                    PAGE);
            for (R row : page) {
                last = type.keyOf(row);
                stored.compare(name + last.name() + '/' + last.version(), row, missing.remove(last));
            }
        } while (page.size() == PAGE);
        missing.forEach((key, row) -> stored.compare(name + key.name() + '/' + key.version(), null, row));
    }
}
