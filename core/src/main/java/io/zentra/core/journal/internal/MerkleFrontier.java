package io.zentra.core.journal.internal;

import io.zentra.core.journal.HashChain;
import io.zentra.core.journal.internal.JournalTables.Tile;
import io.zentra.core.journal.internal.JournalTables.TileKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The Merkle tree of a journal that is read once from its beginning: keeps only the roots of the full subtrees on its
 * right edge, gives the root at any moment, and each tile when it becomes full. Not thread-safe.
 */
final class MerkleFrontier {
    private static final int TILE_HEIGHT = 8;
    private static final int MAX_HEIGHT = 64;

    private final HashChain hashes = new HashChain();
    private final byte[][] edge = new byte[MAX_HEIGHT][];
    private final List<List<byte[]>> openTiles = new ArrayList<>();
    private final Consumer<Tile> fullTiles;
    private long size;

    MerkleFrontier(Consumer<Tile> fullTiles) {
        this.fullTiles = fullTiles;
    }

    void add(byte[] event) {
        byte[] hash = hashes.leaf(event);
        int height = 0;
        made(height, hash);
        while ((size >> height & 1) == 1) {
            hash = hashes.node(edge[height], hash);
            height++;
            made(height, hash);
        }
        edge[height] = hash;
        size++;
    }

    byte[] root() {
        if (size == 0) {
            return hashes.emptyRoot();
        }
        int height = Long.numberOfTrailingZeros(size);
        byte[] hash = edge[height];
        for (height++; size >> height != 0; height++) {
            if ((size >> height & 1) == 1) {
                hash = hashes.node(edge[height], hash);
            }
        }
        return hash;
    }

    private void made(int height, byte[] hash) {
        if (height % TILE_HEIGHT != 0) {
            return;
        }
        int level = height / TILE_HEIGHT;
        if (level == openTiles.size()) {
            openTiles.add(new ArrayList<>(MerkleLog.TILE_WIDTH));
        }
        List<byte[]> tile = openTiles.get(level);
        tile.add(hash);
        if (tile.size() == MerkleLog.TILE_WIDTH) {
            long index = (size >> (TILE_HEIGHT * (level + 1)));
            fullTiles.accept(MerkleLog.joined(new TileKey(level, index), tile));
            tile.clear();
        }
    }
}
