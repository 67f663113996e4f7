package io.zentra.benchmarks.transfer;

import io.zentra.benchmarks.workload.Goal;
import io.zentra.benchmarks.workload.Latencies;
import io.zentra.benchmarks.workload.Measured;
import io.zentra.benchmarks.workload.Meter;
import io.zentra.benchmarks.workload.Threads;
import io.zentra.core.storage.Storage;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.Callbacks;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SandboxRail;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * Transfers from their creation to their settlement: each caller creates one, waits until the rail has taken it, and
 * delivers the rail's signed callback as a host's HTTP handler would.
 */
final class Settling {
    private static final long PATIENCE_SECONDS = 60;

    private final TransferOptions options;
    private final Latencies latencies = new Latencies();

    Settling(TransferOptions options) {
        this.options = options;
    }

    /** The times of all transfers so far. */
    Latencies latencies() {
        return latencies;
    }

    /** Settles transfers until the goal is reached. */
    Measured run(Storage storage, Goal goal) throws Exception {
        CallingBank bank = new CallingBank();
        TransferShop shop = new TransferShop(options.writing().accounts());
        List<Latencies> times = IntStream.range(0, options.writing().callers())
                .mapToObj(caller -> new Latencies())
                .toList();
        LongAdder settled = new LongAdder();
        try (ZentraRuntime runtime = TransferShop.open(storage, bank, bank.sandbox(), options.threads())) {
            Workspace workspace = TransferShop.workspace(runtime);
            Callbacks callbacks = runtime.callbacks(TransferShop.RAIL);
            Goal.Progress progress = goal.begin();
            Meter meter = new Meter();
            Threads.run(options.writing().callers(), caller -> {
                while (progress.goesOn(1)) {
                    long before = System.nanoTime();
                    settle(workspace.transfers().create(shop.next()).orElseThrow(), bank, callbacks);
                    times.get(caller).add(System.nanoTime() - before);
                    settled.increment();
                }
            });
            Measured measured = meter.stop(settled.sum(), 0);
            times.forEach(latencies::addAll);
            return measured;
        }
    }

    private static void settle(Transfer created, CallingBank bank, Callbacks callbacks) throws Exception {
        String reference = created.attemptId();
        if (reference == null) {
            throw new IllegalStateException("every transfer is sent, and this one was not: " + created);
        }
        bank.taken(reference).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        bank.forget(reference);
        SandboxRail.Message message = bank.sandbox().success(reference, TransferShop.CLOCK.instant());
        CallbackOutcome outcome = callbacks.accept(message.headers(), message.body());
        boolean isSettled = outcome instanceof CallbackOutcome.Applied applied
                && applied.transfer().status() == TransferStatus.SETTLED;
        if (!isSettled) {
            throw new IllegalStateException("every callback settles, and this one did not: " + outcome);
        }
    }
}
