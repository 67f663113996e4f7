package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.RandomSource;
import io.zentra.runtime.FlowAccounts;
import io.zentra.runtime.Rail;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.payment.Payment;
import io.zentra.runtime.payment.PaymentRequest;
import io.zentra.runtime.payment.PaymentStatus;
import io.zentra.runtime.payment.Payments;
import io.zentra.runtime.rail.RailSettings;
import io.zentra.testing.SandboxRail;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Payments over several rails, each with accounts of its own: what each brought, only it gives back. */
public abstract class RailPaymentRoutesContract extends PolicyDesk {
    private static final String RESERVED = "reserved:usd";
    private static final RailSettings LEFT_ALONE = RailSettings.builder()
            .breaker(new RailSettings.Breaker(1, 1, Duration.ofMinutes(1)))
            .accounts(new FlowAccounts("north:reserved", "north:settlement", "north:payout"))
            .build();
    private static final RailSettings PAYING_OUT = RailSettings.builder()
            .accounts(new FlowAccounts("south:reserved", "south:settlement", "south:payout"))
            .paysOut()
            .build();

    private final SandboxRail north = SandboxRail.create();
    private final SandboxRail south = SandboxRail.create();
    private boolean isNorthOpen = true;
    private boolean isSouthOpen;

    /** For subclasses. */
    protected RailPaymentRoutesContract() {}

    @Override
    void configure(ZentraRuntime.Builder builder) {
        if (isNorthOpen) {
            builder.rail("north", north, LEFT_ALONE);
        }
        if (isSouthOpen) {
            builder.rail("south", south, PAYING_OUT);
        }
    }

    @BeforeEach
    final void openFlow() {
        acme().transfers().openFlowAccounts(USD);
    }

    /** Nothing waits that is not told of. */
    @AfterEach
    final void requireNothingWaits() {
        assertThat(posted(RESERVED)).isZero();
        assertThat(posted("north:settlement:usd")).isZero();
        assertThat(acme().ledgers().trialBalance().isZero()).isTrue();
    }

    private Payments payments() {
        return acme().payments();
    }

    private Payment authorized(long minor) {
        return payments()
                .authorize(PaymentRequest.of(CUSTOMER, MERCHANT, usd(minor), newKey())
                        .overRails())
                .orElseThrow();
    }

    private void capture(Payment payment, long minor) {
        payments().capture(payment.id(), usd(minor), newKey()).orElseThrow();
        zentra().runDueWork();
    }

    private Payment now(Payment payment) {
        return payments().get(payment.id());
    }

    private TransferStatus last(Payment payment) {
        List<String> all = now(payment).transferIds();
        return acme().transfers().get(all.get(all.size() - 1)).status();
    }

    /** Has a runtime leave the rail alone for a minute. */
    private void breakNorth(ZentraRuntime by) {
        north.nextSubmit(new RailOutcome.Unknown("down")).nextQuery(new RailOutcome.Succeeded("prov-0"));
        Payment other = authorized(1);
        by.tenant("acme")
                .as(Actor.service("svc_edge"))
                .payments()
                .capture(other.id(), usd(1), newKey())
                .orElseThrow();
        by.runDueWork();
    }

    private void tryNorthAgain() {
        clock().advance(Duration.ofHours(2));
        zentra().runDueWork();
    }

    /** A capture and a refund wait for a rail that is left alone, and go on when it is tried again. */
    @Test
    void waitsForItsRailThereAndBack() {
        Payment payment = authorized(10_000);
        breakNorth(zentra());
        payments().captureFinal(payment.id(), usd(10_000), newKey()).orElseThrow();
        assertThat(last(payment)).isEqualTo(TransferStatus.PENDING);
        assertThat(now(payment).status()).isEqualTo(PaymentStatus.PROCESSING);
        north.nextSubmit(new RailOutcome.Succeeded("prov-1"));
        tryNorthAgain();
        assertThat(now(payment).status()).isEqualTo(PaymentStatus.CAPTURED);

        breakNorth(zentra());
        payments().refund(payment.id(), "returned", newKey()).orElseThrow();
        assertThat(last(payment)).isEqualTo(TransferStatus.PENDING);
        north.nextSubmit(new RailOutcome.Succeeded("prov-2"));
        tryNorthAgain();
        assertThat(now(payment).status()).isEqualTo(PaymentStatus.REFUNDED);
    }

