package io.zentra.core.usage.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a decision added to meters, as its event keeps it in the member {@code usage}.
 *
 * @param whole the amount of the operation, against which what is undone is measured
 * @param charges what it added, in order
 */
public record Reservation(Money whole, List<Charged> charges) {
    /** The name of the member. */
    public static final String MEMBER = "usage";

    /** Copies the list. */
    public Reservation {
        charges = List.copyOf(charges);
    }

    /**
     * What was added to a meter.
     *
     * @param meter its key
     * @param amountMinor what its sum got
     * @param lengthMicros how long its rolling window is; null for a calendar one
     * @param startMicros where the period begins in which it counts; null for a rolling window
     * @param usage the number of the usage at its meter; null when it has no row
     * @param value the value; null for none
     */
    public record Charged(
            String meter,
            long amountMinor,
            @Nullable Long lengthMicros,
            @Nullable Long startMicros,
            @Nullable Long usage,
            @Nullable String value) {
        /** Whether what was added at a time has left the window by another, both in microseconds; never for calendars. */
        boolean hasLeft(long at, long now) {
            return lengthMicros != null && at <= now - lengthMicros;
        }

        private void write(CanonicalJson json) {
            json.beginObject().member("amount_minor", amountMinor);
            member(json, "length_micros", lengthMicros);
            json.member("meter", meter);
            member(json, "start_micros", startMicros);
            member(json, "usage", usage);
            json.optionalMember("value", value).endObject();
        }

        private static void member(CanonicalJson json, String name, @Nullable Long number) {
            if (number != null) {
                json.member(name, number);
            }
        }

        private static Charged read(JsonNode node) {
            return new Charged(
                    node.path("meter").asText(),
                    node.path("amount_minor").longValue(),
                    number(node, "length_micros"),
                    number(node, "start_micros"),
                    number(node, "usage"),
                    node.path("value").textValue());
        }

        private static @Nullable Long number(JsonNode node, String name) {
            JsonNode number = node.path(name);
            return number.isIntegralNumber() ? number.longValue() : null;
        }
    }

    /** What an event says that it reserved; empty when it reserved nothing. */
    public static Optional<Reservation> of(Event event) {
        JsonNode usage = event.body().path(MEMBER);
        if (!usage.isObject()) {
            return Optional.empty();
        }
        List<Charged> charges = new ArrayList<>();
        usage.path("charges").forEach(charge -> charges.add(Charged.read(charge)));
        Asset asset = Asset.parse(usage.path("asset").asText());
        return Optional.of(
                new Reservation(Money.ofMinor(usage.path("whole_minor").longValue(), asset), charges));
    }

    /** Writes the member into the object that is open. */
    public void write(CanonicalJson json) {
        json.name(MEMBER).beginObject().member("asset", whole.asset().toString());
        json.name("charges").beginArray();
        charges.forEach(charge -> charge.write(json));
        json.endArray().member("whole_minor", whole.minor()).endObject();
    }

    /** What still counts of an amount of this decision when so much of its whole is undone, rounded up. */
    long left(long amountMinor, long undoneMinor) {
        BigInteger all = BigInteger.valueOf(whole.minor());
        BigInteger[] parts = BigInteger.valueOf(amountMinor)
                .multiply(all.subtract(BigInteger.valueOf(undoneMinor)))
                .divideAndRemainder(all);
        return parts[0].longValueExact() + parts[1].signum();
    }
}
