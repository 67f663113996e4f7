package io.zentra.policy.internal;

import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.Event;
import io.zentra.policy.Analysis;
import io.zentra.policy.PolicyState;
import io.zentra.policy.internal.PolicyTables.VersionKey;
import io.zentra.policy.internal.PolicyTables.VersionRow;

/**
 * Keeps what the analysis of a version found; with an error in it the version stays a draft.
 *
 * @param version which version
 * @param analysis what was found, before the command, because it takes its time
 * @param key makes it take effect once
 */
public record AnalysePolicy(VersionKey version, Analysis analysis, IdempotencyKey key) implements OfVersion<Analysis> {
    @Override
    public Operation operation() {
        return Operations.ANALYSE;
    }

    @Override
    public Analysis decide(UnitOfWork work) {
        VersionRow row = VersionEvents.require(work, version, PolicyState.DRAFT, PolicyState.ANALYSED);
        PolicyState next = analysis.hasErrors() ? PolicyState.DRAFT : PolicyState.ANALYSED;
        VersionEvents.record(
                work,
                VersionEvents.ANALYSED,
                row.analysed(next, analysis.hash(), work.nextSeq()),
                VersionEvents.More.findings(analysis));
        return analysis;
    }

    @Override
    public Analysis replayed(Event first) {
        return new Analysis(
                first.body().path("hash").asText(),
                AnalysisText.read(first.body().path("findings")));
    }
}
