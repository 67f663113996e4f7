package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.ZentraCore;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.Retention;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.journal.Vault;
import io.zentra.core.journal.VerificationPlan;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.review.Reviews;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.ZentraLedger;
import io.zentra.policy.Condition;
import io.zentra.policy.Policies;
import io.zentra.policy.Policy;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.intent.Intent;
import io.zentra.runtime.intent.IntentRequest;
import io.zentra.runtime.intent.IntentStatus;
import io.zentra.runtime.intent.Primitive;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.SettableClock;
import io.zentra.testing.fault.MemoryVault;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transfers whose events are archived: open ones go on, and of others nothing moves again. */
class ArchivedTransferTest {
    private static final Asset USD = Asset.iso("USD");
    private static final String RAIL = "rail_primary";

    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private final SandboxRail rail = SandboxRail.create();
    private final MemoryVault vault = new MemoryVault();
    private final SigningKey key = SigningKey.generate("ledger.example");
    private DataSource source;
    private ZentraRuntime zentra;
    private Workspace acme;
    private Transfer settled;
    private Transfer open;

    @BeforeEach
    void sendAndGrowOld() {
        source = Storage.inMemory().open();
        zentra = ZentraRuntime.builder()
                .storage(Storage.of(source, Storage.inMemory().dialect()))
                .clock(clock)
                .signingKey(key)
                .rail(RAIL, rail)
                .callbacks(RAIL, rail.scheme())
                .dueWorkThreads(0)
                .build();
        zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        acme = zentra.tenant("acme").as(Actor.service("svc_edge"));
        acme.transfers().openFlowAccounts(USD);
        acme.accounts().open(NewAccount.debit("assets:bank", USD).withoutFloor());
        acme.accounts().open(NewAccount.credit("customer:42", USD));
        acme.accounts().open(NewAccount.credit("merchant:7", USD));
        acme.ledgers()
                .post("assets:bank", "customer:42", usd(1_000_000), "fund")
                .orElseThrow();
        settled = sent("settled");
        accept(rail.success(settled.attemptId(), clock.instant()));
        open = sent("open");
        acme.ledgers()
                .postAll(IntStream.range(0, 300)
                        .mapToObj(i -> PostingRequest.of("customer:42", "merchant:7", usd(1), "k" + i))
                        .toList());
        clock.advance(Duration.ofDays(2));
        acme.ledgers()
                .post("customer:42", "merchant:7", usd(1), "two-days-later")
                .orElseThrow();
    }

    @AfterEach
    void verifyAndClose() throws Exception {
        acme.verify(VerificationPlan.full().readingArchives(vault)).requireSound();
        zentra.close();
        ((AutoCloseable) source).close();
    }

    @Test
    void anOpenTransferGoesOn() {
        archive();
        accept(rail.success(open.attemptId(), clock.instant()));

        assertThat(acme.transfers().get(open.id()).status()).isEqualTo(TransferStatus.SETTLED);
        assertThat(acme.evidence().packet(open.id())).isNotNull();
    }

    /** It has settled, but is not at its end as long as persons are asked whether it goes back. */
    @Test
    void aReversalThatWaitsForPersonsGoesOn() {
        ann().reviews()
                .lanes()
                .set(ReviewLane.of("refunds", Actor.operator("bob")), "lane")
                .orElseThrow();
        publish(Policy.named("reversal")
                .review("refunds", Condition.amountOver(usd(1)))
                .build());
        Transfer waiting =
                ann().transfers().reverse(settled.id(), "sent twice", "reverse").orElseThrow();
        growOld();

        archive();
        approve(waiting.caseId());

        assertThat(acme.transfers().get(settled.id()).status()).isEqualTo(TransferStatus.REVERSED);
        assertThat(acme.evidence().packet(settled.id())).isNotNull();
    }

    /** What it asks for is told by the events that a case needs, also when it is no transfer. */
    @Test
    void anIntentWithinTheLedgerGoesOnWhenItIsApproved() {
        ann().reviews()
                .lanes()
                .set(ReviewLane.of("treasury", Actor.operator("bob")), "lane")
                .orElseThrow();
        publish(Policy.named("intent")
                .review("treasury", Condition.amountOver(usd(1)))
                .build());
        Intent waiting = acme.intents()
                .create(IntentRequest.builder("intent_042")
                        .scope("workspace_scope")
                        .moneyModel(USD)
                        .primitives(Primitive.LEDGER)
                        .from("customer:42")
                        .to("merchant:7")
                        .amountMinor(777)
                        .build())
                .orElseThrow();
        growOld();

        archive();
        approve(waiting.caseId());

        assertThat(acme.intents().get("intent_042").status()).isEqualTo(IntentStatus.LEDGERED);
        assertThat(acme.accounts().balances("merchant:7").posted()).isEqualTo(usd(1_250 + 301 + 1 + 777));
    }

