package io.zentra.runtime.internal.payment;

import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.time.Micros;
import io.zentra.runtime.internal.payment.PaymentTables.PaymentRow;
import io.zentra.runtime.payment.Payment.Amounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The state of a payment as its events tell it: the same fold as for the table, for packets and for those who check them. */
public final class PaymentStory {
    private @Nullable PaymentRow row;

    /**
     * Takes the next event; those of others change nothing.
     *
     * @throws IllegalStateException when no way leads there, or the event tells another state
     */
    public void apply(Event event) {
        Step step = Step.ofEvent(event.type()).orElse(null);
        if (step != null) {
            row = Change.after(row, event, step);
        }
    }

    /** The payment's state after the events so far; empty before the first. */
    public Optional<String> status() {
        return Optional.ofNullable(row).map(payment -> payment.status().code());
    }

    /** What an event of a payment names that the ledger did for it: a hold, and postings. */
    public static List<String> named(Event event) {
        List<String> named = new ArrayList<>();
        if (Step.ofEvent(event.type()).isPresent()) {
            Optional.ofNullable(event.body().path("hold").textValue()).ifPresent(named::add);
            event.body().path("postings").forEach(posting -> named.add(posting.asText()));
        }
        return named;
    }

    /** The payment as the events tell it, in canonical JSON; empty before the first. */
    public Optional<byte[]> summary() {
        return Optional.ofNullable(row).map(PaymentStory::summary);
    }

    private static byte[] summary(PaymentRow payment) {
        Amounts amounts = payment.amounts();
        Long expiresAt = payment.order().expiresAtMicros();
        return CanonicalJson.bytes(out -> {
            out.beginObject()
                    .member("amount_minor", payment.order().amount().minor())
                    .member("authorized_minor", amounts.authorized().minor())
                    .member("captured_minor", amounts.captured().minor())
                    .optionalMember("case", payment.caseId())
                    .member("charged_back_minor", amounts.chargedBack().minor())
                    .member("currency", payment.asset().toString())
                    .member("destination", payment.order().destination())
                    .optionalMember(
                            "expires_at",
                            expiresAt == null ? null : Micros.instant(expiresAt).toString())
                    .member("flow", payment.flow().code())
                    .member("held_minor", amounts.held().minor())
                    .member("id", payment.id());
            if (payment.order().isOverRails()) {
                out.member("over_rails", true);
            }
            out.optionalMember("reason", payment.standing().reason())
                    .member("refunded_minor", amounts.refunded().minor());
            if (payment.order().isOverRails()) {
                out.member("returning_minor", amounts.returning().minor())
                        .member("sent_minor", amounts.sent().minor());
            }
            out.member("source", payment.order().source())
                    .member("status", payment.status().code());
            if (payment.order().isOverRails()) {
                out.name("transfers").beginArray();
                payment.trail().transfers().all().forEach(out::value);
                out.endArray();
            }
            out.endObject();
        });
    }
}
