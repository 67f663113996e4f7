package io.zentra.policy.internal;

import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.policy.PolicyState;
import io.zentra.policy.PolicyVersion;
import io.zentra.policy.internal.PolicyTables.VersionKey;
import io.zentra.policy.internal.PolicyTables.VersionRow;

/**
 * Agrees to a version, and acknowledges what the analysis found.
 *
 * @param version which version
 * @param analysis the hash of the analysis that is acknowledged
 * @param key makes it take effect once
 */
public record ApprovePolicy(VersionKey version, String analysis, IdempotencyKey key) implements OfVersion.Change {
    @Override
    public Operation operation() {
        return Operations.APPROVE;
    }

    @Override
    public void request(CanonicalJson json) {
        json.beginObject()
                .member("analysis", analysis)
                .member("name", version.name())
                .member("version", version.version())
                .endObject();
    }

    @Override
    public PolicyVersion decide(UnitOfWork work) {
        VersionRow row = VersionEvents.require(work, version, PolicyState.DRAFT, PolicyState.ANALYSED);
        String person = work.access().actor().toString();
        if (isSamePerson(row.author(), person)) {
            throw VersionEvents.refused(
                    ErrorCode.SAME_PERSON, row, "was drafted by " + row.author() + ": have another person approve it");
        }
        if (row.analysis() == null) {
            throw VersionEvents.wrongState(row, PolicyState.ANALYSED);
        }
        if (row.state() == PolicyState.DRAFT) {
            throw VersionEvents.refused(
                    ErrorCode.POLICY_FINDINGS, row, "has errors that the analysis tells: draft one without them");
        }
        if (!analysis.equals(row.analysis())) {
            throw VersionEvents.refused(
                    ErrorCode.POLICY_FINDINGS,
                    row,
                    "was analysed again: read what the last analysis found and give its hash, " + row.analysis());
        }
        return VersionEvents.record(
                work, VersionEvents.APPROVED, row.approvedBy(person, work.nextSeq()), VersionEvents.More.NOTHING);
    }

    /** A person who acts as a user and as an operator is one person. */
    private static boolean isSamePerson(String author, String approver) {
        return author.substring(author.indexOf(':')).equals(approver.substring(approver.indexOf(':')));
    }
}
