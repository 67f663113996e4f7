package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.policy.Condition;
import io.zentra.policy.Policies;
import io.zentra.policy.Policy;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.intent.Intent;
import io.zentra.runtime.intent.IntentPage;
import io.zentra.runtime.intent.IntentRequest;
import io.zentra.runtime.intent.IntentSearch;
import io.zentra.runtime.intent.IntentStatus;
import io.zentra.runtime.intent.LedgerState;
import io.zentra.runtime.intent.PacketState;
import io.zentra.runtime.intent.Primitive;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.SettableClock;
import io.zentra.webhooks.delivery.StreamState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RuntimeGuideTest {
    private final Asset usd = Asset.iso("USD");
    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private final SandboxRail bank = SandboxRail.create();
    private final ZentraRuntime zentra = ZentraRuntime.builder()
            .storage(Storage.inMemory())
            .clock(clock)
            .signingKey(SigningKey.generate("acme-ledger"))
            .rail("rail_primary", bank)
            .callbacks("rail_primary", bank.scheme())
            .dueWorkThreads(0)
            .build();

    @AfterEach
    void close() {
        zentra.close();
    }

    @Test
    void intents() {
        zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        Workspace acme = zentra.tenant("acme").as(Actor.service("svc_edge"));
        acme.transfers().openFlowAccounts(usd);
        acme.accounts().open(NewAccount.credit("customer:42", usd).withoutFloor());
        acme.accounts().open(NewAccount.credit("merchant:7", usd));
        publish(Policy.named("transfer")
                .deny("too_much", Condition.amountOver(Money.ofMinor(5_000_000, usd)))
                .build());

        IntentRequest request = IntentRequest.builder("intent_042")
                .scope("workspace_scope")
                .moneyModel(usd)
                .primitives(Primitive.POLICY, Primitive.LEDGER, Primitive.ROUTES, Primitive.EVENTS, Primitive.EVIDENCE)
                .from("customer:42")
                .to("merchant:7")
                .amountMinor(125_000)
                .build();

        Intent intent = acme.intents().create(request).orElseThrow();

        intent.status(); // routed
        intent.ledgerState(); // reserved
        intent.eventStream(); // healthy
        intent.auditPacket(); // pending, until the next checkpoint
        assertThat(intent.status()).isEqualTo(IntentStatus.ROUTED);
        assertThat(intent.ledgerState()).isEqualTo(LedgerState.RESERVED);
        assertThat(intent.eventStream()).isEqualTo(StreamState.HEALTHY);
        assertThat(intent.auditPacket()).isEqualTo(PacketState.PENDING);

        IntentRequest withinTheLedger = IntentRequest.builder("intent_043")
                .scope("workspace_scope")
                .moneyModel(usd)
                .primitives(Primitive.LEDGER, Primitive.EVENTS)
                .from("customer:42")
                .to("merchant:7")
                .amountMinor(1_999)
                .build();
        acme.intents().create(withinTheLedger).orElseThrow().status(); // synchronized

        IntentRequest opening = IntentRequest.builder("intent_044")
                .scope("workspace_scope")
                .moneyModel(usd)
                .primitives(Primitive.LEDGER, Primitive.EVENTS)
                .opens(NewAccount.credit("customer:99", usd))
                .build();
        acme.intents().create(opening).orElseThrow().status(); // synchronized
        assertThat(acme.intents().get("intent_044").status()).isEqualTo(IntentStatus.SYNCHRONIZED);
        assertThat(acme.accounts().find("customer:99")).isPresent();
        assertThat(acme.intents().get("intent_043").status()).isEqualTo(IntentStatus.SYNCHRONIZED);
        find(acme);
    }

    private void find(Workspace acme) {
        IntentSearch evidenced =
                IntentSearch.all().status(IntentStatus.EVIDENCED).newestFirst().limit(20);
        IntentPage page = acme.intents().search(evidenced);
        while (page.hasNext()) {
            page = acme.intents().search(evidenced.after(page.next()));
        }
        assertThat(page.intents()).isEmpty();
        assertThat(acme.intents()
                        .search(IntentSearch.all().status(IntentStatus.SYNCHRONIZED))
                        .intents())
                .extracting(Intent::intentId)
                .containsExactly("intent_043", "intent_044");
    }

    private void publish(Policy policy) {
        Policies author = zentra.tenant("acme").as(Actor.service("author")).policies();
        Policies approver = zentra.tenant("acme").as(Actor.service("approver")).policies();
        author.draft(policy, "draft").orElseThrow();
        String analysed =
                author.analyse(policy.name(), 1, "analyse").orElseThrow().hash();
        approver.approve(policy.name(), 1, analysed, "approve").orElseThrow();
        approver.publish(policy.name(), 1, "publish").orElseThrow();
    }
}
