package io.zentra.testing.contract;

import static io.zentra.testing.contract.TransferDecisionWrites.whenIn;

import io.zentra.policy.Corridor;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.contract.Write.Attempt;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;

/** The kinds of write by which a transfer goes over another rail than the first, or waits for one. */
final class RouteWrites {
    private static final String CALLED_BACK = "callback.received";
    private static final String POSTED = "ledger.entry.created";
    private static final String ROUTED = "provider.routed";
    private static final String SETTLED = "transfer.settled";

    private RouteWrites() {}

    static List<Write> all() {
        return List.of(
                new Write(
                        "takes another rail when the first never got it",
                        (stage, tag) -> arrivesElsewhere(stage, tag, StageRails.UNREACHED)),
                new Write(
                        "takes another rail after a decline that may be tried elsewhere",
                        (stage, tag) -> arrivesElsewhere(stage, tag, StageRails.DECLINED)),
                new Write("takes another rail when a callback lets it", (stage, tag) -> {
                    Transfer transfer = stage.transfers().sent(tag, StageRails.SETTLED_LATER);
                    SandboxRail.Message failed = stage.transfers().failure(transfer, StageRails.ELSEWHERE);
                    return Attempt.leaving(() -> stage.transfers().accept(transfer, failed), CALLED_BACK, ROUTED);
                }),
                new Write("fails after the last rail", (stage, tag) -> {
                    Transfer transfer = stage.transfers().created(tag, StageRails.UNREACHED);
                    stage.transfers().bank().nextSubmit(new RailOutcome.Declined("limit"));
                    return whenIn(stage, transfer, "failed", ROUTED, POSTED, "usage.returned", "transfer.failed");
                }),
                new Write("is contradicted by the rail that never got it", RouteWrites::paidByBoth),
                new Write("creates a transfer that waits for its rail", (stage, tag) -> {
                    beforeNoon(stage);
                    return Attempt.leaving(
                            () -> stage.transfers().created(tag, StageRails.OPEN_AT_NOON),
                            "transfer.created",
                            "policy.accepted",
                            POSTED,
                            "transfer.unrouted");
                }),
                new Write("sends what waited for its rail", (stage, tag) -> {
                    beforeNoon(stage);
                    stage.transfers().rails().atNoon().nextSubmit(new RailOutcome.Succeeded("prov-" + tag));
                    Transfer transfer = stage.transfers().created(tag, StageRails.OPEN_AT_NOON);
                    return whenIn(stage, transfer, "settled", ROUTED, POSTED, SETTLED);
                }),
                new Write("cancels what waits for its rail", (stage, tag) -> {
                    beforeNoon(stage);
                    Transfer transfer = stage.transfers().created(tag, StageRails.OPEN_AT_NOON);
                    return Attempt.leaving(
                            () -> stage.transfers().acme().transfers().cancel(transfer.id(), "late", tag + "-cancel"),
                            POSTED,
                            "usage.returned",
                            "transfer.cancelled");
                }));
    }

    private static Attempt arrivesElsewhere(Stage stage, String tag, Corridor countries) {
        stage.transfers().bank().nextSubmit(new RailOutcome.Succeeded("prov-" + tag));
        Transfer transfer = stage.transfers().created(tag, countries);
        return whenIn(stage, transfer, "settled", ROUTED, POSTED, SETTLED);
    }

    /** The second rail has paid; then the first says that it did, too. */
    private static Attempt paidByBoth(Stage stage, String tag) {
        TransferStage transfers = stage.transfers();
        Transfer first = transfers.sent(tag, StageRails.SETTLED_LATER);
        transfers.accept(first, transfers.failure(first, StageRails.ELSEWHERE));
        transfers.zentra().runDueWork();
        Transfer second = transfers.acme().transfers().get(first.id());
        transfers.accept(second, transfers.success(second));
        SandboxRail.Message paid = transfers.success(first);
        return Attempt.leaving(
                () -> transfers.accept(first, paid), CALLED_BACK, "review.opened", "transfer.contradicted");
    }

    /** Lets time pass until the rail that opens at noon is closed, and opens with the next turn. */
    private static void beforeNoon(Stage stage) {
        stage.transfers(); // made here, so that the write finds them
        LocalTime now = stage.clock().instant().atZone(ZoneOffset.UTC).toLocalTime();
        Duration until = Duration.between(now, LocalTime.of(11, 0));
        stage.clock().advance(until.isNegative() ? until.plusDays(1) : until);
    }
}
