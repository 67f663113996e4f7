package io.zentra.core.journal.internal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.HashChain;
import io.zentra.core.journal.internal.JournalTables.Tile;
import io.zentra.core.journal.internal.JournalTables.TileKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Merkle tree over a journal's events (RFC 6962, section 2.1), computed from full tiles of 256 hashes where they are
 * stored and from the events where they are not. Leaves are counted from 0: leaf n is the event of sequence n + 1. Used
 * for one question, then thrown away; not thread-safe.
 */
public final class MerkleLog {
    /** Hashes of a tile. */
    public static final int TILE_WIDTH = 256;

    /** The height of the tree that a tile spans. */
    static final int TILE_HEIGHT = 8;

    /** No journal fills a tile above this level: it would have 2^64 events. */
    static final int MAX_LEVEL = 6;

    private final Source source;
    private final HashChain hashes = new HashChain();
    private final Map<TileKey, List<byte[]>> tiles = new HashMap<>();

    /** Where leaves and tiles come from. */
    public interface Source {
        /** The bytes of consecutive events. */
        List<byte[]> events(long firstSeq, int count);

        /** A stored tile. */
        Optional<Tile> tile(TileKey key);
    }

    /** A tree over this source. */
    public MerkleLog(Source source) {
        this.source = source;
    }

    /** The root of the first {@code size} leaves. */
    public byte[] root(long size) {
        return size == 0 ? hashes.emptyRoot() : subtree(0, size, size);
    }

    /** The path from a leaf to the root of the first {@code size} leaves (RFC 6962, section 2.1.1). */
    public List<byte[]> inclusionPath(long leaf, long size) {
        List<byte[]> path = new ArrayList<>();
        long begin = 0;
        long end = size;
        while (end - begin > 1) {
            long middle = begin + split(end - begin);
            if (leaf < middle) {
                path.add(subtree(middle, end, size));
                end = middle;
            } else {
                path.add(subtree(begin, middle, size));
                begin = middle;
            }
        }
        return reversed(path);
    }

    /** The proof that the first {@code size} leaves continue the first {@code old} ones (RFC 6962, section 2.1.2). */
    public List<byte[]> consistencyPath(long old, long size) {
        List<byte[]> path = new ArrayList<>();
        long begin = 0;
        long end = size;
        boolean whole = true;
        while (end != old) {
            long middle = begin + split(end - begin);
            if (old <= middle) {
                path.add(subtree(middle, end, size));
                end = middle;
            } else {
                path.add(subtree(begin, middle, size));
                begin = middle;
                whole = false;
            }
        }
        if (!whole) {
            path.add(subtree(begin, end, size));
        }
        return reversed(path);
    }

    /** The tiles that are full at this size and not stored, lowest level first. */
    public List<Tile> newTiles(long oldSize, long size) {
        List<Tile> full = new ArrayList<>();
        long before = oldSize;
        long now = size;
        for (int level = 0; now >= TILE_WIDTH; level++) {
            for (long tile = before / TILE_WIDTH; tile < now / TILE_WIDTH; tile++) {
                TileKey key = new TileKey(level, tile);
                full.add(joined(key, tile(key, size)));
            }
            before /= TILE_WIDTH;
            now /= TILE_WIDTH;
        }
        return full;
    }

    /** How many tiles it holds. */
    public int held() {
        return tiles.size();
    }

    /** A tile of these hashes. */
    static Tile joined(TileKey key, List<byte[]> content) {
        byte[] joined = new byte[TILE_WIDTH * HashChain.HASH_LENGTH];
        for (int i = 0; i < TILE_WIDTH; i++) {
            System.arraycopy(content.get(i), 0, joined, i * HashChain.HASH_LENGTH, HashChain.HASH_LENGTH);
        }
        return new Tile(key, joined);
    }

    /** The root of a full subtree: the leaves from begin to end, a power of two that begins at a multiple of it. */
    byte[] subtree(long begin, long end) {
        return subtree(begin, end, end);
    }

