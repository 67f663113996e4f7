package io.zentra.runtime.operations;

import static io.zentra.runtime.operations.Sentences.because;
import static io.zentra.runtime.operations.Sentences.text;

import io.zentra.core.journal.Event;
import java.util.Map;
import java.util.function.Function;

/** What events of payments and card authorizations say, in one sentence. */
final class PaymentSentences {
    private PaymentSentences() {}

    static Map<String, Function<Event, String>> byType() {
        return Map.ofEntries(
                Map.entry("payment.authorized", PaymentSentences::authorized),
                Map.entry("payment.in_review", event -> begun(event) + " waits for persons" + because(event)),
                Map.entry(
                        "payment.denied",
                        event -> begun(event) + " was denied, and nothing is set aside" + because(event)),
                Map.entry(
                        "payment.failed",
                        event -> "Persons let it go on, and the ledger did not: nothing is set aside" + because(event)),
                Map.entry(
                        "payment.capture_sent",
                        event -> money(event) + " were captured, and go over a rail as the transfer "
                                + text(event, "transfer") + now(event)),
                Map.entry("payment.capture_settled", event -> money(event) + " came to the destination" + now(event)),
                Map.entry(
                        "payment.capture_failed",
                        event -> money(event) + " did not go over the rail, and are free at the source" + now(event)),
                Map.entry(
                        "payment.capture_resumed",
                        event -> money(event) + " are on their way over the rail after all" + now(event)),
                Map.entry(
                        "payment.capture_reversed",
                        event -> money(event) + " that had come to the destination were given back" + now(event)),
                Map.entry(
                        "payment.refund_sent",
                        event -> money(event) + " are to be refunded, and go back over the rail as the transfer "
                                + text(event, "transfer") + now(event)),
                Map.entry(
                        "payment.refund_settled", event -> money(event) + " were refunded over the rail" + now(event)),
                Map.entry(
                        "payment.refund_failed",
                        event -> money(event) + " were not refunded, and are with the destination" + now(event)),
                Map.entry(
                        "payment.refund_resumed",
                        event -> money(event) + " are on their way back after all" + now(event)),
                Map.entry("payment.incremented", event -> money(event) + " more are set aside for it."),
                Map.entry(
                        "payment.increment_in_review",
                        event -> "That " + money(event) + " more are set aside waits for persons" + because(event)),
                Map.entry(
                        "payment.increment_refused",
                        event -> "That " + money(event) + " more are set aside was refused" + because(event)),
                Map.entry("payment.captured", PaymentSentences::captured),
                Map.entry("payment.voided", PaymentSentences::voided),
                Map.entry(
                        "payment.expired",
                        event -> "Its time was over, and " + money(event)
                                + " that were still set aside were given back."),
                Map.entry("payment.refunded", event -> money(event) + " were refunded" + now(event)),
                Map.entry(
                        "payment.charged_back",
                        event -> money(event) + " are disputed, and back at the source" + because(event)),
                Map.entry(
                        "payment.chargeback_reversed",
                        event -> money(event) + " that were disputed are with the destination again" + now(event)),
                Map.entry("payment.forced", event -> money(event) + " were cleared by force" + now(event)));
    }

    private static String authorized(Event event) {
        return event.tells("source")
                ? begun(event) + " was authorized: the money is set aside."
                : "It was authorized: " + money(event) + " are set aside.";
    }

    /** The first event tells between which accounts; a later one only that it is the same payment. */
    private static String begun(Event event) {
        String what = text(event, "flow").equals("card") ? "card authorization" : "payment";
        return event.tells("source")
                ? "A " + what + " of " + money(event) + " from " + text(event, "source") + " to "
                        + text(event, "destination")
                : "The " + what + " of " + money(event);
    }

    private static String captured(Event event) {
        return money(event) + " went to the destination"
                + (event.tells("held_minor") ? ", and the rest was given back" : "") + "; it is "
                + text(event, "status") + ".";
    }

    private static String voided(Event event) {
        return event.body().path("amount_minor").longValue() == 0
                ? "It was taken back before persons had decided" + because(event)
                : money(event) + " that were set aside were given back" + now(event);
    }

    /** The state that it came to, and why. */
    private static String now(Event event) {
        return "; it is " + text(event, "status") + because(event);
    }

    private static String money(Event event) {
        return Sentences.money(event.body(), "currency");
    }
}
