package io.zentra.examples;

import io.zentra.core.journal.Event;
import io.zentra.core.journal.VerifyingKey;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.Account;
import io.zentra.ledger.Entry;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Side;
import io.zentra.ledger.TrialBalance;
import io.zentra.runtime.AuditPacket;
import io.zentra.runtime.FlowAccounts;
import io.zentra.runtime.PacketVerdict;
import io.zentra.runtime.PacketVerifier;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.intent.Intent;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Prints for people what the runtime knows. */
final class Report {
    private static final int PAGE = 1_000;

    private final PrintStream out;
    private final Workspace acme;

    Report(PrintStream out, Workspace acme) {
        this.out = out;
        this.acme = acme;
    }

    /** The posted balances of all accounts. */
    Map<String, Money> balances() {
        Map<String, Money> balances = new TreeMap<>();
        List<Account> page = acme.accounts().list("", PAGE);
        while (!page.isEmpty()) {
            page.forEach(account -> balances.put(
                    account.id(), acme.accounts().balances(account.id()).posted()));
            page = acme.accounts().list(page.get(page.size() - 1).id(), PAGE);
        }
        return balances;
    }

    /** The first settled transfer: its timeline, the flow of its money, its packet. */
    void settledTransfer(VerifyingKey publicKey, Path folder) {
        Optional<Transfer> settled = acme.transfers().list(0, PAGE).stream()
                .filter(transfer -> transfer.status() == TransferStatus.SETTLED)
                .findFirst();
        if (settled.isEmpty()) {
            out.println("No transfer is settled.");
            return;
        }
        List<Event> timeline = acme.evidence().timeline(settled.get().id());
        timeline(settled.get(), timeline);
        flow(settled.get(), timeline);
        packet(settled.get(), publicKey, folder);
    }

    /** How many transfers are in each state. */
    void states() {
        Map<TransferStatus, Integer> states = new EnumMap<>(TransferStatus.class);
        List<Transfer> page = acme.transfers().list(0, PAGE);
        while (!page.isEmpty()) {
            page.forEach(transfer -> states.merge(transfer.status(), 1, Integer::sum));
            page = acme.transfers().list(page.get(page.size() - 1).eventSeq(), PAGE);
        }
        out.println();
        out.println("Transfers by state");
        states.forEach((status, count) -> out.printf("  %5d  %s%n", count, status.code()));
    }

    /** An intent as it stands, once a checkpoint covers it. */
    void intent(String intentId) {
        acme.journal().checkpoint();
        Intent intent = acme.intents().get(intentId);
        out.println();
        out.println("Intent " + intent.intentId() + " of " + intent.request().scope());
        out.println("  status        " + intent.status().code());
        out.println("  ledger_state  " + intent.ledgerState().code());
        out.println("  event_stream  " + intent.eventStream().code());
        out.println("  audit_packet  " + intent.auditPacket().code());
    }

    void trialBalance() {
        TrialBalance trial = acme.ledgers().trialBalance();
        out.println();
        out.println("Trial balance");
        for (TrialBalance.Line line : trial.lines()) {
            out.printf(
                    "  %s  debits %d mu  credits %d mu  difference %d%n",
                    line.asset(), line.debits(), line.credits(), line.difference());
        }
        out.println(trial.isZero() ? "  zero" : "  NOT ZERO");
    }

    /** Compares with balances from before, and recomputes everything from the first event. */
    void changes(Map<String, Money> before) {
        out.println();
        out.println(
                before.equals(balances())
                        ? "No balance changed: every key was known."
                        : "Balances changed. Run it again on the same database, and none will.");
        acme.verify().requireSound();
        out.println("Journal, ledger and transfers recomputed from the first event: sound.");
    }

    private void timeline(Transfer transfer, List<Event> timeline) {
        out.println();
        out.println("Timeline of " + transfer.id() + ", " + transfer.amount());
        for (Event event : timeline) {
            out.printf("  %6d  %s  %-22s %s%n", event.seq(), event.at(), event.type(), event.actor());
        }
    }

    private void flow(Transfer transfer, List<Event> timeline) {
        Asset asset = transfer.amount().asset();
        FlowAccounts flow = FlowAccounts.standard();
        Map<String, String> roles = new LinkedHashMap<>();
        roles.put("Customer", transfer.source());
        roles.put("Reserved", flow.reserved(asset));
        roles.put("Settlement", flow.settlement(asset));
        roles.put("Merchant", transfer.destination());
        roles.put("Payout", flow.payout(asset));
        Map<String, List<String>> movements = movements(timeline);
        out.println();
        out.println("Ledger flow in minor units (mu)");
        roles.forEach((role, account) -> out.printf(
                "  %-11s %-22s %s%n",
                role, account, String.join("  ", movements.getOrDefault(account, List.of(untouched(account))))));
    }

    /** What there is to say of an account that the transfer did not touch. */
    private String untouched(String account) {
        String state = acme.accounts()
                .find(account)
                .map(found -> found.status().code())
                .orElse("not opened");
        return "no entry (" + state + ")";
    }

    /** Every entry of the transfer, by account, in the sign of these accounts: they all grow by credits. */
    private static Map<String, List<String>> movements(List<Event> timeline) {
        Map<String, List<String>> movements = new LinkedHashMap<>();
        timeline.stream()
                .filter(event -> event.type().equals(LedgerWork.eventType()))
                .flatMap(event -> LedgerWork.posting(event).entries().stream())
                .forEach(entry -> movements
                        .computeIfAbsent(entry.account(), account -> new ArrayList<>())
                        .add(signed(entry)));
        return movements;
    }

    private static String signed(Entry entry) {
        return (entry.side() == Side.CREDIT ? "+" : "-") + entry.amount().minor() + " mu";
    }

    private void packet(Transfer transfer, VerifyingKey publicKey, Path folder) {
        AuditPacket packet = acme.evidence().packet(transfer.id());
        Path file = packet.writeTo(folder.resolve("zentra-example-packet.json"));
        PacketVerdict verdict =
                PacketVerifier.trusting(publicKey).verify(packet).orElseThrow();
        out.println();
        out.println("Packet " + file.toAbsolutePath().normalize());
        out.println("  verified with no database: " + verdict.events() + " events, " + verdict.status()
                + ", checkpoint over " + verdict.journalSize() + " events");
        out.println("  public key " + publicKey);
    }
}
