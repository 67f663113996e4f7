package io.zentra.runtime.contract;

import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
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
import io.zentra.runtime.payment.PaymentRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Requests out of their members. */
final class Requests {
    /** How the pages write a money model, with the currency behind it. */
    static final String MINOR_UNITS = "minor_units + ";

    /** What a host may know of its caller. */
    static final List<String> GIVABLE = List.of(
            "account",
            "change",
            "credit",
            "currency",
            "debit",
            "destination",
            "money_model",
            "payment_id",
            "scope",
            "source",
            "transfer_id");

    private static final Words<Primitive> PRIMITIVES = Words.of(Primitive.values(), Primitive::code);

    private Requests() {}

    static TransferRequest transfer(Members in) {
        Asset asset = in.text("currency", Asset::parse);
        IdempotencyKey key = in.text("idempotency_key", IdempotencyKey::of);
        return movement(in, asset, in.optionalText("scope", id("scope")), key);
    }

    static IntentRequest intent(Members in) {
        Asset asset = in.text("money_model", Requests::moneyModel);
        IdempotencyKey id = in.text("intent_id", IdempotencyKey::of);
        List<Primitive> primitives = in.list("primitives", PRIMITIVES.of("primitives"));
        if (primitives.size() != Set.copyOf(primitives).size()) {
            throw Members.malformed("primitives", "name one twice: name each once");
        }
        String scope = in.text("scope", id("scope"));
        if (in.has("change")) {
            in.requireLater("intents about accounts");
            return new IntentRequest(id.value(), scope, asset, Set.copyOf(primitives), AccountActions.read(in, asset));
        }
        return IntentRequest.moving(Set.copyOf(primitives), movement(in, asset, scope, id));
    }

    private static TransferRequest movement(Members in, Asset asset, @Nullable String scope, IdempotencyKey key) {
        String source = in.text("source", id("account"));
        String destination = in.text("destination", id("account"));
        Money amount = amount(in, asset);
        String rail = in.optionalText("rail", id("rail"));
        Corridor countries = in.optionalText("countries", Requests::corridor);
        Map<String, String> metadata = in.optionalTexts("metadata");
        in.requireNoOthers();
        return new TransferRequest(source, destination, amount, rail, countries, scope, metadata, key);
    }

    static PaymentRequest payment(Members in) {
        PaymentRequest request = paid(in);
        boolean isOverRails = in.optionalFlag("over_rails");
        in.requireNoOthers();
        return isOverRails ? request.overRails() : request;
    }

    static ForcedClearing forcedClearing(Members in) {
        ForcedClearing forced = new ForcedClearing(paid(in), Changes.reason(in));
        in.requireNoOthers();
        return forced;
    }

    private static PaymentRequest paid(Members in) {
        return new PaymentRequest(
                in.text("source", id("account")),
                in.text("destination", id("account")),
                amount(in),
                in.optionalText("expires_at", time("expires_at")),
                in.optionalText("countries", Requests::corridor),
                in.optionalText("scope", id("scope")),
                in.optionalTexts("metadata"),
                false,
                in.text("idempotency_key", IdempotencyKey::of));
    }

    /** An amount with its currency. */
    static Money amount(Members in) {
        return amount(in, in.text("currency", Asset::parse));
    }

    private static Money amount(Members in, Asset asset) {
        Money amount = Money.ofMinor(in.integer("amount_minor"), asset);
        if (!amount.isPositive()) {
            throw ZentraException.of(
                    ErrorCode.AMOUNT_NOT_POSITIVE,
                    "the request's \"amount_minor\" must be above zero, not " + amount.minor()
                            + ": accounts and changes tell the direction",
                    Map.of("amount", amount.toString(), "member", "amount_minor"));
        }
        return amount;
    }

    static PostingRequest posting(Members in) {
        Money amount = amount(in);
        String debit = in.text("debit", id("account"));
        String credit = in.text("credit", id("account"));
        IdempotencyKey key = in.text("idempotency_key", IdempotencyKey::of);
        String correlation = in.optionalText("correlation", text -> Identifier.requireUnreserved("correlation", text));
        Instant effectiveAt = in.optionalText("effective_at", time("effective_at"));
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

    private static Corridor corridor(String text) {
        if (text.indexOf('>') < 0) {
            throw Members.malformed("countries", "must be written as \"US>DE\"");
        }
        return Corridor.parse(text);
    }

    private static Function<String, Instant> time(String member) {
        return text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeException malformed) {
                throw Members.malformed(
                        member, "must be a time such as 2026-11-21T09:00:00Z, not \"" + Shown.of(text) + "\"");
            }
        };
    }
}
