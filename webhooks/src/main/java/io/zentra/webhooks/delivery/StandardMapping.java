package io.zentra.webhooks.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zentra.core.journal.Event;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The usual public events: of each type the members named here, and nothing else, so that what a later version adds to an
 * event does not leave by itself. The order key is the correlation, or else the subject.
 */
final class StandardMapping implements EventMapping {
    private static final List<String> TRANSFER =
            List.of("amount_minor", "currency", "destination", "rail", "source", "status");

    private static final List<String> PAYMENT =
            List.of("amount_minor", "currency", "destination", "expires_at", "flow", "source", "status");

    private static final List<String> ACCOUNT =
            List.of("asset", "ceiling_minor", "floor_minor", "kind", "normal_side", "status");

    private static final Map<String, List<String>> MEMBERS = Map.ofEntries(
            Map.entry("account.opened", ACCOUNT),
            Map.entry("account.limited", ACCOUNT),
            Map.entry("account.frozen", ACCOUNT),
            Map.entry("account.unfrozen", ACCOUNT),
            Map.entry("account.closed", ACCOUNT),
            Map.entry("account.reopened", ACCOUNT),
            Map.entry("ledger.entry.created", List.of("entries", "metadata")),
            Map.entry("hold.placed", List.of("expires_at", "legs", "metadata", "status")),
            Map.entry("hold.extended", List.of("expires_at", "status")),
            Map.entry("hold.increased", List.of("legs", "status")),
            Map.entry("hold.captured", List.of("legs", "status")),
            Map.entry("hold.released", List.of("legs", "status")),
            Map.entry("hold.expired", List.of("legs", "status")),
            Map.entry("intent.accepted", List.of("money_model", "primitives", "scope")),
            Map.entry("transfer.created", TRANSFER),
            Map.entry("transfer.settled", List.of("status")),
            Map.entry("transfer.failed", List.of("status")),
            Map.entry("transfer.in_review", List.of("status")),
            Map.entry("transfer.contradicted", List.of("status")),
            Map.entry("transfer.denied", List.of("status")),
            Map.entry("transfer.unrouted", List.of("status")),
            Map.entry("transfer.cancelled", List.of("status")),
            Map.entry("transfer.posted", List.of("status")),
            Map.entry("transfer.partly_reversed", List.of("reversed_minor", "status")),
            Map.entry("transfer.returned", List.of("reversed_minor", "status")),
            Map.entry("transfer.reversed", List.of("reversed_minor", "status")),
            Map.entry("transfer.resumed", List.of("status")),
            Map.entry("transfer.upheld", List.of("status")),
            Map.entry("payment.authorized", PAYMENT),
            Map.entry("payment.in_review", PAYMENT),
            Map.entry("payment.denied", PAYMENT),
            Map.entry("payment.failed", PAYMENT),
            Map.entry("payment.incremented", PAYMENT),
            Map.entry("payment.increment_in_review", PAYMENT),
            Map.entry("payment.increment_refused", PAYMENT),
            Map.entry("payment.captured", PAYMENT),
            Map.entry("payment.voided", PAYMENT),
            Map.entry("payment.expired", PAYMENT),
            Map.entry("payment.refunded", PAYMENT),
            Map.entry("payment.charged_back", PAYMENT),
            Map.entry("payment.chargeback_reversed", PAYMENT),
            Map.entry("payment.forced", PAYMENT),
            Map.entry("review.opened", List.of("lane", "status")),
            Map.entry("review.closed", List.of("lane", "status")),
            Map.entry("webhook.endpoint.registered", List.of("id", "status")),
            Map.entry("webhook.endpoint.paused", List.of("id", "status")),
            Map.entry("webhook.endpoint.resumed", List.of("id", "status")),
            Map.entry("webhook.endpoint.disabled", List.of("id", "reason", "status")),
            Map.entry("webhook.endpoint.deleted", List.of("id", "status")));

    @Override
    public Optional<PublicEvent> map(Event event) {
        List<String> members = MEMBERS.get(event.type());
        if (members == null) {
            return Optional.empty();
        }
        JsonNode body = event.body();
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        event.subject().ifPresent(subject -> data.put("subject", subject));
        for (String member : members) {
            if (body.has(member)) {
                data.set(member, body.get(member));
            }
        }
        String key = event.correlation().or(event::subject).orElse(event.type());
        return Optional.of(PublicEvent.of(event.type(), data, key.substring(0, Math.min(key.length(), 200))));
    }
}
