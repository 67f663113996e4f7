package io.zentra.runtime.internal.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.Handle;
import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.Event;
import io.zentra.core.search.Candidates;
import io.zentra.core.search.FoundBy;
import io.zentra.core.search.TermIndex;
import io.zentra.runtime.internal.Operations;
import io.zentra.runtime.internal.intent.IntentText;
import io.zentra.runtime.internal.payment.NamedPayment;
import io.zentra.runtime.internal.payment.Step;
import io.zentra.runtime.internal.transfer.TransferEvents;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What transfers, payments and card authorizations can be found by: source, destination and metadata of the request, which
 * the first event of its command keeps. The id that this event belongs to holds the sequence of the event that made the thing.
 * Intents have a term of their own, which is that they are some.
 */
public final class RequestTerms {
    /** Transfers by {@value}, payments and cards by the code of their flow. */
    public static final String TRANSFER = "transfer";

    /** All of them by their terms. */
    public static final TermIndex INDEX =
            TermIndex.of("request", Operations.FILL_REQUESTS, types(), RequestTerms::told);

    /** A search takes no more events into the index that are not in it yet, or a step more. */
    private static final int MAX_FILLED = 8_192;

    private static final long INTENT = TermIndex.term("intent", "accepted");

    private static final Set<String> PAYMENTS =
            Set.of(Operations.PAYMENT_AUTHORIZE.name(), Operations.PAYMENT_FORCE_UNKNOWN.name());

    private RequestTerms() {}

    /**
     * Fills the index for a search; what it is not filled for is found in the tables themselves. Inside the host's transaction
     * nothing is filled: it would take the tenant's lock for a mere search.
     */
    public static void prepare(Handle handle) {
        if (!handle.commits().isJoined()) {
            INDEX.fill(handle, MAX_FILLED);
        }
    }

    /** The numbers of all intents, and of some events that are none. */
    public static Candidates intents(Handle handle) {
        return INDEX.candidates(handle, Set.of(INTENT), Candidates.every());
    }

    private static Set<String> types() {
        Set<String> types = new HashSet<>(Step.eventTypes());
        types.add(TransferEvents.CREATED);
        types.add(IntentText.ACCEPTED);
        return types;
    }

    /** A request of something that came from an account. */
    static long source(String kind, String account) {
        return TermIndex.term(kind + " source", account);
    }

    /** A request of something that goes to an account. */
    static long destination(String kind, String account) {
        return TermIndex.term(kind + " destination", account);
    }

    /** A request with a word of the host's. */
    static long metadata(String kind, String name, String value) {
        return TermIndex.term(kind + " metadata", name + "\n" + value);
    }

    /** What was asked for by the first event of a command that moves money: of an intent, its movement. */
    static JsonNode request(Event first) {
        JsonNode whole = first.request();
        return whole.has("movement") ? whole.path("movement") : whole;
    }

    private static FoundBy told(Event event) {
        String operation = event.operation().orElse("");
        if (event.type().equals(IntentText.ACCEPTED)) {
            return intent(event);
        } else if (operation.equals(Operations.CREATE.name())) {
            return told(event, "tr", TRANSFER);
        } else if (event.type().equals(TransferEvents.CREATED) && event.body().has("payment")) {
            return new FoundBy(event.seq(), terms(TRANSFER, event.body())); // it carries a step of a payment
        } else if (PAYMENTS.contains(operation)) {
            return told(event, NamedPayment.PREFIX, event.request().path("flow").asText());
        }
        return FoundBy.NOTHING;
    }

    /** One that goes over a rail is found as a transfer too, whose number it has. */
    private static FoundBy intent(Event accepted) {
        EntityId id = EntityId.parse(accepted.correlation().orElseThrow()).orElseThrow();
        Set<Long> terms = new LinkedHashSet<>(told(accepted, "tr", TRANSFER).terms());
        terms.add(INTENT);
        return new FoundBy(id.seq(), terms);
    }

    /** Nothing of a refused request, and of an intent that goes as something else. */
    private static FoundBy told(Event event, String prefix, String kind) {
        return event.correlation()
                .flatMap(id -> EntityId.parse(prefix, id))
                .map(id -> new FoundBy(id.seq(), terms(kind, request(event))))
                .orElse(FoundBy.NOTHING);
    }

    private static Set<Long> terms(String kind, JsonNode request) {
        Set<Long> terms = new LinkedHashSet<>();
        terms.add(source(kind, request.path("source").asText()));
        terms.add(destination(kind, request.path("destination").asText()));
        request.path("metadata")
                .properties()
                .forEach(word ->
                        terms.add(metadata(kind, word.getKey(), word.getValue().asText())));
        return terms;
    }
}
