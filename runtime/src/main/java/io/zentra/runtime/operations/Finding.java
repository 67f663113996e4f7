package io.zentra.runtime.operations;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that needs attention. Immutable.
 *
 * @param code what it is
 * @param subject the id of what it is about: a transfer, case, endpoint or callback, the name of a rail, account or kind of
 *     work
 * @param what what is so, for people
 * @param since since when; null when that is not known
 * @param advice what to do, with the call that does it
 */
public record Finding(
        FindingCode code,
        String subject,
        String what,
        @Nullable Instant since,
        String advice) {
    /** How much it matters. */
    public Severity severity() {
        return code.severity();
    }
}
