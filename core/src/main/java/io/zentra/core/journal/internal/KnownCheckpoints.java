package io.zentra.core.journal.internal;

import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Checkpoint;
import io.zentra.core.journal.internal.JournalTables.CheckpointKey;
import io.zentra.core.journal.internal.JournalTables.StoredCheckpoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints that a journal is compared with: those kept elsewhere, and those stored, which are read as the journal
 * comes to them. Not thread-safe.
 */
final class KnownCheckpoints {
    private static final int PAGE = 1_000;

    private final Course course;
    private final TreeMap<Long, List<Checkpoint>> elsewhere = new TreeMap<>();
    private final Deque<StoredCheckpoint> upcoming = new ArrayDeque<>();
    private CheckpointKey last;
    private boolean hasMore;

    /** The stored ones behind one. */
    KnownCheckpoints(Course course, CheckpointKey before) {
        this.course = course;
        this.last = before;
        this.hasMore = !course.trusted().isEmpty();
    }

    /** Adds one from outside the database, once it has proven to be genuine. */
    void addKeptElsewhere(Checkpoint kept) {
        try {
            Checkpoint signed = verified(kept.note());
            if (kept.equals(signed)) {
                elsewhere
                        .computeIfAbsent(signed.size(), size -> new ArrayList<>())
                        .add(signed);
            } else {
                course.faults().accept("a checkpoint kept elsewhere says something else than its signed note: " + kept);
            }
        } catch (ZentraException invalid) {
            course.faults()
                    .accept("a checkpoint kept elsewhere, of size " + kept.size() + ", does not verify: "
                            + invalid.reason());
        }
    }

    /** Compares all of sizes up to this one that are not compared yet; the root is that of this size. */
    void compare(long size, Supplier<byte[]> root) {
        Optional.ofNullable(elsewhere.remove(size))
                .ifPresent(kept -> kept.forEach(checkpoint -> compare(checkpoint, root)));
        for (StoredCheckpoint next = next(); next != null && next.size() <= size; next = next()) {
            upcoming.remove();
            read(next).ifPresent(checkpoint -> compare(checkpoint, root));
        }
    }

    /** Those from elsewhere that speak of fewer events than this, with the roots that the tiles give. */
    void compareBefore(long size) {
        while (!elsewhere.isEmpty() && elsewhere.firstKey() < size) {
            elsewhere.pollFirstEntry().getValue().forEach(this::compareWithTiles);
        }
    }

    private void compareWithTiles(Checkpoint checkpoint) {
        course.root(checkpoint.size())
                .ifPresentOrElse(
                        root -> compare(checkpoint, () -> root),
                        () -> course.faults().accept("events of before " + checkpoint.size() + " are missing"));
    }

    /** Of those that are left some may speak of events that the journal has not. */
    void compareRest(long size) {
        for (StoredCheckpoint next = next(); next != null; next = next()) {
            upcoming.remove();
            read(next).filter(beyond -> beyond.size() > size).ifPresent(beyond -> cut(beyond.size(), size));
        }
        elsewhere.tailMap(size, false).keySet().forEach(beyond -> cut(beyond, size));
    }

    private void cut(long beyond, long size) {
        course.faults()
                .accept("history was cut: a checkpoint speaks of " + beyond + " events, the journal has " + size);
    }

    private void compare(Checkpoint checkpoint, Supplier<byte[]> root) {
        if (!Arrays.equals(root.get(), checkpoint.rootHash())) {
            course.faults()
                    .accept("history was rewritten: the first " + checkpoint.size()
                            + " events do not have the checkpoint's root");
        }
    }

    private @Nullable StoredCheckpoint next() {
        if (upcoming.isEmpty() && hasMore) {
            List<StoredCheckpoint> page = course.store().checkpointsAfter(last, PAGE);
            upcoming.addAll(page);
            hasMore = page.size() == PAGE;
            last = page.isEmpty() ? last : page.get(page.size() - 1).key();
        }
        return upcoming.peek();
    }

    private Optional<Checkpoint> read(StoredCheckpoint row) {
        try {
            Checkpoint checkpoint = verified(row.note());
            if (checkpoint.size() != row.size()) {
                course.faults().accept("the checkpoint of size " + row.size() + " is signed for " + checkpoint.size());
            } else if (!course.trusted()
                    .signerOf(row.note())
                    .id()
                    .equals(row.key().keyId())) {
                course.faults()
                        .accept("the checkpoint of size " + row.size() + " is signed by another key than "
                                + row.key().keyId());
            } else {
                return Optional.of(checkpoint);
            }
        } catch (ZentraException invalid) {
            course.faults().accept("the checkpoint of size " + row.size() + " does not verify: " + invalid.reason());
        }
        return Optional.empty();
    }

    private Checkpoint verified(String note) {
        return course.trusted().verified(note, course.tenant().id().value());
    }
}
