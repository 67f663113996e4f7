package io.zentra.policy;

import org.jspecify.annotations.Nullable;

/**
 * A version of a policy as it stands. Immutable.
 *
 * @param ref its name, version and hash
 * @param state how far it has come
 * @param author who drafted it, as {@code kind:id}
 * @param approver who agreed to it; null when nobody did
 * @param eventSeq the last event about it
 */
public record PolicyVersion(
        PolicyRef ref,
        PolicyState state,
        String author,
        @Nullable String approver,
        long eventSeq) {}
