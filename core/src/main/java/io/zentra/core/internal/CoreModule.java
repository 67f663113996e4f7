package io.zentra.core.internal;

import io.zentra.core.identity.internal.TenantTable;
import io.zentra.core.journal.internal.ArchiveTables;
import io.zentra.core.journal.internal.JournalTables;
import io.zentra.core.limit.internal.LimitTable;
import io.zentra.core.review.internal.ReviewTables;
import io.zentra.core.storage.Module;
import io.zentra.core.time.internal.DueWorkTable;
import io.zentra.core.usage.internal.UsageTables;
import java.util.List;

/** What core keeps in the database. */
public final class CoreModule {
    /** The module. */
    public static final Module MODULE = new Module(
            "core",
            CoreModule.class,
            List.of("0001_journal.sql", "0002_review.sql", "0003_usage.sql", "0004_limit.sql"),
            List.of(
                    TenantTable.TENANT,
                    LimitTable.LIMIT,
                    JournalTables.JOURNAL,
                    JournalTables.TIMELINE,
                    JournalTables.CORRELATION,
                    JournalTables.IDEMPOTENCY,
                    JournalTables.REPLAY,
                    JournalTables.CURSOR,
                    JournalTables.MERKLE_TILE,
                    JournalTables.CHECKPOINT,
                    ArchiveTables.ARCHIVE,
                    ReviewTables.LANE,
                    ReviewTables.CASE,
                    ReviewTables.NOTE,
                    DueWorkTable.DUE_WORK,
                    UsageTables.METER,
                    UsageTables.USAGE,
                    UsageTables.VALUE,
                    UsageTables.RESERVATION));

    private CoreModule() {}
}
