package io.zentra.ledger.internal.file;

import io.zentra.core.identity.Tenant;
import io.zentra.core.storage.Queries;
import io.zentra.ledger.internal.LineAssembler.Made;
import java.io.IOException;
import java.util.Map;

/** One way to write a ledger down: header, lines in the order of the journal, trailer. */
public interface Form {
    /**
     * What a file begins with.
     *
     * @param tenant whose ledger it is
     * @param first the sequence of the first event
     * @param last the sequence of the last event
     * @param root the Merkle root over all events up to the last, in base 64
     * @param stored what else is stored, as it was at that moment
     */
    record Head(Tenant tenant, long first, long last, String root, Queries stored) {}

    /** Writes what comes first. */
    void begin(Head head) throws IOException;

    /** Writes a line; returns how many lines of this form it took. */
    int line(Made made) throws IOException;

    /**
     * Writes what comes last.
     *
     * @param lines how many lines of this form there are
     * @param counts how many of each kind
     */
    void end(long lines, Map<String, Long> counts) throws IOException;
}
