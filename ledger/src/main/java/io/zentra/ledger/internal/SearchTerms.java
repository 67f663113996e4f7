package io.zentra.ledger.internal;

import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.search.FoundBy;
import io.zentra.core.search.TermIndex;
import io.zentra.core.time.Micros;
import io.zentra.ledger.Entry;
import io.zentra.ledger.Posting;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What postings can be found by, each as a term. */
public final class SearchTerms {
    /** Postings by their terms. */
    public static final TermIndex INDEX =
            TermIndex.of("search", Operations.FILL_SEARCH, Set.of(PostingText.POSTED), SearchTerms::told);

    /** A range of amounts over more doublings than this is not looked up: it leads to nearly all. */
    private static final int MAX_DOUBLINGS = 16;

    /**
     * Stretches of effective time by the binary digits of their microseconds: 71 minutes, 19 hours, 12 days, 203 days, 8
     * years, and all time.
     */
    private static final List<Integer> STRETCHES = List.of(32, 36, 40, 44, 48, Long.SIZE - 1);

    /** A range of effective times over more stretches is looked up by wider ones. */
    private static final int MAX_STRETCHES = 16;

    private SearchTerms() {}

    private static FoundBy told(Event event) {
        return event.type().equals(PostingText.POSTED)
                ? new FoundBy(event.seq(), of(PostingText.read(event)))
                : FoundBy.NOTHING;
    }

    /** All terms of a posting. */
    static Set<Long> of(Posting posting) {
        Set<String> paths = new LinkedHashSet<>();
        Set<Money> amounts = new LinkedHashSet<>();
        for (Entry entry : posting.entries()) {
            paths.addAll(Paths.of(entry.account()));
            amounts.add(entry.amount());
        }
        Set<Long> terms = new LinkedHashSet<>();
        paths.forEach(path -> terms.add(path(path)));
        for (Money amount : amounts) {
            terms.add(amount(amount));
            terms.add(doubling(amount.asset(), doublings(amount.minor())));
        }
        posting.metadata().forEach((name, value) -> terms.add(metadata(name, value)));
        if (!posting.effectiveAt().equals(posting.postedAt())) {
            long at = Micros.of(posting.effectiveAt());
            STRETCHES.forEach(stretch -> terms.add(stretch(stretch, at >> stretch)));
        }
        return terms;
    }

    /** An entry in the account of a path, or below it. */
    static long path(String path) {
        return TermIndex.term("path", path);
    }

    /** A word of the host's. */
    static long metadata(String name, String value) {
        return TermIndex.term("metadata", name + "\n" + value);
    }

    /** Terms of which an entry with an amount of the range has one; empty when those would be too many. */
    static Set<Long> amounts(Money least, Money most) {
        if (least.equals(most)) {
            return Set.of(amount(least));
        }
        int first = doublings(Math.max(1, least.minor()));
        int last = doublings(Math.max(1, most.minor()));
        Set<Long> terms = new LinkedHashSet<>();
        for (int each = first; each <= last && last - first < MAX_DOUBLINGS; each++) {
            terms.add(doubling(least.asset(), each));
        }
        return terms;
    }

    /** Terms of which a posting has one that took effect between two instants and was recorded later. */
    static Set<Long> effective(@Nullable Instant first, Instant end) {
        long from = first == null ? Long.MIN_VALUE : Micros.of(first);
        long last = Micros.of(end) - 1;
        int stretch = STRETCHES.stream()
                .filter(each -> (last >> each) - (from >> each) < MAX_STRETCHES)
                .findFirst()
                .orElseThrow();
        Set<Long> terms = new LinkedHashSet<>();
        for (long each = from >> stretch; each <= last >> stretch; each++) {
            terms.add(stretch(stretch, each));
        }
        return terms;
    }

    private static long stretch(int digits, long number) {
        return TermIndex.term("effective", digits + "\n" + number);
    }

    private static long amount(Money amount) {
        return TermIndex.term("amount", amount.asset() + "\n" + amount.minor());
    }

    /** An amount of so many binary digits. */
    private static long doubling(Asset asset, int doublings) {
        return TermIndex.term("doubling", asset + "\n" + doublings);
    }

    private static int doublings(long minor) {
        return Long.SIZE - Long.numberOfLeadingZeros(minor);
    }
}
