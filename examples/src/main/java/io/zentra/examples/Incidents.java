package io.zentra.examples;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.core.review.ReviewCase;
import io.zentra.ledger.Explanation;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Posting;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.intent.Intent;
import io.zentra.runtime.intent.IntentRequest;
import io.zentra.runtime.intent.Primitive;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.SandboxReceiver;
import io.zentra.webhooks.delivery.Delivery;
import io.zentra.webhooks.delivery.DeliveryAttempt;
import io.zentra.webhooks.delivery.Endpoint;
import io.zentra.webhooks.delivery.NewEndpoint;
import io.zentra.webhooks.delivery.ReplayFilter;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Incidents that break money systems, played one after the other in memory: what happens, and what is kept of it for whoever
 * asks later. Run it with {@code -Dexec.mainClass=io.zentra.examples.Incidents}.
 */
public final class Incidents {
    private static final String POSTED = LedgerWork.eventType();
    private static final long AMOUNT = 125_000;
    private static final long ABOVE_THE_LIMIT = 750_000;

    private final IncidentStage stage;

    Incidents(IncidentStage stage) {
        this.stage = stage;
    }

    /** Plays all and prints what was kept. */
    public static void main(String[] args) {
        print(System.out);
    }

    static void print(PrintStream out) {
        try (IncidentStage stage = new IncidentStage()) {
            Incidents incidents = new Incidents(stage);
            Stream.of(
                            incidents.theSameSuccessTwiceAfterATimeout(),
                            incidents.aFailureAfterItWasPosted(),
                            incidents.aFailureAfterItWasSettled(),
                            incidents.aRetryAfterALostResponse(),
                            incidents.whyABalanceChanged(),
                            incidents.anIntentCrossesALimit(),
                            incidents.anEndpointIsDown())
                    .forEach(kept -> kept.print(out));
            stage.acme().verify().requireSound();
            out.println("All of it recomputed from the first event: sound.");
        }
    }

    private Transfer transfer(long minor, String key) {
        return transfer(minor, IncidentStage.RAIL, key);
    }

    private Transfer transfer(long minor, String rail, String key) {
        return stage.acme()
                .transfers()
                .create(TransferRequest.builder()
                        .from(IncidentStage.CUSTOMER)
                        .to(IncidentStage.MERCHANT)
                        .amount(IncidentStage.usd(minor))
                        .rail(rail)
                        .idempotencyKey(key)
                        .build())
                .orElseThrow();
    }

    private Transfer now(Transfer before) {
        return stage.acme().transfers().get(before.id());
    }

    private List<Event> timeline(Transfer transfer) {
        return stage.acme().evidence().timeline(transfer.id());
    }

    private static long count(List<Event> events, String type) {
        return events.stream().filter(event -> event.type().equals(type)).count();
    }

    /** One ledger mutation, one state. */
    Kept theSameSuccessTwiceAfterATimeout() {
        stage.bank().nextSubmit(new RailOutcome.Unknown("timeout"));
        Transfer transfer = transfer(AMOUNT, "incident-1");
        stage.zentra().runDueWork();
        SandboxRail.Message success =
                stage.bank().success(transfer.attemptId(), stage.clock().instant());
        String answers = stage.take(success) + ", " + stage.take(success);

        List<Event> timeline = timeline(transfer);
        Event callback = timeline.stream()
                .filter(event -> event.type().equals("callback.received"))
                .findFirst()
                .orElseThrow();
        return Kept.of("a provider sends the same success callback twice after a timeout")
                .and("callback attempts", answers)
                .and(
                        "provider reference",
                        callback.body().path("provider_reference").asText())
                .and("transfer state", now(transfer).status().code())
                .and("ledger entries", "reserved and settled by " + count(timeline, POSTED) + " postings")
                .and("merchant", stage.balance(IncidentStage.MERCHANT).toString());
    }

    /** Review, then reversal; the original route is not lost. */
    Kept aFailureAfterItWasPosted() {
        return aFailureAfter(
                "a transfer appears posted, then the provider reports failure",
                transfer(AMOUNT, IncidentStage.LATE_RAIL, "incident-2"));
    }

    /** The same of money that was with its destination already. */
    Kept aFailureAfterItWasSettled() {
        return aFailureAfter(
                "a transfer is settled, then the provider reports failure", transfer(AMOUNT, "incident-2-settled"));
    }

    /** All that is kept is told by the packet, which needs no database. */
    private Kept aFailureAfter(String incident, Transfer transfer) {
        stage.zentra().runDueWork();
        Instant at = stage.clock().instant();
        SandboxRail bank = stage.bank(transfer);
        stage.take(transfer.rail(), bank.success(transfer.attemptId(), at));
        stage.take(transfer.rail(), bank.failure(transfer.attemptId(), "account closed", at));
        String answer = now(transfer).status().code() + ", money with "
                + (stage.balance(IncidentStage.MERCHANT).minor() > 0 ? "the merchant" : "settlement");
        stage.approve(Objects.requireNonNull(now(transfer).caseId()), "The bank confirms the return.");

        ShownPacket packet = stage.packet(transfer);
        return Kept.of(incident)
                .and("states", packet.states())
                .and("while persons decide", answer)
                .and("original request", packet.request())
                .and("route", packet.route())
                .and("policy decision", packet.decision())
                .and("reversal entry", packet.reversals())
                .and("operator notes", String.join("; ", packet.notes()))
                .and(
                        "packet",
                        "verified, " + packet.verdict().status() + " by "
                                + packet.verdict().events() + " events");
    }

