package io.zentra.runtime.contract;

import static io.zentra.runtime.contract.Samples.AT;
import static io.zentra.runtime.contract.Samples.USD;
import static io.zentra.runtime.contract.Samples.usd;

import io.zentra.ledger.AccountKind;
import io.zentra.ledger.NewAccount;
import io.zentra.policy.Corridor;
import io.zentra.runtime.intent.Intent;
import io.zentra.runtime.intent.IntentRequest;
import io.zentra.runtime.intent.IntentStatus;
import io.zentra.runtime.intent.LedgerState;
import io.zentra.runtime.intent.PacketState;
import io.zentra.runtime.intent.Primitive;
import io.zentra.runtime.payment.Payment;
import io.zentra.runtime.payment.PaymentRequest;
import io.zentra.runtime.payment.PaymentStatus;
import io.zentra.webhooks.delivery.StreamState;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What the files beside the tests show that version 1 does not have: payments, and accounts to open. */
final class PaymentSamples {
    private static final Instant IN_A_WEEK = Instant.parse("2026-11-28T09:00:00Z");

    private PaymentSamples() {}

    static Payment payment() {
        return new Payment(
                "pm_042",
                PaymentStatus.CHARGED_BACK,
                17,
                "customer:42",
                "merchant:7",
                usd(8_000),
                new Payment.Amounts(usd(9_000), usd(500), usd(0), usd(7_500), usd(0), usd(1_000), usd(300)),
                List.of("po_042", "po_043"),
                false,
                List.of(),
                "13.1 not received",
                "ca_042",
                IN_A_WEEK,
                AT);
    }

    static Payment paymentOverRails() {
        return new Payment(
                "pm_042",
                PaymentStatus.PARTLY_CAPTURED,
                17,
                "customer:42",
                "merchant:7",
                usd(8_000),
                new Payment.Amounts(usd(8_000), usd(500), usd(2_500), usd(5_000), usd(1_000), usd(0), usd(0)),
                List.of(),
                true,
                List.of("tr_042", "tr_043"),
                null,
                null,
                null,
                AT);
    }

    static Payment leastPayment() {
        return new Payment(
                "pm_042",
                PaymentStatus.DENIED,
                17,
                "customer:42",
                "merchant:7",
                usd(8_000),
                Payment.Amounts.none(USD),
                List.of(),
                false,
                List.of(),
                null,
                null,
                null,
                AT);
    }

    static PaymentRequest paymentRequest() {
        return PaymentRequest.of("customer:42", "merchant:7", usd(8_000), "order-17")
                .expiresAt(IN_A_WEEK)
                .countries(Corridor.of("US", "DE"))
                .scope("workspace_scope")
                .metadata(Map.of("order", "17"));
    }

    static PaymentRequest forcedRequest() {
        return PaymentRequest.of("customer:42", "scheme:settlement", usd(6_000), "clearing-2")
                .metadata(Map.of("file", "2026-11-28"));
    }

    static IntentRequest openingRequest() {
        NewAccount account = NewAccount.of(AccountKind.ASSET, "assets:fees", USD)
                .contra()
                .withFloor(usd(-50_000))
                .withCeiling(usd(1_000_000))
                .withMetadata(Map.of("owner", "finance"));
        return IntentRequest.builder("intent_044")
                .scope("workspace_scope")
                .moneyModel(USD)
                .primitives(Primitive.LEDGER, Primitive.EVENTS)
                .opens(account)
                .build();
    }

    static Intent openingIntent() {
        return new Intent(
                "in_044",
                openingRequest(),
                IntentStatus.SYNCHRONIZED,
                LedgerState.NONE,
                StreamState.HEALTHY,
                PacketState.PENDING,
                null,
                null,
                AT);
    }
}
