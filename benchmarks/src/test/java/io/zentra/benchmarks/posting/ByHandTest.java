package io.zentra.benchmarks.posting;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.benchmarks.database.Database;
import io.zentra.benchmarks.database.Databases;
import io.zentra.benchmarks.database.StorageKind;
import io.zentra.benchmarks.workload.Goal;
import io.zentra.benchmarks.workload.Measured;
import io.zentra.benchmarks.workload.Workload;
import io.zentra.ledger.ZentraLedger;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The baselines are honest when the library cannot tell their rows from its own. */
class ByHandTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void loopsByHandWriteWhatTheLibraryVerifies(StorageKind storage) throws Exception {
        PostingOptions options = PostingOptions.parse(
                List.of("--storage", storage.name().toLowerCase(Locale.ROOT), "--callers", "4", "--accounts", "20"));
        Workload workload = new Workload(options.distribution(), options.accounts(), options.keys());
        RawPhase raw = new RawPhase(workload, options);
        raw.batch(10);
        Prefill filling = new Prefill(workload, options, System.out);
        try (Databases databases = storage.open(folder.resolve("test.db"), options.url(), 4, filling)) {
            assertVerifies(databases, raw);
            assertVerifies(databases, new PlainPhase(workload, options));
            assertVerifies(databases, new OurPhase(workload, options.callers(), false));
            assertVerifies(databases, new OurPhase(workload, 1, true));
        }
    }

    private static void assertVerifies(Databases databases, Phase phase) throws Exception {
        try (Database database = databases.fresh()) {
            Measured measured = phase.run(database, Goal.of(50));
            assertThat(measured.postings()).isGreaterThanOrEqualTo(50);
            try (ZentraLedger ledger = ZentraLedger.open(database.storage())) {
                ZentraLedger.Book book = ledger.tenant(Book.TENANT).as(Book.ACTOR);
                assertThat(book.ledgers().verify().faults()).isEmpty();
                assertThat(book.ledgers().verify().events()).isEqualTo(20 + measured.postings());
            }
        }
    }
}
