package io.zentra.runtime.internal.intent;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.ledger.AccountChange;
import io.zentra.ledger.AccountWork;
import io.zentra.ledger.Side;
import io.zentra.runtime.intent.IntentAction;
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
        if (request.action() instanceof IntentAction.Move move) {
            TransferRequestText.write(json.name("movement"), move.movement());
            writePrimitives(json, request);
        } else {
            writeAccount(json, request);
        }
        json.endObject();
    }

    private static void writeAccount(CanonicalJson json, IntentRequest request) {
        Side side = null;
        if (request.action() instanceof IntentAction.ChangeAccount asked) {
            json.member("account", asked.account())
                    .member("change", asked.change().code());
            side = asked.side();
        }
        json.member("money_model", request.moneyModel().toString());
        if (request.action() instanceof IntentAction.OpenAccount asked) {
            json.member("opened", asked.account().id());
            AccountWork.write(json.name("opening"), asked.account());
        }
        writePrimitives(json, request);
        json.member("scope", request.scope()).optionalMember("side", side == null ? null : side.code());
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
        JsonNode request = accepted.request();
        Set<Primitive> primitives = EnumSet.noneOf(Primitive.class);
        request.path("primitives").forEach(each -> primitives.add(Primitive.of(each.asText())));
        JsonNode body = accepted.body();
        return new IntentRequest(
                accepted.subject().orElseThrow(),
                body.path("scope").asText(),
                Asset.parse(body.path("money_model").asText()),
                primitives,
                action(accepted, request));
    }

    private static IntentAction action(Event accepted, JsonNode request) {
        if (request.has("movement")) {
            return new IntentAction.Move(TransferRequestText.read(accepted));
        }
        if (request.has("opening")) {
            return new IntentAction.OpenAccount(AccountWork.read(
                    request.path("opening"), request.path("opened").asText()));
        }
        String side = request.path("side").textValue();
        return new IntentAction.ChangeAccount(
                request.path("account").asText(),
                AccountChange.of(request.path("change").asText()),
                side == null ? null : Side.of(side));
    }
}
