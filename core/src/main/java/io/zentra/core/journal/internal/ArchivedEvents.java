package io.zentra.core.journal.internal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Tenant;
import io.zentra.core.journal.ArchivedRange;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.HashChain;
import io.zentra.core.journal.Vault;
import io.zentra.core.journal.internal.JournalTables.StoredEvent;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gives a verification the bytes of archived events: in their order, and then each archive is compared with its digest; or
 * one of before again, which is compared with the chain.
 */
final class ArchivedEvents implements AutoCloseable {
    private final @Nullable Vault vault;
    private final Tenant tenant;
    private final Faults faults;
    private final JournalStore store;
    private final TreeMap<Long, ArchivedRange> ranges = new TreeMap<>();
    private final Set<ArchivedRange> useless = new HashSet<>();
    private final @Nullable ArchiveLookUp lookUp;
    private @Nullable ArchiveLines open;

    /** The archived events of a journal; without a vault those that were taken out of the database cannot be given. */
    ArchivedEvents(@Nullable Vault vault, Tenant tenant, JournalStore store, Faults faults) {
        this.vault = vault;
        this.tenant = tenant;
        this.store = store;
        this.faults = faults;
        this.lookUp = vault == null ? null : new ArchiveLookUp(vault);
        store.archives().forEach(range -> ranges.put(range.first(), range));
    }

    /** Up to which event all are archived. */
    long last() {
        return ranges.isEmpty() ? 0 : ranges.lastEntry().getValue().last();
    }

    /** The archive of an event; empty when it has none. */
    Optional<ArchivedRange> range(long seq) {
        return Optional.ofNullable(ranges.floorEntry(seq))
                .map(Map.Entry::getValue)
                .filter(range -> range.last() >= seq);
    }

    /**
     * The row with the event's own bytes; null when its archive cannot give them, which is a fault by then.
     *
     * @throws ZentraException {@code event_archived} when there is no vault; {@code vault_failed}
     */
    @Nullable
    StoredEvent whole(StoredEvent row) {
        boolean stub = EventStub.is(row.event());
        ArchivedRange range = range(row.seq()).orElse(null);
        if (range == null) {
            if (stub) {
                faults.accept("event " + row.seq() + " lies in an archive that no event tells of");
            }
            return stub ? null : row;
        }
        if (vault == null) {
            if (stub) {
                throw EventStub.refusal(row.event());
            }
            return row;
        }
        byte[] event = event(vault, row.seq(), range);
        if (event == null) {
            return null;
        }
        if (!isOf(row, event, range)) {
            faults.accept("event " + row.seq() + " is another one in the archive " + range.name());
        }
        return new StoredEvent(row.seq(), event, row.hash());
    }

    /** An event in no order; empty when its archive cannot give it, which is a fault by then, and without a vault. */
    Optional<byte[]> again(long seq) {
        ArchivedRange range = range(seq).orElse(null);
        if (lookUp == null || range == null || useless.contains(range)) {
            return Optional.empty();
        }
        try {
            byte[] event = lookUp.event(range, seq);
            if (isNext(seq, event)) {
                return Optional.of(event);
            }
            faults.accept("event " + seq + " is another one in the archive " + range.name());
        } catch (IOException e) {
            throw failed(range, e);
        } catch (ZentraException damaged) {
            faults.accept(isNot(range) + ": " + requireDamaged(damaged).reason());
        }
        useless.add(range);
        return Optional.empty();
    }

    /** Whether the chain has this event there. */
    private boolean isNext(long seq, byte[] event) {
        List<StoredEvent> rows = store.after(seq == 1 ? 0 : seq - 2, seq == 1 ? 1 : 2);
        StoredEvent row = rows.isEmpty() ? null : rows.get(rows.size() - 1);
        byte[] before =
                seq == 1 || rows.isEmpty() ? HashChain.genesis() : rows.get(0).hash();
        return row != null && row.seq() == seq && Arrays.equals(row.hash(), new HashChain().next(before, event));
    }

    /** What is stored is the event, or stands in its place; one that cannot be read is found by its hash. */
    private static boolean isOf(StoredEvent row, byte[] event, ArchivedRange range) {
        if (!EventStub.is(row.event())) {
            return Arrays.equals(row.event(), event);
        }
        try {
            return Arrays.equals(row.event(), EventStub.of(Event.parse(event), range.name()));
        } catch (ZentraException unreadable) {
            return true;
        }
    }

    private byte @Nullable [] event(Vault from, long seq, ArchivedRange range) {
        try {
            ArchiveLines lines = at(from, seq, range);
            byte[] event = lines == null ? null : lines.next();
            if (lines != null && seq == range.last()) {
                lines.next();
                if (!lines.sha256().equals(range.sha256())) {
                    faults.accept(isNot(range));
                }
            }
            return event;
        } catch (IOException e) {
            throw failed(range, e);
        } catch (ZentraException damaged) {
            faults.accept(isNot(range) + ": " + requireDamaged(damaged).reason());
            return null;
        }
    }

    private @Nullable ArchiveLines at(Vault from, long seq, ArchivedRange range) throws IOException {
        ArchiveLines lines = open;
        if (lines == null || lines.header().first() != range.first() || lines.seq() != seq - 1) {
            closeOpen();
            lines = opened(from, range);
            open = lines;
            if (lines != null) {
                lines.skipTo(seq - 1);
            }
        }
        return lines;
    }

    private @Nullable ArchiveLines opened(Vault from, ArchivedRange range) throws IOException {
        Optional<InputStream> in = from.open(range.name());
        if (in.isEmpty()) {
            faults.accept("the archive " + range.name() + " of events " + range.first() + " to " + range.last()
                    + " is missing");
            return null;
        }
        ArchiveLines lines = new ArchiveLines(new BufferedInputStream(in.get()));
        ArchiveLines.Header told = new ArchiveLines.Header(tenant.id().value(), range.first(), range.last());
        if (!lines.header().equals(told)) {
            faults.accept(isNot(range));
            lines.close();
            return null;
        }
        return lines;
    }

    private static ZentraException failed(ArchivedRange range, IOException cause) {
        return ZentraException.of(
                ErrorCode.VAULT_FAILED, "the archive " + range.name() + " could not be read: see the cause", cause);
    }

    private static ZentraException requireDamaged(ZentraException refusal) {
        if (refusal.code() != ErrorCode.ARCHIVE_DAMAGED) {
            throw refusal;
        }
        return refusal;
    }

    private static String isNot(ArchivedRange range) {
        return "the archive " + range.name() + " is not the one that event " + range.eventSeq() + " tells of";
    }

    @Override
    public void close() throws IOException {
        closeOpen();
        if (lookUp != null) {
            lookUp.close();
        }
    }

    private void closeOpen() throws IOException {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
