package io.zentra.runtime.internal.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Nothing may stand in a packet that is not checked: what is called by no known name is a fault, and so is what lacks. */
final class Members {
    private Members() {}

    static void require(JsonNode object, String what, Set<String> expected, Consumer<String> faults) {
        require(object, what, expected, Set.of(), faults);
    }

    static void require(
            JsonNode object, String what, Set<String> expected, Set<String> optional, Consumer<String> faults) {
        Set<String> names = new HashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        Set<String> needed = new HashSet<>(names);
        needed.removeAll(optional);
        if (!needed.equals(expected)) {
            faults.accept(what + " has the members " + new TreeSet<>(names) + ", not " + new TreeSet<>(expected));
        }
    }
}