    /** The posting boundary resolves the replay before balances change. */
    Kept aRetryAfterALostResponse() {
        Workspace acme = stage.acme();
        Money amount = IncidentStage.usd(10_00);
        Posting first = acme.ledgers()
                .post(IncidentStage.CUSTOMER, IncidentStage.MERCHANT, amount, "led_8172")
                .orElseThrow();
        Money before = stage.balance(IncidentStage.CUSTOMER);
        Outcome<Posting> again =
                acme.ledgers().post(IncidentStage.CUSTOMER, IncidentStage.MERCHANT, amount, "led_8172");
        return Kept.of("a service retries a money write after losing its response")
                .and("posting id", again.orElseThrow().id())
                .and("the first one", first.id())
                .and("idempotency key", "led_8172")
                .and("debit account", first.entries().get(0).account())
                .and("credit account", first.entries().get(1).account())
                .and("replay result", again.isReplay() ? "replayed" : "posted again")
                .and("balance", before.equals(stage.balance(IncidentStage.CUSTOMER)) ? "unchanged" : "changed")
                .and("another amount under the key", conflict());
    }

    private String conflict() {
        try {
            stage.acme()
                    .ledgers()
                    .post(IncidentStage.CUSTOMER, IncidentStage.MERCHANT, IncidentStage.usd(11_00), "led_8172");
            return "posted";
        } catch (ZentraException conflict) {
            return conflict.code() + " in " + conflict.details().get("field");
        }
    }

    /** One ledger trail answers. */
    Kept whyABalanceChanged() {
        Posting posting = stage.acme()
                .ledgers()
                .post(IncidentStage.BANK, IncidentStage.CUSTOMER, IncidentStage.usd(25_00), "deposit-9")
                .orElseThrow();
        Explanation why = stage.acme().ledgers().explain(IncidentStage.CUSTOMER, posting.id());
        return Kept.of("finance must explain why a balance changed")
                .and(
                        "entry ids",
                        posting.entries().get(0).id() + ", "
                                + posting.entries().get(1).id())
                .and(
                        "minor units",
                        String.valueOf(posting.entries().get(1).amount().minor()))
                .and("source event", why.source().type() + " " + why.source().seq())
                .and("account ids", IncidentStage.BANK + ", " + why.account())
                .and("actor", why.source().actor())
                .and("timestamp", why.source().at().toString())
                .and("idempotency key", why.request().orElseThrow().key());
    }

    /** Review before posting, operator assigned. */
    Kept anIntentCrossesALimit() {
        Money before = stage.balance(IncidentStage.CUSTOMER);
        Intent waiting = stage.acme()
                .intents()
                .create(IntentRequest.builder("intent_042")
                        .scope("workspace_scope")
                        .moneyModel(IncidentStage.usd(0).asset())
                        .primitives(Primitive.POLICY, Primitive.LEDGER, Primitive.ROUTES, Primitive.EVENTS)
                        .from(IncidentStage.CUSTOMER)
                        .to(IncidentStage.MERCHANT)
                        .amountMinor(ABOVE_THE_LIMIT)
                        .build())
                .orElseThrow();
        List<Event> timeline = stage.acme().evidence().timeline(waiting.id());
        Event decision = timeline.stream()
                .filter(event -> event.type().equals("policy.review"))
                .findFirst()
                .orElseThrow();
        ReviewCase seen = stage.acme()
                .reviews()
                .find(Objects.requireNonNull(waiting.caseId()))
                .orElseThrow();
        return Kept.of("an intent crosses a policy limit")
                .and("state", waiting.status().code())
                .and("postings", String.valueOf(count(timeline, POSTED)))
                .and("balance", before.equals(stage.balance(IncidentStage.CUSTOMER)) ? "unchanged" : "changed")
                .and("operator", String.valueOf(seen.place().owner()))
                .and("actor", decision.actor())
                .and("tenant", decision.tenant())
                .and("policy decision", decision.subject().orElseThrow())
                .and("timestamp", decision.at().toString());
    }

    /** Back-off, failure context, replay readiness. */
    Kept anEndpointIsDown() {
        Workspace acme = stage.acme();
        Workspace support = stage.as(Actor.operator("sue", Permission.READ, Permission.REPLAY_DELIVERIES));
        Endpoint endpoint = acme.endpoints()
                .register(NewEndpoint.of("https://" + IncidentStage.HOST + "/events", POSTED), "endpoint-1")
                .orElseThrow();
        stage.receiver().always(IncidentStage.HOST, SandboxReceiver.status(503));
        Instant begun = stage.clock().instant();
        long event = acme.ledgers()
                .post(IncidentStage.BANK, IncidentStage.CUSTOMER, IncidentStage.usd(1_00), "deposit-10")
                .orElseThrow()
                .seq();
        for (int i = 0; i < 3; i++) {
            stage.zentra().runDueWork();
            stage.clock().advance(Duration.ofMinutes(6));
        }
        List<DeliveryAttempt> attempts = support.deliveries().attempts(endpoint.id(), event);
        Delivery waiting = support.deliveries().ofEvent(event).get(0);
        stage.receiver().always(IncidentStage.HOST, SandboxReceiver.status(204));
        int sent = support.deliveries()
                .replay(endpoint.id(), ReplayFilter.failedSince(begun), "replay-1")
                .orElseThrow();
        stage.zentra().runDueWork();
        return Kept.of("a customer endpoint is down during delivery")
                .and("attempts", String.valueOf(attempts.size()))
                .and(
                        "failure context",
                        attempts.get(0).outcome().code() + " " + attempts.get(0).status())
                .and("next attempt", String.valueOf(waiting.dueAt()))
                .and("replayed", String.valueOf(sent))
                .and(
                        "in the end",
                        support.deliveries().ofEvent(event).get(0).state().code());
    }
}
