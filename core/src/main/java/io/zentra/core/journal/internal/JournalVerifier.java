package io.zentra.core.journal.internal;

import io.zentra.core.commit.Operation;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Tenant;
import io.zentra.core.journal.Checkpoint;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.HashChain;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.journal.TrustedKeys;
import io.zentra.core.journal.Verification;
import io.zentra.core.journal.internal.JournalTables.CheckpointKey;
import io.zentra.core.journal.internal.JournalTables.StoredCheckpoint;
import io.zentra.core.journal.internal.JournalTables.StoredEvent;
import io.zentra.core.journal.internal.JournalTables.Tile;
import io.zentra.core.review.internal.ReviewFold;
import io.zentra.core.storage.Queries;
import io.zentra.core.time.Micros;
import io.zentra.core.usage.internal.UsageFold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes a journal in one pass from its first event and compares everything that is stored about it: sequence, chain,
 * head, Merkle tiles, checkpoints, and the state that was folded from it. All that is stored is read from one snapshot.
 */
public final class JournalVerifier {
    private static final int PAGE = 1_000;
    private static final int MAX_FAULTS = 100;
    private static final long BEFORE_ALL = Long.MIN_VALUE;

    private final JournalStore store;
    private final StateComparison stored;
    private final Tenant tenant;
    private final TrustedKeys trusted;
    private final List<String> faults = new ArrayList<>();
    private final HashChain hashes = new HashChain();
    private final MerkleFrontier merkle = new MerkleFrontier(this::compare);
    private final TreeMap<Long, List<Checkpoint>> checkpoints = new TreeMap<>();

    /** A verifier for one verification; without any key, stored checkpoints are not checked. */
    public JournalVerifier(Queries snapshot, Tenant tenant, TrustedKeys trusted) {
        this.store = new JournalStore(snapshot, tenant.no());
        this.stored = new StateComparison(snapshot, tenant.no(), this::fault);
        this.tenant = tenant;
        this.trusted = trusted;
    }

    /** Verifies all up to the head of the snapshot. Checkpoints kept elsewhere show whether history was cut or rewritten. */
    public Verification verify(List<Checkpoint> keptElsewhere, List<? extends JournalFold> folds) {
        Optional<JournalStore.Head> head = store.head();
        if (head.isEmpty()) {
            return new Verification(0, List.of("the journal head of tenant " + tenant.id() + " is missing"));
        }
        long size = head.get().seq();
        readStoredCheckpoints();
        keptElsewhere.forEach(this::readCheckpointKeptElsewhere);
        List<Folding> foldings =
                withOwn(folds).map(fold -> new Folding(fold, stored)).toList();
        if (readEvents(head.get(), foldings)) {
            foldings.forEach(Folding::compare);
        }
        for (Map.Entry<Long, List<Checkpoint>> beyond :
                checkpoints.tailMap(size, false).entrySet()) {
            fault("history was cut: a checkpoint speaks of " + beyond.getKey() + " events, the journal has " + size);
        }
        return new Verification(size, faults);
    }

    /** The given state, and before it what the journal itself keeps about its events, and the state of core. */
    private static Stream<JournalFold> withOwn(List<? extends JournalFold> folds) {
        ReviewFold reviews = new ReviewFold();
        List<Operation> operations = Stream.concat(Stream.of(reviews), folds.stream())
                .flatMap(fold -> fold.operations().stream())
                .toList();
        return Stream.concat(
                Stream.of(
                        new KeyFold(operations),
                        new TimelineFold(),
                        new CorrelationFold(),
                        new ReplayFold(),
                        new UsageFold(),
                        reviews),
                folds.stream());
    }

