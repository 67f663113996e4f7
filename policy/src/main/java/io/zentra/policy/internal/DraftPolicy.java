package io.zentra.policy.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ZentraException;
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
import java.util.function.Supplier;

/** Writes down the next version of a policy. What is given is read before the command runs, not under the tenant's lock. */
public final class DraftPolicy implements Command.Keyed<PolicyVersion> {
    private final String name;
    private final String sha256;
    private final Supplier<Canonical> draft;
    private final IdempotencyKey key;

    /** A policy's canonical form with its hash. */
    private record Canonical(String json, String hash) {
        static Canonical of(Policy policy) {
            byte[] bytes = PolicyText.bytes(policy);
            return new Canonical(new String(bytes, StandardCharsets.UTF_8), Sha256.hex(bytes));
        }
    }

    private DraftPolicy(String name, String sha256, Supplier<Canonical> draft, IdempotencyKey key) {
        this.name = name;
        this.sha256 = sha256;
        this.draft = draft;
        this.key = key;
    }

    /**
     * Drafts a policy.
     *
     * @param key makes it take effect once
     */
    public static DraftPolicy of(Policy policy, IdempotencyKey key) {
        Canonical draft = Canonical.of(policy);
        return new DraftPolicy(policy.name(), draft.hash(), () -> draft, key);
    }

    /**
     * Drafts what is written so.
     *
     * @param name the policy, which the text must be of
     * @param json its JSON form; a fault in it is told when the command is decided, and so is kept as its answer
     * @param key makes it take effect once
     */
    public static DraftPolicy of(String name, String json, IdempotencyKey key) {
        return new DraftPolicy(name, Sha256.hex(json.getBytes(StandardCharsets.UTF_8)), read(name, json), key);
    }

    private static Supplier<Canonical> read(String name, String json) {
        try {
            Policy policy = PolicyReader.read(json);
            if (!policy.name().equals(name)) {
                throw Fault.at("$.name", "is \"" + policy.name() + "\", and the draft is of \"" + name + "\"");
            }
            Canonical draft = Canonical.of(policy);
            return () -> draft;
        } catch (ZentraException fault) {
            return () -> {
                throw fault;
            };
        }
    }

    @Override
    public IdempotencyKey key() {
        return key;
    }

    @Override
    public Operation operation() {
        return Operations.DRAFT;
    }

    @Override
    public void request(CanonicalJson json) {
        json.beginObject().member("json_sha256", sha256).member("name", name).endObject();
    }

    @Override
    public void reads(Reads reads) {
        PolicyRow policy = reads.need(PolicyTables.POLICY, name);
        reads.need(PolicyTables.VERSION, new VersionKey(name, policy == null ? 1 : policy.latest() + 1));
    }

    @Override
    public PolicyVersion decide(UnitOfWork work) {
        Canonical policy = draft.get();
        PolicyRow known = work.get(PolicyTables.POLICY, name);
        PolicyRow row = known == null ? PolicyRow.first(name) : known;
        VersionRow version = new VersionRow(
                new VersionKey(name, Math.incrementExact((int) row.latest())),
                PolicyState.DRAFT,
                policy.hash(),
                policy.json(),
                work.access().actor().toString(),
                null,
                null,
                work.nextSeq());
        work.put(PolicyTables.POLICY, row.withLatest(version.key().version()));
        return VersionEvents.record(work, VersionEvents.DRAFTED, version, VersionEvents.More.policy(version.json()));
    }

    @Override
    public PolicyVersion replayed(Event first) {
        return VersionEvents.version(first);
    }
}
