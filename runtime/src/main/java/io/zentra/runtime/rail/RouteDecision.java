package io.zentra.runtime.rail;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.policy.PolicyRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which rail takes a transfer, and why the others do not. Immutable; it has one form in JSON, which reads back equal.
 *
 * @param candidates the eligible ones first, in the order in which they are to be tried; then the others, in the order of
 *     the configuration
 * @param decision the id of the policy's decision that spoke of rails; null when none did
 * @param policy the version of that policy; null when none did
 * @param lookAgainAt when a rail will be eligible, as far as opening hours and breakers tell; null when one is, or when
 *     time alone changes nothing
 */
public record RouteDecision(
        List<Candidate> candidates,
        @Nullable String decision,
        @Nullable PolicyRef policy,
        @Nullable Instant lookAgainAt) {
    /** Copies the list. */
    public RouteDecision {
        candidates = List.copyOf(candidates);
    }

    /**
     * A rail that was looked at. Immutable.
     *
     * @param rail its name
     * @param exclusions why it is not eligible, all reasons; none when it is
     * @param costMinor what it would take, in minor units of the amount's asset; null when that has no place in 64 bits
     * @param score its place among those that are eligible, the lowest first, as {@link Routing} makes it; 0 when it is not
     */
    public record Candidate(
            String rail,
            List<Exclusion> exclusions,
            @Nullable Long costMinor,
            long score) {
        /** Copies the list. */
        public Candidate {
            exclusions = List.copyOf(exclusions);
        }

        /** Whether it may take the transfer. */
        public boolean isEligible() {
            return exclusions.isEmpty();
        }
    }

    /**
     * Why a rail is not eligible. Immutable.
     *
     * @param reason one of the words of this class, or {@link #POLICY} and the id of a rule
     * @param until when this is over; null when time alone does not change it, or nobody knows
     */
    public record Exclusion(String reason, @Nullable Instant until) {
        /** Another rail was asked for. */
        public static final String NOT_REQUESTED = "not_requested";

        /** It was tried before. */
        public static final String TRIED = "tried";

        /** What a rule of the policy says begins with this. */
        public static final String POLICY = "policy:";

        /** It does not take the asset. */
        public static final String ASSET = "asset";

        /** It does not go between these countries or currencies, or they are not known. */
        public static final String CORRIDOR = "corridor";

        /** The amount is below its least. */
        public static final String AMOUNT_BELOW = "amount_below";

        /** The amount is above its most, or has a cost that is too large for 64 bits. */
        public static final String AMOUNT_ABOVE = "amount_above";

        /** It is not open; until it opens next. */
        public static final String CLOSED = "closed";

        /** It is left alone after failures; until it is tried again. */
        public static final String BREAKER_OPEN = "breaker_open";
    }

    /** The rail that takes the transfer; empty when none is eligible. */
    public Optional<String> chosen() {
        return eligible().stream().findFirst();
    }

    /** The rails that may, in the order in which they are to be tried. */
    public List<String> eligible() {
        return candidates.stream()
                .filter(Candidate::isEligible)
                .map(Candidate::rail)
                .toList();
    }

    /** Writes it as an object that {@link #read} reads. */
    public void write(CanonicalJson json) {
        json.beginObject().name("candidates").beginArray();
        candidates.forEach(candidate -> write(json, candidate));
        json.endArray();
        json.optionalMember("chosen", chosen().orElse(null)).optionalMember("decision", decision);
        if (lookAgainAt != null) {
            json.member("look_again_at", lookAgainAt);
        }
        if (policy != null) {
            json.name("policy")
                    .beginObject()
                    .member("hash", policy.hash())
                    .member("name", policy.name())
                    .member("version", policy.version())
                    .endObject();
        }
        json.endObject();
    }

    private static void write(CanonicalJson json, Candidate candidate) {
        json.beginObject();
        if (candidate.costMinor() != null) {
            json.member("cost_minor", candidate.costMinor());
        }
        json.member("eligible", candidate.isEligible());
        if (!candidate.isEligible()) {
            json.name("excluded").beginArray();
            candidate.exclusions().forEach(exclusion -> write(json, exclusion));
            json.endArray();
        }
        json.member("rail", candidate.rail()).member("score", candidate.score()).endObject();
    }

    private static void write(CanonicalJson json, Exclusion exclusion) {
        json.beginObject().member("reason", exclusion.reason());
        if (exclusion.until() != null) {
            json.member("until", exclusion.until());
        }
        json.endObject();
    }

    /** Reads what {@link #write} wrote. */
    public static RouteDecision read(JsonNode node) {
        List<Candidate> candidates = new ArrayList<>();
        node.path("candidates").forEach(candidate -> candidates.add(candidate(candidate)));
        JsonNode policy = node.path("policy");
        return new RouteDecision(
                candidates,
                node.path("decision").textValue(),
                policy.isObject()
                        ? new PolicyRef(
                                policy.path("name").asText(),
                                policy.path("version").asInt(),
                                policy.path("hash").asText())
                        : null,
                instant(node.path("look_again_at")));
    }

    private static Candidate candidate(JsonNode node) {
        List<Exclusion> exclusions = new ArrayList<>();
        node.path("excluded")
                .forEach(one -> exclusions.add(new Exclusion(one.path("reason").asText(), instant(one.path("until")))));
        JsonNode cost = node.path("cost_minor");
        return new Candidate(
                node.path("rail").asText(),
                exclusions,
                cost.isIntegralNumber() ? (Long) cost.longValue() : null,
                node.path("score").asLong());
    }

    private static @Nullable Instant instant(JsonNode node) {
        return node.isTextual() ? Instant.parse(node.textValue()) : null;
    }
}
