package io.zentra.ledger;

import io.zentra.core.Handle;
import io.zentra.core.error.ZentraException;
import io.zentra.ledger.internal.file.BeancountForm;
import io.zentra.ledger.internal.file.CsvForm;
import io.zentra.ledger.internal.file.Exporting;
import io.zentra.ledger.internal.file.Form;
import io.zentra.ledger.internal.file.HledgerForm;
import io.zentra.ledger.internal.file.NdjsonForm;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * A tenant's ledger as files. Each is written from one moment of the journal, in its order, in memory that does not grow
 * with it, and has a header (format, tenant, range, root hash) and a trailer (counts), without which it was cut off. The
 * same history gives the same bytes. Thread-safe, unless its handle was made on a connection.
 *
 * <pre>{@code
 * try (OutputStream file = Files.newOutputStream(Path.of("acme.ndjson"))) {
 *     Exported exported = acme.ledgers().exports().ndjson(file);
 * }
 * }</pre>
 *
 * <p>Streams are flushed and not closed. While a file is written the database keeps the moment it began at; on SQLite in
 * memory writes wait. All methods throw {@link UncheckedIOException} when the stream fails, and {@link ZentraException}
 * with {@code permission_denied}, {@code journal_damaged} or {@code storage_failed}.
 */
public final class Exports {
    private final Handle handle;

    Exports(Handle handle) {
        this.handle = handle;
    }

    /** Everything, one JSON object a line: accounts, limits, postings, holds. {@link Imports#ndjson} reads it. */
    public Exported ndjson(OutputStream out) {
        return ndjson(out, 0);
    }

    /**
     * The same of what came after an event.
     *
     * @param after the last event of an earlier export, {@link Exported#last()}
     * @throws ZentraException {@code invalid_configuration} when there is no such event, or it is not the last of its
     *     command
     */
    public Exported ndjson(OutputStream out, long after) {
        return run(new NdjsonForm(out), after);
    }

    /**
     * The entries, a row each, as RFC 4180 says. Texts that a spreadsheet would calculate have an apostrophe before them;
     * numbers are as they are.
     */
    public Exported csv(OutputStream out) {
        return csv(out, 0);
    }

    /**
     * The same of what came after an event.
     *
     * @param after as for {@link #ndjson(OutputStream, long)}
     * @throws ZentraException {@code invalid_configuration} as there
     */
    public Exported csv(OutputStream out, long after) {
        return run(new CsvForm(out), after);
    }

    /**
     * The postings as a journal of plain-text accounting, as hledger reads it. It ends with the balance of each account as
     * an assertion, which {@code hledger check --strict} checks.
     */
    public Exported hledger(OutputStream out) {
        return run(new HledgerForm(out), 0);
    }

    /**
     * The same as beancount reads it, whose names of accounts are other ones: {@code customer:42} is {@code
     * Liabilities:Customer:42}. {@code bean-check} checks the balances at its end.
     */
    public Exported beancount(OutputStream out) {
        return run(new BeancountForm(out), 0);
    }

    private Exported run(Form form, long after) {
        return new Exporting(handle, form).run(after);
    }
}
