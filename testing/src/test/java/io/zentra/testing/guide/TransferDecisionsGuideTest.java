package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.storage.Storage;
import io.zentra.core.usage.Window;
import io.zentra.ledger.NewAccount;
import io.zentra.policy.Analysis;
import io.zentra.policy.Condition;
import io.zentra.policy.Corridor;
import io.zentra.policy.Field;
import io.zentra.policy.Measure;
import io.zentra.policy.Policy;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.SettableClock;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The examples of docs/transfers.md about who decides, as they stand there. */
class TransferDecisionsGuideTest {
    private final Asset usd = Asset.iso("USD");
    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private final SandboxRail bank = SandboxRail.create();
    private final ZentraRuntime zentra = ZentraRuntime.builder()
            .storage(Storage.inMemory())
            .clock(clock)
            .rail("rail_primary", bank)
            .callbacks("rail_primary", bank.scheme())
            .dueWorkThreads(0)
            .build();

    private Workspace as(Actor actor) {
        return zentra.tenant("acme").as(actor);
    }

    private static Money usd(String amount) {
        return Money.parse(amount + " USD");
    }

    @AfterEach
    void close() {
        zentra.close();
    }

    @Test
    void whoDecides() {
        zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        Workspace acme = as(Actor.service("svc_edge"));
        Actor her = Actor.operator("ann", Permission.ALL);
        Workspace hers = as(her);
        Workspace operator = as(Actor.operator("olga", Permission.READ, Permission.OPERATE_TRANSFERS));
        hers.reviews().lanes().set(ReviewLane.of("transfers", her), "lane").orElseThrow();
        acme.transfers().openFlowAccounts(usd);
        acme.accounts().open(NewAccount.credit("customer:42", usd).withoutFloor());
        acme.accounts().open(NewAccount.credit("merchant:7", usd));

        Policy transfers = Policy.named("transfer")
                .deny("too_much", Condition.amountOver(usd("50000.00")))
                .review("treasury", Condition.amountOver(usd("10000.00")))
                .limit(
                        "daily",
                        Measure.sum(usd).per(Field.SOURCE).within(Window.rolling(Duration.ofHours(24))),
                        20_000_00)
                .build();
        publish(transfers);

        Transfer transfer = acme.transfers()
                .create(TransferRequest.builder()
                        .from("customer:42")
                        .to("merchant:7")
                        .amount(usd("1250.00"))
                        .countries(Corridor.of("US", "DE"))
                        .scope("workspace_scope")
                        .metadata("order", "17")
                        .idempotencyKey("transfer_key_042")
                        .build())
                .orElseThrow();
        zentra.runDueWork();
        take(bank.success(transfer.attemptId(), clock.instant()));
        take(bank.failure(transfer.attemptId(), "returned", clock.instant()));

        Transfer contradicted = acme.transfers().get(transfer.id());
        ReviewCase seen = hers.reviews().find(contradicted.caseId()).orElseThrow();
        String consequence = seen.proposal().details().get("approve");
        hers.reviews()
                .note(seen.id(), "The bank confirms the return.", "note-1")
                .orElseThrow();
        hers.reviews().approve(seen.id(), seen.decision(), "approve-1").orElseThrow();
        zentra.runDueWork();

        assertThat(consequence).isEqualTo("it did not arrive: give the money back");
        assertThat(acme.transfers().get(transfer.id()).status()).isEqualTo(TransferStatus.REVERSED);
        byHand(acme, operator);
        underFourEyes(acme, operator, hers);
        acme.verify().requireSound();
    }

    private void byHand(Workspace acme, Workspace operator) {
        String unsent = create(acme, "unsent").id();
        acme.transfers().cancel(unsent, "ordered twice", "cancel-0").orElseThrow();
        assertThat(acme.transfers().get(unsent).status()).isEqualTo(TransferStatus.CANCELLED);

        Transfer sent = create(acme, "sent");
        zentra.runDueWork();
        take(bank.success(sent.attemptId(), clock.instant()));
        String id = sent.id();
        acme.transfers().cancel(id, "ordered twice", "cancel-1");
        operator.transfers().settle(id, "seen on the statement of 21 November", "settle-1");
        operator.transfers().reverse(id, usd("250.00"), "one item returned", "reverse-1");
        operator.transfers().reverse(id, "all returned", "reverse-2");
        operator.transfers().markReturned(id, "on the statement of 25 November", "returned-1");
        assertThat(acme.evidence().timeline(id))
                .extracting(event -> event.body().path("code").asText())
                .contains("transfer_state");
        assertThat(acme.transfers().get(id).status()).isEqualTo(TransferStatus.REVERSED);
        assertThat(acme.transfers().get(id).reversed()).isEqualTo(usd("1250.00"));
    }

    private void underFourEyes(Workspace acme, Workspace operator, Workspace hers) {
        hers.reviews()
                .lanes()
                .set(ReviewLane.of("refunds", Actor.operator("ann")), "lane-refunds")
                .orElseThrow();
        Policy reversals = Policy.named("reversal")
                .deny("too_much", Condition.amountOver(usd("50000.00")))
                .review("refunds", Condition.amountOver(usd("1000.00")))
                .build();
        publish(reversals);
        Transfer sent = create(acme, "four-eyes");
        zentra.runDueWork();
        take(bank.success(sent.attemptId(), clock.instant()));

        Transfer waiting = operator.transfers()
                .reverse(sent.id(), "all returned", "reverse-3")
                .orElseThrow();
        assertThat(waiting.status()).isEqualTo(TransferStatus.SETTLED);
        ReviewCase seen =
                hers.reviews().find(Objects.requireNonNull(waiting.caseId())).orElseThrow();
        hers.reviews().approve(seen.id(), seen.decision(), "approve-2").orElseThrow();
        zentra.runDueWork();

        assertThat(acme.transfers().get(sent.id()).status()).isEqualTo(TransferStatus.REVERSED);
    }

    private static Transfer create(Workspace acme, String key) {
        return acme.transfers()
                .create(TransferRequest.builder()
                        .from("customer:42")
                        .to("merchant:7")
                        .amount(usd("1250.00"))
                        .idempotencyKey(key)
                        .build())
                .orElseThrow();
    }

    private void take(SandboxRail.Message message) {
        zentra.callbacks("rail_primary").accept(message.headers(), message.body());
    }

    private void publish(Policy policy) {
        Workspace author = as(Actor.operator("paul", Permission.ALL));
        Workspace approver = as(Actor.operator("quinn", Permission.ALL));
        author.policies().draft(policy, "draft-" + policy.name()).orElseThrow();
        Analysis analysis = author.policies()
                .analyse(policy.name(), 1, "analyse-" + policy.name())
                .orElseThrow();
        approver.policies()
                .approve(policy.name(), 1, analysis.hash(), "approve-" + policy.name())
                .orElseThrow();
        approver.policies()
                .publish(policy.name(), 1, "publish-" + policy.name())
                .orElseThrow();
    }
}
