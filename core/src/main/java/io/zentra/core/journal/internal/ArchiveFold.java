package io.zentra.core.journal.internal;

import io.zentra.core.commit.Operation;
import io.zentra.core.journal.ArchivedRange;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.FoldTable;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.StateComparison;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table of archives recomputed from the events that tell of them: one range behind the other, from the first event. */
final class ArchiveFold implements JournalFold {
    private final Map<Long, ArchivedRange> archives = new HashMap<>();

    @Override
    public List<Operation> operations() {
        return List.of();
    }

    @Override
    public List<FoldTable<?, ?>> tables() {
        return List.of(new FoldTable<>(ArchiveTables.ARCHIVE, archives));
    }

    @Override
    public void apply(Event event, StateComparison stored) {
        if (event.type().equals(ArchiveRange.ARCHIVED)) {
            ArchivedRange range = ArchiveRange.told(event);
            long before = archives.values().stream()
                    .mapToLong(ArchivedRange::last)
                    .max()
                    .orElse(0);
            if (range.first() != before + 1 || range.last() < range.first() || range.last() >= event.seq()) {
                stored.fault("event " + event.seq() + " archives events " + range.first() + " to " + range.last()
                        + " behind event " + before);
            }
            archives.put(range.first(), range);
        }
    }

    @Override
    public void compare(StateComparison stored) {
        stored.compare(ArchiveTables.ARCHIVE, archives, first -> "the archive from event " + first);
    }
}
