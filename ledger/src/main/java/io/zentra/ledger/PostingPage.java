package io.zentra.ledger;

import java.util.List;
import java.util.Optional;

/**
 * A page of what a search found. Immutable.
 *
 * @param postings in the order of the search; may be fewer than the limit, or none, though more follow: a page is also at
 *     its end when it has looked at thousands of events
 * @param next leads to the page behind it with {@link PostingSearch#after}; empty when nothing is left to look at
 */
public record PostingPage(List<Posting> postings, Optional<String> next) {
    /** Copies the list. */
    public PostingPage {
        postings = List.copyOf(postings);
    }
}
