package io.zentra.ledger;

import io.zentra.core.Handle;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.TenantConfig;
import io.zentra.ledger.internal.Line;
import io.zentra.ledger.internal.file.EntriesFile;
import io.zentra.ledger.internal.file.Importing;
import io.zentra.ledger.internal.file.LineFile;
import io.zentra.ledger.internal.file.NdjsonFile;
import io.zentra.ledger.internal.file.OpeningsFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files imported into a tenant's ledger, line by line, in their order and under all the checks that other requests have.
 * Each line has a key and takes effect once: the same file again changes nothing, and an import that was ended in between
 * goes on when it is started again. A line that was changed under its key is refused with {@code idempotency_conflict}.
 * Thread-safe, unless its handle was made on a connection.
 *
 * <pre>{@code
 * try (InputStream file = Files.newInputStream(Path.of("acme.ndjson"))) {
 *     ImportReport report = acme.ledgers().imports().ndjson(file, ImportOptions.standard());
 *     report.refusals();                                   // line, key, code, message
 * }
 * }</pre>
 *
 * <p>What a line tells takes effect when it did where it comes from, or now when it tells no time, under the rules for {@link
 * PostingRequest#effectiveAt backdating}: nothing is imported into a closed period ({@code period_closed}).
 *
 * <p>Files are read as a stream, in memory that does not grow with them, and are not closed. All methods throw
 * {@link ZentraException} with {@code unknown_format} before anything is imported, {@code permission_denied}, or why the
 * storage could not go on, which is no matter of the lines: import again; and {@link UncheckedIOException} when the
 * stream fails.
 */
public final class Imports {
    private final Handle handle;

    Imports(Handle handle) {
        this.handle = handle;
    }

    /** Opens a file. */
    @FunctionalInterface
    private interface Opening {
        LineFile open() throws IOException;
    }

    /**
     * What {@link Exports#ndjson} wrote, or a program that keeps to its format. Lines that change limits, close or
     * reopen periods are refused with {@code permission_denied} without the permission for that.
     */
    public ImportReport ndjson(InputStream in, ImportOptions options) {
        handle.require(Permission.MANAGE_ACCOUNTS);
        handle.require(Permission.REVERSE);
        return run(() -> new NdjsonFile(in), options);
    }

    /**
     * A table of entries with the columns {@code key, account, side, asset} and {@code amount_minor} or {@code amount}, and
     * maybe others of {@link Exports#csv}: rows with the same key, one after the other, are one posting. The accounts must
     * be there.
     */
    public ImportReport csv(InputStream in, ImportOptions options) {
        return run(() -> new EntriesFile(in), options);
    }

    /**
     * A table of balances with the columns {@code account, asset} and {@code balance_minor} or {@code balance}, in the sign
     * of each account's normal side. The accounts must be there; each brings its balance along once, under the key
     * {@code opening/} and its id, unless there is a column {@code key}.
     *
     * @param against the account on the other side, such as {@code equity:opening}
     * @param at when the balances were so, and take effect; null for now
     * @throws ZentraException {@code invalid_id}, or {@code invalid_effective_time} outside the years 1 to 9999
     */
    public ImportReport openings(InputStream in, String against, @Nullable Instant at, ImportOptions options) {
        return run(() -> new OpeningsFile(in, against, at), options);
    }

    private ImportReport run(Opening opening, ImportOptions options) {
        handle.require(Permission.POST);
        handle.require(Permission.READ);
        TenantConfig config = handle.access().tenant().config();
        try {
            return new Importing(handle, options, line -> require(line, config)).run(opening.open());
        } catch (IOException e) {
            throw new UncheckedIOException("the file cannot be read", e);
        }
    }

    private void require(Line line, TenantConfig config) {
        if (line instanceof Line.Posted posted) {
            posted.posting().requireBalanced(config);
            if (posted.basis() instanceof Composed composed) {
                rules(line, composed).requireValid(config);
            }
        } else if (line instanceof Line.Corrected corrected) {
            corrected.posting().requireBalanced(config);
        } else if (line instanceof Line.Placed placed) {
            placed.lines().requireBalanced(config);
        } else if (line instanceof Line.Captured captured) {
            new PostingRequest(captured.key(), captured.entries(), null, Map.of()).requireBalanced(config);
        } else if (line instanceof Line.Limited) {
            handle.require(Permission.CHANGE_LIMITS);
        } else if (line instanceof Line.Period period) {
            handle.require(period.reopens() ? Permission.REOPEN_PERIODS : Permission.CLOSE_PERIODS);
        }
    }

    private static Composition rules(Line line, Composed composed) {
        List<Movement> rules =
                composed.movements().stream().map(Composed.Moved::rule).toList();
        return new Composition(line.key(), rules, null, Map.of(), List.of(), null);
    }
}
