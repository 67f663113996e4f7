package io.zentra.examples;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.runtime.Transfer;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;

/** Counts what became of rows and callbacks, for the summary. */
final class Tally {
    static final String CREATED = "transfer created";
    static final String IN_REVIEW = "transfer waits for the treasurer, before anything moves";
    static final String REPLAYED = "transfer replayed: the key was known, the first answer came again";
    static final String CALLBACK_APPLIED = "callback applied";
    static final String CALLBACK_AGAIN = "callback came again: nothing changed";
    static final String CALLBACK_EARLY = "callback came early: it waits for what it speaks of";
    static final String CALLBACK_CONTRADICTED = "callback contradicts: a person must look";

    private final Map<String, Integer> counts = new TreeMap<>();

    static String created(Transfer transfer) {
        return switch (transfer.status()) {
            case DENIED -> "transfer denied: " + transfer.reason();
            case IN_REVIEW -> IN_REVIEW;
            default -> CREATED;
        };
    }

    static String declined(ErrorCode code) {
        return "transfer declined: " + code;
    }

    static String refused(ZentraException error) {
        return "transfer refused: " + error.code() + " in " + error.details().getOrDefault("field", "the request");
    }

    static String callbackRejected(ErrorCode code) {
        return "callback rejected: " + code;
    }

    void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    void print(PrintStream out, TransferFile file) {
        out.println();
        out.println("Summary of " + (file.requests().size() + file.faults().size()) + " rows");
        counts.forEach((what, count) -> out.printf("  %5d  %s%n", count, what));
        file.faults().forEach(fault -> out.println("         left out, " + fault));
    }
}
