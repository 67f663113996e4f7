package io.zentra.runtime.contract;

import io.zentra.core.error.Shown;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The words that a member may have, and what each stands for. Immutable.
 *
 * @param all by their words, in the order in which they are told
 */
record Words<T>(Map<String, T> all) {
    Words {
        all = Collections.unmodifiableMap(new LinkedHashMap<>(all));
    }

    /** The words of an enum. */
    static <T> Words<T> of(T[] values, Function<T, String> code) {
        Map<String, T> all = new LinkedHashMap<>();
        Arrays.stream(values).forEach(each -> all.put(code.apply(each), each));
        return new Words<>(all);
    }

    /** What a word stands for in a member. */
    Function<String, T> of(String member) {
        return word -> {
            T value = all.get(word);
            if (value == null) {
                throw Members.malformed(
                        member, "has no \"" + Shown.of(word) + "\": there are " + String.join(", ", all.keySet()));
            }
            return value;
        };
    }
}
