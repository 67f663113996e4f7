package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.RandomSource;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.Checkpoint;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Dialect;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.SettableClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A customer and a merchant, one scripted rail, and time that stands; everything is verified after each test. */
abstract class OneRailDesk {
    static final Asset USD = Asset.iso("USD");
    static final String RAIL = "rail_primary";

    final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    final SandboxRail bank = SandboxRail.create();
    final SigningKey key = SigningKey.generate("acme-ledger");
    final Map<String, List<Checkpoint>> elsewhere = new HashMap<>();
    DataSource source;
    private boolean owned;
    Dialect dialect;
    ZentraRuntime zentra;
    Workspace acme;

    OneRailDesk() {}

    /** A storage without tables. */
    protected abstract Storage storage();

    @BeforeEach
    final void open() {
        Storage storage = storage();
        source = storage.open();
        owned = storage.owned();
        dialect = storage.dialect();
        zentra = ZentraRuntime.builder()
                .storage(Storage.of(source, storage.dialect()).lanes(storage.lanes()))
                .clock(clock)
                .random(RandomSource.seeded(42))
                .signingKey(key)
                .checkpoints((tenant, checkpoint) -> elsewhere
                        .computeIfAbsent(tenant.value(), id -> new ArrayList<>())
                        .add(checkpoint))
                .rail(RAIL, bank)
                .callbacks(RAIL, bank.scheme())
                .dueWorkThreads(0)
                .build();
        zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        acme = zentra.tenant("acme").as(Actor.service("svc_edge"));
        acme.transfers().openFlowAccounts(USD);
        acme.accounts().open(NewAccount.debit("assets:bank", USD).withoutFloor());
        acme.accounts().open(NewAccount.credit("customer:42", USD));
        acme.accounts().open(NewAccount.credit("merchant:7", USD));
        acme.ledgers().post("assets:bank", "customer:42", usd(200_000), "fund").orElseThrow();
    }

    @AfterEach
    final void verifyAndClose() throws Exception {
        try {
            acme.verify().requireSound();
            assertThat(acme.ledgers().trialBalance().isZero()).isTrue();
        } finally {
            zentra.close();
            if (owned && source instanceof AutoCloseable pool) {
                pool.close();
            }
        }
    }

    final Transfer create(String idempotencyKey) {
        return acme.transfers().create(request(idempotencyKey, 125_000)).orElseThrow();
    }

    final Transfer sent(String idempotencyKey) {
        Transfer transfer = create(idempotencyKey);
        zentra.runDueWork();
        return transfer;
    }

    static TransferRequest request(String idempotencyKey, long minor) {
        return TransferRequest.builder()
                .from("customer:42")
                .to("merchant:7")
                .amount(usd(minor))
                .idempotencyKey(idempotencyKey)
                .build();
    }

    final CallbackOutcome accept(SandboxRail.Message message) {
        return zentra.callbacks(RAIL).accept(message.headers(), message.body());
    }

    final TransferStatus status(Transfer transfer) {
        return acme.transfers().get(transfer.id()).status();
    }

    final long posted(String account) {
        return acme.accounts().balances(account).posted().minor();
    }

    static Money usd(long minor) {
        return Money.ofMinor(minor, USD);
    }
}
