package io.zentra.ledger.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.Exchange;
import io.zentra.ledger.Exchanged;
import io.zentra.ledger.Quote;
import io.zentra.ledger.Side;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Exchanges as requests and events keep them: an event has the request's members with what they came to. */
final class ExchangeText {
    static final String KIND = "exchange";

    private ExchangeText() {}

    /** The basis of an event. */
    static void write(CanonicalJson json, Exchanged exchanged) {
        write(json, exchanged.quote(), exchanged.accounts(), exchanged.sold(), exchanged);
    }

    /** The rule of a request. */
    static void writeRule(CanonicalJson json, Exchange exchange) {
        write(json, exchange.quote(), exchange.accounts(), exchange.sold(), null);
    }

    private static void write(
            CanonicalJson json, Quote quote, Exchange.Accounts accounts, Money sold, @Nullable Exchanged exchanged) {
        json.beginObject();
        if (exchanged != null) {
            json.member("bought_minor", exchanged.bought().minor());
        }
        json.member("bought_position", accounts.boughtPosition());
        if (exchanged != null) {
            json.member("difference", exchanged.difference().toPlainString());
        }
        json.member("from", accounts.from());
        if (exchanged != null) {
            json.member("kind", KIND);
        }
        json.name("quote").beginObject();
        json.member("bought", quote.bought().toString());
        json.member("rate", quote.rate().toPlainString());
        json.member("rounding", quote.rounding().name().toLowerCase(Locale.ROOT));
        json.member("sold", quote.sold().toString());
        json.member("spread", quote.spread().toPlainString()).endObject();
        json.member("side", accounts.side().code());
        json.member("sold_minor", sold.minor());
        json.member("sold_position", accounts.soldPosition());
        if (exchanged != null) {
            json.member("spread_minor", exchanged.spread().minor());
        }
        json.optionalMember("spread_to", accounts.spread());
        json.member("to", accounts.to()).endObject();
    }

    /** Reads the basis of an event. */
    static Exchanged read(JsonNode basis) {
        JsonNode node = basis.path("quote");
        Quote quote = new Quote(
                Asset.parse(node.path("sold").asText()),
                Asset.parse(node.path("bought").asText()),
                new BigDecimal(node.path("rate").asText()),
                new BigDecimal(node.path("spread").asText()),
                RoundingMode.valueOf(node.path("rounding").asText().toUpperCase(Locale.ROOT)));
        Exchange.Accounts accounts = new Exchange.Accounts(
                basis.path("from").asText(),
                basis.path("sold_position").asText(),
                basis.path("bought_position").asText(),
                basis.path("to").asText(),
                basis.path("spread_to").textValue(),
                Side.of(basis.path("side").asText()));
        return new Exchanged(
                quote,
                accounts,
                Money.ofMinor(basis.path("sold_minor").longValue(), quote.sold()),
                Money.ofMinor(basis.path("bought_minor").longValue(), quote.bought()),
                Money.ofMinor(basis.path("spread_minor").longValue(), quote.bought()),
                new BigDecimal(basis.path("difference").asText()));
    }
}
