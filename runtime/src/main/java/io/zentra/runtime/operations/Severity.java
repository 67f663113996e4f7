package io.zentra.runtime.operations;

/** How much a finding matters, the worst first. */
public enum Severity {
    /** Money stands still, or what is recorded may be wrong, until somebody does something. */
    CRITICAL,
    /** Something does not go on as it should. */
    WARNING,
    /** Good to know before it becomes a warning. */
    NOTICE
}
