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
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Has an approved version decide, from an instant on.
 *
 * @param version which version
 * @param from from when on; null for now
 * @param key makes it take effect once
 */
public record PublishPolicy(VersionKey version, @Nullable Instant from, IdempotencyKey key)
        implements OfVersion.Change {
    @Override
    public Operation operation() {
        return Operations.PUBLISH;
    }

    @Override
    public void request(CanonicalJson json) {
        json.beginObject()
                .optionalMember("from", from == null ? null : from.toString())
                .member("name", version.name())
                .member("version", version.version())
                .endObject();
    }

    @Override
    public PolicyVersion decide(UnitOfWork work) {
        VersionRow row = VersionEvents.require(work, version, PolicyState.APPROVED);
        PolicyRow policy = VersionEvents.policy(work, version.name());
        Instant begins = from == null ? work.now() : from;
        if (begins.isBefore(work.now())) {
            throw VersionEvents.refused(
                    ErrorCode.POLICY_STATE,
                    row,
                    "cannot decide from " + begins + " on, because it is " + work.now() + ": name a time to come");
        }
        work.put(PolicyTables.POLICY, policy.published(version.version(), begins, work.now()));
        return VersionEvents.record(
                work,
                VersionEvents.PUBLISHED,
                row.with(PolicyState.PUBLISHED, work.nextSeq()),
                VersionEvents.More.from(begins));
    }
}
