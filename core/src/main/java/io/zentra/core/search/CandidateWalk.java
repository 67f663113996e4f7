package io.zentra.core.search;

import java.util.ArrayList;
import java.util.List;

/**
 * Walks through a span from candidate to candidate: each criterion gives some, those of the criterion with the fewest are
 * taken, and of these what no other criterion excludes. It ends at the end of the span, or when it has looked at so many that
 * the page is given as it is. Made for one page; not thread-safe.
 *
 * <pre>{@code
 * CandidateWalk walk = new CandidateWalk(List.of(bySource, byStatus), span, 256);
 * while (walk.hasNext()) {
 *     walk.next().forEach(seq -> look(seq));
 * }
 * long cursor = walk.isAtEnd() ? 0 : walk.last();
 * }</pre>
 */
public final class CandidateWalk {
    /** A page looks at no more candidates, or a step more. */
    public static final int MAX_EXAMINED = 4_096;

    private static final int MAX_CHUNK = 256;
    private static final int MIN_CHUNK = 16;

    private final List<Candidates> sources;
    private final int chunk;
    private Span span;
    private int examined;
    private boolean isOver;

    /**
     * A walk of one page.
     *
     * @param sources one of each criterion, at least one
     * @param span where to look
     * @param limit how many the page has at most
     */
    public CandidateWalk(List<Candidates> sources, Span span, int limit) {
        this.sources = List.copyOf(sources);
        this.span = span;
        this.chunk = Math.min(MAX_CHUNK, MIN_CHUNK + 2 * limit);
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

    /** Whether it goes on. */
    public boolean hasNext() {
        return !isAtEnd() && examined < MAX_EXAMINED;
    }

    /** The next candidates, in order; may be none, and others follow. */
    public List<Long> next() {
        List<Chunk> chunks = chunks();
        Chunk driver = fewest(chunks);
        Span looked = span;
        if (driver.isAll()) {
            isOver = true;
        } else {
            examined += driver.seqs().size();
            span = span.behind(driver.last());
        }
        return driver.seqs().stream()
                .filter(seq -> chunks.stream().allMatch(each -> each.allows(seq, looked)))
                .toList();
    }

    /** Whether nothing is left to look at. */
    public boolean isAtEnd() {
        return isOver || span.isEmpty();
    }

    /** The sequence that was looked at last, while it is not at the end: what follows is {@linkplain Span#behind behind} it. */
    public long last() {
        return span.isBackward() ? span.last() + 1 : span.first() - 1;
    }

    private List<Chunk> chunks() {
        List<Chunk> chunks = new ArrayList<>();
        for (Candidates source : sources) {
            List<Long> seqs = source.first(span, chunk);
            chunks.add(new Chunk(seqs, seqs.size() < chunk));
        }
        return chunks;
    }

    /** All of a criterion when they are few, else those that reach farthest. */
    private Chunk fewest(List<Chunk> chunks) {
        Chunk fewest = chunks.get(0);
        for (Chunk other : chunks) {
            boolean isFewer = other.isAll()
                    ? !fewest.isAll() || other.seqs().size() < fewest.seqs().size()
                    : !fewest.isAll() && span.isBehind(other.last(), fewest.last());
            fewest = isFewer ? other : fewest;
        }
        return fewest;
    }
}
