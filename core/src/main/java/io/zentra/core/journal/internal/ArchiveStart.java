package io.zentra.core.journal.internal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.HashChain;
import io.zentra.core.journal.internal.JournalTables.StoredEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * What the events of an archive go on from.
 *
 * @param chain the chain's value before the first
 * @param edge the roots of the full subtrees before it, from the smallest
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ArchiveStart(byte[] chain, List<byte[]> edge) {
    static ArchiveStart of(JournalStore store, long first) {
        long size = first - 1;
        if (size == 0) {
            return new ArchiveStart(HashChain.genesis(), List.of());
        }
        List<StoredEvent> before = store.after(size - 1, 1);
        if (before.isEmpty() || before.get(0).seq() != size) {
            throw ZentraException.of(ErrorCode.JOURNAL_DAMAGED, "event " + size + " is missing: run verify()");
        }
        List<byte[]> edge = new ArrayList<>();
        MerkleLog tree = new MerkleLog(store);
        long end = size;
        for (long width = 1; width <= size; width <<= 1) {
            if ((size & width) != 0) {
                edge.add(tree.subtree(end - width, end));
                end -= width;
            }
        }
        return new ArchiveStart(before.get(0).hash(), edge);
    }
}
