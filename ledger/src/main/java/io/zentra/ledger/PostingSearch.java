package io.zentra.ledger;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Queries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which postings to look for: those that meet every criterion. What is said of an entry, by account, path and amount, must
 * all be true of one and the same entry. Immutable.
 *
 * <pre>{@code
 * PostingSearch.all().under("customer").amount(usd("10.00"), usd("20.00")).metadata("invoice", "4711").newestFirst();
 * }</pre>
 *
 * @param criteria what must hold; at most {@value #MAX_CRITERIA}, and none twice
 * @param isNewestFirst whether the postings come in the opposite order of their recording
 * @param limit the most postings of a page, 1 to {@value #MAX_LIMIT}
 * @param cursor where the page begins; null for the first page
 */
public record PostingSearch(
        List<SearchCriterion> criteria,
        boolean isNewestFirst,
        int limit,
        @Nullable String cursor) {
    /** The most postings of a page. */
    public static final int MAX_LIMIT = 1_000;

    /** The most criteria. */
    public static final int MAX_CRITERIA = 16;

    private static final int STANDARD_LIMIT = 100;

    /**
     * Checks that nothing is said twice, and the limit.
     *
     * @throws ZentraException {@code invalid_configuration}
     */
    public PostingSearch {
        criteria = List.copyOf(criteria);
        Queries.requirePage("postings", limit, MAX_LIMIT);
        Set<String> said = new HashSet<>();
        for (SearchCriterion criterion : criteria) {
            if (!said.add(criterion.subject())) {
                throw invalid(
                        "a search says of its " + criterion.subject() + " what it looks for once, not twice",
                        criterion);
            }
        }
        if (criteria.size() > MAX_CRITERIA) {
            throw invalid("a search has at most " + MAX_CRITERIA + " criteria", criteria.get(MAX_CRITERIA));
        }
    }

    /** Every posting, the oldest first, in pages of 100. */
    public static PostingSearch all() {
        return new PostingSearch(List.of(), false, STANDARD_LIMIT, null);
    }

    /**
     * Those with an entry in an account.
     *
     * @throws ZentraException {@code invalid_id}
     */
    public PostingSearch account(String id) {
        return and(new SearchCriterion.InAccount(id));
    }

    /**
     * Those with an entry in the account of a path or one below it.
     *
     * @throws ZentraException {@code invalid_id}
     */
    public PostingSearch under(String path) {
        return and(new SearchCriterion.Under(path));
    }

    /** Those with an entry of exactly an amount. */
    public PostingSearch amount(Money exactly) {
        return amount(exactly, exactly);
    }

    /**
     * Those with an entry of an amount from one to another, both included.
     *
     * @throws ZentraException {@code asset_mismatch}, or {@code invalid_configuration} when the first is above the other
     */
    public PostingSearch amount(Money least, Money most) {
        return and(new SearchCriterion.Amount(least, most));
    }

    /**
     * Those recorded, or effective, at an instant or later.
     *
     * @throws ZentraException {@code invalid_effective_time} outside the years 1 to 9999
     */
    public PostingSearch from(TimeAxis axis, Instant first) {
        return and(new SearchCriterion.TimeFrom(axis, first));
    }

    /**
     * Those recorded, or effective, before an instant.
     *
     * @throws ZentraException {@code invalid_effective_time} outside the years 1 to 9999
     */
    public PostingSearch to(TimeAxis axis, Instant end) {
        return and(new SearchCriterion.TimeTo(axis, end));
    }

    /**
     * Those that belong to something, such as a transfer.
     *
     * @throws ZentraException {@code invalid_id}
     */
    public PostingSearch correlation(String id) {
        return and(new SearchCriterion.Correlation(id));
    }

    /**
     * Those with a word of the host's; may be said of several names.
     *
     * @throws ZentraException {@code invalid_id} or {@code invalid_metadata}
     */
    public PostingSearch metadata(String name, String value) {
        return and(new SearchCriterion.Word(name, value));
    }

    /**
     * Those made by a request of the ledger with this key: the keys of other modules, such as those of transfers, are
     * theirs.
     *
     * @throws ZentraException {@code invalid_key}
     */
    public PostingSearch key(String key) {
        return and(new SearchCriterion.Key(key));
    }

    /** The same, the latest recorded first. */
    public PostingSearch newestFirst() {
        return new PostingSearch(criteria, true, limit, cursor);
    }

    /** The same with pages of another length. */
    public PostingSearch limit(int postings) {
        return new PostingSearch(criteria, isNewestFirst, postings, cursor);
    }

    /** The page behind another one of this search, which {@link PostingPage#next()} leads to. */
    public PostingSearch after(String next) {
        return new PostingSearch(criteria, isNewestFirst, limit, next);
    }

    /** Whether all that is said of an entry is true of this one: it is of one at least in each posting that is found. */
    public boolean isMetBy(Entry entry) {
        return criteria.stream()
                .allMatch(criterion -> !(criterion instanceof SearchCriterion.OfEntry of) || of.isMetBy(entry));
    }

    private PostingSearch and(SearchCriterion criterion) {
        List<SearchCriterion> more = new ArrayList<>(criteria);
        more.add(criterion);
        return new PostingSearch(more, isNewestFirst, limit, cursor);
    }

    private static ZentraException invalid(String message, SearchCriterion criterion) {
        return ZentraException.of(ErrorCode.INVALID_CONFIGURATION, message, Map.of("criterion", criterion.subject()));
    }
}
