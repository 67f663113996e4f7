package io.zentra.benchmarks.transfer;

import io.zentra.benchmarks.workload.Threads;
import io.zentra.core.storage.Storage;
import io.zentra.runtime.Rail;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SandboxRail;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that creates transfers in a SQLite file faster than their rail takes them: the rail answers nobody. It says when
 * all are there and calls are under way, and then waits to be killed.
 */
public final class CrashedNode {
    /** What it says when it is time to kill it. */
    static final String UNDER_WAY = "under way";

    private static final int CALLERS = 64;

    private CrashedNode() {}

    /** Creates as many transfers as the second argument says in the file of the first. */
    public static void main(String[] arguments) throws Exception {
        Storage storage = Storage.sqlite(Path.of(arguments[0]));
        int transfers = Integer.parseInt(arguments[1]);
        TransferShop.fill(storage, RecoveryBenchmark.CUSTOMERS);
        SandboxRail signer = SandboxRail.create();
        SilentRail rail = new SilentRail();
        TransferShop shop = new TransferShop(RecoveryBenchmark.CUSTOMERS);
        try (ZentraRuntime quiet = TransferShop.open(storage, rail, signer, 0)) {
            create(quiet, shop, transfers);
        }
        try (ZentraRuntime node = TransferShop.open(storage, rail, signer, 16)) {
            rail.called.await();
            System.out.println(UNDER_WAY);
            new CountDownLatch(1).await();
            throw new IllegalStateException("nobody killed " + node.railHealth());
        }
    }

    private static void create(ZentraRuntime runtime, TransferShop shop, int transfers) throws Exception {
        Workspace workspace = TransferShop.workspace(runtime);
        AtomicInteger begun = new AtomicInteger();
        Threads.run(CALLERS, caller -> {
            while (begun.incrementAndGet() <= transfers) {
                workspace.transfers().create(shop.next()).orElseThrow();
            }
        });
    }

    /** Takes calls and answers none. */
    private static final class SilentRail implements Rail {
        private final CountDownLatch called = new CountDownLatch(1);

        @Override
        public RailOutcome submit(Request request) {
            called.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new RailOutcome.Unknown("interrupted");
        }

        @Override
        public RailOutcome query(String reference) {
            return new RailOutcome.Unknown("silent");
        }
    }
}
