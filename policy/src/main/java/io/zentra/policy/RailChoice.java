package io.zentra.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which of the proposed rails may take an operation. Immutable.
 *
 * @param eligible those that may, in the order in which they are to be tried
 * @param excluded why the others may not: the id of the rule, or {@code corridors}; in the order of the proposal
 */
public record RailChoice(List<String> eligible, Map<String, String> excluded) {
    /** The reason of rails whose list of corridors lacks that of the operation. */
    public static final String CORRIDORS = "corridors";

    /** Copies both. */
    public RailChoice {
        eligible = List.copyOf(eligible);
        excluded = Collections.unmodifiableMap(new LinkedHashMap<>(excluded));
    }
}
