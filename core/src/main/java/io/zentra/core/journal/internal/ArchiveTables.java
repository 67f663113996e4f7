package io.zentra.core.journal.internal;

import static io.zentra.core.storage.Column.integer;
import static io.zentra.core.storage.Column.text;

import io.zentra.core.journal.ArchivedRange;
import io.zentra.core.storage.RowType;
import java.util.List;

/** What is kept of events that lie in archives. */
public final class ArchiveTables {
    /** Archived ranges by their first events. */
    public static final RowType<Long, ArchivedRange> ARCHIVE = RowType.of("zentra_archive", ArchivedRange::first)
            .key(List.of(integer("first_seq")), (key, out) -> out.integer(key))
            .values(
                    List.of(integer("last_seq"), text("name"), text("sha256"), integer("event_seq")),
                    (row, out) -> out.integer(row.last())
                            .text(row.name())
                            .text(row.sha256())
                            .integer(row.eventSeq()))
            .read(in -> new ArchivedRange(in.integer(), in.integer(), in.text(), in.text(), in.integer()));

    private ArchiveTables() {}
}
