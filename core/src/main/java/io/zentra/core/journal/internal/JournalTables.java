package io.zentra.core.journal.internal;

import static io.zentra.core.storage.Column.bytes;
import static io.zentra.core.storage.Column.integer;
import static io.zentra.core.storage.Column.text;

import io.zentra.core.storage.RowType;
import java.util.List;
import java.util.function.Function;

/** The tables of the journal that lanes read and write. */
public final class JournalTables {
    /** Events with the chain's value after each. */
    public static final RowType<Long, StoredEvent> JOURNAL = RowType.of("zentra_journal", StoredEvent::seq)
            .key(List.of(integer("seq")), (key, out) -> out.integer(key))
            .values(
                    List.of(bytes("event"), bytes("hash")),
                    (row, out) -> out.bytes(row.event()).bytes(row.hash()))
            .read(in -> new StoredEvent(in.integer(), in.bytes(), in.bytes()));

    /** Which events belong to a correlation id. */
    public static final RowType<Membership, Membership> TIMELINE = RowType.of(
                    "zentra_timeline", Function.<Membership>identity())
            .key(
                    List.of(text("correlation"), integer("seq")),
                    (key, out) -> out.text(key.correlation()).integer(key.seq()))
            .read(in -> new Membership(in.text(), in.integer()));

    /** The last event of each correlation id. */
    public static final RowType<String, Correlation> CORRELATION = RowType.of("zentra_correlation", Correlation::id)
            .key(List.of(text("correlation")), (key, out) -> out.text(key))
            .values(List.of(integer("last_seq")), (row, out) -> out.integer(row.last()))
            .read(in -> new Correlation(in.text(), in.integer()))
            .kept();

    /** First events of keys. */
    public static final RowType<OperationKey, FirstUse> IDEMPOTENCY = RowType.of("zentra_idempotency", FirstUse::key)
            .key(
                    List.of(integer("operation"), text("idempotency_key")),
                    (key, out) -> out.integer(key.operation()).text(key.key()))
            .values(
                    List.of(integer("seq"), integer("replays")),
                    (row, out) -> out.integer(row.seq()).integer(row.replays()))
            .read(in -> new FirstUse(new OperationKey((int) in.integer(), in.text()), in.integer(), in.integer()));

    /** Events that record that a key came again. */
    public static final RowType<Replay, Replay> REPLAY = RowType.of("zentra_replay", Function.<Replay>identity())
            .key(
                    List.of(integer("first_seq"), integer("seq")),
                    (key, out) -> out.integer(key.first()).integer(key.seq()))
            .read(in -> new Replay(in.integer(), in.integer()));

    /** How far named readers have come. */
    public static final RowType<String, Position> CURSOR = RowType.of("zentra_cursor", Position::name)
            .key(List.of(text("name")), (key, out) -> out.text(key))
            .values(List.of(integer("seq")), (row, out) -> out.integer(row.seq()))
            .read(in -> new Position(in.text(), in.integer()));

    /** Full tiles of the Merkle log. */
    public static final RowType<TileKey, Tile> MERKLE_TILE = RowType.of("zentra_merkle_tile", Tile::key)
            .key(
                    List.of(integer("level"), integer("tile")),
                    (key, out) -> out.integer(key.level()).integer(key.tile()))
            .values(List.of(bytes("hashes")), (row, out) -> out.bytes(row.hashes()))
            .read(in -> new Tile(new TileKey((int) in.integer(), in.integer()), in.bytes()));

    /** Signed checkpoints. */
    public static final RowType<CheckpointKey, StoredCheckpoint> CHECKPOINT = RowType.of(
                    "zentra_checkpoint", StoredCheckpoint::key)
            .key(
                    List.of(integer("size"), text("key_id")),
                    (key, out) -> out.integer(key.size()).text(key.keyId()))
            .values(List.of(text("note")), (row, out) -> out.text(row.note()))
            .read(in -> new StoredCheckpoint(new CheckpointKey(in.integer(), in.text()), in.text()));

    private JournalTables() {}

    /** A stored event; never compared. */
    @SuppressWarnings("ArrayRecordComponent")
    public record StoredEvent(long seq, byte[] event, byte[] hash) {}

    /** An event of a correlation. */
    public record Membership(String correlation, long seq) {}

    /** The last event of a correlation. */
    public record Correlation(String id, long last) {}

    /** A key of an operation. */
    public record OperationKey(int operation, String key) {}

    /** The first event of a key. */
    public record FirstUse(OperationKey key, long seq, long replays) {
        /** The same, come once more. */
        public FirstUse again() {
            return new FirstUse(key, seq, replays + 1);
        }
    }

    /** An event that records that the key of a first event came again. */
    public record Replay(long first, long seq) {}

    /** A reader's position. */
    public record Position(String name, long seq) {}

    /** The place of a tile. */
    public record TileKey(int level, long tile) {}

    /** A tile's hashes, one after the other; never compared. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Tile(TileKey key, byte[] hashes) {}

    /** Of how many events a checkpoint speaks, and the id of the key that signed it. */
    public record CheckpointKey(long size, String keyId) {}

    /** A checkpoint's signed note. */
    public record StoredCheckpoint(CheckpointKey key, String note) {
        /** Of how many events it speaks. */
        public long size() {
            return key.size();
        }
    }
}
