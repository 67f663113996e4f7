package io.zentra.core.time;

import java.util.concurrent.CompletableFuture;

/** A leased piece of work as its runners see it. */
interface Piece {
    /** Runs it up to its last command; throws nothing. Completes when that is durable, or with what went wrong. */
    CompletableFuture<?> begin();

    /** It has ended. Quick, for the thread that commits calls it. */
    void ended();

    /** It went wrong, and is given back, which waits for a commit. */
    void failed(Throwable failure);
}
