package io.zentra.policy;

import io.zentra.core.Handle;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.EntityId;
import io.zentra.core.identity.Identifier;
import io.zentra.core.identity.Permission;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.Journal;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.storage.Queries;
import io.zentra.policy.internal.AnalysePolicy;
import io.zentra.policy.internal.Analyser;
import io.zentra.policy.internal.ApprovePolicy;
import io.zentra.policy.internal.Backtest;
import io.zentra.policy.internal.Compilations;
import io.zentra.policy.internal.CompiledPolicy;
import io.zentra.policy.internal.DraftPolicy;
import io.zentra.policy.internal.Explaining;
import io.zentra.policy.internal.PolicyFold;
import io.zentra.policy.internal.PolicyTables;
import io.zentra.policy.internal.PolicyTables.TrialRow;
import io.zentra.policy.internal.PolicyTables.VersionKey;
import io.zentra.policy.internal.PolicyTables.VersionRow;
import io.zentra.policy.internal.PublishPolicy;
import io.zentra.policy.internal.Replaying;
import io.zentra.policy.internal.RollBackPolicy;
import io.zentra.policy.internal.TryPolicy;
import io.zentra.policy.internal.VersionEvents;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's policies: drafted, analysed, approved by another person, published, tried and rolled back. Thread-safe, unless
 * its handle was made on a connection.
 *
 * <pre>{@code
 * PolicyVersion draft = author.policies().draft(policy, "draft-1").orElseThrow();
 * Analysis analysis = author.policies().analyse("payout", 1, "analyse-1").orElseThrow();
 * approver.policies().approve("payout", 1, analysis.hash(), "approve-1").orElseThrow();
 * approver.policies().publish("payout", 1, "publish-1").orElseThrow();
 * }</pre>
 */
public final class Policies {
    /** The most versions of one answer. */
    public static final int MAX_PAGE = 100;

    private static final int BACKTESTED_AT_ONCE = 1_000;

    private final Handle handle;
    private final Compilations compilations;

    /** The policies of a handle; {@link PolicyWork} is the runtime's. */
    public Policies(Handle handle, PolicyWork work) {
        this.handle = handle;
        this.compilations = work.compilations();
    }

    /**
     * Writes down the next version of a policy.
     *
     * @return applied with the draft, replayed, or declined with {@code invalid_policy} and the path of the fault
     * @throws ZentraException {@code permission_denied}, {@code idempotency_conflict}, or why it could not run
     */
    public Outcome<PolicyVersion> draft(Policy policy, String key) {
        handle.require(Permission.DRAFT_POLICIES);
        return handle.commits().run(handle.access(), DraftPolicy.of(policy, IdempotencyKey.of(key)));
    }

    /** The same from JSON, whose name must be this one. */
    public Outcome<PolicyVersion> draft(String name, String json, String key) {
        handle.require(Permission.DRAFT_POLICIES);
        Identifier.require("policy", name);
        return handle.commits().run(handle.access(), DraftPolicy.of(name, json, IdempotencyKey.of(key)));
    }

    /**
     * Looks for what is wrong with a version, and keeps what was found. A version with errors stays a draft.
     *
     * @return applied, replayed, or declined with {@code policy_state} once it was approved
     * @throws ZentraException {@code unknown_policy}, {@code permission_denied}, {@code idempotency_conflict}, or why it
     *     could not run
     */
    public Outcome<Analysis> analyse(String name, int version, String key) {
        handle.require(Permission.DRAFT_POLICIES);
        VersionRow row = require(name, version);
        Analysis analysis = Analyser.analyse(Policy.parse(row.json()));
        return handle.commits().run(handle.access(), new AnalysePolicy(row.key(), analysis, IdempotencyKey.of(key)));
    }

    /**
     * Agrees to a version that another person drafted.
     *
     * @param analysis the {@link Analysis#hash()} of the analysis whose findings are acknowledged
     * @return applied, replayed, or declined with {@code same_person}, {@code policy_findings}, {@code policy_state} or
     *     {@code unknown_policy}
     * @throws ZentraException {@code permission_denied}, {@code idempotency_conflict}, or why it could not run
     */
    public Outcome<PolicyVersion> approve(String name, int version, String analysis, String key) {
        handle.require(Permission.APPROVE_POLICIES);
        return handle.commits()
                .run(
                        handle.access(),
                        new ApprovePolicy(
                                key(name, version), Identifier.require("analysis", analysis), IdempotencyKey.of(key)));
    }

