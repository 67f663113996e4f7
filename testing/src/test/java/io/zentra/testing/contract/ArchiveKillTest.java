package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.ZentraCore;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.ArchiveFile;
import io.zentra.core.journal.ArchivedRange;
import io.zentra.core.journal.CheckpointSink;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.Retention;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.journal.Vault;
import io.zentra.core.journal.VerificationPlan;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Dialect;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.ZentraLedger;
import io.zentra.testing.SettableClock;
import io.zentra.testing.fault.Counted;
import io.zentra.testing.fault.Fault;
import io.zentra.testing.fault.FaultyDataSource;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Archiving whose process dies, at any call, commit or byte of the file: each event is in the database or in an archive that
 * proves itself, and whoever begins again comes to the end.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ArchiveKillTest {
    private static final Asset USD = Asset.iso("USD");
    private static final Instant BEGIN = Instant.parse("2026-11-21T09:00:00Z");
    private static final int POSTINGS = 300;
    private static final int HALTED = FaultyDataSource.EXIT_STATUS;

    /** Of the process when it dies in the middle of the file. */
    private static final String AT_BYTE = "AT_BYTE";

    @TempDir
    Path folder;

    private List<byte[]> before = List.of();

    @BeforeEach
    void keepBooks() {
        SettableClock clock = SettableClock.at(BEGIN.toString());
        try (ZentraLedger ledger = open(Storage.sqlite(database()), clock)) {
            ledger.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
            ZentraLedger.Book acme = acme(ledger);
            acme.accounts().open(NewAccount.debit("bank", USD).withoutFloor());
            acme.accounts().open(NewAccount.credit("customer", USD));
            acme.ledgers()
                    .postAll(IntStream.range(0, POSTINGS)
                            .mapToObj(i -> PostingRequest.of("bank", "customer", usd(i + 1), "k" + i))
                            .toList());
            clock.advance(Duration.ofDays(2));
            acme.ledgers().post("bank", "customer", usd(1), "later").orElseThrow();
            before = acme.journal().after(0, 1_000).stream().map(Event::bytes).toList();
        }
    }

    @Test
    void losesNothingWhenItsProcessDies() throws Exception {
        for (String[] end : new String[][] {
            {AT_BYTE, "1"},
            {AT_BYTE, "20000"},
            {AT_BYTE, "last"},
            {"BEFORE_COMMIT", "1"},
            {"AFTER_COMMIT", "2"},
            {"AT_CALL", "40"}
        }) {
            assertThat(archive(end))
                    .as("the end of a process %s %s", end[0], end[1])
                    .isEqualTo(HALTED);
            requireNothingLost();
        }
        requireItComesToTheEnd();
    }

    @Test
    @Tag("long")
    void losesNothingWhereverItsProcessDies() throws Exception {
        for (String moment : List.of("AT_CALL", "BEFORE_COMMIT", "AFTER_COMMIT")) {
            int nth = 1;
            while (archive(moment, String.valueOf(nth)) == HALTED) {
                requireNothingLost();
                nth++;
            }
            requireItComesToTheEnd();
            assertThat(nth).as(moment).isGreaterThan(1);
        }
    }

    private void requireNothingLost() throws IOException {
        try (ZentraLedger ledger = open(Storage.sqlite(database()), later())) {
            ZentraLedger.Book acme = acme(ledger);
            acme.ledgers()
                    .verify(VerificationPlan.full().readingArchives(vault()))
                    .requireSound();
            List<byte[]> found = new ArrayList<>();
            for (ArchivedRange range : acme.journal().archives()) {
                try (InputStream in = vault().open(range.name()).orElseThrow()) {
                    ArchiveFile.trusting(key().verifier()).read(in, event -> found.add(event.bytes()));
                }
            }
            acme.journal().after(found.size(), 1_000).forEach(event -> found.add(event.bytes()));
            assertThat(found).hasSizeGreaterThanOrEqualTo(before.size());
            for (int i = 0; i < before.size(); i++) {
                assertThat(found.get(i)).isEqualTo(before.get(i));
            }
        }
    }

    private void requireItComesToTheEnd() throws Exception {
        archive("AT_CALL", String.valueOf(Integer.MAX_VALUE));
        requireNothingLost();
        try (ZentraLedger ledger = open(Storage.sqlite(database()), later())) {
            assertThat(acme(ledger).journal().archives())
                    .singleElement()
                    .satisfies(range -> assertThat(range.last()).isEqualTo(Retention.LEAST_EVENTS));
        }
    }

    private int archive(String... end) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Child.class.getName(),
                        folder.toString(),
                        end[0],
                        end[1])
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("child.log").toFile())
                .start()
                .waitFor();
    }

    private Path database() {
        return folder.resolve("books");
    }

    private Vault vault() {
        return Vault.inFolder(folder.resolve("archives"));
    }

    private SigningKey key() {
        return SigningKey.inFile("acme-ledger", folder.resolve("key"));
    }

    private static SettableClock later() {
        return SettableClock.at(BEGIN.plus(Duration.ofDays(3)).toString());
    }

    private ZentraLedger open(Storage storage, SettableClock clock) {
        return open(storage, clock, key());
    }

    private static ZentraLedger open(Storage storage, SettableClock clock, SigningKey key) {
        return ZentraLedger.open(
                ZentraCore.Settings.of(storage).withClock(clock).withCheckpoints(key, CheckpointSink.none()));
    }

    private static ZentraLedger.Book acme(ZentraLedger ledger) {
        return ledger.tenant("acme").as(Actor.service("svc_edge"));
    }

    private static Money usd(long minor) {
        return Money.ofMinor(minor, USD);
    }

    /** The process that dies. */
    static final class Child {
        private Child() {}

        /** Archives, and halts at a call, a commit, or a byte of the file. */
        public static void main(String[] arguments) {
            Path folder = Path.of(arguments[0]);
            DataSource file = Storage.sqlite(folder.resolve("books")).open();
            FaultyDataSource source = FaultyDataSource.over(file, Counted.ROUND_TRIPS);
            Vault vault = Vault.inFolder(folder.resolve("archives"));
            try (ZentraLedger ledger = open(
                    Storage.of(source, Dialect.SQLITE),
                    later(),
                    SigningKey.inFile("acme-ledger", folder.resolve("key")))) {
                if (!arguments[1].equals(AT_BYTE)) {
                    source.arm(new Fault(
                            Fault.Kind.PROCESS_ENDS, Fault.Moment.valueOf(arguments[1]), Long.parseLong(arguments[2])));
                }
                acme(ledger)
                        .archive(
                                Retention.before(BEGIN.plus(Duration.ofDays(1))),
                                arguments[1].equals(AT_BYTE) ? halting(vault, arguments[2]) : vault);
            }
        }

        private static Vault halting(Vault vault, String at) {
            return new Vault() {
                @Override
                public void keep(String name, Content content) throws IOException {
                    vault.keep(name, out -> content.writeTo(halting(out, at)));
                    Runtime.getRuntime().halt(HALTED);
                }

                @Override
                public Optional<InputStream> open(String name) throws IOException {
                    return vault.open(name);
                }
            };
        }

        private static OutputStream halting(OutputStream out, String at) {
            long most = at.equals("last") ? Long.MAX_VALUE : Long.parseLong(at);
            return new FilterOutputStream(out) {
                private long written;

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    out.write(bytes, offset, length);
                    count(length);
                }

                @Override
                public void write(int single) throws IOException {
                    out.write(single);
                    count(1);
                }

                private void count(int more) throws IOException {
                    written += more;
                    if (written >= most) {
                        out.flush();
                        Runtime.getRuntime().halt(HALTED);
                    }
                }
            };
        }
    }
}
