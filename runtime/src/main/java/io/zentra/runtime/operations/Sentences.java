package io.zentra.runtime.operations;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.ledger.Entry;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Posting;
import io.zentra.ledger.Side;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What an event says, in one sentence. An event that a later version records is told by its type. */
final class Sentences {
    private static final Map<String, Function<Event, String>> BY_TYPE = new HashMap<>();

    static {
        requests();
        ledger();
        accounts();
        holds();
        policy();
        transfers();
        ends();
        provider();
        reviews();
        BY_TYPE.putAll(PaymentSentences.byType());
    }

    private Sentences() {}

    /** The sentence, with a capital and a full stop. */
    static String of(Event event) {
        Function<Event, String> sentence = BY_TYPE.get(event.type());
        return sentence == null ? "What happened is " + event.type() + "." : sentence.apply(event);
    }

    /** Whether events of a type have a sentence of their own. */
    static boolean has(String type) {
        return BY_TYPE.containsKey(type);
    }

    private static void requests() {
        BY_TYPE.put(
                "request.declined",
                event -> "A request was refused with " + text(event, "code") + ": " + ended(text(event, "message")));
        BY_TYPE.put(
                "request.replayed",
                event -> "The request of event " + text(event, "first_seq") + " came again and changed nothing.");
        BY_TYPE.put(
                "request.conflicted",
                event -> "Another request came under the key of event " + text(event, "first_seq") + ": "
                        + text(event, "field") + " differs.");
    }

    private static void ledger() {
        BY_TYPE.put("ledger.entry.created", event -> {
            Posting posting = LedgerWork.posting(event);
            String debits = entries(posting.entries().stream()
                    .filter(entry -> entry.side() == Side.DEBIT)
                    .toList());
            String credits = entries(posting.entries().stream()
                    .filter(entry -> entry.side() == Side.CREDIT)
                    .toList());
            return "Debited " + debits + "; credited " + credits + ".";
        });
        BY_TYPE.put("usage.returned", event -> "What the decision had counted against limits was given back.");
        BY_TYPE.put(
                "controlled.failed",
                event -> "The ledger refused what persons had approved, with " + text(event, "code") + ".");
    }

    private static String entries(List<Entry> entries) {
        return entries.stream()
                .map(entry -> entry.account() + " by " + entry.amount())
                .collect(Collectors.joining(", "));
    }

    private static void accounts() {
        Map.of(
                        "opened", "was opened",
                        "limited", "has other limits",
                        "frozen", "was frozen",
                        "unfrozen", "was unfrozen",
                        "closed", "was closed",
                        "reopened", "was opened again")
                .forEach((done, words) -> BY_TYPE.put(
                        "account." + done,
                        event -> "The account " + event.subject().orElse("") + " " + words + "."));
    }

    private static void holds() {
        BY_TYPE.put("hold.placed", event -> "Money was set aside: " + legs(event) + ".");
        BY_TYPE.put("hold.increased", event -> "More money was set aside; now " + legs(event) + ".");
        BY_TYPE.put("hold.extended", event -> "The money stays set aside until " + text(event, "expires_at") + ".");
        BY_TYPE.put(
                "hold.captured",
                event -> "What was set aside was taken by the posting " + text(event, "posting") + ".");
        BY_TYPE.put("hold.released", event -> "What was set aside was given back.");
        BY_TYPE.put("hold.expired", event -> "The time of the hold was over, and what was left was given back.");
    }

    private static String legs(Event event) {
        StringBuilder legs = new StringBuilder();
        event.body()
                .path("legs")
                .forEach(leg -> legs.append(legs.length() == 0 ? "" : ", ")
                        .append(money(leg, "asset"))
                        .append(" of ")
                        .append(leg.path("account").asText()));
        return legs.toString();
    }

    private static void policy() {
        BY_TYPE.put("policy.accepted", event -> by(event) + " let it go on.");
        BY_TYPE.put(
                "policy.review",
                event -> by(event) + " asked persons, by the rule " + text(event, "decided_by")
                        + (event.tells("approved_by_case")
                                ? "; they approved in " + text(event, "approved_by_case") + "."
                                : "."));
        BY_TYPE.put("policy.denied", event -> by(event) + " denied it, by the rule " + text(event, "decided_by") + ".");
    }

    private static String by(Event event) {
        JsonNode policy = event.body().path("policy");
        return "Version " + policy.path("version").asText() + " of the policy "
                + policy.path("name").asText();
    }

    private static void transfers() {
        BY_TYPE.put("intent.accepted", event -> "The intent " + event.subject().orElse("") + " was accepted.");
        BY_TYPE.put("transfer.created", event -> {
            JsonNode body = event.body();
            return "A transfer of " + money(body, "currency") + " from "
                    + body.path("source").asText() + " to "
                    + body.path("destination").asText() + " was created, "
                    + body.path("status").asText() + ".";
        });
        BY_TYPE.put("provider.routed", event -> "The rail " + text(event, "rail") + " was chosen for it.");
        BY_TYPE.put("transfer.unrouted", event -> "No rail can take it now; it waits for one.");
        BY_TYPE.put("transfer.resumed", event -> "Persons decided that the rail is asked on.");
        BY_TYPE.put("transfer.in_review", event -> "Persons must look: " + ended(text(event, "reason")));
        BY_TYPE.put("transfer.contradicted", event -> "News contradicts news: " + ended(text(event, "reason")));
        BY_TYPE.put(
                "transfer.upheld",
                event -> "Persons decided that what was known before stands: it is " + text(event, "status") + ".");
    }

