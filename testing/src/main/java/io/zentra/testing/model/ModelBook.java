package io.zentra.testing.model;

import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.PostingSearch;
import io.zentra.ledger.SearchCriterion;
import io.zentra.ledger.TimeAxis;
import io.zentra.testing.model.ModelHistory.Dated;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All postings of the model in their order, and what a look at each of them finds. Not thread-safe. */
final class ModelBook {
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Words> words = new HashMap<>();

    /** What a hold or posting says beside its lines. */
    record Words(String tag, @Nullable String correlation) {
        /** What a request says of itself, by its key. */
        static Words of(String key) {
            int number = Math.floorMod(key.hashCode(), 4);
            return new Words("t" + number, number == 0 ? null : "order-" + number);
        }

        /** What a capture or reversal says of itself beside what it inherits, by its key; mostly nothing. */
        static Map<String, String> own(String key) {
            return Math.floorMod(key.hashCode(), 5) == 0 ? Map.of("tag", "t4") : Map.of();
        }

        Map<String, String> metadata() {
            return Map.of("tag", tag);
        }

        private Words with(Map<String, String> own) {
            return new Words(own.getOrDefault("tag", tag), correlation);
        }
    }

    /** A posting with its times, in microseconds since the sequence began. */
    private record Row(String key, long recordedAt, Dated dated, Words words) {
        List<EntryRequest> lines() {
            return dated.lines();
        }

        long at(TimeAxis axis) {
            Long given = axis == TimeAxis.EFFECTIVE ? dated.effectiveAt() : null;
            return given == null ? recordedAt : given;
        }

        String text() {
            return text(
                    lines().stream()
                            .map(line -> text(
                                    line.account(),
                                    line.side().code(),
                                    line.amount().minor()))
                            .toList(),
                    words.tag());
        }

        static String text(String account, String side, long minor) {
            return account + " " + side + " " + minor;
        }

        static String text(List<String> lines, String tag) {
            return String.join(", ", lines) + " #" + tag;
        }
    }

    /** The words of a line, for whoever wants to answer as this does. */
    static String line(String account, String side, long minor) {
        return Row.text(account, side, minor);
    }

    /** The words of a posting. */
    static String posting(List<String> lines, String tag) {
        return Row.text(lines, tag);
    }

    /** The answer to a search that found these. */
    static String answer(List<String> postings) {
        return postings.stream().collect(Collectors.joining("; ", "found [", "]"));
    }

    /** A hold says the words of its request. */
    void held(String name, String key) {
        words.put(name, Words.of(key));
    }

    /** A posting with the words of its request. */
    void posted(String name, long at, Dated dated) {
        add(name, at, dated, Words.of(key(name)));
    }

    /** A posting with the words of what it captures or reverses, and its own. */
    void posted(String name, long at, Dated dated, String of) {
        add(name, at, dated, Objects.requireNonNull(words.get(of)).with(Words.own(key(name))));
    }

    /** How many postings there are. */
    int size() {
        return rows.size();
    }

    /** Takes back all postings but the first. */
    void cut(int size) {
        rows.subList(size, rows.size()).clear();
    }

    /** A posting that corrects: with its own words, and the correlation of what it corrects when it has none. */
    void corrected(Step.Correct step, long at, Dated dated) {
        Words own = Words.of(step.key());
        Words original = Objects.requireNonNull(words.get(step.of()));
        String correlation = own.correlation() == null ? original.correlation() : own.correlation();
        add(step.name(), at, dated, new Words(own.tag(), correlation));
    }

    private void add(String name, long at, Dated dated, Words said) {
        boolean isOfLedger = !name.startsWith("control/"); // keys of other modules are theirs
        rows.add(new Row(isOfLedger ? key(name) : "", at, dated, said));
        words.put(name, said);
    }

    /** Steps are named by operation and key. */
    private static String key(String name) {
        return name.substring(name.indexOf('/') + 1);
    }

    /** What a search finds. */
    String find(Step.Search step) {
        List<String> found = new ArrayList<>();
        for (Row row : rows) {
            long at = row.at(step.axis());
            boolean isBefore = step.from() != null && at < step.from();
            boolean isBehind = step.to() != null && at >= step.to();
            if (!isBefore && !isBehind && isFound(row, step.search())) {
                found.add(row.text());
            }
        }
        if (step.search().isNewestFirst()) {
            Collections.reverse(found);
        }
        return answer(found);
    }

    private static boolean isFound(Row row, PostingSearch search) {
        return row.lines().stream()
                .anyMatch(line -> search.criteria().stream().allMatch(said -> isMet(said, row, line)));
    }

    private static boolean isMet(SearchCriterion said, Row row, EntryRequest line) {
        if (said instanceof SearchCriterion.InAccount in) {
            return line.account().equals(in.account());
        }
        if (said instanceof SearchCriterion.Under under) {
            return line.account().equals(under.path()) || line.account().startsWith(under.path() + ":");
        }
        if (said instanceof SearchCriterion.Amount amount) {
            return line.amount().asset().equals(amount.least().asset())
                    && line.amount().minor() >= amount.least().minor()
                    && line.amount().minor() <= amount.most().minor();
        }
        if (said instanceof SearchCriterion.Correlation of) {
            return of.id().equals(row.words().correlation());
        }
        if (said instanceof SearchCriterion.Word word) {
            return word.name().equals("tag") && word.value().equals(row.words().tag());
        }
        if (said instanceof SearchCriterion.Key key) {
            return key.key().equals(row.key());
        }
        throw new IllegalStateException("the model does not know " + said);
    }
}
