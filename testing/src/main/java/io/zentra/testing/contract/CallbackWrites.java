package io.zentra.testing.contract;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.review.Reviews;
import io.zentra.runtime.Transfer;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.contract.Write.Attempt;
import java.time.Duration;
import java.util.List;

/** The kinds of write that callbacks lead to which come before what they speak of. */
final class CallbackWrites {
    private static final Duration PARKED_FOR = Duration.ofDays(1);
    private static final Actor ANN = Actor.operator("ann", Permission.ALL);

    private CallbackWrites() {}

    static List<Write> all() {
        return List.of(
                new Write("parks a callback", (stage, tag) -> {
                    Transfer transfer = stage.transfers().created(tag);
                    SandboxRail.Message message = stage.transfers().early("prov-" + transfer.attemptId());
                    return Attempt.leaving(() -> stage.transfers().acceptEarly(message), "callback.received");
                }),
                new Write("applies a parked callback with the rail's answer", (stage, tag) -> {
                    Transfer transfer = stage.transfers().created(tag);
                    stage.transfers().acceptEarly(stage.transfers().early("prov-" + transfer.attemptId()));
                    return Attempt.whenDue(
                            () -> stage.transfers().hasEnded(transfer),
                            () -> stage.transfers().runUntilEnded(transfer),
                            "callback.applied",
                            "ledger.entry.created",
                            "transfer.settled");
                }),
                new Write("opens a case for a callback that waits too long", (stage, tag) -> {
                    parkUntilDue(stage, tag);
                    return Attempt.whenDue(
                            () -> isOverdue(stage, tag),
                            () -> stage.runDueUntil(() -> isOverdue(stage, tag), () -> runDueWork(stage)),
                            "review.opened",
                            "callback.overdue");
                }),
                new Write("gives up a callback whose case was approved", (stage, tag) -> {
                    parkUntilDue(stage, tag);
                    stage.runDueUntil(() -> isOverdue(stage, tag), () -> runDueWork(stage));
                    approve(stage, tag);
                    return Attempt.whenDue(
                            () -> !isParked(stage, tag),
                            () -> stage.runDueUntil(() -> !isParked(stage, tag), () -> runDueWork(stage)),
                            "review.closed",
                            "callback.closed");
                }));
    }

    private static void runDueWork(Stage stage) {
        stage.transfers().zentra().runDueWork();
    }

    private static void parkUntilDue(Stage stage, String tag) {
        stage.transfers().acceptEarly(stage.transfers().early("nobody-" + tag));
        stage.clock().advance(PARKED_FOR);
    }

    private static boolean isParked(Stage stage, String tag) {
        return stage.number("select count(*) from zentra_callback_parked where reference = ?", "nobody-" + tag) == 1;
    }

    private static boolean isOverdue(Stage stage, String tag) {
        return stage.number(
                        "select count(*) from zentra_callback_parked where reference = ? and overdue_case is not null",
                        "nobody-" + tag)
                == 1;
    }

    /** Approves the case of a callback, and no other's. */
    private static void approve(Stage stage, String tag) {
        Reviews reviews = stage.transfers().zentra().tenant("acme").as(ANN).reviews();
        reviews.lanes().set(ReviewLane.of("callbacks", ANN), tag + "-lane").orElseThrow();
        ReviewCase waiting = reviews.ofLane("callbacks", "", Reviews.MAX_PAGE).stream()
                .filter(each -> reference(stage, each).equals("nobody-" + tag))
                .findFirst()
                .orElseThrow();
        reviews.approve(waiting.id(), waiting.decision(), tag + "-approve").orElseThrow();
    }

    private static String reference(Stage stage, ReviewCase waiting) {
        return stage.transfers()
                .acme()
                .journal()
                .timeline(waiting.origin().correlation())
                .get(0)
                .body()
                .path("reference")
                .asText();
    }
}
