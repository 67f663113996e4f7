package io.zentra.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.runtime.ExportReceipt;
import io.zentra.runtime.Rail;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports are written and checked as streams: a process with little memory handles a period that would not fit into it. */
class ExportMemoryTest {
    private static final Asset USD = Asset.iso("USD");
    private static final String KEY = "acme.key";
    private static final String FILE = "all.ndjson";
    private static final int TRANSFERS = 20_000;
    private static final int CALLERS = 16;

    /** Of the file, which has 190 MB, a sixth. */
    private static final String HEAP = "-Xmx32m";

    @TempDir
    Path folder;

    @Test
    @Tag("long")
    void exportsAndVerifiesAPeriodThatIsLargerThanTheMemory() throws Exception {
        SigningKey key = SigningKey.inFile("acme-ledger", folder.resolve(KEY));
        try (ZentraRuntime zentra = runtime(folder, CALLERS)) {
            fill(zentra);
        }

        run("export", Export.class, folder.toString());
        assertThat(Files.size(folder.resolve(FILE))).isGreaterThan(150_000_000);
        run(
                "verify",
                Main.class,
                "--key",
                key.verifier().toString(),
                folder.resolve(FILE).toString());
        assertThat(Files.readString(log("verify"))).contains(TRANSFERS + " packets");
    }

    private static ZentraRuntime runtime(Path folder, int threads) {
        return ZentraRuntime.builder()
                .storage(Storage.sqlite(folder.resolve("acme.db")))
                .signingKey(SigningKey.inFile("acme-ledger", folder.resolve(KEY)))
                .rail("rail_primary", new Paying())
                .dueWorkThreads(threads)
                .build();
    }

    private static void fill(ZentraRuntime zentra) throws Exception {
        zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        Workspace acme = acme(zentra);
        acme.transfers().openFlowAccounts(USD);
        acme.accounts().open(NewAccount.credit("customer:42", USD).withoutFloor());
        acme.accounts().open(NewAccount.credit("merchant:7", USD));
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                int caller = i;
                all.add(callers.submit(() -> IntStream.range(0, TRANSFERS / CALLERS)
                        .forEach(each -> transfer(acme, "key-" + caller + "-" + each))));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            callers.shutdown();
        }
        Instant end = InstantSource.system().instant().plus(Duration.ofMinutes(2));
        while (acme.accounts().balances("merchant:7").posted().minor() < TRANSFERS
                && InstantSource.system().instant().isBefore(end)) {
            zentra.runDueWork();
        }
        assertThat(acme.accounts().balances("merchant:7").posted()).isEqualTo(Money.ofMinor(TRANSFERS, USD));
    }

    private static void transfer(Workspace acme, String key) {
        acme.transfers()
                .create(TransferRequest.builder()
                        .from("customer:42")
                        .to("merchant:7")
                        .amount(Money.ofMinor(1, USD))
                        .metadata("order", key)
                        .idempotencyKey(key)
                        .build())
                .orElseThrow();
    }

    private static Workspace acme(ZentraRuntime zentra) {
        return zentra.tenant("acme").as(Actor.service("svc_edge"));
    }

    private void run(String name, Class<?> main, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(List.of(arguments));
        Process child = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(name).toFile())
                .start();
        assertThat(child.waitFor()).as(() -> text(log(name))).isZero();
    }

    private Path log(String name) {
        return folder.resolve(name + ".log");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    /** Moves all money at once. */
    private static final class Paying implements Rail {
        @Override
        public RailOutcome submit(Request request) {
            return new RailOutcome.Succeeded("p-" + request.reference());
        }

        @Override
        public RailOutcome query(String reference) {
            return new RailOutcome.Succeeded("p-" + reference);
        }
    }

    /** The process with little memory that writes. */
    static final class Export {
        private Export() {}

        /** Exports all that there is. */
        public static void main(String[] arguments) {
            Path folder = Path.of(arguments[0]);
            try (ZentraRuntime zentra = runtime(folder, 0)) {
                ExportReceipt receipt = acme(zentra)
                        .evidence()
                        .export(Instant.EPOCH, InstantSource.system().instant().plusSeconds(1), folder.resolve(FILE));
                if (receipt.packets() != TRANSFERS) {
                    throw new IllegalStateException(receipt.toString());
                }
            }
        }
    }
}
