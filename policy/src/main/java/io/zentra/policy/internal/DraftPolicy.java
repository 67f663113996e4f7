package io.zentra.policy.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.Sha256;
import io.zentra.policy.Policy;
import io.zentra.policy.PolicyState;
import io.zentra.policy.PolicyVersion;
import io.zentra.policy.internal.PolicyTables.PolicyRow;
import io.zentra.policy.internal.PolicyTables.VersionKey;
import io.zentra.policy.internal.PolicyTables.VersionRow;
import java.nio.charset.StandardCharsets;

/**
 * Writes down the next version of a policy.
 *
 * @param name the policy
 * @param json its JSON form, as it was given
 * @param key makes it take effect once
 */
public record DraftPolicy(String name, String json, IdempotencyKey key) implements Command.Keyed<PolicyVersion> {
    @Override
    public Operation operation() {
        return Operations.DRAFT;
    }

    @Override
    public void request(CanonicalJson json) {
        request(json, Sha256.hex(this.json.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void reads(Reads reads) {
        PolicyRow policy = reads.need(PolicyTables.POLICY, name);
        reads.need(PolicyTables.VERSION, new VersionKey(name, policy == null ? 1 : policy.latest() + 1));
    }

    @Override
    public PolicyVersion decide(UnitOfWork work) {
        Policy policy = PolicyReader.read(json);
        if (!policy.name().equals(name)) {
            throw Fault.at("$.name", "is \"" + policy.name() + "\", and the draft is of \"" + name + "\"");
        }
        PolicyRow known = work.get(PolicyTables.POLICY, name);
        PolicyRow row = known == null ? PolicyRow.first(name) : known;
        VersionRow version = new VersionRow(
                new VersionKey(name, Math.incrementExact((int) row.latest())),
                PolicyState.DRAFT,
                PolicyText.hash(policy),
                policy.json(),
                work.access().actor().toString(),
                null,
                null,
                work.nextSeq());
        work.put(PolicyTables.POLICY, row.withLatest(version.key().version()));
        return VersionEvents.record(
                work, VersionEvents.DRAFTED, version, new VersionEvents.More(null, null, version.json(), null, null));
    }

    @Override
    public PolicyVersion replayed(Event first) {
        return VersionEvents.version(first);
    }

    private void request(CanonicalJson request, String hash) {
        request.beginObject().member("json_sha256", hash).member("name", name).endObject();
    }
}
