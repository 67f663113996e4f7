package io.zentra.core.journal;

import io.zentra.core.storage.RowType;
import java.util.Map;

/**
 * Rows that a {@link JournalFold} keeps in memory while it reads: what it must have to go on from the middle of a journal.
 * Not thread-safe, as its map is not.
 *
 * @param type how a row is written and read; its table's name is that of no other rows of the verification
 * @param rows the fold's own map, which changes as it reads and into which rows are put before it begins
 * @param <K> the key
 * @param <R> the row
 */
public record FoldTable<K, R>(RowType<K, R> type, Map<K, R> rows) {}
