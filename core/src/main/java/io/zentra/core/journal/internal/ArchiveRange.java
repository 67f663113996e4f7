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
import java.util.Optional;
import java.util.Set;

/**
 * Tells that a range lies in an archive, and takes the bytes of its events out of the database; when the range that begins
 * there was archived meanwhile, it does nothing and answers with that one.
 *
 * <p>What was committed since it was judged which events must stay is judged here, under the tenant's lock. Empty, and
 * nothing is done, when that is more than {@value #MAX_NEW} events.
 *
 * @param range as it will be, its event apart
 * @param kept the events that stay
 * @param later what came to need others by then
 * @param judged up to which event that was judged
 */
record ArchiveRange(ArchivedRange range, Set<Long> kept, LaterNeeds later, long judged)
        implements Command<Optional<ArchivedRange>> {
    /** The most events that are judged under the lock. */
    static final int MAX_NEW = 10_000;

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
        for (long seq = judged + 1; seq <= judged + MAX_NEW + 1; seq++) {
            reads.needEvent(seq);
        }
        for (long seq = range.first(); seq <= range.last(); seq++) {
            if (!kept.contains(seq)) {
                reads.need(JournalTables.JOURNAL, seq);
            }
        }
    }

    @Override
    public Optional<ArchivedRange> decide(UnitOfWork work) {
        ArchivedRange first = work.get(ArchiveTables.ARCHIVE, range.first());
        if (first != null) {
            return Optional.of(first);
        }
        LaterNeeds latest = later.none();
        long seq = judged + 1;
        for (Event event = work.event(seq); event != null; event = work.event(++seq)) {
            if (seq > judged + MAX_NEW) {
                return Optional.empty();
            }
            latest.add(event);
        }
        strip(work, latest);
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
        return Optional.of(told);
    }

    private void strip(UnitOfWork work, LaterNeeds latest) {
        for (long seq = range.first(); seq <= range.last(); seq++) {
            if (!kept.contains(seq)) {
                strip(work, seq, latest);
            }
        }
    }

    private void strip(UnitOfWork work, long seq, LaterNeeds latest) {
        StoredEvent row = work.get(JournalTables.JOURNAL, seq);
        if (row == null || EventStub.is(row.event())) {
            throw ZentraException.of(ErrorCode.JOURNAL_DAMAGED, "an event to be archived is gone: run verify()")
                    .with("seq", seq);
        }
        Event event = Event.parse(row.event());
        if (!later.include(event) && !latest.include(event)) {
            work.put(JournalTables.JOURNAL, new StoredEvent(seq, EventStub.of(event, range.name()), row.hash()));
        }
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
