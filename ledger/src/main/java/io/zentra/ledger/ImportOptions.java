package io.zentra.ledger;

/**
 * How a file is imported. Immutable.
 *
 * @param stopsAtFirst whether nothing is imported behind the first line that is refused; then lines are sent one by one
 * @param retriesRefused whether lines that an earlier import refused are sent again, changed or not
 */
public record ImportOptions(boolean stopsAtFirst, boolean retriesRefused) {
    /** A refused line stops no other one, and stays refused. */
    public static ImportOptions standard() {
        return new ImportOptions(false, false);
    }

    /** The same, ending at the first refused line. */
    public ImportOptions stoppingAtFirst() {
        return new ImportOptions(true, retriesRefused);
    }

    /** The same, with another try for lines that were refused before: because the file or the ledger was put right. */
    public ImportOptions retryingRefused() {
        return new ImportOptions(stopsAtFirst, true);
    }
}
