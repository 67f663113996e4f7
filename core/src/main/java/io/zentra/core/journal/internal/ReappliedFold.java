package io.zentra.core.journal.internal;

import static io.zentra.core.storage.Column.integer;
import static io.zentra.core.storage.Column.text;

import io.zentra.core.commit.Operation;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.FoldTable;
import io.zentra.core.journal.HashChain;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.storage.RowType;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A fold that goes on by taking its events again: what is kept is which they were, and the Merkle leaf of each, or of what
 * is left of it in an archive, so that another event in the place of one is found. For state that is not made of rows.
 */
final class ReappliedFold implements JournalFold {
    private static final int CHUNK = 1_000;

    private final RowType<Long, Told> type;
    private final JournalFold fold;
    private final Predicate<Event> isToldBy;
    private final boolean stays;
    private final TreeMap<Long, Told> told = new TreeMap<>();
    private final HashChain hashes = new HashChain();
    private boolean resumes;

    /** An event that tells of the state. */
    private record Told(long seq, String leaf) {}

    /**
     * A fold over some events, kept under a name that no table has.
     *
     * @param stays whether it needs all of such an event; otherwise it can be archived, and what is left of it is enough
     */
    ReappliedFold(String name, JournalFold fold, Predicate<Event> isToldBy, boolean stays) {
        this.type = RowType.of(name, Told::seq)
                .key(List.of(integer("seq")), (key, out) -> out.integer(key))
                .values(List.of(text("leaf")), (row, out) -> out.text(row.leaf()))
                .read(in -> new Told(in.integer(), in.text()));
        this.fold = fold;
        this.isToldBy = isToldBy;
        this.stays = stays;
    }

    @Override
    public List<Operation> operations() {
        return fold.operations();
    }

    @Override
    public int version() {
        return fold.version();
    }

    @Override
    public List<FoldTable<?, ?>> tables() {
        return List.of(new FoldTable<>(type, told));
    }

    @Override
    public void resume(long seq) {
        resumes = true;
    }

    @Override
    public void apply(Event event, StateComparison stored) {
        if (isToldBy.test(event)) {
            takeAgain(stored);
            told.put(event.seq(), new Told(event.seq(), leaf(event)));
            fold.apply(event, stored);
        }
    }

    @Override
    public boolean isAtRest() {
        return fold.isAtRest();
    }

    /** All of them where all of each is needed: whoever goes on takes them again. */
    @Override
    public Set<Long> needed(long first, long last, StateComparison stored) {
        takeAgain(stored);
        Set<Long> needed = new HashSet<>();
        if (stays) {
            needed.addAll(told.subMap(first, true, last, true).keySet());
        }
        needed.addAll(fold.needed(first, last, stored));
        return needed;
    }

    @Override
    public void compare(StateComparison stored) {
        takeAgain(stored);
        fold.compare(stored);
    }

    /** Once, before the next event or the comparison: all events of before. */
    private void takeAgain(StateComparison stored) {
        if (!resumes) {
            return;
        }
        resumes = false;
        List<Long> all = List.copyOf(told.keySet());
        for (int i = 0; i < all.size(); i += CHUNK) {
            List<Long> some = all.subList(i, Math.min(all.size(), i + CHUNK));
            Map<Long, byte[]> events = stored.events(some);
            some.forEach(seq -> takeAgain(seq, events.get(seq), stored));
        }
    }

    private void takeAgain(long seq, byte @Nullable [] bytes, StateComparison stored) {
        Told before = told.get(seq);
        Event event = bytes == null || (stays && EventStub.is(bytes)) ? null : Event.remains(bytes);
        if (event == null || before == null || !leaf(event).equals(before.leaf())) {
            stored.fault("event " + seq + " is not the one that was verified");
        } else {
            fold.apply(event, stored);
        }
    }

    /** Of an event that can be archived, of what is left then. */
    private String leaf(Event event) {
        return HexFormat.of().formatHex(hashes.leaf(stays ? event.bytes() : EventStub.of(event, "")));
    }
}
