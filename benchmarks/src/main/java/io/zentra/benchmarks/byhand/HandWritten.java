package io.zentra.benchmarks.byhand;

import io.zentra.benchmarks.workload.Transfer;
import java.sql.SQLException;
import java.util.List;

/**
 * A ledger by hand over one connection: the same rows as ours in the same tables, so that {@code verify()} of the library
 * accepts them, without a queue, without types, without a way to do anything else. Not thread-safe.
 */
public interface HandWritten extends AutoCloseable {
    /** Posts transfers in one transaction and commits it. */
    void post(List<Transfer> transfers) throws SQLException;

    @Override
    void close() throws SQLException;
}
