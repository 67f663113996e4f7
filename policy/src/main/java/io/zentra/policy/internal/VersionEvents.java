package io.zentra.policy.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.policy.Analysis;
import io.zentra.policy.PolicyState;
import io.zentra.policy.PolicyVersion;
import io.zentra.policy.internal.PolicyTables.PolicyRow;
import io.zentra.policy.internal.PolicyTables.VersionKey;
import io.zentra.policy.internal.PolicyTables.VersionRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The events about versions, and their rows. */
public final class VersionEvents {
    static final String DRAFTED = "policy.drafted";
    static final String ANALYSED = "policy.analysed";
    static final String APPROVED = "policy.version_approved";
    static final String PUBLISHED = "policy.published";
    static final String ROLLED_BACK = "policy.rolled_back";
    static final String TRIED = "policy.tried";

    private VersionEvents() {}

    /**
     * What an event tells besides the version as it is after it.
     *
     * @param findings what was found
     * @param from from when it decides
     * @param policy the policy itself, in canonical form
     * @param share of the operations that it decides, in hundredths of a percent
     * @param trial how it is tried
     */
    record More(
            @Nullable Analysis findings,
            @Nullable String from,
            @Nullable String policy,
            @Nullable Long share,
            @Nullable String trial) {
        static final More NOTHING = new More(null, null, null, null, null);

        static More findings(Analysis findings) {
            return new More(findings, null, null, null, null);
        }

        static More from(Instant from) {
            return new More(null, from.toString(), null, null, null);
        }

        static More policy(String json) {
            return new More(null, null, json, null, null);
        }

        static More trial(TryPolicy.Trial trial, long share) {
            return new More(null, null, null, share, trial.code());
        }
    }

    /** Keeps a version as it is after the next event, and records that. */
    static PolicyVersion record(UnitOfWork work, String type, VersionRow row, More more) {
        work.put(PolicyTables.VERSION, row);
        work.record(new UnitOfWork.Draft(type, null, null, json -> write(json, row, more)));
        return row.version();
    }

    static void write(CanonicalJson json, VersionRow row, More more) {
        json.beginObject()
                .optionalMember("analysis", row.analysis())
                .optionalMember("approver", row.approver())
                .member("author", row.author());
        if (more.findings() != null) {
            AnalysisText.write(json.name("findings"), more.findings().findings());
        }
        json.optionalMember("from", more.from())
                .member("hash", row.hash())
                .member("name", row.key().name());
        if (more.policy() != null) {
            json.name("policy").raw(more.policy().getBytes(StandardCharsets.UTF_8));
        }
        if (more.share() != null) {
            json.member("share", more.share());
        }
        json.member("state", row.state().code())
                .optionalMember("trial", more.trial())
                .member("version", row.key().version())
                .endObject();
    }

    /** The version as it was after an event. */
    static PolicyVersion version(Event event) {
        return row(event, "").version();
    }

    /** The row after an event, whose policy is known already. */
    static VersionRow row(Event event, String policy) {
        JsonNode body = event.body();
        return new VersionRow(
                new VersionKey(body.path("name").asText(), body.path("version").asLong()),
                PolicyState.of(body.path("state").asText()),
                body.path("hash").asText(),
                policy,
                body.path("author").asText(),
                body.path("approver").textValue(),
                body.path("analysis").textValue(),
                event.seq());
    }

    /** A policy as it stands by now. */
    static PolicyRow policy(UnitOfWork work, String name) {
        PolicyRow policy = work.get(PolicyTables.POLICY, name);
        if (policy == null) {
            throw unknown(new VersionKey(name, 1));
        }
        return policy.at(work.now());
    }

    /** A version that has come so far. */
    static VersionRow require(UnitOfWork work, VersionKey version, PolicyState... states) {
        VersionRow row = work.get(PolicyTables.VERSION, version);
        if (row == null) {
            throw unknown(version);
        }
        if (!Arrays.asList(states).contains(row.state())) {
            throw wrongState(row, states);
        }
        return row;
    }

    /** A refusal of a version that has not come so far. */
    static ZentraException wrongState(VersionRow row, PolicyState... states) {
        String wanted =
                String.join(" or ", Arrays.stream(states).map(PolicyState::code).toList());
        return refused(
                ErrorCode.POLICY_STATE, row, "is " + row.state().code() + ", and this needs one that is " + wanted);
    }

    /** A refusal about a version. */
    static ZentraException refused(ErrorCode code, VersionRow row, String what) {
        VersionKey key = row.key();
        return ZentraException.of(
                code,
                "version " + key.version() + " of the policy \"" + key.name() + "\" " + what,
                Map.of(
                        "policy",
                        key.name(),
                        "version",
                        String.valueOf(key.version()),
                        "state",
                        row.state().code()));
    }

    /** What is told of a version that the tenant does not have. */
    public static ZentraException unknown(VersionKey version) {
        return ZentraException.of(
                ErrorCode.UNKNOWN_POLICY,
                "no version " + version.version() + " of a policy \"" + version.name() + "\" is known: draft it first",
                Map.of("policy", version.name(), "version", String.valueOf(version.version())));
    }
}
