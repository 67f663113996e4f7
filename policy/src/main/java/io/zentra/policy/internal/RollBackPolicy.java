package io.zentra.policy.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.policy.PolicyState;
import io.zentra.policy.PolicyVersion;
import io.zentra.policy.internal.PolicyTables.PolicyRow;
import io.zentra.policy.internal.PolicyTables.VersionKey;
import io.zentra.policy.internal.PolicyTables.VersionRow;
import java.util.Objects;
import java.util.Optional;

/**
 * Takes the version that decides, or is to decide, back, and has a former one decide at once.
 *
 * @param version the former one
 * @param key makes it take effect once
 */
public record RollBackPolicy(VersionKey version, IdempotencyKey key) implements Command.Keyed<PolicyVersion> {
    @Override
    public Operation operation() {
        return Operations.ROLL_BACK;
    }

    @Override
    public void request(CanonicalJson json) {
        VersionEvents.request(json, version);
    }

    @Override
    public void reads(Reads reads) {
        VersionEvents.need(reads, version);
        PolicyRow policy = reads.need(PolicyTables.POLICY, version.name());
        if (policy != null) {
            takenBack(policy).ifPresent(back -> reads.need(PolicyTables.VERSION, back));
        }
    }

    @Override
    public PolicyVersion decide(UnitOfWork work) {
        VersionRow former = VersionEvents.require(work, version, PolicyState.PUBLISHED);
        PolicyRow policy = VersionEvents.policy(work, version.name());
        VersionKey back = takenBack(policy)
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

    @Override
    public PolicyVersion replayed(Event first) {
        return VersionEvents.version(first);
    }

    /** The one to come, or else the one that decides. */
    private static Optional<VersionKey> takenBack(PolicyRow policy) {
        Long back = policy.upcoming() == null ? policy.live() : policy.upcoming();
        return Optional.ofNullable(back).map(number -> new VersionKey(policy.name(), number));
    }
}
