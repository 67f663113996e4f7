package io.zentra.policy.internal;

import io.zentra.policy.internal.PolicyTables.VersionRow;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which versions the last decision of a kind asked, so that callers can prepare for the next one. Only a guess: each
 * decision finds its versions under the tenant's lock, and takes what was prepared of those only. Thread-safe.
 */
public final class LastAsked {
    private static final int MAX = 512;

    private final Map<Kind, List<VersionRow>> versions = new ConcurrentHashMap<>();

    private record Kind(int tenantNo, String policy) {}

    /** The versions that were asked last; empty when none is known. */
    List<VersionRow> of(int tenantNo, String policy) {
        return versions.getOrDefault(new Kind(tenantNo, policy), List.of());
    }

    /** These are asked now; none while they are not loaded yet. */
    void are(int tenantNo, String policy, List<VersionRow> asked) {
        if (!asked.isEmpty() && !asked.equals(of(tenantNo, policy))) {
            if (versions.size() >= MAX) {
                versions.clear();
            }
            versions.put(new Kind(tenantNo, policy), asked);
        }
    }
}