    /** False when reading stopped at a fault, behind which nothing can be compared. */
    private boolean readEvents(JournalStore.Head head, List<Folding> foldings) {
        byte[] hash = HashChain.genesis();
        long seq = 0;
        Event last = null;
        compareRoot(0);
        while (seq < head.seq()) {
            List<StoredEvent> page = store.after(seq == 0 ? BEFORE_ALL : seq, (int) Math.min(PAGE, head.seq() - seq));
            if (page.isEmpty() || page.get(0).seq() > head.seq()) {
                fault("events " + (seq + 1) + " to " + head.seq() + " are missing");
                return false;
            }
            for (StoredEvent row : page) {
                hash = hashes.next(hash, row.event());
                Event event = sound(row, seq + 1, hash);
                if (event == null) {
                    return false;
                }
                foldings.forEach(folding -> folding.apply(event));
                merkle.add(row.event());
                last = event;
                seq++;
                compareRoot(seq);
            }
        }
        if (!Arrays.equals(hash, head.hash())) {
            fault("the head's hash is not that of event " + head.seq());
        }
        if (head.atMicros() != (last == null ? 0 : Micros.of(last.at()))) {
            fault("the head's time is not that of event " + head.seq());
        }
        store.after(head.seq(), 1)
                .forEach(beyond -> fault("event " + beyond.seq() + " lies behind the head, " + head.seq()));
        store.tilesBeyond(seq)
                .forEach(tile -> fault("Merkle tile " + tile.level() + "/" + tile.tile() + " is not full yet"));
        return true;
    }

    /** The event of a row; null when it is not the one that must come next. */
    private @Nullable Event sound(StoredEvent row, long seq, byte[] hash) {
        if (row.seq() != seq) {
            fault(
                    row.seq() < seq
                            ? "there is an event of sequence " + row.seq() + " before the first"
                            : "event " + seq + " is missing");
            return null;
        }
        if (!Arrays.equals(row.hash(), hash)) {
            fault("event " + seq + " does not match its hash: it, or one before it, was changed");
            return null;
        }
        try {
            Event event = Event.parse(row.event());
            if (event.seq() == seq && event.tenant().equals(tenant.id().value())) {
                return event;
            }
            fault("event " + seq + " says that it is event " + event.seq() + " of " + event.tenant());
        } catch (ZentraException unreadable) {
            fault("event " + seq + " is not readable");
        }
        return null;
    }

    /** A tile need not be stored, but what is stored must be what the events give. */
    private void compare(Tile expected) {
        Optional<Tile> tile = store.tile(expected.key());
        if (tile.isPresent() && !Arrays.equals(tile.get().hashes(), expected.hashes())) {
            fault("Merkle tile " + expected.key().level() + "/" + expected.key().tile() + " does not match the events");
        }
    }

    private void readStoredCheckpoints() {
        if (trusted.isEmpty()) {
            return;
        }
        CheckpointKey last = new CheckpointKey(-1, "");
        List<StoredCheckpoint> page = store.checkpointsAfter(last, PAGE);
        while (!page.isEmpty()) {
            page.forEach(this::readStoredCheckpoint);
            last = page.get(page.size() - 1).key();
            page = store.checkpointsAfter(last, PAGE);
        }
    }

    private void readStoredCheckpoint(StoredCheckpoint row) {
        try {
            Checkpoint checkpoint = verified(row.note());
            if (checkpoint.size() != row.size()) {
                fault("the checkpoint of size " + row.size() + " is signed for " + checkpoint.size());
            } else if (!trusted.signerOf(row.note()).id().equals(row.key().keyId())) {
                fault("the checkpoint of size " + row.size() + " is signed by another key than "
                        + row.key().keyId());
            } else {
                expect(checkpoint);
            }
        } catch (ZentraException invalid) {
            fault("the checkpoint of size " + row.size() + " does not verify: " + invalid.reason());
        }
    }

    private void readCheckpointKeptElsewhere(Checkpoint kept) {
        try {
            Checkpoint signed = verified(kept.note());
            if (kept.equals(signed)) {
                expect(signed);
            } else {
                fault("a checkpoint kept elsewhere says something else than its signed note: " + kept);
            }
        } catch (ZentraException invalid) {
            fault("a checkpoint kept elsewhere, of size " + kept.size() + ", does not verify: " + invalid.reason());
        }
    }

    private Checkpoint verified(String note) {
        return trusted.verified(note, tenant.id().value());
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
