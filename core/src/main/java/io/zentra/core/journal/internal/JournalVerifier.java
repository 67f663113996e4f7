package io.zentra.core.journal.internal;

import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Tenant;
import io.zentra.core.journal.Checkpoint;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.HashChain;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.journal.Verification;
import io.zentra.core.journal.VerifyingKey;
import io.zentra.core.journal.internal.JournalTables.StoredCheckpoint;
import io.zentra.core.journal.internal.JournalTables.StoredEvent;
import io.zentra.core.journal.internal.JournalTables.Tile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes a journal in one pass from its first event and compares everything that is stored about it: sequence, chain,
 * head, Merkle tiles, checkpoints, and the state that was folded from it.
 */
public final class JournalVerifier {
    private static final int PAGE = 1_000;
    private static final int MAX_FAULTS = 100;

    private final JournalStore store;
    private final Tenant tenant;
    private final @Nullable VerifyingKey key;
    private final List<String> faults = new ArrayList<>();
    private final HashChain hashes = new HashChain();
    private final MerkleFrontier merkle = new MerkleFrontier(this::compare);
    private final TreeMap<Long, List<Checkpoint>> checkpoints = new TreeMap<>();

    /** A verifier for one verification; without a key, stored checkpoints are not checked. */
    public JournalVerifier(JournalStore store, Tenant tenant, @Nullable VerifyingKey key) {
        this.store = store;
        this.tenant = tenant;
        this.key = key;
    }

    /** Verifies all up to the present head. Checkpoints kept elsewhere show whether history was cut or rewritten. */
    public Verification verify(List<Checkpoint> keptElsewhere, List<? extends JournalFold> folds) {
        Optional<JournalStore.Head> head = store.head();
        if (head.isEmpty()) {
            return new Verification(0, List.of("the journal head of tenant " + tenant.id() + " is missing"));
        }
        long size = head.get().seq();
        readStoredCheckpoints(size);
        keptElsewhere.forEach(this::expect);
        if (readEvents(head.get(), folds)) {
            folds.forEach(fold -> compare(fold, size));
        }
        for (Map.Entry<Long, List<Checkpoint>> beyond :
                checkpoints.tailMap(size, false).entrySet()) {
            fault("history was cut: a checkpoint speaks of " + beyond.getKey() + " events, the journal has " + size);
        }
        return new Verification(size, faults);
    }

    private void compare(JournalFold fold, long size) {
        StateComparison stored = store.comparison(size);
        try {
            fold.compare(stored);
        } catch (ZentraException storage) {
            throw storage;
        } catch (RuntimeException unreadable) {
            stored.fault("a stored row is not readable: " + unreadable);
        }
        stored.faults().forEach(this::fault);
    }

    /** False when reading stopped at a fault, behind which nothing can be compared. */
    private boolean readEvents(JournalStore.Head head, List<? extends JournalFold> folds) {
        byte[] hash = HashChain.genesis();
        long seq = 0;
        compareRoot(0);
        while (seq < head.seq()) {
            List<StoredEvent> page = store.after(seq, (int) Math.min(PAGE, head.seq() - seq));
            if (page.isEmpty()) {
                fault("events " + (seq + 1) + " to " + head.seq() + " are missing");
                return false;
            }
            for (StoredEvent stored : page) {
                hash = hashes.next(hash, stored.event());
                if (!isSound(stored, seq + 1, hash)) {
                    return false;
                }
                Event event = Event.parse(stored.event());
                folds.forEach(fold -> fold.apply(event));
                merkle.add(stored.event());
                seq++;
                compareRoot(seq);
            }
        }
        if (!Arrays.equals(hash, head.hash())) {
            fault("the head's hash is not that of event " + head.seq());
        }
        return requireNothingBehind(head);
    }

    /** Events behind an unmoved head were put there by no commit of ours. */
    private boolean requireNothingBehind(JournalStore.Head head) {
        boolean more = !store.after(head.seq(), 1).isEmpty();
        if (more && store.head().map(JournalStore.Head::seq).orElse(0L) == head.seq()) {
            fault("there are events behind the head, " + head.seq());
        }
        return true;
    }

    private boolean isSound(StoredEvent stored, long expectedSeq, byte[] expectedHash) {
        if (stored.seq() != expectedSeq) {
            fault("event " + expectedSeq + " is missing");
            return false;
        }
        if (!Arrays.equals(stored.hash(), expectedHash)) {
            fault("event " + expectedSeq + " does not match its hash: it, or one before it, was changed");
            return false;
        }
        try {
            Event event = Event.parse(stored.event());
            if (event.seq() == expectedSeq && event.tenant().equals(tenant.id().value())) {
                return true;
            }
            fault("event " + expectedSeq + " says that it is event " + event.seq() + " of " + event.tenant());
        } catch (ZentraException unreadable) {
            fault("event " + expectedSeq + " is not readable");
        }
        return false;
    }

    /** A tile need not be stored, but what is stored must be what the events give. */
    private void compare(Tile expected) {
        Optional<Tile> stored = store.tile(expected.key());
        if (stored.isPresent() && !Arrays.equals(stored.get().hashes(), expected.hashes())) {
            fault("Merkle tile " + expected.key().level() + "/" + expected.key().tile() + " does not match the events");
        }
    }

    private void readStoredCheckpoints(long size) {
        VerifyingKey trusted = key;
        if (trusted == null) {
            return;
        }
        long last = -1;
        List<StoredCheckpoint> page = store.checkpointsAfter(last, PAGE);
        while (!page.isEmpty()) {
            for (StoredCheckpoint stored : page) {
                last = stored.size();
                readStoredCheckpoint(stored, trusted, size);
            }
            page = store.checkpointsAfter(last, PAGE);
        }
    }

    private void readStoredCheckpoint(StoredCheckpoint stored, VerifyingKey trusted, long size) {
        try {
            Checkpoint checkpoint = Checkpoint.verified(stored.note(), trusted);
            if (checkpoint.size() != stored.size()) {
                fault("the checkpoint of size " + stored.size() + " is signed for " + checkpoint.size());
            } else if (stored.size() <= size
                    || store.head().map(JournalStore.Head::seq).orElse(0L) < stored.size()) {
                expect(checkpoint); // one made since this verification began is for the next
            }
        } catch (ZentraException invalid) {
            fault("the checkpoint of size " + stored.size() + " does not verify: " + invalid.reason());
        }
    }

    private void expect(Checkpoint checkpoint) {
        checkpoints
                .computeIfAbsent(checkpoint.size(), size -> new ArrayList<>())
                .add(checkpoint);
    }

    private void compareRoot(long size) {
        for (Checkpoint checkpoint : checkpoints.getOrDefault(size, List.of())) {
            if (!Arrays.equals(merkle.root(), checkpoint.rootHash())) {
                fault("history was rewritten: the first " + size + " events do not have the checkpoint's root");
            }
        }
    }

    private void fault(String fault) {
        if (faults.size() < MAX_FAULTS) {
            faults.add(fault);
        }
    }
}
