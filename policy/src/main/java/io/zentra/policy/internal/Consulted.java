package io.zentra.policy.internal;

import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Sha256;
import io.zentra.policy.internal.PolicyTables.PolicyRow;
import io.zentra.policy.internal.PolicyTables.VersionKey;
import io.zentra.policy.internal.PolicyTables.VersionRow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Which versions of a policy are asked about an operation.
 *
 * @param versions the one that decides first
 * @param live the place of the one that is live, with which the others are compared
 */
record Consulted(List<VersionRow> versions, int live) {
    /** The share of all operations, in hundredths of a percent. */
    static final int ALL = 10_000;

    /** Those whose rows are loaded; empty when the policy is not known, or not loaded yet. */
    static List<VersionRow> need(Reads reads, String policy, String key) {
        PolicyRow row = reads.need(PolicyTables.POLICY, policy);
        List<VersionRow> found = new ArrayList<>();
        if (row != null) {
            for (VersionKey version : versions(row, reads.now(), key)) {
                VersionRow loaded = reads.need(PolicyTables.VERSION, version);
                if (loaded != null) {
                    found.add(loaded);
                }
            }
        }
        return found;
    }

    /** Whether any decides. */
    static boolean isPublished(UnitOfWork work, String policy) {
        PolicyRow row = work.get(PolicyTables.POLICY, policy);
        return row != null && row.at(work.now()).live() != null;
    }

    /**
     * Those that are asked.
     *
     * @throws ZentraException {@code unknown_policy} when none decides
     */
    static Consulted of(UnitOfWork work, String policy, String key) {
        PolicyRow row = work.get(PolicyTables.POLICY, policy);
        List<VersionKey> versions = row == null ? List.of() : versions(row, work.now(), key);
        if (versions.isEmpty()) {
            throw ZentraException.of(
                    ErrorCode.UNKNOWN_POLICY,
                    "no version of a policy \"" + policy + "\" is published: publish one, or propose another kind",
                    Map.of("policy", policy));
        }
        List<VersionRow> rows = new ArrayList<>(versions.size());
        versions.forEach(version -> rows.add(Objects.requireNonNull(work.get(PolicyTables.VERSION, version))));
        Long live = Objects.requireNonNull(row).at(work.now()).live();
        return new Consulted(rows, live != null && rows.get(0).key().version() == live ? 0 : 1);
    }

    /** The one that decides first; none when no version is live. */
    private static List<VersionKey> versions(PolicyRow stored, Instant now, String key) {
        PolicyRow row = stored.at(now);
        if (row.live() == null) {
            return List.of();
        }
        if (row.canary() == null && row.shadow() == null) {
            return List.of(new VersionKey(row.name(), row.live()));
        }
        List<Long> versions = new ArrayList<>(3);
        versions.add(row.live());
        Long canary = row.canary();
        if (canary != null && place(row.name(), canary, key) < row.canaryShare()) {
            versions.add(0, canary);
        }
        if (row.shadow() != null) {
            versions.add(row.shadow());
        }
        return versions.stream()
                .distinct()
                .map(version -> new VersionKey(row.name(), version))
                .toList();
    }

    /** Where a key falls among all operations: the same at every retry, and another for another version. */
    static int place(String policy, long version, String key) {
        byte[] hash = Sha256.of((policy + '/' + version + ':' + key).getBytes(StandardCharsets.UTF_8));
        return (int) Long.remainderUnsigned(ByteBuffer.wrap(hash).getLong(), ALL);
    }
}
