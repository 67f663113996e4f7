package io.zentra.examples;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.policy.Condition;
import io.zentra.policy.Policy;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.rail.RailCapabilities;
import io.zentra.runtime.rail.Settles;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.SandboxReceiver;
import io.zentra.testing.SettableClock;
import io.zentra.webhooks.delivery.DeliverySettings;
import io.zentra.webhooks.secret.LocalKeys;
import java.nio.charset.StandardCharsets;

/** A runtime in memory with two scripted rails, a scripted receiver, a policy, and people who decide. */
final class IncidentStage implements AutoCloseable {
    static final String BANK = "assets:bank";
    static final String CUSTOMER = "customer:42";
    static final String MERCHANT = "merchant:7";
    static final String HOST = "hooks.example.com";

    private static final Asset USD = Asset.iso("USD");
    static final String RAIL = "rail_primary";

    /** The rail that settles later: what it says that it has paid is posted first. */
    static final String LATE_RAIL = "rail_later";

    private static final long LIMIT = 500_000;
    private static final Actor ANN = Actor.operator("ann", Permission.ALL);
    private static final Actor BOB = Actor.operator("bob", Permission.ALL);

    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private final SigningKey key = SigningKey.generate("acme-ledger");
    private final SandboxRail bank = SandboxRail.create();
    private final SandboxRail lateBank =
            SandboxRail.create(RailCapabilities.builder().settles(Settles.LATER).build());
    private final SandboxReceiver receiver = SandboxReceiver.create();
    private final ZentraRuntime zentra = ZentraRuntime.builder()
            .storage(Storage.inMemory())
            .clock(clock)
            .rail(RAIL, bank)
            .callbacks(RAIL, bank.scheme())
            .rail(LATE_RAIL, lateBank)
            .callbacks(LATE_RAIL, lateBank.scheme())
            .signingKey(key)
            .deliveries(DeliverySettings.builder()
                    .sealedBy(LocalKeys.of("2026", "k".repeat(32).getBytes(StandardCharsets.US_ASCII)))
                    .transport(receiver)
                    .build())
            .dueWorkThreads(0)
            .build();

    IncidentStage() {
        zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        acme().transfers().openFlowAccounts(USD);
        acme().accounts().open(NewAccount.debit(BANK, USD).withoutFloor());
        acme().accounts().open(NewAccount.credit(CUSTOMER, USD));
        acme().accounts().open(NewAccount.credit(MERCHANT, USD));
        acme().ledgers().post(BANK, CUSTOMER, usd(1_000_000), "funds").orElseThrow();
        as(ANN).reviews()
                .lanes()
                .set(ReviewLane.of("treasury", ANN).withRota(ANN), "lane-1")
                .orElseThrow();
        as(ANN).reviews().lanes().set(ReviewLane.of("transfers", ANN), "lane-2").orElseThrow();
        Policy policy = Policy.named("transfer")
                .review("treasury", Condition.amountOver(usd(LIMIT)))
                .build();
        Publication.publish(policy, as(ANN).policies(), as(BOB).policies());
    }

    static Money usd(long minor) {
        return Money.ofMinor(minor, USD);
    }

    ZentraRuntime zentra() {
        return zentra;
    }

    SettableClock clock() {
        return clock;
    }

    SandboxRail bank() {
        return bank;
    }

    /** The bank of a transfer's rail. */
    SandboxRail bank(Transfer transfer) {
        return transfer.rail().equals(LATE_RAIL) ? lateBank : bank;
    }

    SandboxReceiver receiver() {
        return receiver;
    }

    Workspace as(Actor actor) {
        return zentra.tenant("acme").as(actor);
    }

    Workspace acme() {
        return as(Actor.service("svc_edge"));
    }

    Money balance(String account) {
        return acme().accounts().balances(account).posted();
    }

    /** What the packet of a transfer shows, once it has been verified. */
    ShownPacket packet(Transfer transfer) {
        return ShownPacket.of(acme().evidence().packet(transfer.id()), key.verifier());
    }

    /** What became of a callback. */
    String take(SandboxRail.Message message) {
        return take(RAIL, message);
    }

    String take(String rail, SandboxRail.Message message) {
        return zentra.callbacks(rail)
                .accept(message.headers(), message.body())
                .match(
                        applied -> "applied",
                        duplicate -> "duplicate",
                        parked -> "parked",
                        contradicted -> "contradicted",
                        rejected -> "rejected");
    }

    /** A person notes why, and approves. */
    void approve(String caseId, String why) {
        ReviewCase seen = acme().reviews().find(caseId).orElseThrow();
        as(ANN).reviews().note(caseId, why, "note-" + caseId).orElseThrow();
        as(ANN).reviews().approve(caseId, seen.decision(), "approve-" + caseId).orElseThrow();
        zentra.runDueWork();
    }

    @Override
    public void close() {
        zentra.close();
    }
}
