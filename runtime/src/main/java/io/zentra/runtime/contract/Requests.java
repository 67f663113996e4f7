package io.zentra.runtime.contract;

import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.error.Shown;
import io.zentra.core.identity.Identifier;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.Side;
import io.zentra.policy.Corridor;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.intent.IntentRequest;
import io.zentra.runtime.intent.Primitive;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Requests out of their members. */
final class Requests {
    /** How the pages write a money model, with the currency behind it. */
    static final String MINOR_UNITS = "minor_units + ";

    /** What a host may know of its caller. */
    static final List<String> GIVABLE =
            List.of("credit", "currency", "debit", "destination", "money_model", "scope", "source");

    private Requests() {}

    static TransferRequest transfer(Members in) {
        Asset asset = in.text("currency", Asset::parse);
        IdempotencyKey key = in.text("idempotency_key", IdempotencyKey::of);
        return movement(in, asset, in.optionalText("scope", id("scope")), key);
    }

    static IntentRequest intent(Members in) {
        Asset asset = in.text("money_model", Requests::moneyModel);
        IdempotencyKey id = in.text("intent_id", IdempotencyKey::of);
        List<Primitive> primitives = in.list("primitives", Requests::primitive);
        if (primitives.size() != Set.copyOf(primitives).size()) {
            throw Members.malformed("primitives", "name one twice: name each once");
        }
        TransferRequest movement = movement(in, asset, in.text("scope", id("scope")), id);
        return IntentRequest.moving(Set.copyOf(primitives), movement);
    }

    private static TransferRequest movement(Members in, Asset asset, @Nullable String scope, IdempotencyKey key) {
        String source = in.text("source", id("account"));
        String destination = in.text("destination", id("account"));
        Money amount = Money.ofMinor(in.integer("amount_minor"), asset);
        String rail = in.optionalText("rail", id("rail"));
        Corridor countries = in.optionalText("countries", Requests::corridor);
        Map<String, String> metadata = in.optionalTexts("metadata");
        in.requireNoOthers();
        return new TransferRequest(source, destination, amount, rail, countries, scope, metadata, key);
    }

    static PostingRequest posting(Members in) {
        Asset asset = in.text("currency", Asset::parse);
        String debit = in.text("debit", id("account"));
        String credit = in.text("credit", id("account"));
        Money amount = Money.ofMinor(in.integer("amount_minor"), asset);
        IdempotencyKey key = in.text("idempotency_key", IdempotencyKey::of);
        String correlation = in.optionalText("correlation", text -> Identifier.requireUnreserved("correlation", text));
        Instant effectiveAt = in.optionalText("effective_at", Requests::time);
        Map<String, String> metadata = in.optionalTexts("metadata");
        in.requireNoOthers();
        List<EntryRequest> entries =
                List.of(new EntryRequest(debit, Side.DEBIT, amount), new EntryRequest(credit, Side.CREDIT, amount));
        return new PostingRequest(key, entries, correlation, metadata, List.of(), effectiveAt);
    }

    private static Function<String, String> id(String kind) {
        return text -> Identifier.require(kind, text);
    }

    private static Asset moneyModel(String text) {
        if (!text.startsWith(MINOR_UNITS)) {
            throw Members.malformed("money_model", "must be \"" + MINOR_UNITS + "USD\", or another currency");
        }
        return Asset.parse(text.substring(MINOR_UNITS.length()));
    }

    private static Primitive primitive(String text) {
        for (Primitive primitive : Primitive.values()) {
            if (primitive.code().equals(text)) {
                return primitive;
            }
        }
        String known = Arrays.stream(Primitive.values()).map(Primitive::code).collect(Collectors.joining(", "));
        throw Members.malformed("primitives", "has no \"" + Shown.of(text) + "\": there are " + known);
    }

    private static Corridor corridor(String text) {
        if (text.indexOf('>') < 0) {
            throw Members.malformed("countries", "must be written as \"US>DE\"");
        }
        return Corridor.parse(text);
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException malformed) {
            throw Members.malformed(
                    "effective_at", "must be a time such as 2026-11-21T09:00:00Z, not \"" + Shown.of(text) + "\"");
        }
    }
}
