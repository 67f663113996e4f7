package io.zentra.testing.schedule;

import io.zentra.testing.schedule.Scene.News;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What was said of a transfer: what agrees in any order, and from the first contradiction on all as it came. */
final class Story implements ExpectedTransfer.Listener {
    private final Set<List<Object>> agreeing = new HashSet<>();
    private final List<Object> deciding = new ArrayList<>();

    @Override
    public void heard(int attempt, News news, boolean isWrong, boolean contradicts) {
        List<Object> word = List.of(attempt, news, isWrong);
        if (deciding.isEmpty() && !contradicts) {
            agreeing.add(word);
        } else {
            deciding.add(word);
        }
    }

    @Override
    public void happened(String what) {
        deciding.add(what);
    }

    /** That it came back, whoever says so. */
    void returned(int attempt) {
        agreeing.add(List.of(attempt, News.RETURN, false));
    }

    List<Object> told() {
        return List.of(Set.copyOf(agreeing), List.copyOf(deciding));
    }
}
