package io.zentra.testing.contract;

import static io.zentra.testing.contract.Stage.CUSTOMER;
import static io.zentra.testing.contract.Stage.MERCHANT;
import static io.zentra.testing.contract.Stage.usd;

import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.Reviews;
import io.zentra.runtime.payment.Cards;
import io.zentra.runtime.payment.Payment;
import io.zentra.runtime.payment.PaymentRequest;
import io.zentra.testing.contract.Write.Attempt;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** The kinds of write by which payments and card authorizations take their steps. */
final class PaymentWrites {
    private static final String POSTED = "ledger.entry.created";

    private PaymentWrites() {}

    static List<Write> all() {
        return List.of(
                new Write("authorizes a payment", (stage, tag) -> {
                    stage.transfers(); // made here, so that the write finds it
                    return Attempt.leaving(
                            () -> stage.transfers().acme().payments().authorize(request(tag)),
                            "hold.placed",
                            "payment.authorized");
                }),
                new Write("authorizes a card under a policy", (stage, tag) -> {
                    stage.transfers();
                    return Attempt.leaving(
                            () -> cards(stage).authorize(request(tag)),
                            "policy.accepted",
                            "hold.placed",
                            "payment.authorized");
                }),
                new Write("is denied a card", (stage, tag) -> {
                    stage.transfers();
                    return Attempt.leaving(
                            () -> cards(stage).authorize(request(tag).scope(TransferStage.DENIED)),
                            "policy.denied",
                            "payment.denied");
                }),
                new Write("sends a card to review", (stage, tag) -> {
                    stage.transfers();
                    return Attempt.leaving(
                            () -> cards(stage).authorize(request(tag).scope(TransferStage.REVIEWED)),
                            "policy.review",
                            "review.opened",
                            "payment.in_review");
                }),
                new Write("goes on with a card that was approved", PaymentWrites::goesOn),
                new Write("increments a card", (stage, tag) -> {
                    String id = card(stage, tag);
                    return Attempt.leaving(
                            () -> cards(stage).increment(id, usd(3), tag),
                            "policy.accepted",
                            "hold.placed",
                            "payment.incremented");
                }),
                new Write("clears a part of a card", (stage, tag) -> {
                    String id = card(stage, tag);
                    return Attempt.leaving(
                            () -> cards(stage).clear(id, usd(3), tag), POSTED, "hold.captured", "payment.captured");
                }),
                new Write("clears a card finally", (stage, tag) -> {
                    String id = card(stage, tag);
                    return Attempt.leaving(
                            () -> cards(stage).clearFinal(id, usd(3), tag),
                            POSTED,
                            "hold.captured",
                            "hold.released",
                            "usage.returned",
                            "payment.captured");
                }),
                new Write("reverses a card", (stage, tag) -> {
                    String id = card(stage, tag);
                    return Attempt.leaving(
                            () -> cards(stage).reverse(id, "left", tag),
                            "hold.released",
                            "usage.returned",
                            "payment.voided");
                }),
                new Write("lets a card expire", PaymentWrites::expires),
                new Write("forces a clearing", (stage, tag) -> {
                    String id = card(stage, tag);
                    return Attempt.leaving(
                            () -> cards(stage).force(id, usd(13), "seen", tag),
                            POSTED,
                            "hold.captured",
                            POSTED,
                            "payment.forced");
                }),
                new Write("forces a clearing of nothing", (stage, tag) -> {
                    stage.transfers();
                    return Attempt.leaving(() -> cards(stage).force(request(tag), "seen"), POSTED, "payment.forced");
                }),
                new Write("refunds a card", (stage, tag) -> {
                    String id = cleared(stage, tag);
                    return Attempt.leaving(
                            () -> cards(stage).refund(id, usd(4), "damaged", tag),
                            POSTED,
                            "usage.returned",
                            "payment.refunded");
                }),
                new Write("charges a card back", (stage, tag) -> {
                    String id = cleared(stage, tag);
                    return Attempt.leaving(
                            () -> cards(stage).chargeBack(id, "disputed", tag),
                            POSTED,
                            "usage.returned",
                            "payment.charged_back");
                }),
                new Write("reverses a chargeback", (stage, tag) -> {
                    String id = cleared(stage, tag);
                    cards(stage).chargeBack(id, "disputed", tag + "-back").orElseThrow();
                    return Attempt.leaving(
                            () -> cards(stage).reverseChargeback(id, usd(2), "won", tag),
                            POSTED,
                            "payment.chargeback_reversed");
                }));
    }

    private static Attempt goesOn(Stage stage, String tag) {
        Payment waiting = cards(stage)
                .authorize(request(tag).scope(TransferStage.REVIEWED))
                .orElseThrow();
        Reviews reviews = stage.transfers().as(TransferStage.TREASURER).reviews();
        ReviewCase seen = reviews.find(Objects.requireNonNull(waiting.caseId())).orElseThrow();
        reviews.approve(seen.id(), seen.decision(), tag + "-yes").orElseThrow();
        return whenIs(
                stage,
                waiting.id(),
                "authorized",
                "review.closed",
                "policy.review",
                "hold.placed",
                "payment.authorized");
    }

    private static Attempt expires(Stage stage, String tag) {
        PaymentRequest request = request(tag).expiresAt(stage.clock().instant().plus(Duration.ofHours(1)));
        String id = cards(stage).authorize(request).orElseThrow().id();
        return whenIs(stage, id, "expired", "hold.expired", "usage.returned", "payment.expired");
    }

    private static Attempt whenIs(Stage stage, String id, String status, String... events) {
        BooleanSupplier isThere =
                () -> stage.number("select count(*) from zentra_payment where id = ? and status = ?", id, status) == 1;
        return Attempt.whenDue(
                isThere,
                () -> stage.runDueUntil(
                        isThere, () -> stage.transfers().zentra().runDueWork()),
                events);
    }

    private static Cards cards(Stage stage) {
        return stage.transfers().acme().cards();
    }

    private static PaymentRequest request(String tag) {
        return PaymentRequest.of(CUSTOMER, MERCHANT, usd(9), tag + "-pay");
    }

    private static String card(Stage stage, String tag) {
        return cards(stage).authorize(request(tag)).orElseThrow().id();
    }

    private static String cleared(Stage stage, String tag) {
        String id = card(stage, tag);
        cards(stage).clear(id, usd(9), tag + "-clear").orElseThrow();
        return id;
    }
}
