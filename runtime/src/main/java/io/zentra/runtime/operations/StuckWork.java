package io.zentra.runtime.operations;

import io.zentra.core.time.LateWork;
import java.time.Duration;
import java.time.Instant;

/**
 * Work that should have been done a minute ago and more, and that nobody is at. Immutable.
 *
 * @param stage the stage that it belongs to
 * @param work what is late, and how much of it
 */
public record StuckWork(Stage stage, LateWork work) {
    /** How long the oldest piece is late. */
    public Duration age(Instant now) {
        return Duration.between(work.dueAt(), now);
    }
}
