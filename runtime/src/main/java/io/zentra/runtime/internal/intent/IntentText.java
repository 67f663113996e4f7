package io.zentra.runtime.internal.intent;

import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.runtime.intent.IntentRequest;
import io.zentra.runtime.intent.Primitive;
import io.zentra.runtime.internal.transfer.TransferRequestText;
import java.util.EnumSet;
import java.util.Set;

/** An intent as the event keeps it that accepted it: terms and request. */
public final class IntentText {
    /** The type of the event that accepts an intent; its subject is the caller's id. */
    public static final String ACCEPTED = "intent.accepted";

    private IntentText() {}

    /** Writes the request. */
    static void write(CanonicalJson json, IntentRequest request) {
        json.beginObject();
        TransferRequestText.write(json.name("movement"), request.movement());
        writePrimitives(json, request);
        json.endObject();
    }

    /** Writes what the event tells besides its request. */
    static void writeBody(CanonicalJson json, IntentRequest request) {
        json.beginObject().member("money_model", request.moneyModel().toString());
        writePrimitives(json, request);
        json.member("scope", request.scope()).endObject();
    }

    private static void writePrimitives(CanonicalJson json, IntentRequest request) {
        json.name("primitives").beginArray();
        EnumSet.copyOf(request.primitives()).forEach(each -> json.value(each.code()));
        json.endArray();
    }

    /** The request of the event that accepted an intent. */
    public static IntentRequest read(Event accepted) {
        Set<Primitive> primitives = EnumSet.noneOf(Primitive.class);
        accepted.request().path("primitives").forEach(each -> primitives.add(Primitive.of(each.asText())));
        return new IntentRequest(primitives, TransferRequestText.read(accepted));
    }
}
