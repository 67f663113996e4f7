package io.zentra.policy.internal;

import static io.zentra.core.storage.Column.integer;
import static io.zentra.core.storage.Column.text;

import io.zentra.core.storage.Column;
import io.zentra.core.storage.Module;
import io.zentra.core.storage.RowType;
import io.zentra.core.time.Micros;
import io.zentra.policy.PolicyRef;
import io.zentra.policy.PolicyState;
import io.zentra.policy.PolicyVersion;
import io.zentra.policy.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tables of policies. */
public final class PolicyTables {
    /** The verdicts of the live version and of the one on trial, as the columns of their counts are called. */
    private static final List<String> PAIRS = List.of(
            "accepted_accepted",
            "accepted_review",
            "accepted_denied",
            "review_accepted",
            "review_review",
            "review_denied",
            "denied_accepted",
            "denied_review",
            "denied_denied");

    private static final int ORDINARY_LENGTH = 256;

    /** Which versions decide, by the name of the policy. */
    public static final RowType<String, PolicyRow> POLICY = RowType.of("zentra_policy", PolicyRow::name)
            .key(List.of(text("name")), (key, out) -> out.text(key))
            .values(
                    List.of(
                            integer("latest"),
                            integer("live"),
                            integer("upcoming"),
                            integer("upcoming_at"),
                            integer("canary"),
                            integer("canary_share"),
                            integer("shadow")),
                    (row, out) -> out.integer(row.latest())
                            .integerOrNull(row.live())
                            .integerOrNull(row.upcoming())
                            .integerOrNull(row.upcomingAt())
                            .integerOrNull(row.canary())
                            .integer(row.canaryShare())
                            .integerOrNull(row.shadow()))
            .read(in -> new PolicyRow(
                    in.text(),
                    in.integer(),
                    in.integerOrNull(),
                    in.integerOrNull(),
                    in.integerOrNull(),
                    in.integerOrNull(),
                    in.integer(),
                    in.integerOrNull()))
            .kept();

    /** Versions, by name and number. */
    public static final RowType<VersionKey, VersionRow> VERSION = RowType.of("zentra_policy_version", VersionRow::key)
            .key(
                    List.of(text("name"), integer("version")),
                    (key, out) -> out.text(key.name()).integer(key.version()))
            .values(
                    List.of(
                            text("state"),
                            text("hash"),
                            text("json"),
                            text("author"),
                            text("approver"),
                            text("analysis"),
                            integer("last_event")),
                    (row, out) -> out.text(row.state().code())
                            .text(row.hash())
                            .text(row.json())
                            .text(row.author())
                            .text(row.approver())
                            .text(row.analysis())
                            .integer(row.lastEvent()))
            .read(in -> new VersionRow(
                    new VersionKey(in.text(), in.integer()),
                    PolicyState.of(in.text()),
                    in.text(),
                    in.text(),
                    in.text(),
                    in.textOrNull(),
                    in.textOrNull(),
                    in.integer()))
            .kept(row -> 1 + row.json().length() / ORDINARY_LENGTH);

    /** What versions on trial came to, by name and number. */
    public static final RowType<VersionKey, TrialRow> TRIAL = RowType.of("zentra_policy_trial", TrialRow::key)
            .key(
                    List.of(text("name"), integer("version")),
                    (key, out) -> out.text(key.name()).integer(key.version()))
            .values(
                    PAIRS.stream().map(Column::integer).toList(),
                    (row, out) -> row.counts().forEach(out::integer))
            .read(in -> new TrialRow(
                    new VersionKey(in.text(), in.integer()),
                    PAIRS.stream().map(pair -> in.integer()).toList()))
            .kept();

    /** What the module keeps. */
    public static final Module MODULE =
            new Module("policy", PolicyTables.class, List.of("0001_policy.sql"), List.of(POLICY, VERSION, TRIAL));

    private PolicyTables() {}

    /** A version of a policy. */
    public record VersionKey(String name, long version) {}

