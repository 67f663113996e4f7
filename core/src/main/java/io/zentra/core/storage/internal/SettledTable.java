package io.zentra.core.storage.internal;

import static io.zentra.core.storage.Column.integer;
import static io.zentra.core.storage.Column.text;

import io.zentra.core.storage.RowType;
import java.util.HexFormat;
import java.util.List;

/** The table of where logs were put into their tables. */
public final class SettledTable {
    /** The last time for each log, by its table. */
    public static final RowType<String, Settled> SETTLED = RowType.of("zentra_settled", Settled::log)
            .key(List.of(text("log")), (log, out) -> out.text(log))
            .values(
                    List.of(integer("seq"), text("hash")),
                    (row, out) -> out.integer(row.seq()).text(row.hash()))
            .read(in -> new Settled(in.text(), in.integer(), in.text()));

    private SettledTable() {}

    /**
     * When a log was put into its table.
     *
     * @param log the log's table
     * @param seq the last event of the tenant's journal by then
     * @param hash the chain's value after it, in hexadecimal
     */
    public record Settled(String log, long seq, String hash) {
        /** A value of the chain as it is written. */
        public static String hash(byte[] value) {
            return HexFormat.of().formatHex(value);
        }
    }
}
