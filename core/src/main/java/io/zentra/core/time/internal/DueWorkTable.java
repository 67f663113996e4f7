package io.zentra.core.time.internal;

import static io.zentra.core.storage.Column.integer;
import static io.zentra.core.storage.Column.text;

import io.zentra.core.storage.RowType;
import java.util.List;

/** The table of work that falls due. */
public final class DueWorkTable {
    /** Due work by kind and subject. Not kept in memory: leases move without an event. */
    public static final RowType<Name, DueRow> DUE_WORK = RowType.of("zentra_due_work", DueRow::name)
            .key(
                    List.of(text("kind"), text("subject")),
                    (key, out) -> out.text(key.kind()).text(key.subject()))
            .values(
                    List.of(integer("due_at"), integer("token"), integer("tries")),
                    (row, out) ->
                            out.integer(row.dueAtMicros()).integer(row.token()).integer(row.tries()))
            .read(in -> new DueRow(
                    new Name(in.text(), in.text()), in.integer(), in.integer(), Math.toIntExact(in.integer())));

    private DueWorkTable() {}

    /** What the work is about. */
    public record Name(String kind, String subject) {}

    /** A piece of due work. */
    public record DueRow(Name name, long dueAtMicros, long token, int tries) {}
}
