package io.zentra.core.journal.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.ArchivedRange;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.internal.JournalTables.StoredEvent;
import java.util.Set;

/**
 * Tells that a range lies in an archive, and takes the bytes of its events out of the database; when the range that begins
 * there was archived meanwhile, it does nothing and answers with that one.
 *
 * @param range as it will be, its event apart
 * @param kept the events that stay
 */
record ArchiveRange(ArchivedRange range, Set<Long> kept) implements Command<ArchivedRange> {
    /** The type of the event. */
    static final String ARCHIVED = "journal.archived";

    private static final Operation ARCHIVE = new Operation(10, "journal.archive");

    /** Copies the set. */
    ArchiveRange {
        kept = Set.copyOf(kept);
    }

    @Override
    public Operation operation() {
        return ARCHIVE;
    }

    @Override
    public void reads(Reads reads) {
        reads.need(ArchiveTables.ARCHIVE, range.first());
        for (long seq = range.first(); seq <= range.last(); seq++) {
            if (!kept.contains(seq)) {
                reads.need(JournalTables.JOURNAL, seq);
            }
        }
    }

    @Override
    public ArchivedRange decide(UnitOfWork work) {
        ArchivedRange first = work.get(ArchiveTables.ARCHIVE, range.first());
        if (first != null) {
            return first;
        }
        for (long seq = range.first(); seq <= range.last(); seq++) {
            if (!kept.contains(seq)) {
                strip(work, seq);
            }
        }
        ArchivedRange told =
                new ArchivedRange(range.first(), range.last(), range.name(), range.sha256(), work.nextSeq());
        work.put(ArchiveTables.ARCHIVE, told);
        work.record(new UnitOfWork.Draft(
                ARCHIVED,
                null,
                null,
                json -> json.beginObject()
                        .member("first", told.first())
                        .member("last", told.last())
                        .member("name", told.name())
                        .member("sha256", told.sha256())
                        .endObject()));
        return told;
    }

    private void strip(UnitOfWork work, long seq) {
        StoredEvent row = work.get(JournalTables.JOURNAL, seq);
        if (row == null || EventStub.is(row.event())) {
            throw ZentraException.of(ErrorCode.JOURNAL_DAMAGED, "an event to be archived is gone: run verify()")
                    .with("seq", seq);
        }
        byte[] stub = EventStub.of(Event.parse(row.event()), range.name());
        work.put(JournalTables.JOURNAL, new StoredEvent(seq, stub, row.hash()));
    }

    /** The range that an event tells of. */
    static ArchivedRange told(Event event) {
        JsonNode body = event.body();
        return new ArchivedRange(
                body.path("first").longValue(),
                body.path("last").longValue(),
                body.path("name").asText(),
                body.path("sha256").asText(),
                event.seq());
    }
}
