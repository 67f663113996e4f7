package io.zentra.testing.contract;

import static io.zentra.testing.contract.Stage.usd;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewDraft;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.review.ReviewLanes;
import io.zentra.core.review.Reviews;
import io.zentra.testing.contract.Write.Attempt;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The kinds of write that review cases are made of. */
final class ReviewWrites {
    private static final String BASIS = "0".repeat(64);
    private static final Actor ANN = Actor.operator("ann", Permission.ALL);
    private static final Actor BOB = Actor.operator("bob", Permission.ALL);

    /** What one write leaves open must not fall due in another. */
    private static final Duration NEVER = ReviewLane.MAX_DURATION;

    private ReviewWrites() {}

    static List<Write> all() {
        return List.of(
                new Write(
                        "sets a review lane",
                        (stage, tag) -> Attempt.leaving(() -> lanes(stage).set(lane(tag), tag), "review.lane.set")),
                new Write("opens a case for whose turn it is", (stage, tag) -> {
                    lanes(stage).set(lane(tag).withRota(ANN, BOB), tag).orElseThrow();
                    return Attempt.leaving(() -> as(stage, null).open(draft(tag), tag), "review.opened");
                }),
                new Write("claims a case", (stage, tag) -> {
                    ReviewCase seen = opened(stage, tag, lane(tag));
                    return Attempt.leaving(() -> as(stage, ANN).claim(seen.id(), tag), "review.claimed");
                }),
                new Write("notes something on a case", (stage, tag) -> {
                    ReviewCase seen = opened(stage, tag, lane(tag));
                    return Attempt.leaving(() -> as(stage, ANN).note(seen.id(), "called", tag), "review.noted");
                }),
                new Write("erases a note", (stage, tag) -> {
                    ReviewCase seen = opened(stage, tag, lane(tag));
                    long note = as(stage, ANN).note(seen.id(), "called", tag).orElseThrow();
                    return Attempt.leaving(() -> as(stage, ANN).eraseNote(note), "review.note.erased");
                }),
                new Write("edits a case", (stage, tag) -> {
                    ReviewCase seen = opened(stage, tag, lane(tag));
                    return Attempt.leaving(
                            () -> as(stage, ANN).edit(seen.id(), Map.of("reference", tag), tag), "review.edited");
                }),
                new Write("approves a case", (stage, tag) -> {
                    ReviewCase seen = opened(stage, tag, lane(tag));
                    return Attempt.leaving(() -> approve(stage, seen, tag), "review.approved");
                }),
                new Write("declines the approval of one's own case", (stage, tag) -> {
                    lanes(stage).set(lane(tag), tag).orElseThrow();
                    ReviewCase own = as(stage, ANN).open(draft(tag), tag).orElseThrow();
                    return Attempt.leaving(() -> approve(stage, own, tag), "request.declined");
                }),
                new Write("denies a case", (stage, tag) -> {
                    ReviewCase seen = opened(stage, tag, lane(tag));
                    return Attempt.leaving(() -> as(stage, ANN).deny(seen.id(), "no", tag), "review.denied");
                }),
                new Write("goes on by an approval", (stage, tag) -> {
                    ReviewCase seen = opened(stage, tag, lane(tag));
                    approve(stage, seen, tag);
                    return Attempt.leaving(
                            () -> as(stage, null).resume(seen.id(), BASIS, usd(5), tag), "review.closed");
                }),
                new Write("changes what is to be approved", (stage, tag) -> {
                    ReviewCase seen = opened(stage, tag, lane(tag));
                    approve(stage, seen, tag);
                    return Attempt.leaving(
                            () -> as(stage, null).resume(seen.id(), "1".repeat(64), usd(5), tag),
                            "review.decision.changed");
                }),
                new Write("lets a case escalate", ReviewWrites::escalates),
                new Write("lets an approval expire", ReviewWrites::expires));
    }

    private static Attempt escalates(Stage stage, String tag) {
        lanes(stage).set(lane(tag + "-next"), tag + "-next").orElseThrow();
        ReviewCase seen =
                opened(stage, tag, lane(tag).withDueIn(Duration.ofHours(1)).withEscalation(tag + "-next"));
        BooleanSupplier isDone = () -> stage.number(
                        "select count(*) from zentra_review_case where subject = ? and lane = ?",
                        seen.origin().subject(),
                        tag + "-next")
                == 1;
        return Attempt.whenDue(
                isDone, () -> stage.runDueUntil(isDone, () -> stage.ledger().runDueWork()), "review.escalated");
    }

    private static Attempt expires(Stage stage, String tag) {
        ReviewCase seen = opened(stage, tag, lane(tag).withApprovalsLast(Duration.ofHours(1)));
        approve(stage, seen, tag);
        BooleanSupplier isDone = () -> stage.number(
                        "select count(*) from zentra_review_case where subject = ? and status = 'open'",
                        seen.origin().subject())
                == 1;
        return Attempt.whenDue(
                isDone, () -> stage.runDueUntil(isDone, () -> stage.ledger().runDueWork()), "review.approvals.lapsed");
    }

    private static ReviewLane lane(String name) {
        return ReviewLane.of(name, ANN, BOB).withDueIn(NEVER).withApprovalsLast(NEVER);
    }

    private static ReviewDraft draft(String tag) {
        return ReviewDraft.of(tag, "transfer", tag, BASIS).amount(usd(5));
    }

    private static ReviewCase opened(Stage stage, String tag, ReviewLane lane) {
        lanes(stage).set(lane, tag).orElseThrow();
        return as(stage, null).open(draft(tag), tag).orElseThrow();
    }

    private static void approve(Stage stage, ReviewCase seen, String tag) {
        as(stage, ANN).approve(seen.id(), seen.decision(), tag);
    }

    private static ReviewLanes lanes(Stage stage) {
        return as(stage, null).lanes();
    }

    private static Reviews as(Stage stage, @Nullable Actor person) {
        return person == null
                ? stage.acme().reviews()
                : stage.ledger().tenant("acme").as(person).reviews();
    }
}
