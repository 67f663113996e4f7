package io.zentra.examples;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewLane;
import io.zentra.policy.Condition;
import io.zentra.policy.Policy;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import java.util.List;

/** The tenant's policy of transfers, which one person writes and another publishes, and a treasurer who decides cases. */
final class Controls {
    private static final int PAGE = 1_000;
    private static final long DENIED_ABOVE_MINOR = 1_000_000;
    private static final long REVIEWED_ABOVE_MINOR = 30_000;
    private static final Actor AUTHOR = Actor.operator("ann", Permission.READ, Permission.DRAFT_POLICIES);
    private static final Actor APPROVER =
            Actor.operator("bob", Permission.READ, Permission.APPROVE_POLICIES, Permission.PUBLISH_POLICIES);
    private static final Actor TREASURER = Actor.operator(
            "cleo", Permission.READ, Permission.MANAGE_LANES, Permission.WORK_REVIEWS, Permission.DECIDE_REVIEWS);

    private final ZentraRuntime zentra;

    Controls(ZentraRuntime zentra) {
        this.zentra = zentra;
    }

    private Workspace as(Actor actor) {
        return zentra.tenant("acme").as(actor);
    }

    /** Large amounts wait for the treasurer, very large ones are denied. */
    void publish() {
        as(TREASURER)
                .reviews()
                .lanes()
                .set(ReviewLane.of("treasury", TREASURER), "lane-treasury")
                .orElseThrow();
        Policy policy = Policy.named("transfer")
                .deny("too_much", above(DENIED_ABOVE_MINOR))
                .review("treasury", above(REVIEWED_ABOVE_MINOR))
                .build();
        Publication.publish(policy, as(AUTHOR).policies(), as(APPROVER).policies());
    }

    private static Condition above(long minor) {
        return Condition.any(
                Condition.amountOver(Money.ofMinor(minor, Asset.iso("USD"))),
                Condition.amountOver(Money.ofMinor(minor, Asset.iso("EUR"))));
    }

    /** The treasurer approves what waits, and it goes on; answers how many there were. */
    int approve() {
        Workspace treasurer = as(TREASURER);
        List<ReviewCase> open = treasurer.reviews().list("", PAGE);
        for (ReviewCase each : open) {
            treasurer
                    .reviews()
                    .approve(each.id(), each.decision(), "approve-" + each.id())
                    .orElseThrow();
        }
        zentra.runDueWork();
        return open.size();
    }
}
