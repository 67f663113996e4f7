package io.zentra.core.journal.internal;

import io.zentra.core.journal.internal.JournalTables.Tile;
import io.zentra.core.journal.internal.JournalTables.TileKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A journal of so many made-up events in memory, with the tiles that were stored of it. */
final class MemorySource implements MerkleLog.Source {
    private final List<byte[]> events = new ArrayList<>();
    private final Map<TileKey, Tile> tiles = new HashMap<>();

    static MemorySource ofSize(int size) {
        MemorySource source = new MemorySource();
        for (int i = 1; i <= size; i++) {
            source.events.add(("event " + i).getBytes(StandardCharsets.UTF_8));
        }
        return source;
    }

    List<byte[]> events() {
        return events;
    }

    byte[] event(long seq) {
        return events.get(Math.toIntExact(seq - 1));
    }

    void store(Tile tile) {
        tiles.put(tile.key(), tile);
    }

    Map<TileKey, Tile> tiles() {
        return tiles;
    }

    @Override
    public List<byte[]> events(long firstSeq, int count) {
        int begin = Math.toIntExact(firstSeq - 1);
        return events.subList(begin, Math.min(events.size(), begin + count));
    }

    @Override
    public Optional<Tile> tile(TileKey key) {
        return Optional.ofNullable(tiles.get(key));
    }
}
