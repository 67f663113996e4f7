package io.zentra.testing.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was played and means the same ends alike, in whatever order it came and wherever the process ended. */
final class SameEnd {
    private final Map<List<Object>, End> ends = new HashMap<>();
    private final Set<List<String>> stories = new HashSet<>();
    private int met;

    private record End(List<Object> state, String told) {}

    /** Compares an end with the first that meant the same. */
    void require(List<Object> meaning, List<Object> state, String told) {
        End first = ends.putIfAbsent(meaning, new End(state, told));
        if (first != null) {
            met++;
            assertThat(state).as("%s means the same as %s", told, first.told()).isEqualTo(first.state());
        }
    }

    /** Whether nothing was told by these events before. */
    boolean isNew(List<String> events) {
        return stories.add(events);
    }

    /** How often one was compared with another. */
    int met() {
        return met;
    }
}
