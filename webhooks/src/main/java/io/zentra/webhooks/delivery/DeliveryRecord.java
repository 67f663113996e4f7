package io.zentra.webhooks.delivery;

import java.util.List;

/**
 * All that is kept of a delivery. Immutable.
 *
 * @param delivery how far it is
 * @param body what is sent, the same bytes in each attempt
 * @param attempts each as it was, the first first
 */
public record DeliveryRecord(Delivery delivery, String body, List<DeliveryAttempt> attempts) {
    /** Copies the list. */
    public DeliveryRecord {
        attempts = List.copyOf(attempts);
    }
}
