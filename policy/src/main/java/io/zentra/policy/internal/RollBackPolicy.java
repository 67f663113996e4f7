package io.zentra.policy.internal;

import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.policy.PolicyState;
import io.zentra.policy.PolicyVersion;
import io.zentra.policy.internal.PolicyTables.PolicyRow;
import io.zentra.policy.internal.PolicyTables.VersionKey;
import io.zentra.policy.internal.PolicyTables.VersionRow;
import java.util.Objects;

/**
 * Takes the version that decides, or is to decide, back, and has a former one decide at once.
 *
 * @param version the former one
 * @param key makes it take effect once
 */
public record RollBackPolicy(VersionKey version, IdempotencyKey key) implements OfVersion.Change {
    @Override
    public Operation operation() {
        return Operations.ROLL_BACK;
    }

    @Override
    public void reads(Reads reads) {
        OfVersion.Change.super.reads(reads);
        PolicyRow policy = reads.need(PolicyTables.POLICY, version.name());
        if (policy != null) {
            policy.toTakeBack().ifPresent(back -> reads.need(PolicyTables.VERSION, back));
        }
    }

    @Override
    public PolicyVersion decide(UnitOfWork work) {
        VersionRow former = VersionEvents.require(work, version, PolicyState.PUBLISHED);
        PolicyRow policy = VersionEvents.policy(work, version.name());
        VersionKey back = policy.toTakeBack()
                .filter(key -> !key.equals(version))
                .orElseThrow(() -> VersionEvents.refused(
                        ErrorCode.POLICY_STATE, former, "is the one that decides: name the one before it"));
        VersionRow taken = Objects.requireNonNull(work.get(PolicyTables.VERSION, back));
        work.put(PolicyTables.VERSION, taken.with(PolicyState.ROLLED_BACK, work.nextSeq()));
        work.put(PolicyTables.POLICY, policy.withLive(version.version()));
        return VersionEvents.record(
                work,
                VersionEvents.ROLLED_BACK,
                former.with(PolicyState.PUBLISHED, work.nextSeq()),
                VersionEvents.More.NOTHING);
    }
}
