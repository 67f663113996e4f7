package io.zentra.ledger;

import io.zentra.core.error.ErrorCode;
import java.util.List;

/**
 * What became of a file's lines: each was imported, there already, or refused. Immutable.
 *
 * @param imported how many changed the ledger now
 * @param alreadyThere how many changed nothing: they were imported before, or told what was so already
 * @param refused how many were refused, or cannot be read
 * @param refusals the first {@value #MAX_REFUSALS} of these, in the order of the file
 * @param isComplete whether the file was read to its end, and that was the end that it should have
 */
public record ImportReport(long imported, long alreadyThere, long refused, List<Refusal> refusals, boolean isComplete) {
    /** The most refusals that are told one by one. */
    public static final int MAX_REFUSALS = 1_000;

    /**
     * A line that was refused.
     *
     * @param line its number in the file, from 1
     * @param key its key; empty when it has none that can be read
     * @param code the stable reason
     * @param message what was refused, which value, and what to do
     */
    public record Refusal(long line, String key, ErrorCode code, String message) {}

    /** Copies the list. */
    public ImportReport {
        refusals = List.copyOf(refusals);
    }

    /** Whether all lines of a complete file are in the ledger. */
    public boolean isClean() {
        return isComplete && refused == 0;
    }
}
