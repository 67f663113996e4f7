package io.zentra.testing.contract;

import static io.zentra.testing.contract.Stage.USD;

import io.zentra.ledger.AccountChange;
import io.zentra.ledger.NewAccount;
import io.zentra.runtime.intent.IntentRequest;
import io.zentra.runtime.intent.Primitive;
import io.zentra.testing.contract.Write.Attempt;
import java.util.List;

/** The kinds of write by which intents are accepted. */
final class IntentWrites {
    private static final String ACCEPTED = "intent.accepted";
    private static final String POSTED = "ledger.entry.created";

    private IntentWrites() {}

    static List<Write> all() {
        return List.of(
                new Write("accepts an intent that takes a route", (stage, tag) -> {
                    stage.transfers(); // made here, so that the write finds it
                    return Attempt.leaving(
                            () -> create(
                                    stage,
                                    moving(tag, TransferStage.PAYER, TransferStage.PAYEE)
                                            .primitives(Primitive.POLICY, Primitive.ROUTES)),
                            ACCEPTED,
                            "transfer.created",
                            "policy.accepted",
                            POSTED,
                            "provider.routed");
                }),
                new Write("accepts an intent within the ledger", (stage, tag) -> {
                    stage.transfers();
                    return Attempt.leaving(
                            () -> create(stage, moving(tag, Stage.CUSTOMER, Stage.MERCHANT)), ACCEPTED, POSTED);
                }),
                new Write("opens an account by an intent", (stage, tag) -> {
                    stage.transfers();
                    return Attempt.leaving(
                            () -> create(stage, intent(tag).opens(account(tag))), ACCEPTED, "account.opened");
                }),
                new Write("freezes an account by an intent", (stage, tag) -> {
                    stage.transfers().acme().accounts().open(account(tag));
                    return Attempt.leaving(
                            () -> create(stage, intent(tag).changes(account(tag).id(), AccountChange.FREEZE)),
                            ACCEPTED,
                            "account.frozen");
                }));
    }

    private static void create(Stage stage, IntentRequest.Builder request) {
        stage.transfers().acme().intents().create(request.build());
    }

    private static IntentRequest.Builder moving(String tag, String from, String to) {
        return intent(tag).from(from).to(to).amountMinor(TransferStage.AMOUNT.minor());
    }

    private static IntentRequest.Builder intent(String tag) {
        return IntentRequest.builder("intent-" + tag)
                .scope("shop")
                .moneyModel(USD)
                .primitives(Primitive.LEDGER);
    }

    private static NewAccount account(String tag) {
        return NewAccount.credit("customer:" + tag, USD);
    }
}
