package io.zentra.runtime.contract;

import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.AccountChange;
import io.zentra.ledger.Balances;
import io.zentra.ledger.Crossing;
import io.zentra.ledger.Entry;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.Side;
import io.zentra.policy.Corridor;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.intent.Intent;
import io.zentra.runtime.intent.IntentRequest;
import io.zentra.runtime.intent.IntentStatus;
import io.zentra.runtime.intent.LedgerState;
import io.zentra.runtime.intent.PacketState;
import io.zentra.runtime.intent.Primitive;
import io.zentra.webhooks.delivery.StreamState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What the files beside the tests show: each with all that it can have, and with the least. */
final class Samples {
    static final Asset USD = Asset.iso("USD");
    static final Instant AT = Instant.parse("2026-11-21T09:00:00.000001Z");

    private Samples() {}

    static Money usd(long minor) {
        return Money.ofMinor(minor, USD);
    }

    /** A file beside the tests: {@code v1/transfer}. */
    static byte[] file(String name) {
        try (InputStream in = Samples.class.getResourceAsStream(name + ".json")) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String name) {
        return new String(file(name), StandardCharsets.UTF_8);
    }

    static Transfer transfer(TransferStatus status) {
        return new Transfer(
                "tr_042",
                status,
                "transfer.created",
                17,
                "customer:42",
                "merchant:7",
                usd(125_000),
                new Transfer.Route("rail_primary", "at_042"),
                "po_042",
                usd(25),
                "failed after it succeeded",
                "ca_042",
                AT);
    }

    static Transfer leastTransfer() {
        return new Transfer(
                "tr_042",
                TransferStatus.PENDING,
                "transfer.created",
                17,
                "customer:42",
                "merchant:7",
                usd(125_000),
                null,
                null,
                usd(0),
                null,
                null,
                AT);
    }

    static Posting posting() {
        return new Posting(
                "po_042",
                18,
                AT,
                AT.minusSeconds(60),
                entries(),
                "order_17",
                "po_040",
                "po_041",
                "ho_042",
                "de_042",
                Map.of("order", "17"),
                List.of(
                        new Crossing("customer_balance", Crossing.Kind.FLOOR, usd(0), usd(-5), AT.minusSeconds(30)),
                        new Crossing(
                                "reserved_balance", Crossing.Kind.NOT_LOOKED_AT, null, null, AT.minusSeconds(20))));
    }

    static Posting leastPosting() {
        return new Posting("po_042", 18, AT, AT, entries(), null, null, null, null, null, Map.of(), List.of());
    }

    private static List<Entry> entries() {
        return List.of(
                new Entry(
                        "po_042/0",
                        "customer_balance",
                        Side.DEBIT,
                        usd(125_000),
                        new Balances(usd(75_000), usd(74_000), usd(73_000), 3)),
                new Entry(
                        "po_042/1",
                        "reserved_balance",
                        Side.CREDIT,
                        usd(125_000),
                        new Balances(usd(125_000), usd(125_000), usd(125_000), 1)));
    }

    static Intent intent(IntentStatus status, StreamState stream) {
        return new Intent(
                "tr_042",
                intentRequest(),
                status,
                LedgerState.RESERVED,
                stream,
                PacketState.READY,
                "stuck",
                "ca_042",
                AT);
    }

    static Intent leastIntent() {
        return new Intent(
                "in_042",
                leastIntentRequest(),
                IntentStatus.LEDGERED,
                LedgerState.POSTED,
                StreamState.BEHIND,
                PacketState.PENDING,
                null,
                null,
                AT);
    }

    static Intent accountIntent() {
        IntentRequest request = IntentRequest.builder("intent_043")
                .scope("workspace_scope")
                .moneyModel(USD)
                .primitives(Primitive.LEDGER)
                .changes("customer:42", AccountChange.FREEZE, Side.DEBIT)
                .build();
        return new Intent(
                "in_043",
                request,
                IntentStatus.LEDGERED,
                LedgerState.NONE,
                StreamState.HEALTHY,
                PacketState.PENDING,
                null,
                null,
                AT);
    }

    static TransferRequest transferRequest() {
        return new TransferRequest(
                "customer:42",
                "merchant:7",
                usd(125_000),
                "rail_primary",
                Corridor.of("US", "DE"),
                "workspace_scope",
                Map.of("order", "17"),
                IdempotencyKey.of("transfer_key_042"));
    }

    static TransferRequest leastTransferRequest() {
        return new TransferRequest(
                "customer:42",
                "merchant:7",
                usd(125_000),
                null,
                null,
                null,
                Map.of(),
                IdempotencyKey.of("transfer_key_042"));
    }

    static PostingRequest postingRequest() {
        return leastPostingRequest()
                .correlation("order_17")
                .metadata(Map.of("order", "17"))
                .effectiveAt(AT);
    }

    static PostingRequest leastPostingRequest() {
        return PostingRequest.of("customer_balance", "reserved_balance", usd(125_000), "led_8172");
    }

    static IntentRequest intentRequest() {
        TransferRequest movement = new TransferRequest(
                "customer:42",
                "merchant:7",
                usd(125_000),
                "rail_primary",
                Corridor.of("US", "DE"),
                "workspace_scope",
                Map.of("order", "17"),
                IdempotencyKey.of("intent_042"));
        return IntentRequest.moving(Set.of(Primitive.values()), movement);
    }

    static IntentRequest leastIntentRequest() {
        return IntentRequest.builder("intent_042")
                .scope("workspace_scope")
                .moneyModel(USD)
                .primitives(Primitive.POLICY, Primitive.LEDGER, Primitive.EVENTS)
                .from("customer:42")
                .to("merchant:7")
                .amountMinor(125_000)
                .build();
    }

    static <R> Outcome<R> declined() {
        return new Outcome.Declined<>(
                ErrorCode.FLOOR_CROSSED,
                "the balance of customer:42 would fall below its floor: send less",
                Map.of("account", "customer:42", "available_minor", "100"),
                19);
    }
}
