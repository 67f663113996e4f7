package io.zentra.core.journal.internal;

import io.zentra.core.journal.HashChain;
import io.zentra.core.journal.internal.JournalTables.Tile;
import io.zentra.core.journal.internal.JournalTables.TileKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * The Merkle tree of a journal that is read once from its beginning: keeps only the roots of the full subtrees on its
 * right edge, gives the root at any moment, and each tile when it becomes full. Not thread-safe.
 */
final class MerkleFrontier {
    private static final int MAX_HEIGHT = 64;

    private final HashChain hashes = new HashChain();
    private final byte[][] edge = new byte[MAX_HEIGHT][];
    private final List<List<byte[]>> openTiles = new ArrayList<>();
    private final Consumer<Tile> fullTiles;
    private long size;

    MerkleFrontier(Consumer<Tile> fullTiles) {
        this.fullTiles = fullTiles;
    }

    /**
     * All that is needed to go on: the roots of the full subtrees, from the smallest, and the hashes of the tiles that are
     * not full yet, from the lowest level.
     */
    record State(long size, List<byte[]> edge, List<List<byte[]>> openTiles) {
        static State empty() {
            return new State(0, List.of(), List.of());
        }

        /** One from which roots can be computed, but no tiles. */
        static State withoutTiles(long size, List<byte[]> edge) {
            List<List<byte[]>> tiles = new ArrayList<>();
            for (long nodes = size; nodes > 0; nodes /= MerkleLog.TILE_WIDTH) {
                tiles.add(Collections.nCopies((int) (nodes % MerkleLog.TILE_WIDTH), new byte[HashChain.HASH_LENGTH]));
            }
            return new State(size, edge, tiles);
        }

        /** Checks that the numbers of hashes are those of a tree of this size. */
        State {
            boolean fits = size >= 0 && edge.size() == Long.bitCount(size);
            long nodes = size;
            for (List<byte[]> tile : openTiles) {
                fits &= tile.size() == nodes % MerkleLog.TILE_WIDTH;
                nodes /= MerkleLog.TILE_WIDTH;
            }
            if (!fits || nodes != 0) {
                throw new IllegalArgumentException("no edge of a tree of " + size);
            }
        }
    }

    /** Goes on from there. */
    void resume(State state) {
        size = state.size();
        int next = 0;
        for (int height = 0; height < MAX_HEIGHT; height++) {
            if ((size >> height & 1) == 1) {
                edge[height] = state.edge().get(next++);
            }
        }
        openTiles.clear();
        state.openTiles().forEach(tile -> openTiles.add(new ArrayList<>(tile)));
    }

    State state() {
        List<byte[]> roots = new ArrayList<>();
        for (int height = 0; height < MAX_HEIGHT; height++) {
            if ((size >> height & 1) == 1) {
                roots.add(edge[height]);
            }
        }
        List<List<byte[]>> tiles = new ArrayList<>();
        for (long nodes = size; nodes != 0; nodes /= MerkleLog.TILE_WIDTH) {
            int level = tiles.size();
            tiles.add(level < openTiles.size() ? List.copyOf(openTiles.get(level)) : List.of());
        }
        return new State(size, roots, tiles);
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
        if (height % MerkleLog.TILE_HEIGHT != 0) {
            return;
        }
        int level = height / MerkleLog.TILE_HEIGHT;
        while (level >= openTiles.size()) {
            openTiles.add(new ArrayList<>(MerkleLog.TILE_WIDTH));
        }
        List<byte[]> tile = openTiles.get(level);
        tile.add(hash);
        if (tile.size() == MerkleLog.TILE_WIDTH) {
            long index = (size >> (MerkleLog.TILE_HEIGHT * (level + 1)));
            fullTiles.accept(MerkleLog.joined(new TileKey(level, index), tile));
            tile.clear();
        }
    }
}
