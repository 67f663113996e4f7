package io.zentra.testing.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What schedules came to: those that mean the same end alike, in whatever order the steps came, wherever the process ended, and
 * whatever changed nothing between them.
 */
final class SameMeaning {
    private final Map<List<Object>, End> ends = new HashMap<>();
    private int met;

    private record End(List<Object> state, String told) {}

    /** Compares a state with that of the first that meant the same. */
    void require(List<Object> meaning, List<Object> state, String told) {
        End first = ends.putIfAbsent(meaning, new End(state, told));
        if (first != null) {
            met++;
            assertThat(state).as("%s means the same as %s", told, first.told()).isEqualTo(first.state());
        }
    }

    /** How often one was compared with another. */
    int met() {
        return met;
    }
}
