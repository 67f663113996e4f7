package io.zentra.testing.contract;

import static io.zentra.testing.contract.Stage.usd;

import io.zentra.runtime.Transfer;
import io.zentra.runtime.payment.Payment;
import io.zentra.runtime.payment.PaymentRequest;
import io.zentra.runtime.payment.Payments;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.contract.Write.Attempt;
import java.util.List;

/** What payments that go over rails write: when a step is sent, and when its transfer tells what became of it. */
final class RailPaymentWrites {
    private static final String CALLED_BACK = "callback.received";
    private static final String POSTED = "ledger.entry.created";
    private static final String SETTLED = "transfer.settled";
    private static final String FAILED = "transfer.failed";

    private RailPaymentWrites() {}

    static List<Write> all() {
        return List.of(
                new Write("authorizes a payment over rails", (stage, tag) -> {
                    stage.transfers(); // made here, so that the write finds it
                    return Attempt.leaving(
                            () -> payments(stage).authorize(request(tag)), "hold.placed", "payment.authorized");
                }),
                new Write("sends a capture", (stage, tag) -> {
                    String id = authorized(stage, tag);
                    return Attempt.leaving(
                            () -> payments(stage).captureFinal(id, usd(3), tag),
                            "payment.capture_sent",
                            POSTED,
                            "hold.captured",
                            "transfer.created",
                            "provider.routed",
                            "hold.released");
                }),
                new Write("settles a capture by a callback", (stage, tag) -> {
                    SandboxRail.Message message = stage.transfers().success(captured(stage, tag));
                    return Attempt.leaving(
                            () -> stage.transfers().accept(message),
                            CALLED_BACK,
                            POSTED,
                            SETTLED,
                            "payment.capture_settled");
                }),
                new Write("fails a capture by a callback", (stage, tag) -> {
                    SandboxRail.Message message = stage.transfers().failure(captured(stage, tag));
                    return Attempt.leaving(
                            () -> stage.transfers().accept(message),
                            CALLED_BACK,
                            POSTED,
                            FAILED,
                            "payment.capture_failed");
                }),
                new Write("sends a refund", (stage, tag) -> {
                    String id = arrived(stage, tag);
                    return Attempt.leaving(
                            () -> payments(stage).refund(id, usd(2), "damaged", tag),
                            "payment.refund_sent",
                            "transfer.created",
                            POSTED,
                            "provider.routed");
                }),
                new Write("settles a refund by a callback", (stage, tag) -> {
                    SandboxRail.Message message = stage.transfers().success(refunded(stage, tag));
                    return Attempt.leaving(
                            () -> stage.transfers().accept(message),
                            CALLED_BACK,
                            POSTED,
                            SETTLED,
                            "payment.refund_settled");
                }),
                new Write("fails a refund by a callback", (stage, tag) -> {
                    SandboxRail.Message message = stage.transfers().failure(refunded(stage, tag));
                    return Attempt.leaving(
                            () -> stage.transfers().accept(message),
                            CALLED_BACK,
                            POSTED,
                            FAILED,
                            "payment.refund_failed");
                }),
                new Write("charges a capture back by hand", (stage, tag) -> {
                    String id = arrived(stage, tag);
                    return Attempt.leaving(
                            () -> payments(stage).chargeBack(id, "disputed", tag),
                            "payment.charged_back",
                            POSTED,
                            POSTED,
                            "transfer.reversed");
                }));
    }

    private static Payments payments(Stage stage) {
        return stage.transfers().acme().payments();
    }

    private static PaymentRequest request(String tag) {
        return PaymentRequest.of(TransferStage.PAYER, TransferStage.PAYEE, TransferStage.AMOUNT, tag + "-pay")
                .overRails();
    }

    private static String authorized(Stage stage, String tag) {
        stage.transfers();
        return payments(stage).authorize(request(tag)).orElseThrow().id();
    }

    /** The transfer of a capture that the rail has accepted. */
    private static Transfer captured(Stage stage, String tag) {
        String id = authorized(stage, tag);
        return sent(
                stage,
                payments(stage)
                        .captureFinal(id, TransferStage.AMOUNT, tag + "-capture")
                        .orElseThrow());
    }

    private static String arrived(Stage stage, String tag) {
        Transfer transfer = captured(stage, tag);
        stage.transfers().accept(stage.transfers().success(transfer));
        return payments(stage).ofKey(tag + "-pay").orElseThrow().id();
    }

    /** The transfer of a refund that the rail has accepted. */
    private static Transfer refunded(Stage stage, String tag) {
        String id = arrived(stage, tag);
        return sent(
                stage,
                payments(stage).refund(id, usd(2), "damaged", tag + "-refund").orElseThrow());
    }

    private static Transfer sent(Stage stage, Payment payment) {
        stage.transfers().zentra().runDueWork();
        List<String> transfers = payment.transferIds();
        return stage.transfers().acme().transfers().get(transfers.get(transfers.size() - 1));
    }
}
