package io.zentra.ledger;

/** The two times of an entry. */
public enum TimeAxis {
    /** When it was recorded: what was known then. Never changes afterwards. */
    RECORDED,
    /** When it took effect: what is known now about then. Later postings may be effective earlier. */
    EFFECTIVE
}
