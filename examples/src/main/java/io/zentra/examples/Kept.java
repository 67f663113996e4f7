package io.zentra.examples;

import java.io.PrintStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is kept of an incident. Immutable.
 *
 * @param incident what happened
 * @param evidence what was asked for, and what is there
 */
record Kept(String incident, Map<String, String> evidence) {
    Kept {
        evidence = Collections.unmodifiableMap(new LinkedHashMap<>(evidence));
    }

    static Kept of(String incident) {
        return new Kept(incident, Map.of());
    }

    Kept and(String what, String is) {
        Map<String, String> more = new LinkedHashMap<>(evidence);
        more.put(what, is);
        return new Kept(incident, more);
    }

    String get(String what) {
        return evidence.getOrDefault(what, "");
    }

    void print(PrintStream out) {
        out.println(incident);
        evidence.forEach((what, is) -> out.printf("  %-30s %s%n", what, is));
        out.println();
    }
}
