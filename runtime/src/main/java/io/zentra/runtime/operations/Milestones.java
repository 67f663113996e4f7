package io.zentra.runtime.operations;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.Journal;
import io.zentra.core.journal.Sha256;
import io.zentra.runtime.internal.transfer.TransferStory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The stages that the events of a story show, in the words of operators. */
final class Milestones {
    private static final Set<String> DECISIONS = Set.of("policy.accepted", "policy.review", "policy.denied");
    private static final Set<String> ENTRIES = Set.of("ledger.entry.created", "hold.placed");
    private static final String ACCOUNTS = "account.";
    private static final Set<String> NEWS = Set.of("provider.observed", "callback.received", "callback.applied");
    private static final Set<String> TAKEN_IN = Set.of("applied", "contradicted");

    /** What a review case or a hold is in as long as it is open. */
    private static final Set<String> UNDECIDED = Set.of("open", "approved", "denied");

    private final String id;
    private final List<Event> events;
    private final Journal journal;

    Milestones(String id, List<Event> events, Journal journal) {
        this.id = id;
        this.events = events;
        this.journal = journal;
    }

    List<Milestone> reached() {
        List<Milestone> reached = new ArrayList<>();
        reached.add(milestone(Stage.ACCEPTED, events.get(0), "no ledger state yet", id));
        controlled(reached);
        ledgered(reached);
        routed(reached);
        synchronizedWith(reached);
        evidenced(reached);
        return reached;
    }

    private void controlled(List<Milestone> reached) {
        Event decision = last(event -> DECISIONS.contains(event.type()));
        if (decision != null) {
            boolean goesOn = decision.type().equals("policy.accepted") || decision.tells("approved_by_case");
            String state = goesOn
                    ? "scope validated"
                    : decision.type().equals("policy.denied") ? "denied" : "waits for review";
            String scope = scope(events.get(0));
            String proof = events.get(0).actor() + (scope == null ? "" : " + " + scope);
            reached.add(milestone(Stage.CONTROLLED, decision, state, proof));
        }
    }

    /** The scope that was asked for; an intent tells it beside its request. */
    private static @Nullable String scope(Event first) {
        String asked = first.request().path("scope").textValue();
        return asked == null ? first.body().path("scope").textValue() : asked;
    }

    private void ledgered(List<Milestone> reached) {
        events.stream()
                .filter(event -> ENTRIES.contains(event.type()) || event.type().startsWith(ACCOUNTS))
                .findFirst()
                .ifPresent(event -> reached.add(milestone(
                        Stage.LEDGERED, event, ledgerState(event), "entry sha256 " + Sha256.hex(event.bytes()))));
    }

    private static String ledgerState(Event event) {
        return event.type().startsWith(ACCOUNTS) ? "account changed" : "minor-unit entries";
    }

    private void routed(List<Milestone> reached) {
        Event routed = last(event -> event.type().equals("provider.routed"));
        if (routed != null) {
            int candidates = routed.body().path("route").path("candidates").size();
            String proof = "corridor decision: " + routed.body().path("rail").asText() + " of " + candidates
                    + (candidates == 1 ? " rail" : " rails");
            reached.add(milestone(Stage.ROUTED, routed, "settlement pending", proof));
        }
    }

    private void synchronizedWith(List<Milestone> reached) {
        Event news = last(event -> NEWS.contains(event.type())
                && TAKEN_IN.contains(event.body().path("effect").asText()));
        if (news != null) {
            JsonNode body = news.body();
            boolean contradicts = body.path("effect").asText().equals("contradicted");
            String proof = body.has("scheme")
                    ? "signature verified: " + body.path("scheme").asText() + " by the key "
                            + body.path("key").asText()
                    : "answer of the rail to " + body.path("source").asText();
            reached.add(milestone(
                    Stage.SYNCHRONIZED, news, contradicts ? "news contradicts" : "one state retained", proof));
        }
    }

    private void evidenced(List<Milestone> reached) {
        Event end = events.get(events.size() - 1);
        OptionalLong size = isOpen() ? OptionalLong.empty() : journal.checkpointOver(end.seq());
        if (size.isPresent()) {
            reached.add(milestone(
                    Stage.EVIDENCED,
                    end,
                    "state reconciled",
                    "export ready: checkpoint over " + size.getAsLong() + " events"));
        }
    }

    /** Whether anything may still come by itself: a transfer under way, a case that is not closed, money on hold. */
    private boolean isOpen() {
        TransferStory transfer = new TransferStory();
        events.forEach(transfer::apply);
        Map<String, Boolean> open = new HashMap<>();
        for (Event event : events) {
            String status = event.body().path("status").asText();
            boolean tells = !status.isEmpty()
                    && (event.type().startsWith("review.") || event.type().startsWith("hold."));
            if (tells) {
                open.put(event.subject().orElseThrow(), UNDECIDED.contains(status));
            }
        }
        return transfer.isOpen() || open.containsValue(true);
    }

    private @Nullable Event last(Predicate<Event> wanted) {
        Event last = null;
        for (Event event : events) {
            last = wanted.test(event) ? event : last;
        }
        return last;
    }

    private static Milestone milestone(Stage stage, Event event, String state, String proof) {
        return new Milestone(stage, state, event.type(), proof, event.at(), event.actor(), event.seq());
    }
}
