package io.zentra.testing.schedule;

import io.zentra.core.journal.Event;
import java.util.List;

/** The amounts of a payment, added up from what its events tell. */
final class TalliedPayment {
    private long authorized;
    private long held;
    private long captured;
    private long refunded;
    private long chargedBack;

    private TalliedPayment() {}

    /** In the order authorized, held, captured, refunded, charged back. */
    static List<Long> of(List<Event> events) {
        TalliedPayment tally = new TalliedPayment();
        events.forEach(tally::add);
        return List.of(tally.authorized, tally.held, tally.captured, tally.refunded, tally.chargedBack);
    }

    private void add(Event event) {
        long amount = event.body().path("amount_minor").longValue();
        long ofHeld = event.body().path("held_minor").asLong(amount);
        switch (event.type()) {
            case "payment.authorized", "payment.incremented" -> {
                authorized += amount;
                held += amount;
            }
            case "payment.captured", "payment.forced" -> {
                captured += amount;
                held -= ofHeld;
            }
            case "payment.voided", "payment.expired" -> held -= ofHeld;
            case "payment.refunded" -> refunded += amount;
            case "payment.charged_back" -> chargedBack += amount;
            case "payment.chargeback_reversed" -> chargedBack -= amount;
            default -> {} // moves nothing
        }
    }
}
