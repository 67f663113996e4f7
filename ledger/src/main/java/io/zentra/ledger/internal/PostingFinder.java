package io.zentra.ledger.internal;

import io.zentra.core.Handle;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Event;
import io.zentra.core.storage.Queries;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingPage;
import io.zentra.ledger.PostingSearch;
import io.zentra.ledger.SearchCriterion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the postings of a search page by page. Each criterion that an index can serve gives candidates in the order of the
 * journal; those of the criterion with the fewest are read, and every criterion is checked by the posting itself.
 *
 * <p>The journal only grows, and pages follow its order: so nothing that was there when the first page was asked for is
 * missed or given twice, whatever is posted meanwhile.
 */
public final class PostingFinder {
    /** A page looks at no more candidates, or a step more. */
    private static final int MAX_EXAMINED = 4_096;

    private static final int MAX_CHUNK = 256;
    private static final int MIN_CHUNK = 16;

    /** Each event is asked for by itself: a list of sequences is planned as a scan while a table has no statistics. */
    private static final String EVENTS = """
            with wanted(seq) as (values %s)
            select w.seq, (select j.event from zentra_journal j where j.tenant = :tenant and j.seq = w.seq) from wanted w
            """;

    private static final Set<String> POSTINGS = Set.of(PostingText.POSTED);

    private final Handle handle;
    private final Queries queries;
    private final PostingSearch search;
    private final int chunk;

    /** A finder of one page. */
    public PostingFinder(Handle handle, PostingSearch search) {
        this.handle = handle;
        this.queries = handle.queries();
        this.search = search;
        this.chunk = Math.min(MAX_CHUNK, MIN_CHUNK + 2 * search.limit());
    }

    /** The first candidates of a criterion; all of them when they are fewer than asked for. */
    private record Chunk(List<Long> seqs, boolean isAll) {
        /** Whether a sequence may meet the criterion, as far as this chunk tells. */
        boolean allows(long seq, Span span) {
            return seqs.contains(seq) || (!isAll && span.isBehind(seq, last()));
        }

        long last() {
            return seqs.get(seqs.size() - 1);
        }
    }

    /** The page. */
    public PostingPage page() {
        SearchScope scope = new SearchScope(handle, search);
        Span span = scope.span();
        List<Candidates> sources = scope.sources();
        List<Posting> found = new ArrayList<>();
        for (int examined = 0; !span.isEmpty() && examined < MAX_EXAMINED; ) {
            List<Chunk> chunks = chunks(sources, span);
            Chunk driver = fewest(chunks, span);
            for (Event event : events(allowed(driver, chunks, span))) {
                Posting posting = met(event);
                if (posting != null && found.size() == search.limit()) {
                    return page(found, found.get(found.size() - 1).seq());
                } else if (posting != null) {
                    found.add(posting);
                }
            }
            if (driver.isAll()) {
                return new PostingPage(found, Optional.empty());
            }
            examined += driver.seqs().size();
            span = span.behind(driver.last());
        }
        return span.isEmpty()
                ? new PostingPage(found, Optional.empty())
                : page(found, search.isNewestFirst() ? span.last() + 1 : span.first() - 1);
    }

    private PostingPage page(List<Posting> found, long last) {
        return new PostingPage(found, Optional.of(SearchCursor.behind(last, handle.tenantNo(), search)));
    }

    private List<Chunk> chunks(List<Candidates> sources, Span span) {
        List<Chunk> chunks = new ArrayList<>();
        for (Candidates source : sources) {
            List<Long> seqs = source.first(span, chunk);
            chunks.add(new Chunk(seqs, seqs.size() < chunk));
        }
        return chunks;
    }

    /** All of a criterion when they are few, else those that reach farthest. */
    private static Chunk fewest(List<Chunk> chunks, Span span) {
        Chunk fewest = chunks.get(0);
        for (Chunk other : chunks) {
            boolean isFewer = other.isAll()
                    ? !fewest.isAll() || other.seqs().size() < fewest.seqs().size()
                    : !fewest.isAll() && span.isBehind(other.last(), fewest.last());
            fewest = isFewer ? other : fewest;
        }
        return fewest;
    }

    private static List<Long> allowed(Chunk driver, List<Chunk> chunks, Span span) {
        return driver.seqs().stream()
                .filter(seq -> chunks.stream().allMatch(chunk -> chunk.allows(seq, span)))
                .toList();
    }

    private List<Event> events(List<Long> seqs) {
        if (seqs.isEmpty()) {
            return List.of();
        }
        StringBuilder places = new StringBuilder();
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < seqs.size(); i++) {
            places.append(i == 0 ? "" : ", ").append("(cast(:s").append(i).append(" as bigint))");
            values.put("s" + i, seqs.get(i));
        }
        Map<Long, @Nullable Event> events = new HashMap<>();
        queries.select(
                EVENTS.formatted(places),
                handle.tenantNo(),
                values,
                seqs.size(),
                (results, context) -> events.put(results.getLong(1), event(results.getLong(1), results.getBytes(2))));
        return seqs.stream().map(events::get).filter(Objects::nonNull).toList();
    }

    /** Null for what lies in an archive and is no posting. */
    private static @Nullable Event event(long seq, byte @Nullable [] bytes) {
        if (bytes == null) {
            throw ZentraException.of(
                    ErrorCode.JOURNAL_DAMAGED, "event " + seq + " is missing: run verify() to find the extent");
        }
        return Event.isArchivedOtherThan(POSTINGS, bytes) ? null : Event.parse(bytes);
    }

    /** The posting of an event when it meets every criterion. */
    private @Nullable Posting met(Event event) {
        if (!event.type().equals(PostingText.POSTED)) {
            return null;
        }
        Posting posting = PostingText.read(event);
        boolean isMet = search.criteria().stream().allMatch(criterion -> isMet(criterion, posting))
                && posting.entries().stream().anyMatch(search::isMetBy);
        return isMet ? posting : null;
    }

    /** Keys are met by every candidate; what is said of entries is asked of those. */
    private static boolean isMet(SearchCriterion criterion, Posting posting) {
        if (criterion instanceof SearchCriterion.Correlation of) {
            return of.id().equals(posting.correlation());
        }
        if (criterion instanceof SearchCriterion.Word word) {
            return word.value().equals(posting.metadata().get(word.name()));
        }
        if (criterion instanceof SearchCriterion.TimeFrom from) {
            return !posting.at(from.axis()).isBefore(from.first());
        }
        if (criterion instanceof SearchCriterion.TimeTo to) {
            return posting.at(to.axis()).isBefore(to.end());
        }
        return true;
    }
}
