package io.zentra.ledger.internal.file;

import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Identifier;
import io.zentra.ledger.internal.EffectiveInstant;
import io.zentra.ledger.internal.Line;
import io.zentra.ledger.internal.LineKeys;
import io.zentra.ledger.internal.file.CsvTable.Row;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A table of balances that accounts bring along, a row each. */
public final class OpeningsFile implements LineFile {
    private static final Set<String> KNOWN = Set.of("key", "account", "asset", "balance_minor", "balance");
    private static final Set<String> NEEDED = Set.of("account", "asset");

    private final CsvTable table;
    private final String against;
    private final @Nullable Instant at;

    /**
     * Reads the columns.
     *
     * @param against the account on the other side of each balance
     * @param at when the balances were so; null for now
     * @throws ZentraException {@code unknown_format}, {@code invalid_id} or {@code invalid_effective_time}
     */
    public OpeningsFile(InputStream in, String against, @Nullable Instant at) throws IOException {
        this.table = new CsvTable(in, KNOWN, NEEDED, comment -> {});
        this.against = Identifier.require("account", against);
        this.at = at == null ? null : EffectiveInstant.require(at);
    }

    @Override
    public @Nullable Numbered next() {
        Row row = table.next();
        if (row == null) {
            return null;
        }
        try {
            return Numbered.of(row.number(), opening(row));
        } catch (ZentraException fault) {
            return Numbered.of(row.number(), fault);
        }
    }

    private Line opening(Row row) {
        if (!row.fits()) {
            throw CellValues.invalid("the row has more or fewer cells than there are columns");
        }
        String account = Identifier.require("account", CellValues.required(row, "account"));
        String key = CellValues.optional(row, "key");
        return new Line.Brought(
                LineKeys.require(key == null ? "opening/" + account : key),
                new Line.Source(at, null, null, null),
                account,
                CellValues.money(row, "balance_minor", "balance"),
                against);
    }

    @Override
    public Optional<ZentraException> missing() {
        return table.broken();
    }
}
