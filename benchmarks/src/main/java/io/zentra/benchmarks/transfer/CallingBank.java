package io.zentra.benchmarks.transfer;

import io.zentra.runtime.Rail;
import io.zentra.runtime.RailOutcome;
import io.zentra.testing.SandboxRail;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The sandbox's rail, which tells when it has taken a transfer: from then on its bank would call back. Thread-safe. */
final class CallingBank implements Rail {
    private final SandboxRail sandbox = SandboxRail.create();
    private final Map<String, CompletableFuture<String>> taken = new ConcurrentHashMap<>();

    SandboxRail sandbox() {
        return sandbox;
    }

    /** Completed with the reference when the rail has taken it. */
    CompletableFuture<String> taken(String reference) {
        return taken.computeIfAbsent(reference, any -> new CompletableFuture<>());
    }

    /** Nobody asks for it any more. */
    void forget(String reference) {
        taken.remove(reference);
    }

    @Override
    public RailOutcome submit(Request request) {
        RailOutcome outcome = sandbox.submit(request);
        taken(request.reference()).complete(request.reference());
        return outcome;
    }

    @Override
    public RailOutcome query(String reference) {
        return sandbox.query(reference);
    }
}
