package io.zentra.ledger;

/** The two times of an entry. */
public enum TimeAxis {
    /**
     * When it was recorded: what was known then. Final once an event later than the time that is asked for is recorded;
     * until then more may be recorded in that very microsecond, or in one before it that a commit under way has taken.
     */
    RECORDED,
    /** When it took effect: what is known now about then. Later postings may be effective earlier. */
    EFFECTIVE
}
