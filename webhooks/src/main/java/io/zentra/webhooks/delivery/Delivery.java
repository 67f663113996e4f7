package io.zentra.webhooks.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way to an endpoint, or at its end. Immutable.
 *
 * @param endpoint the id of the endpoint
 * @param messageId what the receiver sees as {@code webhook-id}, the same for every attempt
 * @param event the sequence of the event in the journal
 * @param type the event's type outside
 * @param at when it happened
 * @param state how far it is
 * @param attempts how often it was tried
 * @param dueAt when it is tried next; null when it is not
 * @param settledAt when it ended; null before
 */
public record Delivery(
        String endpoint,
        String messageId,
        long event,
        String type,
        Instant at,
        DeliveryState state,
        long attempts,
        @Nullable Instant dueAt,
        @Nullable Instant settledAt) {}
