package io.zentra.core.time;

import java.time.Instant;

/**
 * Work that this process tried and that failed each time since; nobody else has tried it after that. It is tried again by
 * itself, after pauses that double up to a quarter of an hour. Immutable.
 *
 * @param kind the kind of work, such as {@code transfer.attempt}
 * @param subject what it is about
 * @param tries how often it was tried, by all processes
 * @param since when it first failed here
 * @param error the class of what it failed with last, and its message
 */
public record FailingWork(String kind, String subject, int tries, Instant since, String error) {}
