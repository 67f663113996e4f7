package io.zentra.core.journal;

import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.internal.JournalStore;
import io.zentra.core.journal.internal.MerkleLog;
import java.util.List;

/**
 * Merkle paths of many events of a journal as it was at one size. What it read stays in memory, up to {@value #MAX_TILES}
 * tiles of 256 hashes. Not thread-safe.
 *
 * <pre>{@code
 * InclusionProofs proofs = acme.journal().inclusionProofs(checkpoint.size());
 * List<byte[]> path = proofs.path(event.seq());
 * }</pre>
 */
public final class InclusionProofs {
    private static final int MAX_TILES = 256;

    private final JournalStore store;
    private final long size;
    private MerkleLog log;

    InclusionProofs(JournalStore store, long size) {
        this.store = store;
        this.size = size;
        this.log = new MerkleLog(store);
    }

    /**
     * The path that proves an event to be among the first {@code size}; see {@link MerkleProof}.
     *
     * @param seq 1 to the size
     * @throws ZentraException {@code event_archived}, {@code journal_damaged} or {@code storage_failed}
     */
    public List<byte[]> path(long seq) {
        if (seq < 1 || seq > size) {
            throw new IllegalArgumentException("event " + seq + " is not among the first " + size);
        }
        if (log.held() > MAX_TILES) {
            log = new MerkleLog(store);
        }
        return log.inclusionPath(seq - 1, size);
    }
}
