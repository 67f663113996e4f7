package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.Retention;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.journal.VerificationPlan;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.payment.Payment;
import io.zentra.runtime.payment.PaymentRequest;
import io.zentra.runtime.payment.PaymentStatus;
import io.zentra.runtime.rail.RailSettings;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.SettableClock;
import io.zentra.testing.fault.MemoryVault;
import java.time.Duration;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Payments over rails whose requests are old: what is on its way goes on, and what needs an archived request is declined. */
class ArchivedRailPaymentTest {
    private static final Asset USD = Asset.iso("USD");

    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private final SandboxRail north = SandboxRail.create();
    private final SandboxRail south = SandboxRail.create();
    private final MemoryVault vault = new MemoryVault();
    private DataSource source;
    private ZentraRuntime zentra;
    private Workspace acme;
    private Payment payment;

    @BeforeEach
    void authorizeAndGrowOld() {
        source = Storage.inMemory().open();
        zentra = ZentraRuntime.builder()
                .storage(Storage.of(source, Storage.inMemory().dialect()))
                .clock(clock)
                .signingKey(SigningKey.generate("ledger.example"))
                .rail("north", north, RailSettings.builder().retryable("busy").build())
                .rail("south", south)
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
        payment = acme.payments()
                .authorize(PaymentRequest.of("customer:42", "merchant:7", usd(10_000), "order-17")
                        .overRails())
                .orElseThrow();
        growOld("first");
    }

    private void growOld(String tag) {
        acme.ledgers()
                .postAll(IntStream.range(0, 300)
                        .mapToObj(i -> PostingRequest.of("customer:42", "merchant:7", usd(1), tag + i))
                        .toList());
        clock.advance(Duration.ofDays(2));
        acme.ledgers()
                .post("customer:42", "merchant:7", usd(1), tag + "-two-days-later")
                .orElseThrow();
    }

    @AfterEach
    void verifyAndClose() throws Exception {
        acme.verify(VerificationPlan.full().readingArchives(vault)).requireSound();
        zentra.close();
        ((AutoCloseable) source).close();
    }

    /** Nothing is held any more, and its rail declines what another one may take. */
    @Test
    void whatIsOnItsWayTakesAnotherRail() {
        acme.payments().captureFinal(payment.id(), usd(10_000), "capture").orElseThrow();
        archive();
        north.nextSubmit(new RailOutcome.Declined("busy"));
        south.nextSubmit(new RailOutcome.Succeeded("prov-1"));
        zentra.runDueWork();

        assertThat(south.taken()).hasSize(1);
        assertThat(acme.payments().get(payment.id()).status()).isEqualTo(PaymentStatus.CAPTURED);
    }

    @Test
    void whatHasArrivedIsRefundedAsLongAsItsRequestIsThere() {
        acme.payments().captureFinal(payment.id(), usd(10_000), "capture").orElseThrow();
        north.nextSubmit(new RailOutcome.Succeeded("prov-1"));
        zentra.runDueWork();
        acme.payments().refund(payment.id(), usd(1_000), "broken", "refund-1").orElseThrow();
        north.nextSubmit(new RailOutcome.Succeeded("prov-2"));
        zentra.runDueWork();
        growOld("second");
        archive();

        Outcome<Payment> late = acme.payments().refund(payment.id(), usd(1_000), "broken", "refund-2");

        assertThat(((Outcome.Declined<Payment>) late).code()).isEqualTo(ErrorCode.EVENT_ARCHIVED);
        Payment now = acme.payments().get(payment.id());
        assertThat(now.amounts().arrived()).isEqualTo(usd(9_000));
        assertThat(now.amounts().returning()).isEqualTo(usd(0));
    }

    private void archive() {
        assertThat(acme.archive(Retention.before(clock.instant().minus(Duration.ofDays(1))), vault))
                .isPresent();
    }

    private static Money usd(long minor) {
        return Money.ofMinor(minor, USD);
    }
}
