package io.zentra.core.journal.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.ZentraCore;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.internal.Probe;
import io.zentra.core.identity.Access;
import io.zentra.core.journal.ArchivedRange;
import io.zentra.core.journal.CheckpointSink;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.FoldTable;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.Retention;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.journal.Vault;
import io.zentra.core.storage.Storage;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events of archives that a verification asks for again, as it does for each archived posting that is reversed later. */
class ArchivedEventsTest {
    private static final int EACH = 2_048;
    private static final int LOOK_UPS = 200;
    private static final Retention RETENTION =
            Retention.before(Instant.parse("2026-11-22T09:00:00Z")).atMost(EACH);

    @TempDir
    Path folder;

    private final CountingVault vault = new CountingVault();
    private final List<Event> events = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-21T09:00:00Z");
    private ZentraCore core;
    private Access acme;

    @BeforeEach
    void archiveTwice() {
        ZentraCore.Settings settings = ZentraCore.Settings.of(Storage.inMemory())
                .withClock(() -> now)
                .withCheckpoints(SigningKey.generate("acme-ledger"), CheckpointSink.none());
        core = ZentraCore.open(settings, List.of(Probe.MODULE));
        acme = Probe.tenant(core, "acme");
        write(0, 2 * EACH);
        events.addAll(core.journal(acme).after(0, 2 * EACH));
        now = now.plus(Duration.ofDays(2));
        write(2 * EACH, 2 * EACH + 1);
        List<JournalFold> folds = List.of(new Knowing(List.of(new Operation(9_002, "probe.once"))));
        for (int i = 0; i < 2; i++) {
            assertThat(core.journal(acme).archive(RETENTION, vault, folds)).isPresent();
        }
    }

    @AfterEach
    void close() {
        core.close();
    }

    /** However often one archive is left for the other: neither is read as a whole more than once. */
    @Test
    void readsFewLinesForAnEventOfAnyArchive() throws IOException {
        Faults faults = new Faults();
        Random random = new Random(3);
        vault.read = 0;
        try (ArchivedEvents archived = archived(faults)) {
            for (int i = 0; i < LOOK_UPS; i++) {
                int index = i % 2 * EACH + random.nextInt(EACH);
                assertThat(archived.again(index + 1)).contains(events.get(index).bytes());
            }
        }

        long longest =
                events.stream().mapToLong(event -> event.bytes().length).max().orElseThrow();
        long atMost = 2 * (EACH + ArchiveLookUp.STEP) * longest + LOOK_UPS * (ArchiveLookUp.STEP * longest + 8_192);
        assertThat(faults.list()).isEmpty();
        assertThat(vault.read).isLessThan(atMost).isLessThan(LOOK_UPS * EACH * longest / 4);
    }

    /** As it does for terms of searches that were behind. */
    @Test
    void readsOnForWhoeverAsksInOrder() throws IOException {
        vault.read = 0;
        try (ArchivedEvents archived = archived(new Faults())) {
            for (int i = 0; i < 2 * EACH; i++) {
                assertThat(archived.again(i + 1)).contains(events.get(i).bytes());
            }
        }

        assertThat(vault.opened).isEqualTo(2);
    }

    @Test
    void tellsOnceThatAnArchiveGivesAnotherEvent() throws IOException {
        ArchivedRange first = core.journal(acme).archives().get(0);
        Path file = folder.resolve(first.name());
        String text = Files.readString(file);
        Files.writeString(file, text.replace("\"seq\":300,", "\"seq\":301,"));
        Faults faults = new Faults();
        try (ArchivedEvents archived = archived(faults)) {
            assertThat(archived.again(299)).isPresent();
            assertThat(archived.again(300)).isEmpty();
            assertThat(archived.again(301)).isEmpty();
            assertThat(archived.again(EACH + 1)).isPresent();
        }

        assertThat(faults.list()).containsExactly("event 300 is another one in the archive " + first.name());
    }

    @Test
    void tellsOnceThatAnArchiveIsMissingOrCut() throws IOException {
        List<ArchivedRange> archives = core.journal(acme).archives();
        Files.delete(folder.resolve(archives.get(0).name()));
        Path second = folder.resolve(archives.get(1).name());
        Files.writeString(second, Files.readString(second).substring(0, 10_000));
        Faults faults = new Faults();
        try (ArchivedEvents archived = archived(faults)) {
            assertThat(archived.again(7)).isEmpty();
            assertThat(archived.again(8)).isEmpty();
            assertThat(archived.again(2 * EACH)).isEmpty();
        }

        assertThat(faults.list()).hasSize(2).allMatch(fault -> fault.startsWith("the archive tenant-1."));
    }

    private ArchivedEvents archived(Faults faults) {
        JournalStore store = new JournalStore(core.queries(), acme.tenant().no());
        vault.opened = 0;
        return new ArchivedEvents(vault, acme.tenant(), store, faults);
    }

    private void write(int from, int to) {
        for (int i = from; i < to; i++) {
            core.commits().run(acme, Probe.add(Probe.KEPT, "key-" + i, "row", 1));
        }
    }

    /** Files in the folder, with the bytes of them that were read and not skipped. */
    private final class CountingVault implements Vault {
        private long read;
        private int opened;

        @Override
        public void keep(String name, Content content) throws IOException {
            Vault.inFolder(folder).keep(name, content);
        }

        @Override
        public Optional<InputStream> open(String name) throws IOException {
            opened++;
            return Vault.inFolder(folder).open(name).map(in -> new FilterInputStream(in) {
                @Override
                public int read() throws IOException {
                    read++;
                    return super.read();
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    int more = super.read(into, offset, length);
                    read += Math.max(0, more);
                    return more;
                }
            });
        }
    }

    /** Knows the operation, and keeps nothing. */
    private record Knowing(List<Operation> operations) implements JournalFold {
        @Override
        public List<FoldTable<?, ?>> tables() {
            return List.of();
        }

        @Override
        public void apply(Event event, StateComparison stored) {}

        @Override
        public void compare(StateComparison stored) {}
    }
}