    /**
     * Has an approved version decide from now on.
     *
     * @return applied, replayed, or declined with {@code policy_state} or {@code unknown_policy}
     * @throws ZentraException {@code permission_denied}, {@code idempotency_conflict}, or why it could not run
     */
    public Outcome<PolicyVersion> publish(String name, int version, String key) {
        return publish(name, version, null, key);
    }

    /** The same from an instant on that is to come; until then the version before decides. */
    public Outcome<PolicyVersion> publish(String name, int version, @Nullable Instant from, String key) {
        handle.require(Permission.PUBLISH_POLICIES);
        return handle.commits()
                .run(handle.access(), new PublishPolicy(key(name, version), from, IdempotencyKey.of(key)));
    }

    /**
     * Takes back the version that was published last, and has a former one decide at once.
     *
     * @param version the former one
     * @return applied, replayed, or declined with {@code policy_state} or {@code unknown_policy}
     * @throws ZentraException {@code permission_denied}, {@code idempotency_conflict}, or why it could not run
     */
    public Outcome<PolicyVersion> rollBack(String name, int version, String key) {
        handle.require(Permission.PUBLISH_POLICIES);
        return handle.commits().run(handle.access(), new RollBackPolicy(key(name, version), IdempotencyKey.of(key)));
    }

    /**
     * Has a version of any state asked about every operation beside the one that decides, without effect; or ends that.
     *
     * @return applied, replayed, or declined with {@code unknown_policy}
     * @throws ZentraException {@code permission_denied}, {@code idempotency_conflict}, or why it could not run
     */
    public Outcome<PolicyVersion> shadow(String name, int version, boolean on, String key) {
        return attempt(name, version, TryPolicy.Trial.SHADOW, on ? 1 : 0, key);
    }

    /**
     * Has an approved version decide a share of the operations, chosen by their keys: the same one at every retry.
     *
     * @param share in hundredths of a percent, 0 to 10,000; 0 ends it
     * @return applied, replayed, or declined with {@code policy_state}, {@code invalid_configuration} or
     *     {@code unknown_policy}
     * @throws ZentraException {@code permission_denied}, {@code idempotency_conflict}, or why it could not run
     */
    public Outcome<PolicyVersion> canary(String name, int version, int share, String key) {
        return attempt(name, version, TryPolicy.Trial.CANARY, share, key);
    }

    private Outcome<PolicyVersion> attempt(String name, int version, TryPolicy.Trial trial, long share, String key) {
        handle.require(Permission.PUBLISH_POLICIES);
        return handle.commits()
                .run(handle.access(), new TryPolicy(key(name, version), trial, share, IdempotencyKey.of(key)));
    }

    /** How often a version on trial, as a shadow or a canary, said what the live one said. */
    public TrialReport trial(String name, int version) {
        handle.require(Permission.READ);
        VersionKey key = require(name, version).key();
        TrialRow row = handle.queries()
                .first(
                        PolicyTables.TRIAL,
                        handle.tenantNo(),
                        "name = :name and version = :version",
                        Map.of("name", name, "version", (long) version))
                .orElse(null);
        return TrialReport.of(key.name(), version, row);
    }

    /**
     * Asks a version of any state about all decisions of a time, as if it had been published when the time began: with what
     * its windows would have come to, where what was given back is taken off again. What the live version never counted
     * leaves no trace when it is undone, and so goes on counting here.
     *
     * @param from the first moment; the journal is read from the beginning of the longest window at that moment on
     * @param to the first moment after
     * @throws ZentraException {@code unknown_policy}, {@code invalid_window} when the time ends before it begins, {@code
     *     list_too_long} when more than 500,000 usages would count or 100,000 operations wait for persons at one time,
     *     {@code event_archived} when an event of that time lies in an archive, or {@code permission_denied}
     */
    public BacktestReport backtest(String name, int version, Instant from, Instant to) {
        handle.require(Permission.READ);
        Backtest backtest = new Backtest(compilations.of(require(name, version)), from, to);
        ZoneId zone = handle.access().tenant().config().timeZone();
        Journal journal = handle.journal();
        long seq = journal.recordedBy(backtest.since(zone).minusNanos(1_000));
        boolean more = true;
        while (more) {
            List<Event> events = journal.after(seq, BACKTESTED_AT_ONCE);
            more = events.size() == BACKTESTED_AT_ONCE;
            for (Event event : events) {
                seq = event.seq();
                more &= backtest.apply(event);
            }
        }
        return backtest.report();
    }

