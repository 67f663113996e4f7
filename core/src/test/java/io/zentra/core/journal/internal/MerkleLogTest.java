package io.zentra.core.journal.internal;

import static io.zentra.core.Refusal.assertRefused;
import static io.zentra.core.error.ErrorCode.JOURNAL_DAMAGED;
import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.journal.MerkleProof;
import io.zentra.core.journal.internal.JournalTables.Tile;
import io.zentra.core.journal.internal.JournalTables.TileKey;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MerkleLogTest {
    private static final int SIZES = 600;

    private final MemorySource source = MemorySource.ofSize(SIZES);
    private final Rfc6962 rfc = new Rfc6962(source.events());

    @Test
    void hasTheRootsOfRfc6962() {
        for (int size = 0; size <= SIZES; size++) {
            assertThat(new MerkleLog(source).root(size)).isEqualTo(rfc.root(0, size));
        }
    }

    /** A tile that is not full yet has more hashes in a larger tree. */
    @Test
    void givesRootsOfManySizesOneAfterTheOther() {
        MerkleLog log = new MerkleLog(source);
        for (int size = 1; size <= SIZES; size += 7) {
            assertThat(log.root(size)).isEqualTo(rfc.root(0, size));
        }
        assertThat(log.root(5)).isEqualTo(rfc.root(0, 5));
    }

    @Test
    void provesEveryLeafOfSizesAroundPowersOfTwoAndSomeOfTheOthers() {
        SplittableRandom random = new SplittableRandom(6962);
        for (int size = 1; size <= SIZES; size++) {
            MerkleLog log = new MerkleLog(source);
            boolean every = size <= 66 || (size + 2) % 128 < 5;
            for (int i = 0; i < (every ? size : 12); i++) {
                assertIncluded(log, every ? i : random.nextInt(size), size);
            }
        }
    }

    @Test
    @Tag("long")
    void provesEveryLeafOfEverySize() {
        for (int size = 1; size <= SIZES; size++) {
            MerkleLog log = new MerkleLog(source);
            for (int leaf = 0; leaf < size; leaf++) {
                assertIncluded(log, leaf, size);
            }
        }
    }

    @Test
    void provesThatALogContinuesAnOlderOne() {
        SplittableRandom random = new SplittableRandom(9162);
        for (int size = 1; size <= SIZES; size++) {
            MerkleLog log = new MerkleLog(source);
            boolean every = size <= 66 || (size + 2) % 128 < 5;
            for (int i = 1; i <= (every ? size : 12); i++) {
                assertConsistent(log, every ? i : random.nextInt(1, size + 1), size);
            }
        }
    }

    @Test
    @Tag("long")
    void provesThatEverySizeContinuesEveryOlderOne() {
        for (int size = 1; size <= SIZES; size++) {
            MerkleLog log = new MerkleLog(source);
            for (int old = 1; old <= size; old++) {
                assertConsistent(log, old, size);
            }
        }
    }

    @Test
    void givesTheSameAnswersFromStoredTiles() {
        MemorySource stored = MemorySource.ofSize(SIZES);
        new MerkleLog(stored).newTiles(0, SIZES).forEach(stored::store);
        assertThat(stored.tiles()).hasSize(2);
        for (int size = 500; size <= SIZES; size++) {
            MerkleLog log = new MerkleLog(stored);

            assertThat(log.root(size)).isEqualTo(rfc.root(0, size));
            assertIncluded(log, size - 300, size);
            assertConsistent(log, size - 300, size);
        }
    }

    /** Of two events of a tile that is stored, none has to be read: the tile alone answers. */
    @Test
    void needsNoEventsOfStoredTiles() {
        MemorySource stored = MemorySource.ofSize(SIZES);
        new MerkleLog(stored).newTiles(0, SIZES).forEach(stored::store);
        stored.events().subList(0, 512).replaceAll(event -> new byte[0]);

        assertThat(new MerkleLog(stored).root(SIZES)).isEqualTo(rfc.root(0, SIZES));
    }

    @Test
    void findsNewTilesWhereverItWentOnFrom() {
        MemorySource large = MemorySource.ofSize(66_000);
        Map<TileKey, Tile> inSteps = new HashMap<>();
        for (int from = 0; from < 66_000; from += 3_000) {
            new MerkleLog(large).newTiles(from, from + 3_000).forEach(tile -> {
                assertThat(inSteps.put(tile.key(), tile)).isNull();
                large.store(tile);
            });
        }
        List<Tile> atOnce = new MerkleLog(MemorySource.ofSize(66_000)).newTiles(0, 66_000);

        assertThat(inSteps).hasSize(257 + 1);
        assertThat(inHex(inSteps.values())).isEqualTo(inHex(atOnce));
        assertThat(new MerkleLog(large).newTiles(66_000, 66_000)).isEmpty();
    }

    /** The verifier's frontier and the log are two ways to one tree; they must never disagree. */
    @Test
    void agreesWithTheFrontier() {
        MemorySource large = MemorySource.ofSize(66_000);
        MerkleFrontier frontier = new MerkleFrontier(large::store);
        for (int size = 0; size <= SIZES; size++) {
            assertThat(frontier.root()).isEqualTo(rfc.root(0, size));
            frontier.add(large.event(size + 1));
        }
        for (int size = SIZES + 1; size < 66_000; size++) {
            frontier.add(large.event(size + 1));
        }

        assertThat(frontier.root()).isEqualTo(new MerkleLog(MemorySource.ofSize(66_000)).root(66_000));
        assertThat(frontier.root()).isEqualTo(new MerkleLog(large).root(66_000));
        List<Tile> tiles = new MerkleLog(MemorySource.ofSize(66_000)).newTiles(0, 66_000);
        assertThat(inHex(large.tiles().values())).isEqualTo(inHex(tiles));
    }

    /** The root of a long journal without checkpoints used to hold the hash of every event. */
    @Test
    void holdsFewTilesHoweverLongTheLog() {
        MerkleLog log = new MerkleLog(MemorySource.ofSize(66_000));
        log.root(66_000);

        assertThat(log.held()).isLessThanOrEqualTo(4);
    }

    @Test
    void refusesToComputeOverMissingEvents() {
        MemorySource cut = MemorySource.ofSize(10);

        assertRefused(JOURNAL_DAMAGED, () -> new MerkleLog(cut).root(11));
    }

    private static Map<TileKey, String> inHex(Collection<Tile> tiles) {
        return tiles.stream()
                .collect(Collectors.toMap(Tile::key, tile -> HexFormat.of().formatHex(tile.hashes())));
    }

    private void assertIncluded(MerkleLog log, int leaf, int size) {
        List<byte[]> path = log.inclusionPath(leaf, size);

        assertSame(path, rfc.path(leaf, 0, size));
        MerkleProof.requireIncluded(source.event(leaf + 1), leaf + 1, size, path, rfc.root(0, size));
    }

    private void assertConsistent(MerkleLog log, int old, int size) {
        List<byte[]> path = log.consistencyPath(old, size);

        assertSame(path, rfc.proof(old, size));
        MerkleProof.requireConsistent(old, rfc.root(0, old), size, rfc.root(0, size), path);
    }

    private static void assertSame(List<byte[]> path, List<byte[]> expected) {
        assertThat(path.size()).isEqualTo(expected.size());
        for (int i = 0; i < path.size(); i++) {
            assertThat(Arrays.equals(path.get(i), expected.get(i))).isTrue();
        }
    }
}
