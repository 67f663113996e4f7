package io.zentra.testing.contract;

import static io.zentra.testing.contract.StageRails.SETTLED_LATER;
import static io.zentra.testing.contract.TransferDecisionWrites.caseOf;
import static io.zentra.testing.contract.TransferDecisionWrites.reviews;
import static io.zentra.testing.contract.TransferDecisionWrites.whenIn;

import io.zentra.core.review.ReviewCase;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Transfers;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.contract.Write.Attempt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The kinds of write by which transfers settle after they were posted, come back after they were paid, or are settled by hand. */
final class LateTransferWrites {
    private static final String CALLED_BACK = "callback.received";
    private static final String POSTED = "ledger.entry.created";
    private static final String USAGE = "usage.returned";
    private static final String SETTLED = "transfer.settled";
    private static final String RETURNED = "transfer.returned";
    private static final String REVERSED = "transfer.reversed";

    /** Longer than any pause between two questions to a rail. */
    private static final Duration PAUSE = Duration.ofDays(1);

    private LateTransferWrites() {}

    static List<Write> all() {
        List<Write> all = new ArrayList<>(callbacks());
        all.addAll(byHand());
        all.addAll(decided());
        all.addAll(refused());
        return all;
    }

    private static List<Write> callbacks() {
        return List.of(
                new Write("posts by the rail's answer what settles later", (stage, tag) -> {
                    stage.transfers().rails().late().nextSubmit(new RailOutcome.Succeeded("prov-" + tag));
                    Transfer transfer = stage.transfers().created(tag, SETTLED_LATER);
                    return whenIn(stage, transfer, "posted", POSTED, "transfer.posted");
                }),
                new Write("posts by a callback what settles later", (stage, tag) -> {
                    Transfer transfer = stage.transfers().sent(tag, SETTLED_LATER);
                    SandboxRail.Message message = stage.transfers().success(transfer);
                    return Attempt.leaving(
                            () -> stage.transfers().accept(transfer, message), CALLED_BACK, POSTED, "transfer.posted");
                }),
                new Write("settles by a second callback", (stage, tag) -> {
                    Transfer transfer = posted(stage, tag);
                    SandboxRail.Message message = stage.transfers().settlement(transfer);
                    return Attempt.leaving(
                            () -> stage.transfers().accept(transfer, message), CALLED_BACK, POSTED, SETTLED);
                }),
                new Write("takes back by a callback what was paid", (stage, tag) -> {
                    Transfer transfer = stage.transfers().sent(tag);
                    stage.transfers().accept(stage.transfers().success(transfer));
                    return comesBack(stage, transfer, CALLED_BACK, POSTED, POSTED, USAGE, RETURNED);
                }),
                new Write(
                        "takes back by a callback what was posted",
                        (stage, tag) ->
                                comesBack(stage, posted(stage, tag), CALLED_BACK, POSTED, POSTED, USAGE, RETURNED)),
                new Write(
                        "takes back by a callback what had settled later",
                        (stage, tag) -> comesBack(
                                stage, settled(stage, tag), CALLED_BACK, POSTED, POSTED, POSTED, USAGE, RETURNED)),
                new Write("is contradicted by a callback while it is posted", (stage, tag) -> {
                    Transfer transfer = posted(stage, tag);
                    SandboxRail.Message message = stage.transfers().failure(transfer);
                    return Attempt.leaving(
                            () -> stage.transfers().accept(transfer, message),
                            CALLED_BACK,
                            "review.opened",
                            "transfer.contradicted");
                }));
    }

    private static List<Write> byHand() {
        return List.of(
                new Write("settles by hand what was posted", (stage, tag) -> {
                    Transfer transfer = posted(stage, tag);
                    return Attempt.leaving(
                            () -> transfers(stage).settle(transfer.id(), "on the statement", tag + "-settle"),
                            POSTED,
                            SETTLED);
                }),
                new Write("settles by hand what its rail is silent about", (stage, tag) -> {
                    Transfer transfer = silent(stage, tag);
                    return Attempt.leaving(
                            () -> transfers(stage).settle(transfer.id(), "on the statement", tag + "-settle"),
                            POSTED,
                            "review.withdrawn",
                            SETTLED);
                }),
                new Write("marks as returned what had settled later", (stage, tag) -> {
                    Transfer transfer = settled(stage, tag);
                    return Attempt.leaving(
                            () -> transfers(stage).markReturned(transfer.id(), "on the statement", tag + "-back"),
                            POSTED,
                            POSTED,
                            POSTED,
                            USAGE,
                            RETURNED);
                }),
                new Write("reverses what was posted", (stage, tag) -> {
                    Transfer transfer = posted(stage, tag);
                    return Attempt.leaving(
                            () -> transfers(stage).reverse(transfer.id(), "recalled", tag + "-back"),
                            POSTED,
                            POSTED,
                            USAGE,
                            REVERSED);
                }),
                new Write("reverses what had settled later", (stage, tag) -> {
                    Transfer transfer = settled(stage, tag);
                    return Attempt.leaving(
                            () -> transfers(stage).reverse(transfer.id(), "refund", tag + "-back"),
                            POSTED,
                            POSTED,
                            POSTED,
                            USAGE,
                            REVERSED);
                }),
                new Write("reverses a part of what had settled later", (stage, tag) -> {
                    Transfer transfer = settled(stage, tag);
                    return Attempt.leaving(
                            () -> transfers(stage).reverse(transfer.id(), Stage.usd(1), "item", tag + "-back"),
                            POSTED,
                            POSTED,
                            POSTED,
                            USAGE,
                            "transfer.partly_reversed");
                }));
    }

