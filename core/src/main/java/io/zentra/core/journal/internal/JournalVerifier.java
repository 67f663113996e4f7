package io.zentra.core.journal.internal;

import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Tenant;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.HashChain;
import io.zentra.core.journal.Signing;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.journal.Verification;
import io.zentra.core.journal.VerificationPlan;
import io.zentra.core.journal.internal.JournalTables.CheckpointKey;
import io.zentra.core.journal.internal.JournalTables.StoredEvent;
import io.zentra.core.journal.internal.JournalTables.Tile;
import io.zentra.core.storage.Queries;
import io.zentra.core.time.Micros;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes a journal in one pass, from its first event or from where an earlier pass ended, and compares everything that
 * is stored about it: sequence, chain, head, Merkle tiles, checkpoints, and the state that was folded from it. All that is
 * stored is read from one snapshot.
 */
final class JournalVerifier implements AutoCloseable {
    private static final int PAGE = 1_000;
    private static final long BEFORE_ALL = Long.MIN_VALUE;

    private final Faults faults = new Faults();
    private final Course course;
    private final Folds folds;
    private final VerificationPlan plan;
    private final Verified before;
    private final HashChain hashes = new HashChain();
    private final MerkleFrontier tree = new MerkleFrontier(this::compare);
    private final ArchivedEvents archived;
    private long seq;
    private byte[] hash;
    private long atMicros;

    /** A verifier for one verification behind what was verified before. */
    JournalVerifier(
            Queries snapshot, Tenant tenant, Signing signing, Folds folds, VerificationPlan plan, Verified before) {
        JournalStore store = new JournalStore(snapshot, tenant.no());
        this.archived = new ArchivedEvents(plan.archives(), tenant, store, faults);
        this.course = new Course(
                store,
                new StateComparison(snapshot, tenant.no(), faults, plan.archives() == null ? null : archived::again),
                tenant,
                signing.trusted(),
                faults);
        this.plan = plan;
        this.folds = folds;
        this.before = before;
        this.seq = before.seq();
        this.hash = before.hash();
        this.atMicros = before.atMicros();
        tree.resume(before.tree());
    }

    /**
     * What came out.
     *
     * @param verification for the host
     * @param verified where the next one may go on
     */
    record Result(Verification verification, Verified verified) {}

    /** Verifies up to the head of the snapshot, or as far as the plan says. */
    Result verify() {
        Optional<JournalStore.Head> head = course.store().head();
        boolean complete = false;
        if (head.isEmpty()) {
            faults.accept("the journal head of tenant " + course.tenant().id() + " is missing");
        } else if (seq == 0 || goesOn(head.get())) {
            complete = verify(head.get());
        }
        return new Result(
                new Verification(seq, seq - before.seq(), complete, faults.list()),
                new Verified(seq, hash, atMicros, tree.state()));
    }

    @Override
    public void close() throws IOException {
        archived.close();
    }

    /** Whether the journal goes on from where it was verified. */
    private boolean goesOn(JournalStore.Head head) {
        if (head.seq() < seq) {
            faults.accept("history was cut: it was verified up to event " + seq + ", the journal has " + head.seq());
            return false;
        }
        boolean same = course.store().after(seq - 1, 1).stream()
                .anyMatch(last -> last.seq() == seq && Arrays.equals(last.hash(), hash));
        course.require(same, "history was rewritten: event " + seq + " is not the one that was verified");
        return same;
    }

