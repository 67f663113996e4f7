package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.ImportOptions;
import io.zentra.ledger.ImportReport;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.ZentraLedger;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An import whose process is killed, again and again: when it has run to its end, nothing is there twice and nothing lost. */
@Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FileKillTest {
    private static final Asset USD = Asset.iso("USD");
    private static final int POSTINGS = 6_000;
    private static final int EACH_HELD = 20;

    @TempDir
    Path folder;

    private long lines;
    private String books = "";

    @BeforeEach
    void export() throws IOException {
        try (ZentraLedger ledger = ZentraLedger.open(Storage.inMemory());
                OutputStream out = Files.newOutputStream(folder.resolve("acme.ndjson"))) {
            ZentraLedger.Book acme = book(ledger);
            acme.accounts().open(NewAccount.debit("bank", USD).withoutFloor());
            acme.accounts().open(NewAccount.credit("customer", USD));
            for (int i = 0; i < POSTINGS; i++) {
                acme.ledgers()
                        .post("bank", "customer", Money.ofMinor(1 + i % 7, USD), "fund-" + i)
                        .orElseThrow();
                if (i % EACH_HELD == 0) {
                    holdAndCapture(acme, i);
                }
            }
            lines = acme.ledgers().exports().ndjson(out).lines();
            books = books(acme);
        }
    }

    private static void holdAndCapture(ZentraLedger.Book acme, int i) {
        String hold = acme.ledgers()
                .hold(PostingRequest.of("customer", "bank", Money.ofMinor(1, USD), "hold-" + i))
                .orElseThrow()
                .id();
        acme.ledgers().capture(hold, "capture-" + i).orElseThrow();
    }

    @Test
    void anImportThatWasKilledGoesOn() throws Exception {
        killed(2, 1);
    }

    @Test
    @Tag("long")
    void anImportThatWasKilledVeryOftenGoesOn() throws Exception {
        for (int run = 0; run < 10; run++) {
            killed(8, run);
        }
    }

    private void killed(int times, long seed) throws Exception {
        Path database = folder.resolve("there-" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        long size = Files.size(folder.resolve("acme.ndjson"));
        for (int i = 1; i <= times; i++) {
            kill(database, random.nextLong(size * (i - 1) / times, size * i / times));
        }
        try (ZentraLedger ledger = ZentraLedger.open(Storage.sqlite(database));
                InputStream in = Files.newInputStream(folder.resolve("acme.ndjson"))) {
            ZentraLedger.Book acme = book(ledger);
            long before = acme.journal().size();
            ImportReport report = acme.ledgers().imports().ndjson(in, ImportOptions.standard());

            assertThat(report.isClean()).as("%s", report).isTrue();
            assertThat(report.alreadyThere()).isPositive();
            assertThat(report.imported()).isPositive();
            assertThat(report.imported() + report.alreadyThere()).isEqualTo(lines);
            assertThat(before).isPositive();
            assertThat(books(acme)).isEqualTo(books);
            acme.ledgers().verify().requireSound();
        }
    }

    /** Kills it as soon as it has read so many bytes, while it goes on. */
    private void kill(Path database, long bytes) throws Exception {
        Path mark = Files.createTempFile(folder, "read", "");
        Files.delete(mark);
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Child.class.getName(),
                        database.toString(),
                        folder.resolve("acme.ndjson").toString(),
                        mark.toString(),
                        String.valueOf(bytes))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("child.log").toFile())
                .start();
        try {
            await().atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> {
                        assertThat(child.isAlive() || Files.exists(mark)).isTrue();
                        return Files.exists(mark);
                    });
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    private static ZentraLedger.Book book(ZentraLedger ledger) {
        ledger.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        return ledger.tenant("acme").as(Actor.service("svc_edge"));
    }

    private static String books(ZentraLedger.Book book) {
        return book.accounts().balances("bank") + " " + book.accounts().balances("customer") + " "
                + book.ledgers().holds().list("", 10);
    }

    /** The process that is killed. */
    static final class Child {
        private Child() {}

        /** Imports a file, and leaves a mark when it has read so many bytes of it. */
        public static void main(String[] arguments) throws IOException {
            Path mark = Path.of(arguments[2]);
            long bytes = Long.parseLong(arguments[3]);
            try (ZentraLedger ledger = ZentraLedger.open(Storage.sqlite(Path.of(arguments[0])));
                    InputStream in = marking(Files.newInputStream(Path.of(arguments[1])), mark, bytes)) {
                book(ledger).ledgers().imports().ndjson(in, ImportOptions.standard());
            }
        }

        private static InputStream marking(InputStream in, Path mark, long bytes) {
            return new FilterInputStream(in) {
                private long read;

                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    int more = super.read(buffer, offset, Math.min(length, 8_192));
                    read += more;
                    if (read >= bytes && !Files.exists(mark)) {
                        Files.createFile(mark);
                    }
                    return more;
                }
            };
        }
    }
}
