package io.zentra.runtime.internal.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.policy.Corridor;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.internal.transfer.TransferTables.OfPayment;
import io.zentra.runtime.internal.transfer.TransferTables.Order;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** The request of a transfer, as the first event of the command that created it keeps it. */
public final class TransferRequestText {
    private TransferRequestText() {}

    /** Writes it as an object. */
    public static void write(CanonicalJson json, TransferRequest request) {
        Corridor countries = request.countries();
        json.beginObject()
                .member("amount_minor", request.amount().minor())
                .optionalMember("countries", countries == null ? null : countries.toString())
                .member("currency", request.amount().asset().toString())
                .member("destination", request.destination())
                .optionalMember("metadata", request.metadata())
                .optionalMember("rail", request.rail())
                .optionalMember("scope", request.scope())
                .member("source", request.source())
                .endObject();
    }

    /** Names the event that keeps the request of a transfer, and answers it when it is there. */
    static @Nullable Event need(Reads reads, TransferRow transfer) {
        return origin(transfer, reads::needEvent);
    }

    /** The same event in a decision. */
    static @Nullable Event origin(UnitOfWork work, TransferRow transfer) {
        return origin(transfer, work::event);
    }

    /** The request of a transfer whose event was named; what carries a step of a payment goes as the payment was asked for. */
    static TransferRequest find(UnitOfWork work, TransferRow transfer) {
        Event origin = Objects.requireNonNull(origin(work, transfer));
        return transfer.order().payment() == null ? read(origin) : ofPayment(origin, transfer.order());
    }

    /** The request of a transfer that carries a step of the payment that an event keeps the request of. */
    static TransferRequest ofPayment(Event request, Order order) {
        TransferRequest payment = read(request);
        return new TransferRequest(
                order.source(),
                order.destination(),
                order.amount(),
                Objects.requireNonNull(order.payment()).rail(),
                payment.countries(),
                payment.scope(),
                payment.metadata(),
                payment.key());
    }

    private static @Nullable Event origin(TransferRow transfer, LongFunction<@Nullable Event> events) {
        OfPayment payment = transfer.order().payment();
        if (payment != null) {
            return events.apply(payment.request());
        }
        Event created = events.apply(transfer.no());
        return created == null || created.first().isEmpty()
                ? created
                : events.apply(created.first().getAsLong());
    }

    /** The request of the first event of the command that created a transfer: its own, or that of its intent. */
    public static TransferRequest read(Event first) {
        JsonNode whole = first.request();
        JsonNode request = whole.has("movement") ? whole.path("movement") : whole;
        String countries = request.path("countries").textValue();
        Map<String, String> metadata = new TreeMap<>();
        request.path("metadata")
                .properties()
                .forEach(word -> metadata.put(word.getKey(), word.getValue().asText()));
        return new TransferRequest(
                request.path("source").asText(),
                request.path("destination").asText(),
                Money.ofMinor(
                        request.path("amount_minor").longValue(),
                        request.path("currency").asText()),
                request.path("rail").textValue(),
                countries == null ? null : Corridor.parse(countries),
                request.path("scope").textValue(),
                metadata,
                IdempotencyKey.of(first.key().orElseThrow()));
    }
}
