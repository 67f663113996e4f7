package io.zentra.policy.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Reads;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.policy.PolicyVersion;
import io.zentra.policy.internal.PolicyTables.VersionKey;

/**
 * A step in the life of a version.
 *
 * @param <R> what the caller gets
 */
interface OfVersion<R> extends Command.Keyed<R> {
    /** Which version. */
    VersionKey version();

    /** The request of a step that tells nothing but the version. */
    @Override
    default void request(CanonicalJson json) {
        json.beginObject()
                .member("name", version().name())
                .member("version", version().version())
                .endObject();
    }

    @Override
    default void reads(Reads reads) {
        reads.need(PolicyTables.POLICY, version().name());
        reads.need(PolicyTables.VERSION, version());
    }

    /** One that changes the version, and answers with it. */
    interface Change extends OfVersion<PolicyVersion> {
        @Override
        default PolicyVersion replayed(Event first) {
            return VersionEvents.version(first);
        }
    }
}
