package io.zentra.runtime;

import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.TrustedKeys;
import io.zentra.core.journal.VerifyingKey;
import io.zentra.runtime.internal.evidence.ExportCheck;
import io.zentra.runtime.internal.evidence.ExportRedaction;
import io.zentra.runtime.internal.evidence.KeptElsewhere;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks and redacts the file of an export, line by line, with no database: memory is needed for one packet and a bit an
 * event. Thread-safe.
 *
 * <pre>{@code
 * try (InputStream in = Files.newInputStream(Path.of("acme-2026-10.ndjson"))) {
 *     ExportFile.trusting(VerifyingKey.parse("acme-ledger+…")).verify(in).orElseThrow();
 * }
 * }</pre>
 */
public final class ExportFile {
    private final TrustedKeys trusted;
    private final ExportCheck check;

    private ExportFile(TrustedKeys trusted, KeptElsewhere elsewhere) {
        this.trusted = trusted;
        this.check = new ExportCheck(trusted, elsewhere);
    }

    /** A check that trusts one signer, or each of several keys that signed in turn. */
    public static ExportFile trusting(VerifyingKey key, VerifyingKey... others) {
        TrustedKeys trusted = new TrustedKeys(
                Stream.concat(Stream.of(key), Arrays.stream(others)).toList());
        return new ExportFile(trusted, KeptElsewhere.none());
    }

    /**
     * The same that also compares the export with what was kept outside the database; see {@link PacketVerifier#against}.
     *
     * @param notes signed checkpoints, of any tenants and sizes
     * @throws ZentraException {@code proof_invalid} for one that no trusted key has signed
     */
    public ExportFile against(List<String> notes) {
        return new ExportFile(trusted, KeptElsewhere.of(notes, trusted));
    }

    /**
     * Checks an export: every line, that no event of the period is left out, and its end. Whatever it holds, the verdict
     * tells.
     *
     * @param in read to its end or the first hundred faults, and not closed
     * @throws IOException when it cannot be read
     */
    public ExportVerdict verify(InputStream in) throws IOException {
        return check.verify(in);
    }

    /**
     * Writes an export anew without what these parts of its packets hold; all else is proven as before.
     *
     * @param in an export; it is not checked, and not closed
     * @param out where to; it is not closed
     * @throws ZentraException {@code unknown_format} for a line that is none of an export's
     * @throws IOException when it cannot be read or written
     */
    public static void redact(InputStream in, OutputStream out, PacketPart... parts) throws IOException {
        ExportRedaction.redact(in, out, Set.of(parts));
    }
}