    /** The hash over the leaves from begin to end, of a tree of this size. */
    private byte[] subtree(long begin, long end, long size) {
        long width = end - begin;
        if (Long.bitCount(width) == 1 && begin % width == 0) {
            return node(Long.numberOfTrailingZeros(width), begin / width, size);
        }
        long middle = begin + split(width);
        return hashes.node(subtree(begin, middle, size), subtree(middle, end, size));
    }

    /** The hash of a full subtree: 2^height leaves, the index-th of its height. */
    private byte[] node(int height, long index, long size) {
        if (height % TILE_HEIGHT == 0) {
            List<byte[]> tile = tile(new TileKey(height / TILE_HEIGHT, index / TILE_WIDTH), size);
            return tile.get((int) (index % TILE_WIDTH));
        }
        return hashes.node(node(height - 1, 2 * index, size), node(height - 1, 2 * index + 1, size));
    }

    /** A tile's hashes, as many as a tree of this size has; of a full tile all are there. */
    private List<byte[]> tile(TileKey key, long size) {
        List<byte[]> known = tiles.get(key);
        if (known == null || known.size() < count(key, size)) {
            known = source.tile(key).map(MerkleLog::split).orElseGet(() -> computed(key, size));
            tiles.put(key, known);
        }
        return known;
    }

    /** How many hashes of a tile a tree of this size has. */
    private static int count(TileKey key, long size) {
        long nodes = size >> (TILE_HEIGHT * key.level());
        return (int) Math.min(TILE_WIDTH, nodes - key.tile() * TILE_WIDTH);
    }

    private List<byte[]> computed(TileKey key, long size) {
        int count = count(key, size);
        List<byte[]> content = new ArrayList<>(count);
        if (key.level() == 0) {
            List<byte[]> events = source.events(key.tile() * TILE_WIDTH + 1, count);
            if (events.size() != count) {
                throw ZentraException.of(
                        ErrorCode.JOURNAL_DAMAGED, "the journal lacks events before its head: run verify()");
            }
            events.forEach(event -> content.add(hashes.leaf(event)));
        } else {
            for (int i = 0; i < count; i++) {
                TileKey below = new TileKey(key.level() - 1, key.tile() * TILE_WIDTH + i);
                content.add(rootOf(tile(below, size)));
                tiles.remove(below); // or a log without stored tiles would be held as a whole
            }
        }
        return content;
    }

    /** The root over a full tile. */
    private byte[] rootOf(List<byte[]> tile) {
        List<byte[]> level = tile;
        while (level.size() > 1) {
            List<byte[]> above = new ArrayList<>(level.size() / 2);
            for (int i = 0; i < level.size(); i += 2) {
                above.add(hashes.node(level.get(i), level.get(i + 1)));
            }
            level = above;
        }
        return level.get(0);
    }

    private static List<byte[]> split(Tile tile) {
        if (tile.hashes().length != TILE_WIDTH * HashChain.HASH_LENGTH) {
            throw ZentraException.of(
                    ErrorCode.JOURNAL_DAMAGED,
                    "Merkle tile " + tile.key().level() + "/" + tile.key().tile() + " is malformed: run verify()");
        }
        List<byte[]> content = new ArrayList<>(TILE_WIDTH);
        for (int i = 0; i < tile.hashes().length; i += HashChain.HASH_LENGTH) {
            content.add(Arrays.copyOfRange(tile.hashes(), i, i + HashChain.HASH_LENGTH));
        }
        return content;
    }

    /** The largest power of two below a width of at least two. */
    private static long split(long width) {
        return Long.highestOneBit(width - 1);
    }

    private static List<byte[]> reversed(List<byte[]> path) {
        List<byte[]> reversed = new ArrayList<>(path);
        Collections.reverse(reversed);
        return reversed;
    }
}
