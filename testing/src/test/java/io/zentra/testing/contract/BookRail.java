package io.zentra.testing.contract;

import io.zentra.runtime.Rail;
import io.zentra.runtime.RailOutcome;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A provider that outlives its callers: what it took stands in a file of its own, each reference once. Thread-safe. */
final class BookRail implements Rail {
    private final SyncedLines book;
    private final Set<String> taken;

    private BookRail(SyncedLines book, List<String> lines) {
        this.book = book;
        this.taken = new HashSet<>(lines);
    }

    /** The provider whose book is this file. */
    static BookRail over(Path file) {
        return new BookRail(SyncedLines.appending(file), SyncedLines.read(file));
    }

    /** What the provider calls what it takes under a reference. */
    static String called(String reference) {
        return "book-" + reference;
    }

    synchronized boolean has(String reference) {
        return taken.contains(reference);
    }

    synchronized Set<String> taken() {
        return Set.copyOf(taken);
    }

    @Override
    public synchronized RailOutcome submit(Request request) {
        if (!has(request.reference())) {
            book.add(request.reference());
            taken.add(request.reference());
        }
        return new RailOutcome.Accepted(called(request.reference()));
    }

    @Override
    public synchronized RailOutcome query(String reference) {
        return has(reference)
                ? new RailOutcome.Accepted(called(reference))
                : new RailOutcome.NotSent("not in the book");
    }
}
