package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are written and read as streams: a process with little memory moves a ledger that would not fit into it. */
class FileMemoryTest {
    private static final Asset USD = Asset.iso("USD");
    private static final int POSTINGS = 300_000;
    private static final int CHUNK = 5_000;

    /** Far less than the hashes, lines or entries of the journal would take all at once. */
    private static final String HEAP = "-Xmx48m";

    @TempDir
    Path folder;

    @Test
    @Tag("long")
    void movesALedgerThatIsLargerThanTheMemory() throws Exception {
        try (ZentraLedger ledger = ZentraLedger.open(Storage.sqlite(folder.resolve("here")))) {
            ZentraLedger.Book acme = book(ledger);
            acme.accounts().open(NewAccount.debit("bank", USD).withoutFloor());
            acme.accounts().open(NewAccount.credit("customer", USD));
            for (int i = 0; i < POSTINGS; i += CHUNK) {
                acme.ledgers().postAll(requests(i));
            }
        }
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Child.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("child.log").toFile())
                .start();

        assertThat(child.waitFor()).as(() -> log(folder.resolve("child.log"))).isZero();
        assertThat(Files.size(folder.resolve("acme.ndjson"))).isGreaterThan(50_000_000);
        try (ZentraLedger ledger = ZentraLedger.open(Storage.sqlite(folder.resolve("there")))) {
            assertThat(book(ledger).accounts().balances("customer").posted()).isEqualTo(Money.ofMinor(POSTINGS, USD));
        }
    }

    private static List<PostingRequest> requests(int first) {
        List<PostingRequest> requests = new ArrayList<>();
        for (int i = first; i < first + CHUNK; i++) {
            requests.add(PostingRequest.of("bank", "customer", Money.ofMinor(1, USD), String.format("key-%08d", i)));
        }
        return requests;
    }

    private static String log(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    private static ZentraLedger.Book book(ZentraLedger ledger) {
        ledger.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        return ledger.tenant("acme").as(Actor.service("svc_edge"));
    }

    /** The process with little memory. */
    static final class Child {
        private Child() {}

        /** Exports in every form, and imports elsewhere. */
        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            Path file = folder.resolve("acme.ndjson");
            try (ZentraLedger ledger = ZentraLedger.open(Storage.sqlite(folder.resolve("here")));
                    OutputStream out = Files.newOutputStream(file)) {
                book(ledger).ledgers().exports().ndjson(out);
                book(ledger).ledgers().exports().csv(OutputStream.nullOutputStream());
                book(ledger).ledgers().exports().hledger(OutputStream.nullOutputStream());
            }
            try (ZentraLedger ledger = ZentraLedger.open(Storage.sqlite(folder.resolve("there")));
                    InputStream in = Files.newInputStream(file)) {
                ImportReport report = book(ledger).ledgers().imports().ndjson(in, ImportOptions.standard());
                if (!report.isClean() || report.imported() != POSTINGS + 2) {
                    throw new IllegalStateException(report.toString());
                }
            }
        }
    }
}
