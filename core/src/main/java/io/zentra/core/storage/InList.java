package io.zentra.core.storage;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Values as the named parameters of a condition {@code column in (…)}.
 *
 * @param names the parameters' names, as they stand between the parentheses
 * @param values the parameters, and those of the rest of the condition
 */
public record InList(String names, Map<String, Object> values) {
    /** The parameters of a list, with others. */
    public static InList of(Collection<?> listed, Map<String, ?> others) {
        return of("in", listed, others);
    }

    /** The same with parameters that are called so and numbered, for a statement with several lists. */
    public static InList of(String name, Collection<?> listed, Map<String, ?> others) {
        StringJoiner names = new StringJoiner(", ");
        Map<String, Object> values = new HashMap<>(others);
        int number = 0;
        for (Object value : listed) {
            String numbered = name + number++;
            names.add(":" + numbered);
            values.put(numbered, value);
        }
        return new InList(names.toString(), values);
    }
}
