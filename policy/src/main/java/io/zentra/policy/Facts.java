package io.zentra.policy;

import io.zentra.core.identity.Tenant;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * All that a policy may know of an operation, as it was when the decision was made. Immutable.
 *
 * @param tenant the tenant's id
 * @param actor who asks, as {@code kind:id}
 * @param proposal what is proposed
 * @param at the time of the decision
 * @param zone the tenant's time zone, in which days begin
 * @param offset what the zone was off UTC at that time; kept, because the rules of zones change
 */
public record Facts(String tenant, String actor, Proposal proposal, Instant at, ZoneId zone, ZoneOffset offset) {
    /**
     * The facts of a proposal that is decided now.
     *
     * @param actor who asks, as {@code kind:id}
     */
    public static Facts of(Tenant tenant, String actor, Proposal proposal, Instant now) {
        ZoneId zone = tenant.config().timeZone();
        return new Facts(
                tenant.id().value(), actor, proposal, now, zone, zone.getRules().getOffset(now));
    }

    /** The same at another time. */
    public Facts at(Instant time) {
        return new Facts(tenant, actor, proposal, time, zone, zone.getRules().getOffset(time));
    }

    /** What the clocks of the tenant showed. */
    public LocalDateTime local() {
        return LocalDateTime.ofEpochSecond(at.getEpochSecond(), at.getNano(), offset);
    }

    /** The value of a field; null when the operation has none. */
    public @Nullable String text(Field field) {
        return switch (field.group()) {
            case OPERATION -> ofOperation(field.name());
            case SOURCE -> attribute(proposal.source(), field.name());
            case DESTINATION -> attribute(proposal.destination(), field.name());
            case METADATA -> proposal.metadata().get(field.name());
        };
    }

    private @Nullable String ofOperation(String name) {
        return switch (name) {
            case "kind" -> proposal.kind();
            case "scope" -> proposal.scope();
            case "actor" -> actor;
            case "actor.kind" -> actor.substring(0, actor.indexOf(':'));
            case "source" -> account(proposal.source());
            case "destination" -> account(proposal.destination());
            case "rail" -> proposal.rail();
            case "asset" -> proposal.amount().asset().toString();
            case "country.from" -> from(proposal.countries());
            case "country.to" -> to(proposal.countries());
            case "currency.from" -> from(proposal.currencies());
            case "currency.to" -> to(proposal.currencies());
            case "tenant" -> tenant;
            default -> throw new IllegalStateException("no fact " + name);
        };
    }

    private static @Nullable String account(Proposal.@Nullable End end) {
        return end == null ? null : end.account();
    }

    private static @Nullable String attribute(Proposal.@Nullable End end, String name) {
        return end == null ? null : end.attributes().get(name);
    }

    private static @Nullable String from(@Nullable Corridor corridor) {
        return corridor == null ? null : corridor.from();
    }

    private static @Nullable String to(@Nullable Corridor corridor) {
        return corridor == null ? null : corridor.to();
    }
}
