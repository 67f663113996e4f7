package io.zentra.testing.contract;

import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.Reviews;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.contract.Write.Attempt;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** The kinds of write by which a policy or persons decide about transfers. */
final class TransferDecisionWrites {
    private static final String CREATED = "transfer.created";
    private static final String POSTED = "ledger.entry.created";

    private TransferDecisionWrites() {}

    static List<Write> all() {
        return List.of(
                new Write("is denied a transfer", (stage, tag) -> {
                    TransferStage transfers = stage.transfers();
                    return Attempt.leaving(
                            () -> transfers.created(tag, TransferStage.DENIED), CREATED, "policy.denied");
                }),
                new Write("sends a transfer to review", (stage, tag) -> {
                    TransferStage transfers = stage.transfers();
                    return Attempt.leaving(
                            () -> transfers.created(tag, TransferStage.REVIEWED),
                            CREATED,
                            "policy.review",
                            "review.opened",
                            "transfer.in_review");
                }),
                new Write("goes on with a transfer that was approved", TransferDecisionWrites::goesOn),
                new Write("ends a transfer that was denied", TransferDecisionWrites::ends),
                new Write("reverses a transfer as persons decided", TransferDecisionWrites::follows),
                new Write("upholds a transfer as persons decided", TransferDecisionWrites::upholds),
                new Write("asks persons for a reversal", TransferDecisionWrites::asksForReversal),
                new Write("reverses a transfer that persons let go back", TransferDecisionWrites::reversesApproved),
                new Write("leaves a transfer that persons keep from going back", TransferDecisionWrites::leavesDenied),
                new Write(
                        "takes back a reversal that waits when the money returns",
                        TransferDecisionWrites::returnsFirst),
                new Write("cancels a transfer", (stage, tag) -> {
                    Transfer transfer = stage.transfers().created(tag);
                    return Attempt.leaving(
                            () -> stage.transfers().acme().transfers().cancel(transfer.id(), "twice", tag + "-cancel"),
                            POSTED,
                            "usage.returned",
                            "transfer.cancelled");
                }),
                new Write("reverses a transfer", (stage, tag) -> {
                    Transfer transfer = settled(stage, tag);
                    return Attempt.leaving(
                            () -> stage.transfers().acme().transfers().reverse(transfer.id(), "refund", tag + "-back"),
                            POSTED,
                            POSTED,
                            "usage.returned",
                            "transfer.reversed");
                }),
                new Write("marks a transfer as returned", (stage, tag) -> {
                    Transfer transfer = settled(stage, tag);
                    return Attempt.leaving(
                            () -> stage.transfers()
                                    .acme()
                                    .transfers()
                                    .markReturned(transfer.id(), "on the statement", tag + "-back"),
                            POSTED,
                            POSTED,
                            "usage.returned",
                            "transfer.returned");
                }),
                new Write("reverses a part of a transfer", (stage, tag) -> {
                    Transfer transfer = settled(stage, tag);
                    return Attempt.leaving(
                            () -> stage.transfers()
                                    .acme()
                                    .transfers()
                                    .reverse(transfer.id(), Stage.usd(1), "item", tag + "-back"),
                            POSTED,
                            POSTED,
                            "usage.returned",
                            "transfer.partly_reversed");
                }));
    }

    private static Attempt goesOn(Stage stage, String tag) {
        Transfer transfer = stage.transfers().created(tag, TransferStage.REVIEWED);
        ReviewCase seen = caseOf(stage, transfer);
        reviews(stage).approve(seen.id(), seen.decision(), tag + "-yes").orElseThrow();
        stage.transfers().bank().nextSubmit(new RailOutcome.Succeeded("prov-" + tag));
        return whenIn(
                stage,
                transfer,
                "settled",
                "review.closed",
                "policy.review",
                POSTED,
                "provider.routed",
                POSTED,
                "transfer.settled");
    }

    private static Attempt ends(Stage stage, String tag) {
        Transfer transfer = stage.transfers().created(tag, TransferStage.REVIEWED);
        reviews(stage).deny(caseOf(stage, transfer).id(), "no", tag + "-no").orElseThrow();
        return whenIn(stage, transfer, "denied", "review.closed", "transfer.denied");
    }

