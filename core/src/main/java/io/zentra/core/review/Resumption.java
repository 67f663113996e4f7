package io.zentra.core.review;

/** What work that waits for a case is told when it wants to go on. */
public enum Resumption {
    /** Go on: the approvals counted, and were used up by this. */
    GRANTED,
    /** End: it was denied, or taken back. */
    REFUSED,
    /** Wait: approvals are missing, or some did not count any more. */
    WAITING,
    /** Wait: what would go on is not what was approved. The case has the new decision and is open for it. */
    CHANGED,
    /** Do nothing: the approvals were used before. */
    USED
}