    private Workspace ann() {
        return as("ann");
    }

    private Workspace as(String operator) {
        return zentra.tenant("acme").as(Actor.operator(operator, Permission.ALL));
    }

    private void publish(Policy policy) {
        String name = policy.name();
        Policies bob = as("bob").policies();
        ann().policies().draft(policy, "draft").orElseThrow();
        String found =
                ann().policies().analyse(name, 1, "analyse").orElseThrow().hash();
        bob.approve(name, 1, found, "approve").orElseThrow();
        bob.publish(name, 1, "publish").orElseThrow();
    }

    /** Everything so far is older than what an archive may take. */
    private void growOld() {
        clock.advance(Duration.ofDays(2));
        acme.ledgers().post("customer:42", "merchant:7", usd(1), "later").orElseThrow();
    }

    private void approve(@Nullable String caseId) {
        Reviews bob = as("bob").reviews();
        ReviewCase seen = bob.find(Objects.requireNonNull(caseId)).orElseThrow();
        bob.approve(seen.id(), seen.decision(), "yes").orElseThrow();
        zentra.runDueWork();
    }

    /** Late news are judged by the transfer's row, which stays. */
    @Test
    void lateNewsOfAnArchivedTransferMoveNothing() {
        archive();
        SandboxRail.Message again = rail.success(settled.attemptId(), clock.instant());
        assertThat(zentra.callbacks(RAIL).accept(again.headers(), again.body()))
                .isInstanceOf(CallbackOutcome.Duplicate.class);
        SandboxRail.Message failure = rail.failure(settled.attemptId(), "returned", clock.instant());
        assertThat(zentra.callbacks(RAIL).accept(failure.headers(), failure.body()))
                .isInstanceOf(CallbackOutcome.Contradicted.class);
        assertThat(acme.transfers().get(settled.id()).status()).isEqualTo(TransferStatus.CONTRADICTED);
        assertThat(acme.accounts().balances("merchant:7").posted()).isEqualTo(usd(1_250 + 301));
    }

    /** Its events had ended when the journal was verified, and are asked for again before the archive is committed. */
    @Test
    void aTransferThatIsContradictedMeanwhileKeepsItsEvents() {
        SandboxRail.Message failure = rail.failure(settled.attemptId(), "returned", clock.instant());
        Vault slow = ArchivedDecisionContract.meanwhile(vault, () -> accept(failure));
        assertThat(acme.archive(retention(), slow)).isPresent();

        assertThat(acme.transfers().get(settled.id()).status()).isEqualTo(TransferStatus.CONTRADICTED);
        assertThat(acme.evidence().packet(settled.id())).isNotNull();
    }

    /** A ledger that was opened alone knows nothing of transfers, and what they still need. */
    @Test
    void aLedgerAloneArchivesNoTransfers() {
        try (ZentraLedger alone = ZentraLedger.open(
                ZentraCore.Settings.of(Storage.of(source, Storage.inMemory().dialect()))
                        .withClock(clock)
                        .withCheckpoints(key, (tenant, checkpoint) -> {}))) {
            ZentraLedger.Book book = alone.tenant("acme").as(Actor.service("svc_edge"));
            assertThatThrownBy(() -> book.archive(retention(), vault))
                    .isInstanceOfSatisfying(
                            ZentraException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION));
        }
        assertThat(acme.journal().archives()).isEmpty();
    }

    private void archive() {
        assertThat(acme.archive(retention(), vault)).isPresent();
    }

    private Retention retention() {
        return Retention.before(clock.instant().minus(Duration.ofDays(1)));
    }

    private Transfer sent(String name) {
        Transfer transfer = acme.transfers()
                .create(TransferRequest.builder()
                        .from("customer:42")
                        .to("merchant:7")
                        .amount(usd(1_250))
                        .idempotencyKey(name)
                        .build())
                .orElseThrow();
        zentra.runDueWork();
        return transfer;
    }

    private void accept(SandboxRail.Message message) {
        assertThat(zentra.callbacks(RAIL).accept(message.headers(), message.body()))
                .isNotInstanceOf(CallbackOutcome.Rejected.class);
    }

    private static Money usd(long minor) {
        return Money.ofMinor(minor, USD);
    }
}
