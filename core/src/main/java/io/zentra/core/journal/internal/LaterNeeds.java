package io.zentra.core.journal.internal;

import io.zentra.core.journal.Event;
import io.zentra.core.review.internal.ReviewFold;
import java.util.HashSet;
import java.util.Set;

/**
 * What has come to need an event of a range since the journal was verified: all events of a correlation that goes on, and
 * the one that a case is about. Not thread-safe.
 */
final class LaterNeeds {
    private final Set<String> ofRange;
    private final Set<String> goneOn = new HashSet<>();
    private final Set<Long> subjects = new HashSet<>();

    private LaterNeeds(Set<String> ofRange) {
        this.ofRange = ofRange;
    }

    /** None yet, of a range that has these correlations. */
    static LaterNeeds none(Set<String> correlations) {
        return new LaterNeeds(Set.copyOf(correlations));
    }

    /** None yet, of the same range. */
    LaterNeeds none() {
        return new LaterNeeds(ofRange);
    }

    /** Takes an event from behind the verification. */
    void add(Event later) {
        later.correlation().filter(ofRange::contains).ifPresent(goneOn::add);
        ReviewFold.subject(later).ifPresent(subjects::add);
    }

    /** Whether an event of the range must stay. */
    boolean include(Event old) {
        return subjects.contains(old.seq())
                || old.correlation().filter(goneOn::contains).isPresent();
    }
}
