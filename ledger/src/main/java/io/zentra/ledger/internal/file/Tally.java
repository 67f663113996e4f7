package io.zentra.ledger.internal.file;

import io.zentra.core.error.ErrorCode;
import io.zentra.ledger.ImportReport;
import java.util.ArrayList;
import java.util.List;

/** The report of an import in the making. */
final class Tally {
    private final List<ImportReport.Refusal> refusals = new ArrayList<>();
    private long imported;
    private long alreadyThere;
    private long refused;

    void imported() {
        imported++;
    }

    void alreadyThere() {
        alreadyThere++;
    }

    void refused(long line, String key, ErrorCode code, String message) {
        refused++;
        if (refusals.size() < ImportReport.MAX_REFUSALS) {
            refusals.add(new ImportReport.Refusal(line, key, code, message));
        }
    }

    boolean hasRefusals() {
        return refused > 0;
    }

    ImportReport report(boolean isComplete) {
        return new ImportReport(imported, alreadyThere, refused, refusals, isComplete);
    }
}