    /**
     * Which versions of a policy decide.
     *
     * @param latest the number given last
     * @param live the one that decides; null for none
     * @param upcoming the one that will from an instant on; null for none
     * @param upcomingAt that instant, in microseconds
     * @param canary the one that decides a share of the operations; null for none
     * @param canaryShare in hundredths of a percent
     * @param shadow the one that is asked without effect; null for none
     */
    public record PolicyRow(
            String name,
            long latest,
            @Nullable Long live,
            @Nullable Long upcoming,
            @Nullable Long upcomingAt,
            @Nullable Long canary,
            long canaryShare,
            @Nullable Long shadow) {
        /** A policy of which nothing is drafted yet. */
        static PolicyRow first(String name) {
            return new PolicyRow(name, 0, null, null, null, null, 0, null);
        }

        /** The same, with what was to come by now. */
        PolicyRow at(Instant now) {
            return upcomingAt != null && upcomingAt <= Micros.of(now)
                    ? new PolicyRow(name, latest, upcoming, null, null, canary, canaryShare, shadow)
                    : this;
        }

        PolicyRow withLatest(long version) {
            return new PolicyRow(name, version, live, upcoming, upcomingAt, canary, canaryShare, shadow);
        }

        /** The same with another version from an instant on, which may be now. */
        PolicyRow published(long version, Instant from, Instant now) {
            return new PolicyRow(name, latest, live, version, Micros.of(from), canary, canaryShare, shadow).at(now);
        }

        /** The version to come, or else the one that decides. */
        Optional<VersionKey> toTakeBack() {
            return Optional.ofNullable(upcoming == null ? live : upcoming).map(number -> new VersionKey(name, number));
        }

        /** The same with this version deciding, and nothing to come. */
        PolicyRow withLive(@Nullable Long version) {
            return new PolicyRow(name, latest, version, null, null, canary, canaryShare, shadow);
        }

        /** The same with a version on trial; with a share of 0 without it, if it is. */
        PolicyRow tried(long version, TryPolicy.Trial trial, long share) {
            boolean isCanary = trial == TryPolicy.Trial.CANARY;
            if (share > 0) {
                return isCanary ? withTrials(version, share, shadow) : withTrials(canary, canaryShare, version);
            }
            if (!isOf(isCanary ? canary : shadow, version)) {
                return this;
            }
            return isCanary ? withTrials(null, 0, shadow) : withTrials(canary, canaryShare, null);
        }

        private PolicyRow withTrials(@Nullable Long asCanary, long share, @Nullable Long asShadow) {
            return new PolicyRow(name, latest, live, upcoming, upcomingAt, asCanary, share, asShadow);
        }

        private static boolean isOf(@Nullable Long tried, long version) {
            return tried != null && tried == version;
        }
    }

    /**
     * A version.
     *
     * @param json the canonical form of the policy
     * @param analysis the hash of what the analysis found; null before it
     * @param lastEvent the last event about it
     */
    public record VersionRow(
            VersionKey key,
            PolicyState state,
            String hash,
            String json,
            String author,
            @Nullable String approver,
            @Nullable String analysis,
            long lastEvent) {
        /** The same in another state. */
        VersionRow with(PolicyState next, long event) {
            return new VersionRow(key, next, hash, json, author, approver, analysis, event);
        }

        /** The same, agreed to. */
        VersionRow approvedBy(String person, long event) {
            return new VersionRow(key, PolicyState.APPROVED, hash, json, author, person, analysis, event);
        }

        /** The same, analysed. */
        VersionRow analysed(PolicyState next, String findings, long event) {
            return new VersionRow(key, next, hash, json, author, approver, findings, event);
        }

        /** The version as hosts see it. */
        public PolicyVersion version() {
            return new PolicyVersion(
                    new PolicyRef(key.name(), (int) key.version(), hash), state, author, approver, lastEvent);
        }
    }

    /**
     * How often a version on trial said what the live one said.
     *
     * @param counts one a pair of verdicts, in the order of the columns
     */
    public record TrialRow(VersionKey key, List<Long> counts) {
        /** Copies the list. */
        public TrialRow {
            counts = List.copyOf(counts);
        }

        /** Nothing said yet. */
        static TrialRow none(VersionKey key) {
            return new TrialRow(key, PAIRS.stream().map(pair -> 0L).toList());
        }

        /** The same with one more. */
        TrialRow plus(Verdict live, Verdict own) {
            List<Long> more = new ArrayList<>(counts);
            more.set(place(live, own), count(live, own) + 1);
            return new TrialRow(key, more);
        }

        /** How often. */
        public long count(Verdict live, Verdict own) {
            return counts.get(place(live, own));
        }

        private static int place(Verdict live, Verdict own) {
            return PAIRS.indexOf(live.code() + '_' + own.code());
        }
    }
}
