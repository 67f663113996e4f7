package io.zentra.policy.internal;

import io.zentra.core.usage.Charge;
import io.zentra.policy.Facts;
import io.zentra.policy.PolicyWork.Question;
import io.zentra.policy.internal.PolicyTables.VersionRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows from an operation and the versions that are asked about it, before any window is read: which rules may
 * concern it, and what it would add to which meters. Immutable.
 */
public final class Prepared {
    private final Facts facts;
    private final List<PreparedVersion> versions;

    /**
     * One version.
     *
     * @param row its row
     * @param selection what of it may concern the operation
     * @param charges what the operation adds to its windows, in the order of {@link Selection#counting}
     */
    record PreparedVersion(VersionRow row, Selection selection, List<Charge> charges) {
        private static PreparedVersion of(VersionRow version, Facts facts, Compilations compilations) {
            Selection selection = compilations.of(version).select(facts);
            return new PreparedVersion(
                    version,
                    selection,
                    selection.counting().stream()
                            .map(window -> window.charge(facts))
                            .toList());
        }
    }

    private Prepared(Facts facts, List<PreparedVersion> versions) {
        this.facts = facts;
        this.versions = versions;
    }

    /**
     * Prepares a question at a time.
     *
     * @param before what was prepared of this question before, which is taken when nothing has changed; null for nothing
     */
    static Prepared of(
            Question question,
            Instant now,
            List<VersionRow> versions,
            Compilations compilations,
            @Nullable Prepared before) {
        if (before != null && before.isOf(now, versions)) {
            return before;
        }
        Facts facts = before != null && before.facts.at().equals(now)
                ? before.facts
                : Facts.of(question.tenant(), question.actor(), question.proposal(), now);
        List<PreparedVersion> prepared = new ArrayList<>(versions.size());
        versions.forEach(row -> prepared.add(PreparedVersion.of(row, facts, compilations)));
        return new Prepared(facts, prepared);
    }

    private boolean isOf(Instant now, List<VersionRow> rows) {
        boolean same = facts.at().equals(now) && rows.size() == versions.size();
        for (int i = 0; same && i < rows.size(); i++) {
            same = rows.get(i).equals(versions.get(i).row());
        }
        return same;
    }

    Facts facts() {
        return facts;
    }

    List<PreparedVersion> versions() {
        return versions;
    }
}
