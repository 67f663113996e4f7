package io.zentra.examples;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.NewAccount;
import io.zentra.runtime.Rail;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.intent.Intent;
import io.zentra.runtime.intent.IntentRequest;
import io.zentra.runtime.intent.Primitive;
import io.zentra.runtime.rail.RailSettings;
import io.zentra.testing.SandboxRail;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;

/**
 * Transfers from a file, end to end: decided by a policy and, where it asks for that, a person, reserved, sent over a scripted rail, settled or given back by signed callbacks of
 * which some come twice, and shown with their evidence. A second run on the same database changes no balance.
 *
 * <p>Arguments, all optional: the database, as a path to a SQLite file or a JDBC address of PostgreSQL or H2; a CSV file of
 * transfers; a folder for the signing key and the packet.
 */
public final class TransferFlow {
    private static final String RAIL = "rail_primary";
    private static final long OPENING_MINOR = 2_000_000;
    private static final int EVERY_FIFTH = 5;

    private final InstantSource clock = InstantSource.system();
    private final SandboxRail bank = SandboxRail.create();
    private final Tally tally = new Tally();
    private final PrintStream out;

    private TransferFlow(PrintStream out) {
        this.out = out;
    }

    /** Runs the example. */
    public static void main(String[] args) {
        String database = args.length > 0 ? args[0] : "zentra-example.db";
        TransferFile file = args.length > 1 ? TransferFile.read(Path.of(args[1])) : TransferFile.example();
        run(System.out, database, file, Path.of(args.length > 2 ? args[2] : "."));
    }

    static void run(PrintStream out, String database, TransferFile file, Path folder) {
        new TransferFlow(out).run(database, file, folder);
    }

    private void run(String database, TransferFile file, Path folder) {
        SigningKey key = SigningKey.inFile("zentra-example", folder.resolve("zentra-example.key"));
        try (ZentraRuntime zentra = ZentraRuntime.builder()
                .storage(Databases.storage(database))
                .clock(clock)
                .signingKey(key)
                .rail(RAIL, bank, RailSettings.builder().paysOut().build())
                .callbacks(RAIL, bank.scheme())
                .dueWorkThreads(0)
                .build()) {
            zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
            Workspace acme = zentra.tenant("acme").as(Actor.service("svc_edge"));
            Report report = new Report(out, acme);
            Map<String, Money> before = report.balances();

            openAccounts(acme, file);
            Controls controls = new Controls(zentra);
            controls.publish();
            file.requests().forEach(request -> create(acme, request));
            zentra.runDueWork(); // calls the rail, now that the transfers are durable
            int approved = controls.approve(); // they are sent now
            Intent intent = intend(acme);
            zentra.runDueWork();
            callBack(zentra);

            out.println("Zentra example over " + database);
            tally.print(out, file);
            out.printf("  %5d  cases approved%n", approved);
            report.states();
            report.intent(intent.intentId());
            report.settledTransfer(key.verifier(), folder);
            report.trialBalance();
            report.changes(before);
        }
    }

    private static void openAccounts(Workspace acme, TransferFile file) {
        open(acme, Asset.iso("USD"), "customer:intent:usd", "merchant:intent:usd");
        for (TransferRequest request : file.requests()) {
            open(acme, request.amount().asset(), request.source(), request.destination());
        }
    }

    private static void open(Workspace acme, Asset asset, String source, String destination) {
        String funds = "assets:bank:" + asset.toString().toLowerCase(Locale.ROOT);
        acme.transfers().openFlowAccounts(asset);
        acme.accounts().open(NewAccount.debit(funds, asset).withoutFloor());
        acme.accounts().open(NewAccount.credit(source, asset));
        acme.accounts().open(NewAccount.credit(destination, asset));
        acme.ledgers()
                .post(funds, source, Money.ofMinor(OPENING_MINOR, asset), "opening-" + source)
                .orElseThrow();
    }

    private void create(Workspace acme, TransferRequest request) {
        try {
            Outcome<Transfer> outcome = acme.transfers().create(request);
            tally.count(outcome.match(
                    Tally::created, first -> Tally.REPLAYED, declined -> Tally.declined(declined.code())));
        } catch (ZentraException conflict) {
            tally.count(Tally.refused(conflict));
        }
    }

    /** The same as an intent, under an id of the caller's own, with all stages. */
    private static Intent intend(Workspace acme) {
        return acme.intents()
                .create(IntentRequest.builder("intent_042")
                        .scope("workspace_scope")
                        .moneyModel(Asset.iso("USD"))
                        .primitives(
                                Primitive.POLICY,
                                Primitive.LEDGER,
                                Primitive.ROUTES,
                                Primitive.EVENTS,
                                Primitive.EVIDENCE)
                        .from("customer:intent:usd")
                        .to("merchant:intent:usd")
                        .amountMinor(125_00)
                        .build())
                .orElseThrow();
    }

    /** The bank calls back for what it took: the hotel's account there is closed, and every fifth callback comes twice. */
    private void callBack(ZentraRuntime zentra) {
        int sent = 0;
        for (Rail.Request taken : bank.taken()) {
            SandboxRail.Message message = taken.destination().startsWith("merchant:hotel:")
                    ? bank.failure(taken.reference(), "account closed", clock.instant())
                    : bank.success(taken.reference(), clock.instant());
            sent++;
            for (int time = 0; time < (sent % EVERY_FIFTH == 0 ? 2 : 1); time++) {
                tally.count(zentra.callbacks(RAIL)
                        .accept(message.headers(), message.body())
                        .match(
                                applied -> Tally.CALLBACK_APPLIED,
                                duplicate -> Tally.CALLBACK_AGAIN,
                                parked -> Tally.CALLBACK_EARLY,
                                contradicted -> Tally.CALLBACK_CONTRADICTED,
                                rejected -> Tally.callbackRejected(rejected.code())));
            }
        }
    }
}
