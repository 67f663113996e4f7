package io.zentra.benchmarks.transfer;

import io.zentra.benchmarks.workload.LenientPolicy;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.core.usage.Window;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import io.zentra.policy.Field;
import io.zentra.policy.Measure;
import io.zentra.runtime.Rail;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SandboxRail;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Customers who send money to merchants under a policy of ten rules and two velocity windows, which lets all of them.
 * Thread-safe.
 */
final class TransferShop {
    static final String TENANT = "bench";
    static final String RAIL = "rail_sandbox";

    /** The time of the runtimes, and of those who sign their callbacks. */
    static final InstantSource CLOCK = InstantSource.system();

    private static final String KIND = "transfer";
    private static final String BANK = "assets:bank";
    private static final Asset USD = Asset.iso("USD");
    private static final long FUNDS = 1_000_000_000_000L;
    private static final int BULK = 1_000;
    private static final int RULES = 10;
    private static final int MERCHANTS = 100;
    private static final Measure PER_DAY =
            Measure.sum(USD).per(Field.SOURCE).within(Window.rolling(Duration.ofDays(1)));

    private final int customers;
    private final AtomicLong orders = new AtomicLong();

    TransferShop(int customers) {
        this.customers = customers;
    }

    /** A runtime over a rail of which the sandbox signs the callbacks. */
    static ZentraRuntime open(Storage storage, Rail rail, SandboxRail signer, int threads) {
        return ZentraRuntime.builder()
                .storage(storage)
                .clock(CLOCK)
                .rail(RAIL, rail)
                .callbacks(RAIL, signer.scheme())
                .dueWorkThreads(threads)
                .build();
    }

    static Workspace workspace(ZentraRuntime runtime) {
        return runtime.tenant(TENANT).as(Actor.service("bench"));
    }

    /** Accounts with money, and the policy. */
    static void fill(Storage storage, int customers) {
        SandboxRail rail = SandboxRail.create();
        try (ZentraRuntime runtime = open(storage, rail, rail, 0)) {
            runtime.createTenant(TENANT, TenantConfig.standard(), Actor.service("setup"));
            Workspace workspace = runtime.tenant(TENANT).as(Actor.service("setup"));
            workspace.transfers().openFlowAccounts(USD);
            workspace.accounts().open(NewAccount.debit(BANK, USD).withoutFloor());
            for (int merchant = 0; merchant < MERCHANTS; merchant++) {
                workspace.accounts().open(NewAccount.credit("merchant:" + merchant, USD));
            }
            for (int from = 0; from < customers; from += BULK) {
                fund(workspace, from, Math.min(customers, from + BULK));
            }
            new LenientPolicy(KIND, RULES, PER_DAY, FUNDS).publish(runtime, TENANT, workspace);
        }
    }

    private static void fund(Workspace workspace, int from, int end) {
        List<PostingRequest> funding = new ArrayList<>();
        for (int customer = from; customer < end; customer++) {
            workspace.accounts().open(NewAccount.credit("customer:" + customer, USD));
            funding.add(PostingRequest.of(BANK, "customer:" + customer, usd(FUNDS), "fund-" + customer));
        }
        workspace.ledgers().postAll(funding).forEach(outcome -> outcome.orElseThrow());
    }

    /** The next order: of each customer in turn, under a key of its own that ascends. */
    TransferRequest next() {
        long number = orders.incrementAndGet();
        return TransferRequest.builder()
                .from("customer:" + number * 7_919 % customers)
                .to("merchant:" + number % MERCHANTS)
                .amount(usd(1 + number % 1_000))
                .metadata("channel", "app")
                .idempotencyKey(String.format(Locale.ROOT, "order-%012d", number))
                .build();
    }

    private static Money usd(long minor) {
        return Money.ofMinor(minor, USD);
    }
}