    private static void ends() {
        BY_TYPE.put("transfer.posted", event -> "The rail has moved the money; it waits to be settled.");
        BY_TYPE.put("transfer.settled", event -> "The money is with the destination" + because(event));
        BY_TYPE.put("transfer.failed", event -> "It failed, and the reserve was given back" + because(event));
        BY_TYPE.put("transfer.denied", event -> "It was denied, and nothing has moved" + because(event));
        BY_TYPE.put("transfer.cancelled", event -> "It was cancelled before anything was sent" + because(event));
        BY_TYPE.put(
                "transfer.returned",
                event -> "It came back after it was paid, and is with its source" + because(event));
        BY_TYPE.put("transfer.reversed", event -> "All that had moved was given back" + because(event));
        BY_TYPE.put("transfer.reversal_asked", event -> "Persons are asked whether money goes back" + because(event));
        BY_TYPE.put("transfer.not_reversed", event -> "No money went back" + because(event));
        BY_TYPE.put(
                "transfer.partly_reversed",
                event -> "A part was given back, " + text(event, "reversed_minor") + " minor units so far"
                        + because(event));
    }

    static String because(Event event) {
        return event.tells("reason") ? ": " + ended(text(event, "reason")) : ".";
    }

    private static void provider() {
        BY_TYPE.put(
                "provider.observed",
                event -> "The rail answered the " + text(event, "source") + ": " + text(event, "outcome")
                        + (event.tells("reason") ? " (" + text(event, "reason") + ")" : "") + effect(event));
        BY_TYPE.put(
                "callback.received",
                event -> "A callback of the rail " + text(event, "rail") + ", verified as " + text(event, "scheme")
                        + ", told: " + text(event, "outcome") + effect(event));
        BY_TYPE.put(
                "callback.applied",
                event -> "The callback of event " + text(event, "callback") + ", which had waited, was taken in: "
                        + text(event, "outcome") + effect(event));
        BY_TYPE.put("callback.overdue", event -> "A callback has waited too long for what it speaks of.");
        BY_TYPE.put("callback.closed", event -> "Callbacks that waited were given up, as their case was decided.");
        BY_TYPE.put(
                "callback.erased",
                event -> "What is kept of the callback of event " + text(event, "callback") + " was erased.");
    }

    private static String effect(Event event) {
        return switch (text(event, "effect")) {
            case "applied" -> "; the state follows it.";
            case "duplicate" -> "; it was known, and changed nothing.";
            case "contradicted" -> "; it contradicts what is known.";
            case "parked" -> "; it waits for what it speaks of.";
            default -> "; nothing final follows from it.";
        };
    }

    private static void reviews() {
        BY_TYPE.put("review.opened", event -> "A case was opened in the lane " + text(event, "lane") + ".");
        BY_TYPE.put("review.claimed", event -> person(event) + " took the case.");
        BY_TYPE.put("review.assigned", event -> "The case was given to " + person(event) + ".");
        BY_TYPE.put("review.rotated", event -> "The case was given to " + person(event) + ", who had the turn.");
        BY_TYPE.put("review.released", event -> "The case was given back to its lane.");
        BY_TYPE.put("review.edited", event -> "What the case proposes was changed.");
        BY_TYPE.put("review.decision.changed", event -> "What waits for the case proposes something else by now.");
        BY_TYPE.put(
                "review.escalated",
                event -> "The case was open too long, and went to the lane " + text(event, "lane") + ".");
        BY_TYPE.put("review.overdue", event -> "The case is open too long.");
        BY_TYPE.put(
                "review.approved", event -> event.actor() + " approved; the case is " + text(event, "status") + ".");
        BY_TYPE.put("review.approvals.lapsed", event -> "Approvals of the case count no longer.");
        BY_TYPE.put("review.denied", event -> event.actor() + " denied the case" + because(event));
        BY_TYPE.put("review.reopened", event -> "The case was opened again.");
        BY_TYPE.put("review.withdrawn", event -> "The case was taken back.");
        BY_TYPE.put(
                "review.closed",
                event -> "What waited for the case has taken notice: it is " + text(event, "status") + ".");
        BY_TYPE.put("review.noted", event -> event.actor() + " wrote a note.");
        BY_TYPE.put(
                "review.note.erased", event -> "The text of the note of event " + text(event, "note") + " was erased.");
    }

    private static String person(Event event) {
        return text(event, "owner");
    }

    static String money(JsonNode body, String asset) {
        return Money.ofMinor(
                        body.path("amount_minor").longValue(), body.path(asset).asText())
                .toString();
    }

    static String text(Event event, String member) {
        return event.body().path(member).asText();
    }

    private static String ended(String sentence) {
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }
}
