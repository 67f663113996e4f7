package io.zentra.runtime.rail;

/** When a rail is expected to say how a transfer ended. */
public enum Settles {
    /** In its answer to the call. */
    AT_ONCE,
    /** By a callback, or when it is asked. */
    LATER
}
