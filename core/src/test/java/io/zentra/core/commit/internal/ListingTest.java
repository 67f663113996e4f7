package io.zentra.core.commit.internal;

import static io.zentra.core.Refusal.assertRefused;
import static io.zentra.core.commit.internal.Probe.FRESH;
import static io.zentra.core.commit.internal.Probe.add;
import static io.zentra.core.commit.internal.Probe.happened;
import static io.zentra.core.commit.internal.Probe.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.Databases;
import io.zentra.core.ZentraCore;
import io.zentra.core.commit.Command;
import io.zentra.core.commit.Commits;
import io.zentra.core.commit.Outcome;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.commit.internal.Probe.Once;
import io.zentra.core.commit.internal.Probe.Plain;
import io.zentra.core.commit.internal.Probe.Row;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.identity.Access;
import io.zentra.core.storage.Listing;
import io.zentra.core.storage.RowReader;
import io.zentra.core.storage.Storage;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands that decide on rows which no key names: each sees all that was appended before it, and nothing after it. */
@Timeout(120)
class ListingTest {
    private static final Function<RowReader, Long> AMOUNT = RowReader::integer;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void seesWhatWasAppendedBeforeItAndNothingAfterIt(Databases database) {
        try (ZentraCore core = open(database.create(folder))) {
            Access acme = Probe.tenant(core, "acme");
            Access other = Probe.tenant(core, "other");
            Gate gate = Gate.close(core, acme);
            List<CompletableFuture<Outcome<Long>>> all = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                all.add(core.commits().runAsync(acme, append("a" + i, 1)));
                all.add(core.commits().runAsync(acme, sum("s" + i)));
                all.add(core.commits().runAsync(acme, sum("t" + i)));
                all.add(core.commits().runAsync(other, append("a" + i, 1_000)));
            }
            gate.open();
            all.forEach(each -> each.join().orElseThrow());

            for (int i = 0; i < 30; i++) {
                // each sum is itself a row: 1, then twice that, then all so far with 1 more
                assertThat(value(core, acme, FRESH, "t" + i)).isEqualTo(2 * value(core, acme, FRESH, "s" + i));
                long before = i == 0 ? 0 : 2 * value(core, acme, FRESH, "t" + (i - 1));
                assertThat(value(core, acme, FRESH, "s" + i)).isEqualTo(before + 1);
            }
            core.journal(acme).verify(List.of(), List.of()).requireSound();
        }
    }

    /** It could not know before this batch that it would need the rows: so it waits for the next. */
    @Test
    void waitsForTheNextCommitWhenItFindsOutWhileDeciding() {
        try (ZentraCore core = open(Storage.inMemory())) {
            Access acme = Probe.tenant(core, "acme");
            Gate gate = Gate.close(core, acme);
            CompletableFuture<Outcome<Long>> first = core.commits().runAsync(acme, add(FRESH, "first", "switch", 1));
            CompletableFuture<Outcome<Long>> late = core.commits().runAsync(acme, lateSum());
            gate.open();
            first.join().orElseThrow();
            late.join().orElseThrow();

            assertThat(value(core, acme, FRESH, "late")).isEqualTo(1);
        }
    }

    private static Once lateSum() {
        return new Once(
                "late",
                "",
                reads -> {
                    if (reads.need(FRESH, "switch") != null) {
                        reads.needAll(amounts(0));
                    }
                },
                work -> {
                    if (work.get(FRESH, "switch") != null) {
                        appendSum(work, "late", 0);
                    }
                    happened(work, "probe.summed");
                });
    }

    /** Rows of listings are many: what does not fit waits, and those of its tenant behind it, in their order. */
    @Test
    void keepsTheOrderOfCommandsWhoseListingsDoNotFitIntoOneCommit() {
        try (ZentraCore core = open(Storage.inMemory())) {
            Access acme = Probe.tenant(core, "acme");
            core.commits().run(acme, new Once("many", "", reads -> {}, work -> {
                for (int i = 0; i < 30_000; i++) {
                    work.append(FRESH, new Row("m" + i, 1, null));
                }
                happened(work, "probe.appended");
            }));
            Gate gate = Gate.close(core, acme);
            List<CompletableFuture<Outcome<Long>>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(core.commits().runAsync(acme, append("a" + i, 1)));
                all.add(core.commits().runAsync(acme, sum("s" + i, -i))); // each another listing of the same rows
            }
            gate.open();
            all.forEach(each -> each.join().orElseThrow());

            long before = 30_000;
            for (int i = 0; i < 20; i++) {
                assertThat(value(core, acme, FRESH, "s" + i)).isEqualTo(before + 1);
                before = 2 * (before + 1);
            }
            core.journal(acme).verify(List.of(), List.of()).requireSound();
        }
    }

    @ParameterizedTest
    @EnumSource
    void seesOnAJoinedConnectionWhatTheHostsTransactionHasWritten(Databases database) throws Exception {
        Storage storage = database.create(folder);
        DataSource hosts = storage.open();
        try (AutoCloseable pool = (AutoCloseable) hosts;
                ZentraCore core = open(Storage.of(hosts, storage.dialect()));
                Connection connection = hosts.getConnection()) {
            assertThat(pool).isNotNull();
            Access acme = Probe.tenant(core, "acme");
            core.commits().run(acme, add(FRESH, "before", "a", 1)).orElseThrow();
            connection.setAutoCommit(false);
            Commits joined = core.handle(acme, connection).commits();
            joined.run(acme, append("inside", 10)).orElseThrow();
            joined.run(acme, sum("sum")).orElseThrow();
            connection.commit();

            assertThat(value(core, acme, FRESH, "sum")).isEqualTo(11);
        }
    }

    @Test
    void failsACommandAloneThatNeverNamesWhatItDecidesOn() {
        try (ZentraCore core = open(Storage.inMemory())) {
            Access acme = Probe.tenant(core, "acme");
            Command<Long> defective =
                    new Plain<>(reads -> {}, work -> (long) work.all(amounts(0)).size());

            assertRefused(ErrorCode.INVARIANT_BROKEN, () -> core.commits().run(acme, defective));
            core.commits().run(acme, sum("sound")).orElseThrow();
        }
    }

    @Test
    void findsARowThatAnEarlierCommandOfTheBatchHasAppended() {
        try (ZentraCore core = open(Storage.inMemory())) {
            Access acme = Probe.tenant(core, "acme");
            Gate gate = Gate.close(core, acme);
            CompletableFuture<Outcome<Long>> appended = core.commits()
                    .runAsync(acme, new Once("a", "", reads -> {}, work -> {
                        work.append(FRESH, new Row("appended", 7, null));
                        work.append(FRESH, new Row("and another", 8, null));
                        happened(work, "probe.appended");
                    }));
            CompletableFuture<Outcome<Long>> read = core.commits()
                    .runAsync(acme, new Once("b", "", reads -> reads.need(FRESH, "copy"), work -> {
                        Row row = work.get(FRESH, "appended");
                        work.put(FRESH, new Row("copy", row == null ? -1 : row.value(), null));
                        happened(work, "probe.copied");
                    }));
            gate.open();
            appended.join().orElseThrow();
            read.join().orElseThrow();

            assertThat(value(core, acme, FRESH, "copy")).isEqualTo(7);
        }
    }

    private static Once append(String name, long amount) {
        return new Once(name, "", reads -> {}, work -> {
            work.append(FRESH, new Row("row-" + name, amount, null));
            happened(work, "probe.appended");
        });
    }

    private static Once sum(String name) {
        return sum(name, 0);
    }

    /** Sums all rows from an amount on into one of its own. */
    private static Once sum(String name, long least) {
        return new Once(name, "", reads -> reads.needAll(amounts(least)), work -> {
            appendSum(work, name, least);
            happened(work, "probe.summed");
        });
    }

    private static void appendSum(UnitOfWork work, String name, long least) {
        long sum = work.all(amounts(least)).stream().mapToLong(Long::longValue).sum()
                + work.appended(FRESH).stream().mapToLong(Row::value).sum();
        work.append(FRESH, new Row(name, sum, null));
    }

    private static Listing<Long> amounts(long least) {
        return new Listing<>(
                "select amount from zentra_fresh where tenant = :tenant and amount >= :least",
                Map.of("least", least),
                100_000,
                AMOUNT);
    }

    private static ZentraCore open(Storage storage) {
        return ZentraCore.open(ZentraCore.Settings.of(storage), List.of(Probe.MODULE));
    }
}
