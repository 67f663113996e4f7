package io.zentra.testing.contract;

import static io.zentra.testing.contract.Stage.CUSTOMER;
import static io.zentra.testing.contract.Stage.MERCHANT;
import static io.zentra.testing.contract.Stage.usd;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.usage.Window;
import io.zentra.ledger.PostingRequest;
import io.zentra.policy.Analysis;
import io.zentra.policy.Condition;
import io.zentra.policy.Field;
import io.zentra.policy.Measure;
import io.zentra.policy.Policies;
import io.zentra.policy.Policy;
import io.zentra.policy.PolicyVersion;
import io.zentra.policy.Proposal;
import io.zentra.runtime.Ruling;
import io.zentra.runtime.Workspace;
import io.zentra.testing.contract.Write.Attempt;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The kinds of write that policies are made of, and those that move money under one. */
final class PolicyWrites {
    private static final String ACCEPTED = "policy.accepted";
    private static final String POSTED = "ledger.entry.created";
    private static final String LANE = "treasury";
    private static final long REVIEWED = 500;
    private static final long DENIED = 900;
    private static final Actor TREASURER = Actor.operator("cleo", Permission.ALL);
    private static final Actor APPROVER = Actor.operator("bob", Permission.ALL);

    private PolicyWrites() {}

    static List<Write> all() {
        return List.of(
                new Write("drafts a policy", (stage, tag) -> {
                    stage.transfers(); // their tables are made before
                    return Attempt.leaving(
                            () -> acme(stage).policies().draft(policy(name(tag)), tag), "policy.drafted");
                }),
                new Write("publishes a policy", (stage, tag) -> {
                    approve(stage, name(tag), tag);
                    return Attempt.leaving(
                            () -> as(stage, APPROVER).policies().publish(name(tag), 1, tag), "policy.published");
                }),
                new Write("posts under a policy", (stage, tag) -> {
                    publish(stage, tag);
                    return Attempt.leaving(() -> post(stage, tag, tag, 9), ACCEPTED, POSTED);
                }),
                new Write("holds under a policy", (stage, tag) -> {
                    publish(stage, tag);
                    return Attempt.leaving(
                            () -> acme(stage)
                                    .controlled()
                                    .hold(
                                            proposal(tag, 9),
                                            lines(tag, 9),
                                            stage.clock().instant().plus(ReviewLane.MAX_DURATION)),
                            ACCEPTED,
                            "hold.placed");
                }),
                new Write("is denied by a policy", (stage, tag) -> {
                    publish(stage, tag);
                    return Attempt.leaving(() -> post(stage, tag, tag, DENIED + 1), "policy.denied");
                }),
                new Write("waits for persons under a policy", (stage, tag) -> {
                    publish(stage, tag);
                    return Attempt.leaving(() -> post(stage, tag, tag, REVIEWED + 1), "policy.review", "review.opened");
                }),
                new Write("goes on when persons approve", PolicyWrites::goesOn),
                new Write("reverses what a policy let through", (stage, tag) -> {
                    publish(stage, tag);
                    Ruling.Posted posted = (Ruling.Posted) post(stage, tag, tag + "-paid", 9);
                    return Attempt.leaving(
                            () -> stage.acme()
                                    .ledgers()
                                    .reverse(posted.posting().id(), tag),
                            POSTED,
                            "usage.returned");
                }));
    }

    private static Attempt goesOn(Stage stage, String tag) {
        publish(stage, tag);
        Ruling.InReview waiting = (Ruling.InReview) post(stage, tag, tag + "-asked", REVIEWED + 1);
        ReviewCase seen = as(stage, TREASURER).reviews().find(waiting.caseId()).orElseThrow();
        as(stage, TREASURER).reviews().approve(seen.id(), seen.decision(), tag).orElseThrow();
        BooleanSupplier isDone = () -> stage.number(
                        "select count(*) from zentra_review_case where subject = ? and status = 'resumed'",
                        waiting.decision().id())
                == 1;
        return Attempt.whenDue(
                isDone,
                () -> stage.runDueUntil(isDone, () -> stage.transfers().zentra().runDueWork()),
                "review.closed",
                "policy.review",
                POSTED);
    }

    private static String name(String tag) {
        return "payout-" + tag.toLowerCase(Locale.ROOT);
    }

    private static Policy policy(String name) {
        return Policy.named(name)
                .deny("closed", Condition.amountOver(usd(DENIED)))
                .review(LANE, Condition.amountOver(usd(REVIEWED)))
                .limit(
                        "hourly",
                        Measure.sum(Stage.USD).per(Field.SOURCE).within(Window.rolling(Duration.ofHours(1))),
                        1_000_000)
                .limit("daily", Measure.count().per(Field.DESTINATION), 1_000_000)
                .build();
    }

    private static void approve(Stage stage, String name, String tag) {
        Policies policies = acme(stage).policies();
        PolicyVersion draft = policies.draft(policy(name), tag + "-draft").orElseThrow();
        Analysis analysis =
                policies.analyse(name, draft.ref().version(), tag + "-analysis").orElseThrow();
        as(stage, APPROVER)
                .policies()
                .approve(name, draft.ref().version(), analysis.hash(), tag + "-approval")
                .orElseThrow();
    }

    private static void publish(Stage stage, String tag) {
        as(stage, TREASURER)
                .reviews()
                .lanes()
                .set(
                        ReviewLane.of(LANE, TREASURER)
                                .withDueIn(ReviewLane.MAX_DURATION)
                                .withApprovalsLast(ReviewLane.MAX_DURATION),
                        tag + "-lane")
                .orElseThrow();
        approve(stage, name(tag), tag);
        as(stage, APPROVER).policies().publish(name(tag), 1, tag + "-publish").orElseThrow();
    }

    private static Ruling post(Stage stage, String tag, String key, long minor) {
        return acme(stage)
                .controlled()
                .post(proposal(tag, minor), lines(key, minor))
                .orElseThrow();
    }

    private static Proposal proposal(String tag, long minor) {
        return Proposal.of(name(tag), usd(minor)).from(CUSTOMER, Map.of()).to(MERCHANT, Map.of());
    }

    private static PostingRequest lines(String key, long minor) {
        return PostingRequest.of(CUSTOMER, MERCHANT, usd(minor), key);
    }

    private static Workspace acme(Stage stage) {
        return stage.transfers().acme();
    }

    private static Workspace as(Stage stage, Actor actor) {
        return stage.transfers().zentra().tenant("acme").as(actor);
    }
}
