package io.zentra.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Identifier;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.UnicodeText;
import io.zentra.core.money.Money;
import io.zentra.policy.internal.FactsText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An operation that somebody proposes: what a policy decides about before money moves. Immutable.
 *
 * <pre>{@code
 * Proposal.of("payout", Money.ofMinor(125_000, usd))
 *         .from("customer:42", Map.of("country", "US"))
 *         .to("merchant:7", Map.of("country", "DE"))
 *         .countries(Corridor.of("US", "DE"))
 *         .rails(List.of("rail_primary", "rail_backup"))
 * }</pre>
 *
 * @param kind what kind of operation, such as {@code payout}: the policy of this name decides
 * @param amount how much; zero or more
 * @param source where the money comes from; null when it does not come from an account
 * @param destination where it goes; null when it does not go to an account
 * @param countries from and to country; null when not known
 * @param currencies from and to currency; null when not known
 * @param rail the rail that is asked for; null for none in particular
 * @param rails the rails that could take it, in the order in which they are tried; empty when none is needed
 * @param scope what the caller may act on, in the host's words; null for none
 * @param metadata the caller's own words, at most {@value #MAX_MEMBERS}
 */
public record Proposal(
        String kind,
        Money amount,
        @Nullable End source,
        @Nullable End destination,
        @Nullable Corridor countries,
        @Nullable Corridor currencies,
        @Nullable String rail,
        List<String> rails,
        @Nullable String scope,
        Map<String, String> metadata) {
    /** The most attributes of an end, and words on an operation. */
    public static final int MAX_MEMBERS = 32;

    /** The most rails of a proposal. */
    public static final int MAX_RAILS = 64;

    /** The longest attribute or word, in characters. */
    public static final int MAX_TEXT = 512;

    /**
     * An account that money comes from or goes to. Immutable.
     *
     * @param account its id
     * @param attributes what is known of it, at most {@value #MAX_MEMBERS}
     */
    public record End(String account, Map<String, String> attributes) {
        /**
         * Checks id and attributes.
         *
         * @throws ZentraException {@code invalid_id} or {@code invalid_metadata}
         */
        public End {
            Identifier.require("account", account);
            attributes = requireTexts("attribute", attributes);
        }
    }

    /**
     * Checks all.
     *
     * @throws ZentraException {@code invalid_id}, {@code invalid_metadata} or {@code amount_not_positive}
     */
    public Proposal {
        Identifier.require("kind", kind);
        if (amount.minor() < 0) {
            throw ZentraException.of(
                    ErrorCode.AMOUNT_NOT_POSITIVE,
                    "the amount " + amount + " of a proposal is below zero: source and destination tell the direction",
                    Map.of("amount", amount.toString()));
        }
        if (rail != null) {
            Identifier.require("rail", rail);
        }
        rails = List.copyOf(rails);
        rails.forEach(one -> Identifier.require("rail", one));
        if (rails.size() > MAX_RAILS) {
            throw ZentraException.of(
                    ErrorCode.LIST_TOO_LONG,
                    "a proposal has at most " + MAX_RAILS + " rails, not " + rails.size(),
                    Map.of("rails", String.valueOf(rails.size())));
        }
        if (scope != null) {
            Identifier.require("scope", scope);
        }
        requireEnds(countries);
        requireEnds(currencies);
        metadata = requireTexts("metadata", metadata);
    }

    /** A proposal of which only kind and amount are known. */
    public static Proposal of(String kind, Money amount) {
        return new Proposal(kind, amount, null, null, null, null, null, List.of(), null, Map.of());
    }

    /** The same, from an account. */
    public Proposal from(String account, Map<String, String> attributes) {
        return new Proposal(
                kind,
                amount,
                new End(account, attributes),
                destination,
                countries,
                currencies,
                rail,
                rails,
                scope,
                metadata);
    }

    /** The same, to an account. */
    public Proposal to(String account, Map<String, String> attributes) {
        return new Proposal(
                kind,
                amount,
                source,
                new End(account, attributes),
                countries,
                currencies,
                rail,
                rails,
                scope,
                metadata);
    }

    /** The same between these countries. */
    public Proposal countries(Corridor corridor) {
        return new Proposal(kind, amount, source, destination, corridor, currencies, rail, rails, scope, metadata);
    }

    /** The same between these currencies. */
    public Proposal currencies(Corridor corridor) {
        return new Proposal(kind, amount, source, destination, countries, corridor, rail, rails, scope, metadata);
    }

    /** The same over a rail. */
    public Proposal rail(String name) {
        return new Proposal(kind, amount, source, destination, countries, currencies, name, rails, scope, metadata);
    }

    /** The same with the rails that could take it. */
    public Proposal rails(List<String> names) {
        return new Proposal(kind, amount, source, destination, countries, currencies, rail, names, scope, metadata);
    }

    /** The same in a scope. */
    public Proposal scope(String name) {
        return new Proposal(kind, amount, source, destination, countries, currencies, rail, rails, name, metadata);
    }

    /** The same with these words. */
    public Proposal metadata(Map<String, String> words) {
        return new Proposal(kind, amount, source, destination, countries, currencies, rail, rails, scope, words);
    }

    /** Writes it as an object that {@link #read} reads. */
    public void write(CanonicalJson json) {
        FactsText.write(json, this);
    }

    /** Reads what {@link #write} wrote. */
    public static Proposal read(JsonNode node) {
        return FactsText.proposal(node);
    }

    private static void requireEnds(@Nullable Corridor corridor) {
        if (corridor != null
                && (corridor.from().equals(Corridor.ANY) || corridor.to().equals(Corridor.ANY))) {
            throw ZentraException.of(
                    ErrorCode.INVALID_ID,
                    "the corridor " + corridor + " of a proposal has an end that stands for all: name both ends",
                    Map.of("corridor", corridor.toString()));
        }
    }

    private static Map<String, String> requireTexts(String what, Map<String, String> texts) {
        if (texts.size() > MAX_MEMBERS) {
            throw ZentraException.of(
                    ErrorCode.INVALID_METADATA,
                    "a proposal has at most " + MAX_MEMBERS + " members of " + what + ", not " + texts.size(),
                    Map.of("members", String.valueOf(texts.size())));
        }
        texts.forEach((name, value) -> {
            Identifier.require(what, name);
            if (value.length() > MAX_TEXT || !UnicodeText.isValid(value)) {
                throw ZentraException.of(
                        ErrorCode.INVALID_METADATA,
                        what + " \"" + name + "\" is longer than " + MAX_TEXT
                                + " characters or no valid Unicode text without U+0000",
                        Map.of("member", name));
            }
        });
        return Map.copyOf(texts);
    }
}