    private static List<Write> decided() {
        return List.of(
                new Write("reverses as persons decided what was posted", (stage, tag) -> {
                    Transfer transfer = contradicted(stage, tag);
                    ReviewCase seen = caseOf(stage, transfer);
                    reviews(stage)
                            .approve(seen.id(), seen.decision(), tag + "-yes")
                            .orElseThrow();
                    return whenIn(stage, transfer, "reversed", "review.closed", POSTED, POSTED, USAGE, REVERSED);
                }),
                new Write("upholds as persons decided what was posted", (stage, tag) -> {
                    Transfer transfer = contradicted(stage, tag);
                    reviews(stage)
                            .deny(caseOf(stage, transfer).id(), "no", tag + "-no")
                            .orElseThrow();
                    return whenIn(stage, transfer, "posted", "review.closed", "transfer.upheld");
                }));
    }

    private static List<Write> refused() {
        return List.of(
                new Write("settles later what was posted and the ledger refused", (stage, tag) -> {
                    Transfer transfer = posted(stage, tag);
                    freeze(stage, TransferStage.PAYEE, tag);
                    stage.transfers().accept(transfer, stage.transfers().settlement(transfer));
                    unfreeze(stage, TransferStage.PAYEE, tag);
                    return whenIn(stage, transfer, "settled", POSTED, "review.withdrawn", SETTLED);
                }),
                new Write("waits when the ledger refuses what came back", (stage, tag) -> {
                    stage.transfers(); // which opens the account
                    unfreeze(stage, TransferStage.PAYER, tag + "-first");
                    Transfer transfer = posted(stage, tag);
                    freeze(stage, TransferStage.PAYER, tag);
                    return comesBack(stage, transfer, CALLED_BACK, "review.opened", "transfer.in_review");
                }),
                new Write("gives back later what came back and the ledger refused", (stage, tag) -> {
                    Transfer transfer = settled(stage, tag);
                    freeze(stage, TransferStage.PAYER, tag);
                    stage.transfers().accept(transfer, stage.transfers().returned(transfer));
                    unfreeze(stage, TransferStage.PAYER, tag);
                    return whenIn(
                            stage, transfer, "returned", POSTED, POSTED, POSTED, USAGE, "review.withdrawn", RETURNED);
                }));
    }

    private static Transfers transfers(Stage stage) {
        return stage.transfers().acme().transfers();
    }

    private static void freeze(Stage stage, String account, String tag) {
        stage.acme().accounts().freeze(account, tag + "-frozen").orElseThrow();
    }

    private static void unfreeze(Stage stage, String account, String tag) {
        stage.acme().accounts().unfreeze(account, tag + "-unfrozen").orElseThrow();
    }

    private static Attempt comesBack(Stage stage, Transfer transfer, String... events) {
        SandboxRail.Message message = stage.transfers().returned(transfer);
        return Attempt.leaving(() -> stage.transfers().accept(transfer, message), events);
    }

    private static Transfer posted(Stage stage, String tag) {
        Transfer transfer = stage.transfers().sent(tag, SETTLED_LATER);
        stage.transfers().accept(transfer, stage.transfers().success(transfer));
        return transfer;
    }

    private static Transfer settled(Stage stage, String tag) {
        Transfer transfer = posted(stage, tag);
        stage.transfers().accept(transfer, stage.transfers().settlement(transfer));
        return transfer;
    }

    private static Transfer contradicted(Stage stage, String tag) {
        Transfer transfer = posted(stage, tag);
        stage.transfers().accept(transfer, stage.transfers().failure(transfer));
        return transfer;
    }

    /** A transfer of which its rail has told nothing final until persons were asked. */
    private static Transfer silent(Stage stage, String tag) {
        stage.requireAllEnd(); // or each strike would ask about one more
        Transfer transfer = stage.transfers().sent(tag);
        TransferStatus status = transfer.status();
        for (int asked = 1; status != TransferStatus.IN_REVIEW; asked++) {
            if (asked > 10) {
                throw new AssertionError("nobody was told that the rail is silent");
            }
            stage.clock().advance(PAUSE);
            stage.transfers().zentra().runDueWork();
            status = transfers(stage).get(transfer.id()).status();
        }
        return transfer;
    }
}
