package io.zentra.testing.schedule;

import io.zentra.testing.schedule.Scene.News;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What rails and operators said of a transfer, in the order in which they said it. */
final class Words {
    private final List<Word> said = new ArrayList<>();

    /**
     * A word.
     *
     * @param attempt the place of the attempt that it is about
     * @param news what its rail says; nothing when it is the deed of an operator
     * @param deed what an operator did; empty when it is a rail's
     */
    private record Word(int attempt, News news, String deed) {
        /** Whether it may come before or after such a word of the same attempt: it tells more of the same. */
        private boolean agrees() {
            return news == News.SUCCESS || news == News.SETTLEMENT || news == News.RETURN;
        }
    }

    void say(int attempt, News news) {
        if (news != News.NOTHING) {
            said.add(new Word(attempt, news, ""));
        }
    }

    /** An operator did something; that the same request came again tells nothing. */
    void did(String deed) {
        Word word = new Word(0, News.NOTHING, deed);
        if (said.isEmpty() || !said.get(said.size() - 1).equals(word)) {
            said.add(word);
        }
    }

    int size() {
        return said.size();
    }

    /** Forgets what was said since, for the process that heard it is gone. */
    void forgetAfter(int size) {
        said.subList(size, said.size()).clear();
    }

    /**
     * What they mean: who said it, and how often, does not matter, nor in which order words came that agree, unless others had
     * contradicted them before.
     */
    List<Object> meaning() {
        List<Object> all = new ArrayList<>();
        Set<Word> since = new LinkedHashSet<>();
        for (Word word : said) {
            if (word.news() == News.NOTHING) {
                all.addAll(all.isEmpty() ? inAnyOrder(List.copyOf(since)) : since);
                all.add(word);
                since.clear();
            } else {
                since.add(word);
            }
        }
        all.addAll(all.isEmpty() ? inAnyOrder(List.copyOf(since)) : since);
        return all;
    }

    /** Words that agree are a set, as long as nothing but the failure of an earlier attempt came before. */
    private static List<Object> inAnyOrder(List<Word> words) {
        int from = 0;
        while (from < words.size() && !words.get(from).agrees()) {
            from++;
        }
        if (from == words.size() || words.get(from).attempt() != from) {
            return List.copyOf(words);
        }
        int to = from;
        while (to < words.size()
                && words.get(to).agrees()
                && words.get(to).attempt() == words.get(from).attempt()) {
            to++;
        }
        List<Object> all = new ArrayList<>(words.subList(0, from));
        all.add(Set.copyOf(words.subList(from, to)));
        all.addAll(words.subList(to, words.size()));
        return all;
    }
}
