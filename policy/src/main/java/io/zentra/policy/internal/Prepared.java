package io.zentra.policy.internal;

import io.zentra.core.usage.Charge;
import io.zentra.policy.Facts;
import io.zentra.policy.PolicyWork.Question;
import io.zentra.policy.internal.PolicyTables.VersionRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What follows from an operation and the versions that are asked about it, before any window is read: which rules may
 * concern it, and what it would add to which meters. Immutable.
 *
 * <p>Most of it does not depend on the time. So a caller can prepare a question while the lane is at work, with the versions
 * that were asked last; what is the same for the versions that decide is taken over.
 */
public final class Prepared {
    private final Facts facts;
    private final List<PreparedVersion> versions;

    /**
     * One version.
     *
     * @param row its row
     * @param selection what of it may concern the operation
     * @param counting the windows that count the operation, in the order of their names
     * @param charges what the operation adds to them, in their order
     * @param lanes to which it may be sent
     */
    record PreparedVersion(
            VersionRow row, Selection selection, List<Counted> counting, List<Charge> charges, Set<String> lanes) {
        private static PreparedVersion of(VersionRow version, Facts facts, Compilations compilations) {
            Selection selection = compilations.of(version).select(facts);
            List<Counted> counting = selection.counting();
            List<Charge> charges = new ArrayList<>(counting.size());
            counting.forEach(window -> charges.add(window.charge(facts)));
            return new PreparedVersion(version, selection, counting, charges, selection.lanes());
        }

        private PreparedVersion at(Facts later) {
            return new PreparedVersion(row, selection.at(later), counting, charges, lanes);
        }
    }

    private Prepared(Facts facts, List<PreparedVersion> versions) {
        this.facts = facts;
        this.versions = versions;
    }

    /**
     * Prepares a question at a time.
     *
     * @param before what was prepared of this question before, of which is taken what has not changed; null for nothing
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
        Facts facts = before == null
                ? Facts.of(question.tenant(), question.actor(), question.proposal(), now)
                : before.facts.at().equals(now) ? before.facts : before.facts.at(now);
        List<PreparedVersion> prepared = new ArrayList<>(versions.size());
        for (VersionRow row : versions) {
            PreparedVersion same = before == null ? null : before.timeless(row);
            prepared.add(same == null ? PreparedVersion.of(row, facts, compilations) : same.at(facts));
        }
        return new Prepared(facts, prepared);
    }

    private boolean isOf(Instant now, List<VersionRow> rows) {
        boolean same = facts.at().equals(now) && rows.size() == versions.size();
        for (int i = 0; same && i < rows.size(); i++) {
            same = rows.get(i).equals(versions.get(i).row());
        }
        return same;
    }

    /** What was prepared with a version, when it holds at any time; else null. */
    private @Nullable PreparedVersion timeless(VersionRow row) {
        for (PreparedVersion version : versions) {
            if (version.selection().isTimeless() && version.row().equals(row)) {
                return version;
            }
        }
        return null;
    }

    Facts facts() {
        return facts;
    }

    List<PreparedVersion> versions() {
        return versions;
    }
}
