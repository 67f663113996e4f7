package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SandboxRail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A host whose callers, rails and due work are all virtual threads, in a process of a newer JDK, when one is installed where
 * Linux distributions put them or the tests run on one.
 */
class VirtualThreadsTest {
    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");
    private static final int WITH_VIRTUAL_THREADS = 21;

    @TempDir
    Path folder;

    @Test
    void servesVirtualThreads() throws IOException, InterruptedException {
        Optional<Path> home = newerJdk();
        assumeTrue(home.isPresent(), "no JDK with virtual threads is installed");
        Path log = folder.resolve("child.log");
        Process child = new ProcessBuilder(
                        home.orElseThrow().resolve("bin/java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Host.class.getName(),
                        folder.resolve("zentra.db").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();

        boolean hasEnded = child.waitFor(5, TimeUnit.MINUTES);
        child.destroyForcibly();
        assertThat(hasEnded).as(() -> read(log)).isTrue();
        assertThat(child.exitValue()).as(() -> read(log)).isZero();
        assertThat(read(log)).contains(Host.DONE);
    }

    private static Optional<Path> newerJdk() throws IOException {
        Path running = Path.of(System.getProperty("java.home"));
        Path installed = Path.of("/usr/lib/jvm");
        try (Stream<Path> others = Files.isDirectory(installed) ? Files.list(installed) : Stream.empty()) {
            return Stream.concat(Stream.of(running), others)
                    .filter(home -> version(home) >= WITH_VIRTUAL_THREADS)
                    .findFirst();
        }
    }

    private static int version(Path home) {
        if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isRegularFile(home.resolve("release"))) {
            return 0;
        }
        Matcher version = VERSION.matcher(read(home.resolve("release")));
        return version.find() ? Integer.parseInt(version.group(1)) : 0;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    /** The process: many transfers at once, each by a thread of its own, from their creation to their settlement. */
    static final class Host {
        static final String DONE = "all transfers are settled, and no thread is left";

        private static final Asset USD = Asset.iso("USD");
        private static final String RAIL = "rail_primary";
        private static final int TRANSFERS = 500;
        private static final InstantSource CLOCK = InstantSource.system();

        private Host() {}

        public static void main(String[] arguments) throws Exception {
            Set<Thread> before = Thread.getAllStackTraces().keySet();
            ExecutorService virtual = (ExecutorService) Executors.class
                    .getMethod("newVirtualThreadPerTaskExecutor")
                    .invoke(null); // not known to the JDK that this is compiled for
            SandboxRail bank = SandboxRail.create();
            Set<String> threads = ConcurrentHashMap.newKeySet();
            try (ZentraRuntime zentra = ZentraRuntime.builder()
                    .storage(Storage.sqlite(Path.of(arguments[0])))
                    .clock(CLOCK)
                    .listener(
                            "threads",
                            (tenant, events) ->
                                    threads.add(Thread.currentThread().toString()))
                    .rail(RAIL, bank)
                    .callbacks(RAIL, bank.scheme())
                    .railExecutor(virtual)
                    .dueWorkExecutor(virtual)
                    .dueWorkThreads(64)
                    .build()) {
                settleMany(zentra, bank, virtual);
            }
            if (threads.isEmpty() || !threads.stream().allMatch(thread -> thread.startsWith("VirtualThread["))) {
                throw new IllegalStateException("due work ran on " + threads);
            }
            virtual.shutdown();
            requireNoThread(before);
            System.out.println(DONE);
        }

        private static void settleMany(ZentraRuntime zentra, SandboxRail bank, ExecutorService virtual)
                throws Exception {
            zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
            Workspace acme = zentra.tenant("acme").as(Actor.service("svc_edge"));
            acme.transfers().openFlowAccounts(USD);
            acme.accounts().open(NewAccount.debit("assets:bank", USD).withoutFloor());
            acme.accounts().open(NewAccount.credit("customer:42", USD));
            acme.accounts().open(NewAccount.credit("merchant:7", USD));
            acme.ledgers()
                    .post("assets:bank", "customer:42", Money.ofMinor(TRANSFERS, USD), "funds")
                    .orElseThrow();
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < TRANSFERS; i++) {
                String key = "order-" + i;
                all.add(virtual.submit(() -> settleOne(zentra, acme, bank, key)));
            }
            for (Future<?> each : all) {
                each.get();
            }
            if (acme.accounts().balances("merchant:7").posted().minor() != TRANSFERS) {
                throw new IllegalStateException("the merchant did not get all");
            }
            acme.verify().requireSound();
        }

        private static Object settleOne(ZentraRuntime zentra, Workspace acme, SandboxRail bank, String key) {
            Transfer transfer = acme.transfers()
                    .create(TransferRequest.builder()
                            .from("customer:42")
                            .to("merchant:7")
                            .amount(Money.ofMinor(1, USD))
                            .idempotencyKey(key)
                            .build())
                    .orElseThrow();
            while (bank.taken().stream().noneMatch(taken -> taken.reference().equals(transfer.attemptId()))) {
                LockSupport.parkNanos(1_000_000); // until due work has called the rail; the test's time limit ends it
            }
            SandboxRail.Message message = bank.success(transfer.attemptId(), CLOCK.instant());
            zentra.callbacks(RAIL).accept(message.headers(), message.body());
            if (acme.transfers().get(transfer.id()).status() != TransferStatus.SETTLED) {
                throw new IllegalStateException(transfer.id() + " is not settled");
            }
            return transfer;
        }

        /** Threads end a little after what waited for their work. */
        private static void requireNoThread(Set<Thread> before) throws InterruptedException {
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (!before.contains(thread) && thread.getName().startsWith("zentra")) {
                    thread.join(Duration.ofSeconds(10).toMillis());
                    if (thread.isAlive()) {
                        throw new IllegalStateException(thread.getName() + " is left");
                    }
                }
            }
        }
    }
}
