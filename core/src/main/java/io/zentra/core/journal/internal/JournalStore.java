package io.zentra.core.journal.internal;

import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.journal.ArchivedRange;
import io.zentra.core.journal.internal.JournalTables.CheckpointKey;
import io.zentra.core.journal.internal.JournalTables.StoredCheckpoint;
import io.zentra.core.journal.internal.JournalTables.StoredEvent;
import io.zentra.core.journal.internal.JournalTables.Tile;
import io.zentra.core.journal.internal.JournalTables.TileKey;
import io.zentra.core.storage.Queries;
import io.zentra.core.time.Micros;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What is stored of one tenant's journal, as it was committed. */
public final class JournalStore implements MerkleLog.Source {
    private final Queries queries;
    private final int tenantNo;

    /** The head of a journal. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Head(long seq, byte[] hash, long atMicros) {
        /** The time of the last event. */
        Instant at() {
            return Micros.instant(atMicros);
        }
    }

    /** The journal of a tenant. */
    public JournalStore(Queries queries, int tenantNo) {
        this.queries = queries;
        this.tenantNo = tenantNo;
    }

    /** The head; empty when its row is missing. */
    public Optional<Head> head() {
        return queries
                .select(
                        "select seq, hash, at from zentra_journal_head where tenant = :tenant",
                        tenantNo,
                        Map.of(),
                        1,
                        (results, context) -> new Head(results.getLong(1), results.getBytes(2), results.getLong(3)))
                .stream()
                .findFirst();
    }

    /** The sequence of the first event of a key; empty when it was not used. */
    public Optional<Long> first(Operation operation, IdempotencyKey key) {
        return queries.first(
                        JournalTables.IDEMPOTENCY,
                        tenantNo,
                        "operation = :operation and idempotency_key = :key",
                        Map.of("operation", (long) operation.code(), "key", key.value()))
                .map(JournalTables.FirstUse::seq);
    }

    /** Stored events after a sequence, in order. */
    public List<StoredEvent> after(long seq, int limit) {
        return queries.list(JournalTables.JOURNAL, tenantNo, "seq > :seq order by seq", Map.of("seq", seq), limit);
    }

    /** The events of a correlation after a sequence, in order. */
    public List<StoredEvent> ofCorrelation(String correlation, long afterSeq, int limit) {
        return queries.select(
                "select j.seq, j.event, j.hash from zentra_timeline t"
                        + " join zentra_journal j on j.tenant = t.tenant and j.seq = t.seq"
                        + " where t.tenant = :tenant and t.correlation = :correlation and t.seq > :after order by t.seq",
                tenantNo,
                Map.of("correlation", correlation, "after", afterSeq),
                limit,
                (results, context) -> new StoredEvent(results.getLong(1), results.getBytes(2), results.getBytes(3)));
    }

    /** The position of a named reader. */
    public long position(String name) {
        return queries.first(JournalTables.CURSOR, tenantNo, "name = :name", Map.of("name", name))
                .map(JournalTables.Position::seq)
                .orElse(0L);
    }

    /** Up to where every named reader has come. */
    long slowestPosition() {
        return queries.first(JournalTables.CURSOR, tenantNo, "name is not null order by seq", Map.of())
                .map(JournalTables.Position::seq)
                .orElse(Long.MAX_VALUE);
    }

    /** The archived ranges, in order. */
    public List<ArchivedRange> archives() {
        return queries.list(
                ArchiveTables.ARCHIVE,
                tenantNo,
                "first_seq is not null order by first_seq",
                Map.of(),
                Queries.MAX_ROWS);
    }

    /** Of how many events the last stored checkpoint speaks, whoever signed it; 0 without one. */
    public long checkpointedSize() {
        return queries.first(JournalTables.CHECKPOINT, tenantNo, "size >= 0 order by size desc", Map.of())
                .map(StoredCheckpoint::size)
                .orElse(0L);
    }

    /** The size of the first stored checkpoint that covers an event. */
    public OptionalLong checkpointOver(long seq) {
        return queries
                .list(JournalTables.CHECKPOINT, tenantNo, "size >= :seq order by size", Map.of("seq", seq), 1)
                .stream()
                .mapToLong(StoredCheckpoint::size)
                .findFirst();
    }

    /** A stored checkpoint. */
    public Optional<StoredCheckpoint> checkpoint(CheckpointKey key) {
        return queries.first(
                JournalTables.CHECKPOINT,
                tenantNo,
                "size = :size and key_id = :key",
                Map.of("size", key.size(), "key", key.keyId()));
    }

    /** Stored checkpoints after one, in order. */
    public List<StoredCheckpoint> checkpointsAfter(CheckpointKey last, int limit) {
        return queries.list(
                JournalTables.CHECKPOINT,
                tenantNo,
                "size >= :size and (size > :size or key_id > :key) order by size, key_id",
                Map.of("size", last.size(), "key", last.keyId()),
                limit);
    }

    @Override
    public List<byte[]> events(long firstSeq, int count) {
        return queries
                .list(
                        JournalTables.JOURNAL,
                        tenantNo,
                        "seq >= :first and seq < :end order by seq",
                        Map.of("first", firstSeq, "end", firstSeq + count),
                        count)
                .stream()
                .map(StoredEvent::event)
                .map(JournalStore::whole)
                .toList();
    }

    private static byte[] whole(byte[] event) {
        if (EventStub.is(event)) {
            throw EventStub.refusal(event);
        }
        return event;
    }

    /** Stored tiles that a journal of this size does not fill, one a level: they would be taken for true later. */
    List<TileKey> tilesBeyond(long size) {
        List<TileKey> beyond =
                new ArrayList<>(tiles("level < 0 or level > :top", Map.of("top", (long) MerkleLog.MAX_LEVEL)));
        for (int level = 0; level <= MerkleLog.MAX_LEVEL; level++) {
            long full = size >> (MerkleLog.TILE_HEIGHT * (level + 1));
            beyond.addAll(tiles(
                    "level = :level and (tile < 0 or tile >= :full)", Map.of("level", (long) level, "full", full)));
        }
        return beyond;
    }

    private List<TileKey> tiles(String condition, Map<String, Long> values) {
        return queries.select(
                "select level, tile from zentra_merkle_tile where tenant = :tenant and (" + condition
                        + ") order by level, tile",
                tenantNo,
                values,
                1,
                (results, context) -> new TileKey(results.getInt(1), results.getLong(2)));
    }

    @Override
    public Optional<Tile> tile(TileKey key) {
        return queries.first(
                JournalTables.MERKLE_TILE,
                tenantNo,
                "level = :level and tile = :tile",
                Map.of("level", (long) key.level(), "tile", key.tile()));
    }
}