    /**
     * A version as it stands.
     *
     * @throws ZentraException {@code unknown_policy} or {@code permission_denied}
     */
    public PolicyVersion version(String name, int version) {
        handle.require(Permission.READ);
        return require(name, version).version();
    }

    /** The policy of a version. */
    public Policy policy(String name, int version) {
        handle.require(Permission.READ);
        return Policy.parse(require(name, version).json());
    }

    /**
     * Versions of a policy, the latest first.
     *
     * @param before those with smaller numbers; {@link Integer#MAX_VALUE} for the first page
     * @param limit 1 to {@value #MAX_PAGE}
     */
    public List<PolicyVersion> versions(String name, int before, int limit) {
        handle.require(Permission.READ);
        return handle
                .queries()
                .list(
                        PolicyTables.VERSION,
                        handle.tenantNo(),
                        "name = :name and version < :before order by version desc",
                        Map.of("name", name, "before", (long) before),
                        Queries.requirePage("versions", limit, MAX_PAGE))
                .stream()
                .map(VersionRow::version)
                .toList();
    }

    /**
     * A decision, made again from what its event keeps, with the proof that it is the same to the last bit.
     *
     * @throws ZentraException {@code unknown_decision}; {@code journal_damaged} when it is not the same
     */
    public DecisionRecord replay(String decisionId) {
        return again(event(decisionId), decisionId);
    }

    /**
     * The same from the event of a decision that was read elsewhere, as from an archive, which proves that it is genuine.
     *
     * @throws ZentraException {@code unknown_decision} for another event, or one of another tenant; {@code
     *     journal_damaged}
     */
    public DecisionRecord replay(Event decision) {
        handle.require(Permission.READ);
        String id = decision.subject().orElse("");
        if (!Replaying.isDecision(decision)
                || !decision.tenant().equals(handle.access().tenant().id().value())) {
            throw unknown(id);
        }
        return again(decision, id);
    }

    private DecisionRecord again(Event event, String decisionId) {
        DecisionRecord again = new Replaying(this::compiled).again(event);
        if (!Replaying.isSame(event, again)) {
            throw ZentraException.of(
                    ErrorCode.JOURNAL_DAMAGED,
                    "the decision " + decisionId + " is not what its policy makes of its facts: run verify()",
                    Map.of("decision", decisionId));
        }
        return again;
    }

    /**
     * What a decision found of every rule, those that did not apply too, with what they compared.
     *
     * @throws ZentraException as for {@link #replay}
     */
    public List<RuleResult> explain(String decisionId) {
        Decision decision = replay(decisionId).decision();
        return new Explaining(compiled(decision.policy()), decision).results();
    }

    /** The policies' part of a verification that covers more. */
    public JournalFold fold() {
        return new PolicyFold();
    }

    private CompiledPolicy compiled(PolicyRef ref) {
        return compilations.of(require(ref.name(), ref.version()));
    }

    private Event event(String decisionId) {
        handle.require(Permission.READ);
        return EntityId.parse("de", decisionId)
                .filter(parsed -> parsed.tenantNo() == handle.tenantNo())
                .flatMap(parsed -> handle.journal().event(parsed.seq()))
                .filter(Replaying::isDecision)
                .filter(event -> event.subject().filter(decisionId::equals).isPresent())
                .orElseThrow(() -> unknown(decisionId));
    }

    private static ZentraException unknown(String decisionId) {
        return ZentraException.of(
                ErrorCode.UNKNOWN_DECISION,
                "no decision \"" + decisionId + "\" is known: use the id that deciding gave",
                Map.of("decision", decisionId));
    }

    private VersionRow require(String name, int version) {
        Optional<VersionRow> row = handle.queries()
                .first(
                        PolicyTables.VERSION,
                        handle.tenantNo(),
                        "name = :name and version = :version",
                        Map.of("name", Identifier.require("policy", name), "version", (long) version));
        return row.orElseThrow(() -> VersionEvents.unknown(key(name, version)));
    }

    private static VersionKey key(String name, int version) {
        return new VersionKey(Identifier.require("policy", name), version);
    }
}
