package io.zentra.core.journal.internal;

import io.zentra.core.journal.HashChain;

/**
 * How far a journal was verified: what the next event is checked against.
 *
 * @param seq the last event
 * @param hash the chain's value after it
 * @param atMicros its time; 0 without an event
 * @param tree the edge of the Merkle tree
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Verified(long seq, byte[] hash, long atMicros, MerkleFrontier.State tree) {
    /** Nothing was verified yet. */
    static final Verified NOTHING = new Verified(0, HashChain.genesis(), 0, MerkleFrontier.State.empty());
}
