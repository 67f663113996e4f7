package io.zentra.benchmarks.policy;

import io.zentra.benchmarks.database.Database;
import io.zentra.benchmarks.workload.LenientPolicy;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import io.zentra.policy.Field;
import io.zentra.policy.Measure;
import io.zentra.policy.Proposal;
import io.zentra.runtime.Ruling;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Customers who pay a merchant, with and without a policy of ten rules and two windows that let all of them. */
final class ControlledShop implements AutoCloseable {
    private static final String TENANT = "bench";
    private static final String KIND = "payout";
    private static final String BANK = "assets:bank";
    private static final String MERCHANT = "merchant:0";
    private static final Asset USD = Asset.iso("USD");
    private static final long FUNDS = 1_000_000_000_000L;
    private static final int BULK = 1_000;
    private static final int RULES = 8;

    private final Database database;
    private final ZentraRuntime runtime;
    private final Workspace workspace;
    private final int customers;
    private final AtomicLong sales = new AtomicLong();

    ControlledShop(Database database, int customers) {
        this.database = database;
        this.customers = customers;
        this.runtime = open(database.storage());
        this.workspace = runtime.tenant(TENANT).as(Actor.service("bench"));
    }

    private static ZentraRuntime open(Storage storage) {
        return ZentraRuntime.builder().storage(storage).dueWorkThreads(0).build();
    }

    /** Accounts with money, and the policy. */
    static void fill(Storage storage, int customers) {
        try (ZentraRuntime runtime = open(storage)) {
            runtime.createTenant(TENANT, TenantConfig.standard(), Actor.service("setup"));
            Workspace workspace = runtime.tenant(TENANT).as(Actor.service("setup"));
            workspace.accounts().open(NewAccount.debit(BANK, USD).withoutFloor());
            workspace.accounts().open(NewAccount.credit(MERCHANT, USD));
            for (int i = 0; i < customers; i += BULK) {
                List<PostingRequest> funding = new ArrayList<>();
                for (int customer = i; customer < Math.min(customers, i + BULK); customer++) {
                    workspace.accounts().open(NewAccount.credit("customer:" + customer, USD));
                    funding.add(PostingRequest.of(BANK, "customer:" + customer, usd(FUNDS), "fund-" + customer));
                }
                workspace.ledgers().postAll(funding).forEach(outcome -> outcome.orElseThrow());
            }
            new LenientPolicy(KIND, RULES, Measure.sum(USD).per(Field.SOURCE), FUNDS)
                    .publish(runtime, TENANT, workspace);
        }
    }

    void plain() {
        workspace.ledgers().post(sale()).orElseThrow();
    }

    void controlled() {
        PostingRequest sale = sale();
        Ruling ruling = workspace
                .controlled()
                .post(
                        Proposal.of(KIND, sale.entries().get(0).amount())
                                .from(sale.entries().get(0).account(), Map.of())
                                .to(MERCHANT, Map.of()),
                        sale)
                .orElseThrow();
        if (!(ruling instanceof Ruling.Posted)) {
            throw new IllegalStateException("the policy lets everything through, and said " + ruling);
        }
    }

    private PostingRequest sale() {
        long number = sales.incrementAndGet();
        return PostingRequest.of(
                "customer:" + number * 7_919 % customers,
                MERCHANT,
                usd(1 + number % 1_000),
                String.format(Locale.ROOT, "sale-%012d", number));
    }

    private static Money usd(long minor) {
        return Money.ofMinor(minor, USD);
    }

    @Override
    public void close() throws SQLException, IOException {
        try (database) {
            runtime.close();
        }
    }
}
