package io.zentra.core.journal.internal;

import io.zentra.core.commit.Operation;
import io.zentra.core.journal.ArchivedRange;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.FoldTable;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.review.internal.ReviewFold;
import io.zentra.core.usage.internal.UsageFold;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All folds of one verification: first what the journal itself keeps about its events, then the given state. */
public final class Folds {
    private static final int CHUNK = 1_000;

    private final List<Folding> foldings;

    private final Set<String> operations;

    private Folds(List<Folding> foldings, Set<String> operations) {
        this.foldings = foldings;
        this.operations = operations;
    }

    /** The journal's own folds and these. */
    public static Folds of(List<? extends JournalFold> folds) {
        ReviewFold reviews = new ReviewFold();
        List<Operation> operations = Stream.concat(Stream.of(reviews), folds.stream())
                .flatMap(fold -> fold.operations().stream())
                .toList();
        Stream<JournalFold> own = Stream.of(
                new KeyFold(operations),
                new TimelineFold(),
                new CorrelationFold(),
                new ReplayFold(),
                new ReappliedFold("verified_usage", new UsageFold(), UsageFold::isToldBy, false),
                new ReappliedFold("verified_reviews", reviews, ReviewFold::isToldBy, true),
                new ArchiveFold());
        return new Folds(
                Stream.concat(own, folds.stream()).map(Folding::new).toList(),
                operations.stream().map(Operation::name).collect(Collectors.toSet()));
    }

    /** The names of the operations whose state they know. */
    Set<String> operations() {
        return operations;
    }

    /** The events of a range that must stay when it is archived now. */
    Set<Long> needed(long first, long last, StateComparison stored) {
        Set<Long> needed = new TreeSet<>();
        each(folding -> needed.addAll(folding.needed(first, last, stored)));
        return needed;
    }

    /** Checks that nothing has yet to be made of the events up to one. */
    void requireDone(long last, StateComparison stored) {
        each(folding -> folding.fold().requireDone(last, stored));
    }

    /**
     * All that decides which rows they keep of the same events: their versions, the tables with their columns, and the
     * operations whose keys they count.
     */
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (Folding folding : foldings) {
            names.add("fold " + folding.fold().version());
            folding.fold().tables().forEach(table -> names.add("table " + FoldText.description(table.type())));
        }
        operations.stream().sorted().forEach(operation -> names.add("operation " + operation));
        return names;
    }

    /** What all of them keep in memory. */
    List<FoldTable<?, ?>> tables() {
        return foldings.stream()
                .<FoldTable<?, ?>>flatMap(folding -> folding.fold().tables().stream())
                .toList();
    }

    void resume(long seq) {
        foldings.forEach(folding -> folding.fold().resume(seq));
    }

    /** Whether a verification may end here. */
    boolean isAtRest() {
        return foldings.stream().allMatch(Folding::isAtRest);
    }

    void apply(Event event, StateComparison stored) {
        each(folding -> folding.apply(event, stored));
        if (event.type().equals(ArchiveRange.ARCHIVED)) {
            requireKept(ArchiveRange.told(event), stored);
        }
    }

    /** What had to stay when a range was archived must be there still. */
    private void requireKept(ArchivedRange range, StateComparison stored) {
        List<Long> needed = List.copyOf(needed(range.first(), range.last(), stored));
        for (int i = 0; i < needed.size(); i += CHUNK) {
            stored.events(needed.subList(i, Math.min(needed.size(), i + CHUNK))).forEach((seq, bytes) -> {
                if (EventStub.is(bytes)) {
                    stored.fault("event " + seq + " was taken out of the database, and must stay there");
                }
            });
        }
    }

    void compareSoFar(StateComparison stored) {
        each(folding -> folding.compareSoFar(stored));
    }

    void compare(StateComparison stored) {
        each(folding -> folding.compare(stored));
    }

    private void each(Consumer<Folding> step) {
        foldings.forEach(step);
    }
}
