package io.zentra.benchmarks;

/** The command line asks for something that does not exist. */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong and what exists. */
    public UsageException(String message) {
        super(message);
    }
}
