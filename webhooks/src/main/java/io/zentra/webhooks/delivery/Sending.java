package io.zentra.webhooks.delivery;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;

/**
 * How an endpoint is sent to. Immutable.
 *
 * @param ordering whether events of one key wait for each other
 * @param poison what becomes of an event that nothing brings through
 * @param concurrency the most requests at one time, 1 to {@value #MAX_CONCURRENCY}
 * @param perSecond the most requests a second, up to {@value #MAX_PER_SECOND}; 0 for no limit
 * @param catchUpPerSecond the same for events older than a minute, so that a backlog drains evenly; 0 for no limit
 */
public record Sending(Ordering ordering, Poison poison, int concurrency, int perSecond, int catchUpPerSecond) {
    /** The most requests at one time. */
    public static final int MAX_CONCURRENCY = 64;

    /** The highest rate. */
    public static final int MAX_PER_SECOND = 10_000;

    /** Whether events of one key wait for each other. */
    public enum Ordering {
        /** Each event goes when it is due. */
        PARALLEL,
        /** Of the events with one order key the next goes when the one before has ended. */
        FIFO
    }

    /** What becomes of an event after the last try. */
    public enum Poison {
        /** It is tried on and on, after the last pause of the schedule each time; with FIFO its key waits. */
        BLOCK,
        /** It is given up; with FIFO the next message of its key says so in {@code zentra-skipped}. */
        SKIP,
        /** It is put aside for a person, who replays it or leaves it. */
        PARK
    }

    /**
     * Checks the ranges.
     *
     * @throws ZentraException {@code invalid_configuration}
     */
    public Sending {
        require("concurrency", concurrency, 1, MAX_CONCURRENCY);
        require("perSecond", perSecond, 0, MAX_PER_SECOND);
        require("catchUpPerSecond", catchUpPerSecond, 0, MAX_PER_SECOND);
    }

    /** In parallel, eight at a time, without a rate; a backlog at 100 a second; what cannot be delivered is parked. */
    public static Sending standard() {
        return new Sending(Ordering.PARALLEL, Poison.PARK, 8, 0, 100);
    }

    /** The same in order of each key. */
    public Sending fifo() {
        return new Sending(Ordering.FIFO, poison, concurrency, perSecond, catchUpPerSecond);
    }

    /** The same with another end for what cannot be delivered. */
    public Sending onPoison(Poison other) {
        return new Sending(ordering, other, concurrency, perSecond, catchUpPerSecond);
    }

    /** The same with another number of requests at one time. */
    public Sending concurrency(int atOnce) {
        return new Sending(ordering, poison, atOnce, perSecond, catchUpPerSecond);
    }

    /** The same with other rates. */
    public Sending rates(int usual, int catchUp) {
        return new Sending(ordering, poison, concurrency, usual, catchUp);
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CONFIGURATION, name + " must be " + least + " to " + most + ", not " + value);
        }
    }
}
