package io.zentra.runtime.contract;

import io.zentra.core.commit.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What an answer tells of its own call.
 *
 * @param outcome {@code applied}, {@code replayed} or {@code declined}; null when nothing was to be changed
 * @param count how often the key came again, this time included; 0 for the first time
 */
record Told(@Nullable String outcome, long count) {
    static final Told READ = new Told(null, 0);

    static <R> Told of(Outcome<R> outcome) {
        long count = outcome instanceof Outcome.Replayed<R> again ? again.count() : 0;
        if (outcome.isDeclined()) {
            return new Told("declined", count);
        }
        return new Told(outcome.isReplay() ? "replayed" : "applied", count);
    }
}