    /** What no rail could ever bring is not held. */
    @Test
    void isNotHeldWithoutARail() {
        isNorthOpen = false;
        try (ZentraRuntime without = runtime(RandomSource.seeded(7))) {
            Payments there =
                    without.tenant("acme").as(Actor.service("svc_edge")).payments();
            PaymentRequest request =
                    PaymentRequest.of(CUSTOMER, MERCHANT, usd(1), newKey()).overRails();
            assertThat(code(there.authorize(request))).isEqualTo(ErrorCode.UNKNOWN_RAIL);
        }
        assertThat(acme().ledgers().holds().list("", 10)).isEmpty();
    }

    /** The rail that brought a part is asked for that part, and for no more. */
    @Test
    void refundsOverTheRailThatBroughtAsMuch() throws Exception {
        Payment payment = authorized(10_000);
        north.nextSubmit(new RailOutcome.Succeeded("prov-1"));
        capture(payment, 6_000);
        isSouthOpen = true;
        try (ZentraRuntime both = runtime(RandomSource.seeded(7))) {
            Workspace there = both.tenant("acme").as(Actor.service("svc_edge"));
            there.transfers().openFlowAccounts(USD);
            Payments over = there.payments();
            breakNorth(both);
            south.nextSubmit(new RailOutcome.Succeeded("prov-2"));
            over.captureFinal(payment.id(), usd(4_000), newKey()).orElseThrow();
            both.runDueWork();
            assertThat(now(payment).status()).isEqualTo(PaymentStatus.CAPTURED);
            assertThat(posted(MERCHANT)).as("the south pays out").isEqualTo(6_000);

            acme().ledgers().post(BANK, MERCHANT, usd(4_000), newKey()).orElseThrow();
            Outcome<Payment> all = over.refund(payment.id(), "returned", newKey());
            assertThat(code(all)).isEqualTo(ErrorCode.PAYMENT_EXCEEDED);
            assertThat(((Outcome.Declined<Payment>) all).details()).containsEntry("left_minor", "6000");
            over.refund(payment.id(), usd(4_000), "returned", newKey()).orElseThrow();
            over.refund(payment.id(), usd(4_000), "returned", newKey()).orElseThrow();
            over.refund(payment.id(), usd(2_000), "returned", newKey()).orElseThrow();
            north.nextSubmit(new RailOutcome.Succeeded("prov-3")).nextSubmit(new RailOutcome.Succeeded("prov-5"));
            south.nextSubmit(new RailOutcome.Succeeded("prov-4"));
            clock().advance(Duration.ofHours(2));
            both.runDueWork();
            assertThat(refunds(north)).containsExactlyInAnyOrder(4_000L, 2_000L);
            assertThat(refunds(south)).containsExactly(4_000L);
            assertThat(now(payment).status()).isEqualTo(PaymentStatus.REFUNDED);
            assertThat(posted("south:payout:usd"))
                    .as("a refund is not paid out")
                    .isEqualTo(4_000);
        }
    }

    /** What was won again is refunded over a rail that brought some of the payment; one that only failed knows nothing of it. */
    @Test
    void refundsNothingOverARailThatBroughtNothing() throws Exception {
        Payment payment = authorized(10_000);
        north.nextSubmit(new RailOutcome.Declined("account closed"));
        capture(payment, 6_000);
        isSouthOpen = true;
        try (ZentraRuntime both = runtime(RandomSource.seeded(7))) {
            Workspace there = both.tenant("acme").as(Actor.service("svc_edge"));
            there.transfers().openFlowAccounts(USD);
            breakNorth(both);
            south.nextSubmit(new RailOutcome.Succeeded("prov-2"));
            there.payments().captureFinal(payment.id(), usd(4_000), newKey()).orElseThrow();
            both.runDueWork();
            acme().ledgers().post(BANK, MERCHANT, usd(4_000), newKey()).orElseThrow();
            there.payments().chargeBack(payment.id(), "disputed", newKey()).orElseThrow();
            there.payments().reverseChargeback(payment.id(), "won", newKey()).orElseThrow();
            clock().advance(Duration.ofHours(2)); // the north is tried again
            south.nextSubmit(new RailOutcome.Succeeded("prov-3"));
            there.payments().refund(payment.id(), "returned", newKey()).orElseThrow();
            both.runDueWork();
            assertThat(refunds(north)).isEmpty();
            assertThat(refunds(south)).containsExactly(4_000L);
        }
    }

    private static List<Long> refunds(SandboxRail rail) {
        return rail.taken().stream()
                .filter(request ->
                        request.payment() != null && request.payment().isRefund())
                .map(Rail.Request::amount)
                .map(amount -> amount.minor())
                .toList();
    }
}