    private boolean verify(JournalStore.Head head) {
        KnownCheckpoints checkpoints = new KnownCheckpoints(course, new CheckpointKey(seq == 0 ? -1 : seq, ""));
        plan.keptElsewhere().forEach(checkpoints::addKeptElsewhere);
        if (seq > 0) {
            compareTilesBeyond(head.seq()); // the roots of before are computed from tiles
            course.require(
                    course.root(seq)
                            .filter(root -> Arrays.equals(root, tree.root()))
                            .isPresent(),
                    "the tiles up to event " + seq + " do not give the root that was verified");
        }
        checkpoints.compareBefore(seq);
        checkpoints.compare(seq, tree::root);
        long end = seq + Math.min(plan.mostEvents(), head.seq() - seq);
        boolean sound = readTo(end, checkpoints);
        while (sound && seq < head.seq() && !folds.isAtRest()) {
            sound = readTo(seq + 1, checkpoints);
        }
        boolean complete = sound && seq == head.seq();
        if (complete) {
            compareHead(head);
            folds.compare(course.stored());
        } else if (sound) {
            folds.compareSoFar(course.stored());
        }
        if (complete || !sound) {
            checkpoints.compareRest(head.seq());
        }
        return complete;
    }

    /** False when reading stopped at a fault, behind which nothing can be compared. */
    private boolean readTo(long end, KnownCheckpoints checkpoints) {
        while (seq < end) {
            List<StoredEvent> page = course.store().after(seq == 0 ? BEFORE_ALL : seq, (int) Math.min(PAGE, end - seq));
            if (page.isEmpty() || page.get(0).seq() > end) {
                faults.accept("events " + (seq + 1) + " to " + end + " are missing");
                return false;
            }
            for (StoredEvent stored : page) {
                StoredEvent row = archived.whole(stored);
                byte[] next = row == null ? hash : hashes.next(hash, row.event());
                Event event = row == null ? null : sound(row, next);
                if (row == null || event == null) {
                    return false;
                }
                folds.apply(event, course.stored());
                tree.add(row.event());
                seq++;
                hash = next;
                atMicros = Micros.of(event.at());
                checkpoints.compare(seq, tree::root);
            }
        }
        return true;
    }

    /** The event of a row; null when it is not the one that must come next. */
    private @Nullable Event sound(StoredEvent row, byte[] next) {
        long wanted = seq + 1;
        if (row.seq() != wanted) {
            faults.accept(
                    row.seq() < wanted
                            ? "there is an event of sequence " + row.seq() + " before the first"
                            : "event " + wanted + " is missing");
            return null;
        }
        if (!Arrays.equals(row.hash(), next)) {
            String place = archived.range(wanted)
                    .map(range -> ", which lies in the archive " + range.name() + ",")
                    .orElse("");
            faults.accept("event " + wanted + place + " does not match its hash: it, or one before it, was changed");
            return null;
        }
        try {
            Event event = Event.parse(row.event());
            if (event.seq() == wanted
                    && event.tenant().equals(course.tenant().id().value())) {
                return event;
            }
            faults.accept("event " + wanted + " says that it is event " + event.seq() + " of " + event.tenant());
        } catch (ZentraException unreadable) {
            faults.accept("event " + wanted + " is not readable");
        }
        return null;
    }

    /** Compares the head with the last event, and looks for what lies behind it. */
    private void compareHead(JournalStore.Head head) {
        course.require(Arrays.equals(hash, head.hash()), "the head's hash is not that of event " + head.seq());
        course.require(head.atMicros() == atMicros, "the head's time is not that of event " + head.seq());
        course.store()
                .after(head.seq(), 1)
                .forEach(beyond -> faults.accept("event " + beyond.seq() + " lies behind the head, " + head.seq()));
        if (before.seq() == 0) {
            compareTilesBeyond(head.seq());
        }
    }

    private void compareTilesBeyond(long size) {
        course.store()
                .tilesBeyond(size)
                .forEach(tile -> faults.accept("Merkle tile " + tile.level() + "/" + tile.tile() + " is not full yet"));
    }

    /** A tile need not be stored while its events are, but what is stored must be what the events give. */
    private void compare(Tile expected) {
        Optional<Tile> tile = course.store().tile(expected.key());
        String name =
                "Merkle tile " + expected.key().level() + "/" + expected.key().tile();
        course.require(
                tile.isEmpty() || Arrays.equals(tile.get().hashes(), expected.hashes()),
                name + " does not match the events");
        course.require(
                tile.isPresent() || seq >= archived.last(), name + " is missing, and its events lie in archives");
    }
}
