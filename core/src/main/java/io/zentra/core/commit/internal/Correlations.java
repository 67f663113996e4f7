package io.zentra.core.commit.internal;

import io.zentra.core.journal.internal.JournalTables;
import io.zentra.core.journal.internal.JournalTables.Correlation;
import org.jspecify.annotations.Nullable;

/** Links each event of a transfer or intent to the one before it. */
final class Correlations {
    private Correlations() {}

    /** The last event of a correlation so far; null when there is none. */
    static @Nullable Long last(TenantUnit unit, String id) {
        Rows<String, Correlation> rows = unit.rows(JournalTables.CORRELATION);
        if (rows.slot(id) == null && unit.isNew(id)) {
            return null;
        }
        Correlation known = rows.current(id);
        return known == null ? null : known.last();
    }

    /** Remembers the event that was recorded now. */
    static void moved(TenantUnit unit, String id, long seq) {
        Correlation now = new Correlation(id, seq);
        if (unit.rows(JournalTables.CORRELATION).slot(id) == null) {
            unit.insert(JournalTables.CORRELATION, now);
        } else {
            unit.put(JournalTables.CORRELATION, now);
        }
    }
}
