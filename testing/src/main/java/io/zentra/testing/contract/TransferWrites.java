package io.zentra.testing.contract;

import static io.zentra.testing.contract.Stage.usd;
import static io.zentra.testing.contract.TransferStage.AMOUNT;
import static io.zentra.testing.contract.TransferStage.PAYEE;
import static io.zentra.testing.contract.TransferStage.PAYER;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.contract.Write.Attempt;
import java.util.ArrayList;
import java.util.List;

/** The kinds of write that transfers are made of. */
final class TransferWrites {
    private static final String CALLED_BACK = "callback.received";
    private static final String POSTED = "ledger.entry.created";
    private static final String RETURNED = "usage.returned";
    private static final String SETTLED = "transfer.settled";
    private static final String FAILED = "transfer.failed";

    /** How many leases of an attempt without its rail it takes until a person is told. */
    private static final int LEASES_BEFORE_REVIEW = 6;

    private TransferWrites() {}

    /** Every kind of write of the runtime that an API or due work leads to. */
    static List<Write> all() {
        List<Write> all = new ArrayList<>(requests());
        all.addAll(callbacks());
        all.addAll(dueWork());
        all.addAll(TransferDecisionWrites.all());
        all.addAll(LateTransferWrites.all());
        all.addAll(RouteWrites.all());
        return all;
    }

    private static List<Write> requests() {
        return List.of(
                new Write("creates a tenant with checkpoints", TransferWrites::createsTenant),
                new Write("opens the accounts of a flow", TransferWrites::opensFlowAccounts),
                new Write("creates a transfer", (stage, tag) -> {
                    TransferStage transfers = stage.transfers();
                    return Attempt.leaving(
                            () -> transfers.created(tag),
                            "transfer.created",
                            "policy.accepted",
                            POSTED,
                            "provider.routed");
                }),
                new Write("declines a transfer below the floor", (stage, tag) -> {
                    TransferStage transfers = stage.transfers();
                    return Attempt.leaving(
                            () -> transfers.acme().transfers().create(transfers.request(usd(2_000_000_000), tag)),
                            "request.declined");
                }),
                new Write("replays a transfer", (stage, tag) -> {
                    TransferStage transfers = stage.transfers();
                    transfers.created(tag);
                    return Attempt.leaving(() -> transfers.created(tag));
                }),
                new Write("refuses a transfer's key used otherwise", (stage, tag) -> {
                    TransferStage transfers = stage.transfers();
                    transfers.created(tag);
                    return Attempt.refused(
                            () -> transfers.acme().transfers().create(transfers.request(AMOUNT.plus(AMOUNT), tag)),
                            ErrorCode.IDEMPOTENCY_CONFLICT);
                }));
    }

    private static Attempt createsTenant(Stage stage, String tag) {
        stage.disturb(); // the checkpoints of the tenants made here fall due again and again
        TransferStage transfers = stage.transfers();
        String tenants = "from zentra_tenant t join zentra_journal_head h on h.tenant = t.no"
                + " where t.tenant = 0 and t.id = ?";
        return new Attempt(
                () -> {
                    transfers.zentra().createTenant("t-" + tag, TenantConfig.standard(), Actor.service("setup"));
                    long planned = stage.number(
                            "select count(*) from zentra_due_work where kind = 'journal.checkpoint' and tenant ="
                                    + " (select t.no " + tenants + ")",
                            "t-" + tag);
                    if (planned != 1) {
                        throw new AssertionError("the checkpoints of t-" + tag + " are not planned");
                    }
                },
                List.of(),
                null,
                () -> stage.number("select count(*) " + tenants, "t-" + tag) == 1,
                true);
    }

    private static Attempt opensFlowAccounts(Stage stage, String tag) {
        Asset asset = Asset.custom(tag.replace('-', '.'), 2);
        TransferStage transfers = stage.transfers();
        String opened = "account.opened";
        return Attempt.ofSeveral(() -> transfers.acme().transfers().openFlowAccounts(asset), opened, opened, opened);
    }

