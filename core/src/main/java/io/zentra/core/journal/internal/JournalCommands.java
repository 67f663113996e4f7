package io.zentra.core.journal.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.internal.JournalTables.Position;
import io.zentra.core.journal.internal.JournalTables.StoredCheckpoint;
import io.zentra.core.journal.internal.JournalTables.Tile;
import java.util.List;
import java.util.Map;

/** Commands that keep what follows from history without being part of it, so they record no event. */
public final class JournalCommands {
    private static final Operation KEEP_CHECKPOINT = new Operation(5, "journal.checkpoint");
    private static final Operation ADVANCE = new Operation(6, "journal.advance");
    private static final Operation LOCK = new Operation(8, "journal.lock");
    private static final Operation KEEP_TILES = new Operation(7, "journal.tiles");

    private JournalCommands() {}

    /** Keeps tiles that became full; those stored already stay. */
    public record KeepTiles(List<Tile> tiles) implements Command<Boolean> {
        /** Copies the tiles. */
        public KeepTiles {
            tiles = List.copyOf(tiles);
        }

        @Override
        public Operation operation() {
            return KEEP_TILES;
        }

        @Override
        public void reads(Reads reads) {
            tiles.forEach(tile -> reads.need(JournalTables.MERKLE_TILE, tile.key()));
        }

        @Override
        public Boolean decide(UnitOfWork work) {
            for (Tile tile : tiles) {
                if (work.get(JournalTables.MERKLE_TILE, tile.key()) == null) {
                    work.put(JournalTables.MERKLE_TILE, tile);
                }
            }
            return true;
        }
    }

    /** Keeps a signed checkpoint; the first of two of one size and key stays. */
    public record KeepCheckpoint(StoredCheckpoint checkpoint) implements Command<StoredCheckpoint> {
        @Override
        public Operation operation() {
            return KEEP_CHECKPOINT;
        }

        @Override
        public void reads(Reads reads) {
            reads.need(JournalTables.CHECKPOINT, checkpoint.key());
        }

        @Override
        public StoredCheckpoint decide(UnitOfWork work) {
            StoredCheckpoint first = work.get(JournalTables.CHECKPOINT, checkpoint.key());
            if (first == null) {
                work.put(JournalTables.CHECKPOINT, checkpoint);
                return checkpoint;
            }
            return first;
        }
    }

    /** Takes the lock of the tenant's journal and changes nothing, so that what is read afterwards belongs together. */
    public record Lock() implements Command<Boolean> {
        @Override
        public Operation operation() {
            return LOCK;
        }

        @Override
        public void reads(Reads reads) {
            // the lock is the head's, which every batch takes
        }

        @Override
        public Boolean decide(UnitOfWork work) {
            return true;
        }
    }

    /** Moves a named reader forward, never back. */
    public record Advance(String name, long seq) implements Command<Long> {
        @Override
        public Operation operation() {
            return ADVANCE;
        }

        @Override
        public void reads(Reads reads) {
            reads.need(JournalTables.CURSOR, name);
        }

        @Override
        public Long decide(UnitOfWork work) {
            if (seq >= work.nextSeq()) {
                throw ZentraException.of(
                        ErrorCode.INVALID_CONFIGURATION,
                        "the cursor " + name + " cannot stand at " + seq + ": the journal ends at "
                                + (work.nextSeq() - 1) + ", and what comes next would be missed",
                        Map.of("cursor", name, "seq", String.valueOf(seq)));
            }
            Position position = work.get(JournalTables.CURSOR, name);
            long before = position == null ? 0 : position.seq();
            long reached = Math.max(seq, before);
            if (reached != before) {
                work.put(JournalTables.CURSOR, new Position(name, reached));
            }
            return reached;
        }
    }
}
