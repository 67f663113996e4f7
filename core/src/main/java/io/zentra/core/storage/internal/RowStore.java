package io.zentra.core.storage.internal;

import io.zentra.core.storage.Listing;
import io.zentra.core.storage.RowType;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads and writes many rows of a type with few statements, over one connection. Not thread-safe.
 *
 * <p>Each value stands with its tenant, so that one statement serves several tenants and none goes without.
 */
public interface RowStore extends AutoCloseable {
    /** A key or row of a tenant. */
    record Owned<T>(int tenantNo, T value) {}

    /** Loads the rows that exist, in no particular order. */
    <K, R> void load(RowType<K, R> type, List<Owned<K>> keys, Consumer<Owned<R>> found) throws SQLException;

    /** Reads what a listing gives. */
    <R> List<R> list(Listing<R> listing, int tenantNo) throws SQLException;

    /** Inserts rows. */
    <K, R> void insert(RowType<K, R> type, List<Owned<R>> rows) throws SQLException;

    /** Updates the value columns of rows by their keys. */
    <K, R> void update(RowType<K, R> type, List<Owned<R>> rows) throws SQLException;

    /** Deletes rows by their keys. */
    <K, R> void delete(RowType<K, R> type, List<Owned<K>> keys) throws SQLException;

    /**
     * Empties the log of a tenant, whose rows are in the table by now, and marks where that was.
     *
     * @param seq the last event of the tenant's journal by then
     * @param hash the chain's value after it
     */
    void endLog(RowType<?, ?> type, int tenantNo, long seq, byte[] hash) throws SQLException;

    /** Closes the statements, not the connection. */
    @Override
    void close() throws SQLException;
}
