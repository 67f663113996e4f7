package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.payment.Payment;
import io.zentra.runtime.payment.PaymentRequest;
import io.zentra.runtime.payment.PaymentStatus;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples of docs/payments.md. */
class PaymentGuideTest {
    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private final Asset usd = Asset.iso("USD");
    private final SandboxRail bank = SandboxRail.create();
    private ZentraRuntime zentra;
    private Workspace acme;
    private Workspace operator;

    @BeforeEach
    void open() {
        zentra = ZentraRuntime.builder()
                .storage(Storage.inMemory())
                .clock(clock)
                .rail("rail_primary", bank)
                .dueWorkThreads(0)
                .build();
        zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        acme = zentra.tenant("acme").as(Actor.service("svc_edge"));
        operator = zentra.tenant("acme").as(Actor.operator("olga", Permission.READ, Permission.OPERATE_PAYMENTS));
        acme.accounts().open(NewAccount.debit("assets:bank", usd).withoutFloor());
        acme.accounts().open(NewAccount.credit("customer:42", usd));
        acme.accounts().open(NewAccount.credit("merchant:7", usd));
        acme.accounts().open(NewAccount.credit("scheme:settlement", usd));
        acme.transfers().openFlowAccounts(usd);
        acme.ledgers().post("assets:bank", "customer:42", usd("500.00"), "fund").orElseThrow();
    }

    @AfterEach
    void verify() {
        acme.verify().requireSound();
        zentra.close();
    }

    @Test
    void aPayment() {
        Instant inAWeek = clock.instant().plus(Duration.ofDays(7));
        Payment payment = acme.payments()
                .authorize(PaymentRequest.of("customer:42", "merchant:7", usd("80.00"), "order-17")
                        .expiresAt(inAWeek))
                .orElseThrow();
        acme.payments()
                .capture(payment.id(), usd("30.00"), "order-17-first-parcel")
                .orElseThrow();
        Payment sent = acme.payments()
                .captureFinal(payment.id(), usd("45.00"), "order-17-second-parcel")
                .orElseThrow();
        sent.status(); // captured: 5.00 are free again

        assertThat(sent.status()).isEqualTo(PaymentStatus.CAPTURED);
        assertThat(acme.accounts().balances("customer:42").available()).isEqualTo(usd("425.00"));
        String id = payment.id();

        operator.payments()
                .refund(id, usd("10.00"), "one cup was broken", "refund-1")
                .orElseThrow();
        operator.payments()
                .chargeBack(id, usd("40.00"), "13.1 not received", "dispute-9")
                .orElseThrow();
        Payment won = operator.payments()
                .reverseChargeback(id, "signed for by the neighbour", "dispute-9-won")
                .orElseThrow();
        Money withMerchant = won.amounts().arrived(); // 65.00

        assertThat(withMerchant).isEqualTo(usd("65.00"));
        assertThat(acme.accounts().balances("merchant:7").posted()).isEqualTo(usd("65.00"));

        Outcome<Payment> tooMuch = operator.payments().refund(id, usd("65.01"), "mistyped", "refund-2");
        String answer = tooMuch.match(
                done -> "refunded",
                first -> "seen before",
                declined -> declined.code() + ", " + declined.details().get("left_minor") + " are left");

        assertThat(answer).isEqualTo("payment_exceeded, 6500 are left");
        List<Event> timeline = acme.journal().timeline(id);
        assertThat(timeline).extracting(Event::type).contains("payment.authorized", "payment.captured");
    }

    @Test
    void aPaymentOverRails() {
        Payment order = acme.payments()
                .authorize(PaymentRequest.of("customer:42", "merchant:7", usd("80.00"), "order-18")
                        .overRails())
                .orElseThrow();
        Payment onItsWay = acme.payments()
                .captureFinal(order.id(), usd("80.00"), "order-18-parcel")
                .orElseThrow();
        onItsWay.status(); // processing, until the rail has brought it
        String transfer = onItsWay.transferIds().get(0);

        assertThat(onItsWay.status()).isEqualTo(PaymentStatus.PROCESSING);
        bank.nextSubmit(new RailOutcome.Succeeded("prov-1"));
        zentra.runDueWork();
        assertThat(acme.transfers().get(transfer).status()).isEqualTo(TransferStatus.SETTLED);
        assertThat(acme.payments().get(order.id()).status()).isEqualTo(PaymentStatus.CAPTURED);
    }

    @Test
    void aCard() {
        Instant inAWeek = clock.instant().plus(Duration.ofDays(7));
        Payment room = acme.cards()
                .authorize(PaymentRequest.of("customer:42", "scheme:settlement", usd("100.00"), "auth-1")
                        .expiresAt(inAWeek))
                .orElseThrow();
        acme.cards().increment(room.id(), usd("20.00"), "auth-1-increment").orElseThrow();
        acme.cards().clear(room.id(), usd("45.00"), "clearing-1").orElseThrow();
        acme.cards()
                .reverse(room.id(), usd("15.00"), "left a night early", "reversal-1")
                .orElseThrow();
        clock.set(inAWeek);
        Outcome<Payment> late = acme.cards().clear(room.id(), usd("60.00"), "clearing-2"); // payment_state
        operator.cards().force(room.id(), usd("60.00"), "in the scheme's file of 28 November", "clearing-2-forced");

        assertThat(((Outcome.Declined<Payment>) late).code()).isEqualTo(ErrorCode.PAYMENT_STATE);
        assertThat(acme.accounts().balances("scheme:settlement").posted()).isEqualTo(usd("105.00"));
        assertThat(acme.cards().get(room.id()).status()).isEqualTo(PaymentStatus.CAPTURED);
        assertThat(acme.accounts().balances("customer:42").available()).isEqualTo(usd("395.00"));
    }

    private static Money usd(String amount) {
        return Money.parse(amount + " USD");
    }
}
