package io.zentra.runtime.internal.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.journal.Event;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What a packet says of deliveries. No event proves it, so it is the signer's word; it must be about the packet's events, in
 * order, and what is shown of it must be what the sealed list has the digests of.
 */
final class DeliveryContent {
    private final JsonNode deliveries;
    private final Set<Long> events;
    private final Consumer<String> faults;
    private final Consumer<String> withheld;

    DeliveryContent(JsonNode packet, List<Event> events, Consumer<String> faults, Consumer<String> withheld) {
        this.deliveries = packet.path(PacketText.DELIVERIES);
        this.events = events.stream().map(Event::seq).collect(Collectors.toSet());
        this.faults = faults;
        this.withheld = withheld;
    }

    void check() {
        Members.require(deliveries, "the list of deliveries", Set.of(PacketText.LIST, PacketText.SEAL), faults);
        long before = 0;
        for (JsonNode delivery : deliveries.path(PacketText.LIST)) {
            long event = delivery.path("event").longValue();
            String named = "the delivery of event " + event + " to "
                    + delivery.path("endpoint").asText();
            if (!events.contains(event) || event < before) {
                faults.accept(named + " is of no event of the packet, or out of order");
            }
            before = event;
            check(delivery, named);
        }
    }

    private void check(JsonNode delivery, String named) {
        Members.require(delivery, named, DeliveryText.MEMBERS, DeliveryText.OPTIONAL, faults);
        requireSound(delivery, DeliveryText.BODY, "the body of " + named);
        long number = 0;
        for (JsonNode attempt : delivery.path(DeliveryText.ATTEMPTS)) {
            Members.require(
                    attempt, "an attempt of " + named, DeliveryText.ATTEMPT, DeliveryText.OPTIONAL_IN_ATTEMPT, faults);
            long next = attempt.path("number").longValue();
            if (next <= number) {
                faults.accept("attempt " + next + " of " + named + " is out of order");
            }
            number = next;
            requireSound(attempt, DeliveryText.TRANSCRIPT, "attempt " + number + " of " + named);
        }
    }

    private void requireSound(JsonNode shown, String member, String what) {
        if (!DeliveryText.isSound(shown, member)) {
            faults.accept(what + " is not the one of which the digest was sealed");
        } else if (!shown.has(member)) {
            withheld.accept(what);
        }
    }
}