    private static List<Write> callbacks() {
        return List.of(
                new Write("settles by a callback", (stage, tag) -> {
                    SandboxRail.Message message =
                            stage.transfers().success(stage.transfers().sent(tag));
                    return Attempt.leaving(() -> stage.transfers().accept(message), CALLED_BACK, POSTED, SETTLED);
                }),
                new Write("fails by a callback", (stage, tag) -> {
                    SandboxRail.Message message =
                            stage.transfers().failure(stage.transfers().sent(tag));
                    return Attempt.leaving(
                            () -> stage.transfers().accept(message), CALLED_BACK, POSTED, RETURNED, FAILED);
                }),
                new Write("takes a callback again", (stage, tag) -> {
                    SandboxRail.Message message =
                            stage.transfers().success(stage.transfers().sent(tag));
                    stage.transfers().accept(message);
                    return Attempt.leaving(() -> stage.transfers().accept(message));
                }),
                new Write("takes the same news in another callback", (stage, tag) -> {
                    Transfer transfer = settled(stage, tag);
                    SandboxRail.Message message = stage.transfers().success(transfer);
                    return Attempt.leaving(() -> stage.transfers().accept(message), CALLED_BACK);
                }),
                new Write("is contradicted by a callback", (stage, tag) -> {
                    Transfer transfer = settled(stage, tag);
                    SandboxRail.Message message = stage.transfers().failure(transfer);
                    return Attempt.leaving(
                            () -> stage.transfers().accept(message),
                            CALLED_BACK,
                            "review.opened",
                            "transfer.contradicted");
                }),
                new Write("waits when the ledger refuses a callback's news", (stage, tag) -> {
                    stage.transfers()
                            .acme()
                            .accounts()
                            .unfreeze(PAYEE, tag + "-unfrozen")
                            .orElseThrow();
                    SandboxRail.Message message =
                            stage.transfers().success(stage.transfers().sent(tag));
                    stage.acme().accounts().freeze(PAYEE, tag + "-frozen").orElseThrow();
                    return Attempt.leaving(
                            () -> stage.transfers().accept(message),
                            CALLED_BACK,
                            "review.opened",
                            "transfer.in_review");
                }),
                new Write("erases a callback", (stage, tag) -> {
                    Transfer transfer = settled(stage, tag);
                    long callback = stage.transfers().acme().evidence().timeline(transfer.id()).stream()
                            .filter(event -> event.type().equals(CALLED_BACK))
                            .findFirst()
                            .orElseThrow()
                            .seq();
                    return Attempt.leaving(
                            () -> stage.transfers().acme().evidence().eraseCallback(callback), "callback.erased");
                }));
    }

    private static List<Write> dueWork() {
        return List.of(
                new Write("settles by the rail's answer", (stage, tag) -> {
                    stage.transfers().bank().nextSubmit(new RailOutcome.Succeeded("prov-" + tag));
                    return whenDue(stage, stage.transfers().created(tag), POSTED, SETTLED);
                }),
                new Write("fails by the rail's answer", (stage, tag) -> {
                    stage.transfers().bank().nextSubmit(new RailOutcome.Declined("limit"));
                    return whenDue(stage, stage.transfers().created(tag), POSTED, RETURNED, FAILED);
                }),
                new Write("settles by a question to the rail", (stage, tag) -> {
                    Transfer transfer = stage.transfers().created(tag);
                    stage.transfers().bank().nextSubmitThrows(new StackOverflowError("after it was sent"));
                    stage.transfers().bank().nextSubmit(new RailOutcome.Succeeded("prov-" + tag));
                    stage.transfers().zentra().runDueWork();
                    return whenDue(stage, transfer, POSTED, SETTLED);
                }),
                new Write("fails by a question to the rail", (stage, tag) -> {
                    Transfer transfer = stage.transfers().created(tag);
                    stage.transfers().bank().nextSubmitThrows(new StackOverflowError("after it was sent"));
                    stage.transfers().bank().nextSubmit(new RailOutcome.Declined("limit"));
                    stage.transfers().zentra().runDueWork();
                    return whenDue(stage, transfer, POSTED, RETURNED, FAILED);
                }),
                new Write("waits for a rail that is missing", (stage, tag) -> {
                    stage.requireAllEnd(); // or each strike would find one more transfer without its rail
                    Transfer transfer = stage.transfers().created(tag);
                    for (int turn = 1; turn < LEASES_BEFORE_REVIEW; turn++) {
                        stage.transfers().runDueWorkWithoutRail();
                        stage.clock().advance(Stage.TURN);
                    }
                    return Attempt.whenDue(
                            () -> stage.transfers().lacksItsRail(transfer),
                            () -> stage.transfers().runWithoutRailUntilSeen(transfer),
                            "review.opened",
                            "transfer.in_review");
                }),
                new Write("settles later what the ledger refused", (stage, tag) -> {
                    Transfer transfer = stage.transfers().sent(tag);
                    stage.acme().accounts().freeze(PAYEE, tag + "-frozen").orElseThrow();
                    stage.transfers().accept(stage.transfers().success(transfer));
                    stage.acme().accounts().unfreeze(PAYEE, tag + "-unfrozen").orElseThrow();
                    return whenDue(stage, transfer, POSTED, "review.withdrawn", SETTLED);
                }),
                new Write("gives back later what the ledger refused", (stage, tag) -> {
                    Transfer transfer = stage.transfers().sent(tag);
                    stage.acme().accounts().freeze(PAYER, tag + "-frozen").orElseThrow();
                    stage.transfers().accept(stage.transfers().failure(transfer));
                    stage.acme().accounts().unfreeze(PAYER, tag + "-unfrozen").orElseThrow();
                    return whenDue(stage, transfer, POSTED, RETURNED, "review.withdrawn", FAILED);
                }));
    }

    private static Attempt whenDue(Stage stage, Transfer transfer, String... events) {
        return Attempt.whenDue(
                () -> stage.transfers().hasEnded(transfer),
                () -> stage.transfers().runUntilEnded(transfer),
                events);
    }

    private static Transfer settled(Stage stage, String tag) {
        Transfer transfer = stage.transfers().sent(tag);
        stage.transfers().accept(stage.transfers().success(transfer));
        return transfer;
    }
}
