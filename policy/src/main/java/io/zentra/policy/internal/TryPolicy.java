package io.zentra.policy.internal;

import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.policy.PolicyState;
import io.zentra.policy.PolicyVersion;
import io.zentra.policy.internal.PolicyTables.PolicyRow;
import io.zentra.policy.internal.PolicyTables.VersionKey;
import io.zentra.policy.internal.PolicyTables.VersionRow;

/**
 * Tries a version beside the live one, or ends the trial.
 *
 * @param version which version
 * @param trial how
 * @param share of the operations, in hundredths of a percent; 0 to end the trial
 * @param key makes it take effect once
 */
public record TryPolicy(VersionKey version, Trial trial, long share, IdempotencyKey key) implements OfVersion.Change {
    @Override
    public Operation operation() {
        return Operations.TRY;
    }

    @Override
    public void request(CanonicalJson json) {
        json.beginObject()
                .member("name", version.name())
                .member("share", share)
                .member("trial", trial.code())
                .member("version", version.version())
                .endObject();
    }

    @Override
    public PolicyVersion decide(UnitOfWork work) {
        VersionRow row = trial == Trial.CANARY && share > 0
                ? VersionEvents.require(work, version, PolicyState.APPROVED)
                : VersionEvents.require(work, version, PolicyState.values());
        if (share < 0 || share > Consulted.ALL) {
            throw VersionEvents.refused(
                    ErrorCode.INVALID_CONFIGURATION,
                    row,
                    "cannot have " + share + " of " + Consulted.ALL + " operations: name 0 to " + Consulted.ALL);
        }
        PolicyRow policy = VersionEvents.policy(work, version.name());
        work.put(PolicyTables.POLICY, policy.tried(version.version(), trial, share));
        return VersionEvents.record(
                work,
                VersionEvents.TRIED,
                row.with(row.state(), work.nextSeq()),
                VersionEvents.More.trial(trial, share));
    }

    /** How a version is tried. */
    public enum Trial {
        /** It decides a share of the operations. */
        CANARY,
        /** It is asked about all operations, without effect. */
        SHADOW;

        String code() {
            return PolicyText.word(this);
        }

        static Trial of(String code) {
            return code.equals(CANARY.code()) ? CANARY : SHADOW;
        }
    }
}
