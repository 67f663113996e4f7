package io.zentra.testing.contract;

import io.zentra.core.identity.Permission;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.PostingRequest;
import io.zentra.policy.Condition;
import io.zentra.policy.Policy;
import io.zentra.policy.Proposal;
import io.zentra.testing.contract.PermissionTest.Call;
import java.time.Instant;
import java.util.List;

/** Every call about policies and under them, for {@link PermissionTest}. */
final class PolicyCalls {
    private static final Money ONE = Money.ofMinor(1, Asset.iso("USD"));
    private static final Instant EARLY = Instant.EPOCH;
    private static final Instant LATE = Instant.parse("2026-11-21T09:00:00Z");
    private static final Policy PAYOUT =
            Policy.named("payout").deny("large", Condition.amountOver(ONE)).build();

    private PolicyCalls() {}

    static List<Call> valid() {
        return List.of(
                Call.of("draft", acme -> acme.policies().draft(PAYOUT, "draft"), Permission.DRAFT_POLICIES),
                Call.of(
                        "draft JSON",
                        acme -> acme.policies().draft("payout", PAYOUT.json(), "json"),
                        Permission.DRAFT_POLICIES),
                Call.of("analyse", acme -> acme.policies().analyse("payout", 1, "analyse"), Permission.DRAFT_POLICIES),
                Call.of(
                        "approve a version",
                        acme -> acme.policies().approve("payout", 1, "0".repeat(64), "approve-1"),
                        Permission.APPROVE_POLICIES),
                Call.of(
                        "publish",
                        acme -> acme.policies().publish("payout", 1, "publish"),
                        Permission.PUBLISH_POLICIES),
                Call.of(
                        "publish later",
                        acme -> acme.policies().publish("payout", 1, LATE, "later"),
                        Permission.PUBLISH_POLICIES),
                Call.of(
                        "roll back",
                        acme -> acme.policies().rollBack("payout", 1, "roll-back"),
                        Permission.PUBLISH_POLICIES),
                Call.of(
                        "shadow",
                        acme -> acme.policies().shadow("payout", 1, true, "shadow"),
                        Permission.PUBLISH_POLICIES),
                Call.of(
                        "canary",
                        acme -> acme.policies().canary("payout", 1, 100, "canary"),
                        Permission.PUBLISH_POLICIES),
                Call.of("read a trial", acme -> acme.policies().trial("payout", 1), Permission.READ),
                Call.of("backtest", acme -> acme.policies().backtest("payout", 1, EARLY, LATE), Permission.READ),
                Call.of("read a version", acme -> acme.policies().version("payout", 1), Permission.READ),
                Call.of("read a policy", acme -> acme.policies().policy("payout", 1), Permission.READ),
                Call.of("read versions", acme -> acme.policies().versions("payout", 9, 9), Permission.READ),
                Call.of("replay", acme -> acme.policies().replay("de_none"), Permission.READ),
                Call.of("explain a decision", acme -> acme.policies().explain("de_none"), Permission.READ),
                Call.of(
                        "post under a policy",
                        acme -> acme.controlled()
                                .post(Proposal.of("payout", ONE), PostingRequest.of("a", "b", ONE, "under")),
                        Permission.POST),
                Call.of(
                        "hold under a policy",
                        acme -> acme.controlled()
                                .hold(Proposal.of("payout", ONE), PostingRequest.of("a", "b", ONE, "held"), null),
                        Permission.POST));
    }

    /** Each with something that is refused by itself. */
    static List<Call> invalid() {
        Proposal proposal = Proposal.of("payout", ONE);
        PostingRequest empty = PostingRequest.of("empty");
        return List.of(
                Call.of("draft", acme -> acme.policies().draft("", "", ""), Permission.DRAFT_POLICIES),
                Call.of("analyse", acme -> acme.policies().analyse("", 0, ""), Permission.DRAFT_POLICIES),
                Call.of(
                        "approve a version",
                        acme -> acme.policies().approve("", 0, "", ""),
                        Permission.APPROVE_POLICIES),
                Call.of("publish", acme -> acme.policies().publish("", 0, ""), Permission.PUBLISH_POLICIES),
                Call.of(
                        "publish later",
                        acme -> acme.policies().publish("", 0, EARLY, ""),
                        Permission.PUBLISH_POLICIES),
                Call.of("roll back", acme -> acme.policies().rollBack("", 0, ""), Permission.PUBLISH_POLICIES),
                Call.of("shadow", acme -> acme.policies().shadow("", 0, true, ""), Permission.PUBLISH_POLICIES),
                Call.of("canary", acme -> acme.policies().canary("", 0, -1, ""), Permission.PUBLISH_POLICIES),
                Call.of("read a trial", acme -> acme.policies().trial("", 0), Permission.READ),
                Call.of("backtest", acme -> acme.policies().backtest("", 0, LATE, EARLY), Permission.READ),
                Call.of("read a version", acme -> acme.policies().version("", 0), Permission.READ),
                Call.of("read a policy", acme -> acme.policies().policy("", 0), Permission.READ),
                Call.of("read versions", acme -> acme.policies().versions("", 0, 0), Permission.READ),
                Call.of("replay", acme -> acme.policies().replay(""), Permission.READ),
                Call.of("explain a decision", acme -> acme.policies().explain(""), Permission.READ),
                Call.of("post under a policy", acme -> acme.controlled().post(proposal, empty), Permission.POST),
                Call.of("hold under a policy", acme -> acme.controlled().hold(proposal, empty, null), Permission.POST));
    }
}
