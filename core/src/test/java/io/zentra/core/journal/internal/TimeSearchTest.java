package io.zentra.core.journal.internal;

import static io.zentra.core.Refusal.assertRefused;
import static io.zentra.core.commit.internal.Probe.KEPT;
import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.Databases;
import io.zentra.core.TestClock;
import io.zentra.core.ZentraCore;
import io.zentra.core.commit.internal.Probe;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.identity.Access;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.Journal;
import io.zentra.core.storage.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How far a journal had come at a time, against counting. */
class TimeSearchTest {
    private static final Duration MICRO = Duration.ofNanos(1_000);

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();

    @ParameterizedTest
    @EnumSource
    void countsTheEventsUpToAnyTime(Databases database) {
        try (ZentraCore core = open(database.create(folder))) {
            Access acme = Probe.tenant(core, "acme");
            Journal journal = core.journal(acme);
            assertThat(journal.recordedBy(clock.instant())).isZero();
            SplittableRandom random = new SplittableRandom(11);
            for (int i = 0; i < 200; i++) {
                add(core, acme, i);
                clock.advance(MICRO.multipliedBy(random.nextInt(4))); // often several at one time
                if (random.nextInt(30) == 0) {
                    clock.advance(Duration.ofDays(random.nextInt(3_000))); // and long without any
                }
            }
            List<Instant> times =
                    journal.after(0, 1_000).stream().map(Event::at).toList();
            for (int i = 0; i < times.size(); i += 5) {
                Instant time = times.get(i);
                for (Instant asked : List.of(time.minus(MICRO), time, time.plus(MICRO))) {
                    long counted =
                            times.stream().filter(at -> !at.isAfter(asked)).count();
                    assertThat(journal.recordedBy(asked)).as("at %s", asked).isEqualTo(counted);
                    requireSameWhateverIsThought(journal, random, asked, counted);
                }
            }
            assertThat(journal.recordedBy(Instant.MIN)).isZero();
            assertThat(journal.recordedBy(Instant.MAX)).isEqualTo(200);
        }
    }

    /** Where it was thought to be: around it, elsewhere, the wrong way round, and where no event is. */
    private static void requireSameWhateverIsThought(
            Journal journal, SplittableRandom random, Instant asked, long counted) {
        long from = random.nextLong(-2, 210);
        long to = random.nextLong(-2, 210);
        for (long[] thought : new long[][] {
            {counted - 3, counted + 3},
            {counted, counted},
            {from, to},
            {Long.MIN_VALUE, Long.MAX_VALUE}
        }) {
            assertThat(journal.recordedBy(asked, thought[0], thought[1]))
                    .as("at %s, thought to be from %s to %s", asked, thought[0], thought[1])
                    .isEqualTo(counted);
        }
    }

    @Test
    void saysSoWhereTheJournalIsDamaged() {
        Storage storage = Storage.sqlite(folder.resolve("z.db"));
        try (ZentraCore core = open(storage)) {
            Access acme = Probe.tenant(core, "acme");
            for (int i = 0; i < 5; i++) {
                add(core, acme, i);
                clock.advance(MICRO);
            }
            Instant before = clock.instant().minus(MICRO.multipliedBy(3));
            Databases.execute(storage, "update zentra_journal set event = x'00' where tenant = 1 and seq = 3");
            assertRefused(ErrorCode.JOURNAL_DAMAGED, () -> core.journal(acme).recordedBy(before));
            Databases.execute(storage, "delete from zentra_journal where tenant = 1 and seq = 3");
            assertRefused(ErrorCode.JOURNAL_DAMAGED, () -> core.journal(acme).recordedBy(before));
        }
    }

    private ZentraCore open(Storage storage) {
        return ZentraCore.open(ZentraCore.Settings.of(storage).withClock(clock), List.of(Probe.MODULE));
    }

    private static void add(ZentraCore core, Access acme, int number) {
        core.commits().run(acme, Probe.add(KEPT, "k" + number, "row", 1)).orElseThrow();
    }
}
