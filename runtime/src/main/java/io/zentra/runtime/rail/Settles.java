package io.zentra.runtime.rail;

/** When what a rail has moved is with the destination. */
public enum Settles {
    /** As soon as the rail says that it succeeded: the transfer is settled then. */
    AT_ONCE,
    /** Only later: the transfer is posted, and settled when that is known. */
    LATER
}