    private static Attempt follows(Stage stage, String tag) {
        Transfer transfer = contradicted(stage, tag);
        ReviewCase seen = caseOf(stage, transfer);
        reviews(stage).approve(seen.id(), seen.decision(), tag + "-yes").orElseThrow();
        return whenIn(
                stage, transfer, "reversed", "review.closed", POSTED, POSTED, "usage.returned", "transfer.reversed");
    }

    private static Attempt upholds(Stage stage, String tag) {
        Transfer transfer = contradicted(stage, tag);
        reviews(stage).deny(caseOf(stage, transfer).id(), "no", tag + "-no").orElseThrow();
        return whenIn(stage, transfer, "settled", "review.closed", "transfer.upheld");
    }

    private static Attempt asksForReversal(Stage stage, String tag) {
        Transfer transfer = settled(stage, tag);
        stage.transfers().reviewReversals();
        return Attempt.leaving(
                () -> reverse(stage, transfer, tag), "policy.review", "review.opened", "transfer.reversal_asked");
    }

    private static Attempt reversesApproved(Stage stage, String tag) {
        Transfer transfer = waiting(stage, tag);
        ReviewCase seen = caseOf(stage, transfer);
        reviews(stage).approve(seen.id(), seen.decision(), tag + "-yes").orElseThrow();
        return whenIn(
                stage,
                transfer,
                "reversed",
                "review.closed",
                "policy.review",
                POSTED,
                POSTED,
                "usage.returned",
                "transfer.reversed");
    }

    private static Attempt leavesDenied(Stage stage, String tag) {
        Transfer transfer = waiting(stage, tag);
        reviews(stage).deny(caseOf(stage, transfer).id(), "no", tag + "-no").orElseThrow();
        BooleanSupplier isThere = () -> stage.number(
                        "select count(*) from zentra_transfer where id = ? and status = 'settled'"
                                + " and reason = 'review_denied'",
                        transfer.id())
                == 1;
        return whenDue(stage, isThere, "review.closed", "transfer.not_reversed");
    }

    private static Attempt returnsFirst(Stage stage, String tag) {
        Transfer transfer = waiting(stage, tag);
        SandboxRail.Message returned = stage.transfers().returned(transfer);
        return Attempt.leaving(
                () -> stage.transfers().accept(returned),
                "callback.received",
                POSTED,
                POSTED,
                "usage.returned",
                "review.withdrawn",
                "transfer.returned");
    }

    /** A transfer of which all waits to go back. */
    private static Transfer waiting(Stage stage, String tag) {
        Transfer transfer = settled(stage, tag);
        stage.transfers().reviewReversals();
        reverse(stage, transfer, tag);
        return transfer;
    }

    private static void reverse(Stage stage, Transfer transfer, String tag) {
        stage.transfers()
                .acme()
                .transfers()
                .reverse(transfer.id(), "refund", tag + "-back")
                .orElseThrow();
    }

    /** Due work brings the transfer into a state. */
    static Attempt whenIn(Stage stage, Transfer transfer, String status, String... events) {
        BooleanSupplier isThere = () -> stage.number(
                        "select count(*) from zentra_transfer where id = ? and status = '" + status + "'",
                        transfer.id())
                == 1;
        return whenDue(stage, isThere, events);
    }

    private static Attempt whenDue(Stage stage, BooleanSupplier isThere, String... events) {
        return Attempt.whenDue(
                isThere,
                () -> stage.runDueUntil(
                        isThere, () -> stage.transfers().zentra().runDueWork()),
                events);
    }

    private static Transfer settled(Stage stage, String tag) {
        Transfer transfer = stage.transfers().sent(tag);
        stage.transfers().accept(stage.transfers().success(transfer));
        return transfer;
    }

    private static Transfer contradicted(Stage stage, String tag) {
        Transfer transfer = settled(stage, tag);
        stage.transfers().accept(stage.transfers().failure(transfer));
        return transfer;
    }

    /** The case that a transfer waits for. */
    static ReviewCase caseOf(Stage stage, Transfer transfer) {
        Transfer now = stage.transfers().acme().transfers().get(transfer.id());
        return reviews(stage).find(Objects.requireNonNull(now.caseId())).orElseThrow();
    }

    static Reviews reviews(Stage stage) {
        return stage.transfers().as(TransferStage.TREASURER).reviews();
    }
}
