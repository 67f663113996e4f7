package io.zentra.core.journal.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What is wrong, in the order in which it was found; the first hundred. Not thread-safe. */
final class Faults implements Consumer<String> {
    private static final int MAX = 100;

    private final List<String> faults = new ArrayList<>();

    @Override
    public void accept(String fault) {
        if (faults.size() < MAX) {
            faults.add(fault);
        }
    }

    List<String> list() {
        return List.copyOf(faults);
    }
}
