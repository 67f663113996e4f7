package io.zentra.benchmarks.transfer;

import io.zentra.core.storage.Storage;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SandboxRail;

/** A process whose only work is to start a runtime in memory. */
public final class Started {
    /** What it says when the runtime takes calls. */
    static final String READY = "ready";

    private Started() {}

    /** Starts, says so, and ends. */
    public static void main(String[] arguments) {
        SandboxRail rail = SandboxRail.create();
        try (ZentraRuntime runtime = start(rail)) {
            System.out.println(runtime.railHealth().isEmpty() ? "no rail" : READY);
        }
    }

    /** A runtime as a test would build it: in memory, with a rail and its callbacks. */
    static ZentraRuntime start(SandboxRail rail) {
        return TransferShop.open(Storage.inMemory(), rail, rail, 1);
    }
}
