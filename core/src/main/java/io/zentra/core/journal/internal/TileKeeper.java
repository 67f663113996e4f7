package io.zentra.core.journal.internal;

import io.zentra.core.commit.Commits;
import io.zentra.core.identity.Access;
import io.zentra.core.journal.internal.JournalTables.Tile;
import java.util.List;

/** Keeps the Merkle tiles that became full, in steps, so that very many events need little memory. */
public record TileKeeper(JournalStore store, Commits commits, Access access) {
    private static final long STEP = 1L << 16;

    /** Those that are full at a size and were not at an older one. */
    public void keep(long oldSize, long size) {
        for (long from = oldSize; from < size; ) {
            long to = Math.min(size, (from / STEP + 1) * STEP);
            List<Tile> full = new MerkleLog(store).newTiles(from, to);
            if (!full.isEmpty()) {
                commits.run(access, new JournalCommands.KeepTiles(full));
            }
            from = to;
        }
    }
}
