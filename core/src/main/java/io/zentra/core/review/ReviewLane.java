package io.zentra.core.review;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Identifier;
import io.zentra.core.money.Money;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where cases wait for people: who works on them, who may approve them, how many of those it takes, and how long it may
 * take. Immutable.
 *
 * <pre>{@code
 * ReviewLane treasury = ReviewLane.of("treasury", Actor.operator("ann"), Actor.operator("bob"), Actor.operator("cleo"))
 *         .withRota(Actor.operator("ann"), Actor.operator("bob"))
 *         .withApprovals(2)
 *         .withBand(Money.ofMinor(1_000_000, usd), 1)     // up to 10,000.00 USD one is enough
 *         .withDueIn(Duration.ofHours(4));
 * }</pre>
 *
 * @param name in the form of {@link Identifier}
 * @param rota whom cases are given to in turn, as {@code kind:id}; empty when they wait to be claimed
 * @param approvers who may approve and deny, as {@code kind:id}
 * @param approvals how many approvers it takes where no band says otherwise
 * @param bands how many it takes up to an amount, ascending
 * @param dueIn how long a case may be open before it escalates
 * @param approvalsLast how long an approval counts
 * @param escalatesTo the lane that it escalates to; null for none
 */
public record ReviewLane(
        String name,
        List<String> rota,
        List<String> approvers,
        int approvals,
        List<Band> bands,
        Duration dueIn,
        Duration approvalsLast,
        @Nullable String escalatesTo) {
    /** The most people of a rota, and the most approvers. */
    public static final int MAX_PEOPLE = 100;

    /** The most bands. */
    public static final int MAX_BANDS = 32;

    /** The longest time that a case may be open, and that an approval counts. */
    public static final Duration MAX_DURATION = Duration.ofDays(3_650);

    private static final Duration DAY = Duration.ofDays(1);

    /**
     * How many approvals it takes up to an amount.
     *
     * @param upTo the highest amount of the band
     * @param approvals how many
     */
    public record Band(Money upTo, int approvals) {}

    /**
     * Copies the lists and checks them.
     *
     * @throws ZentraException {@code invalid_id} or {@code invalid_lane}
     */
    public ReviewLane {
        Identifier.require("lane", name);
        rota = people("rota", rota);
        approvers = people("approvers", approvers);
        bands = List.copyOf(bands);
        requireDuration(name, "dueIn", dueIn);
        requireDuration(name, "approvalsLast", approvalsLast);
        if (escalatesTo != null && Identifier.require("lane", escalatesTo).equals(name)) {
            throw invalid(name, "it escalates to itself: name another lane or none");
        }
        requireEnough(name, approvers, approvals);
        requireAscending(name, bands, approvals);
    }

    /**
     * A lane without a rota, where one approval of any of these is enough, for a day; cases are due within a day.
     *
     * @param approvers at least one, users or operators
     * @throws ZentraException {@code invalid_id} or {@code invalid_lane}
     */
    public static ReviewLane of(String name, Actor... approvers) {
        return new ReviewLane(name, List.of(), names(approvers), 1, List.of(), DAY, DAY, null);
    }

    /** The same with people whom cases are given to in turn. */
    public ReviewLane withRota(Actor... people) {
        return new ReviewLane(name, names(people), approvers, approvals, bands, dueIn, approvalsLast, escalatesTo);
    }

    /** The same with other approvers. */
    public ReviewLane withApprovers(Actor... people) {
        return new ReviewLane(name, rota, names(people), approvals, bands, dueIn, approvalsLast, escalatesTo);
    }

    /** The same with another number of approvals where no band says otherwise. */
    public ReviewLane withApprovals(int number) {
        return new ReviewLane(name, rota, approvers, number, bands, dueIn, approvalsLast, escalatesTo);
    }

    /** The same with one more band, above those of its asset so far. */
    public ReviewLane withBand(Money upTo, int number) {
        List<Band> more =
                Stream.concat(bands.stream(), Stream.of(new Band(upTo, number))).toList();
        return new ReviewLane(name, rota, approvers, approvals, more, dueIn, approvalsLast, escalatesTo);
    }

    /** The same with another time until cases are due, in whole seconds. */
    public ReviewLane withDueIn(Duration time) {
        return new ReviewLane(name, rota, approvers, approvals, bands, time, approvalsLast, escalatesTo);
    }

    /** The same with another time for which approvals count, in whole seconds. */
    public ReviewLane withApprovalsLast(Duration time) {
        return new ReviewLane(name, rota, approvers, approvals, bands, dueIn, time, escalatesTo);
    }

    /** The same with a lane that cases escalate to when they are due. */
    public ReviewLane withEscalation(String lane) {
        return new ReviewLane(name, rota, approvers, approvals, bands, dueIn, approvalsLast, lane);
    }

    /** How many approvals it takes for an amount; null for a case without one, which takes the most. */
    public int approvalsFor(@Nullable Money amount) {
        if (amount != null) {
            for (Band band : bands) {
                if (band.upTo().asset().equals(amount.asset()) && amount.compareTo(band.upTo()) <= 0) {
                    return band.approvals();
                }
            }
        }
        return approvals;
    }

    /** Whether somebody, as {@code kind:id}, works on its cases: on the rota or as an approver. */
    public boolean hasMember(String person) {
        return rota.contains(person) || approvers.contains(person);
    }

    private static List<String> names(Actor... people) {
        return Stream.of(people).map(Actor::toString).toList();
    }

    private static List<String> people(String what, List<String> people) {
        if (people.size() > MAX_PEOPLE || new HashSet<>(people).size() != people.size()) {
            throw invalid(what, "it has more than " + MAX_PEOPLE + " people, or one of them twice");
        }
        for (String person : people) {
            if (!person.startsWith("user:") && !person.startsWith("operator:")) {
                throw invalid(what, "\"" + person + "\" is no person: only users and operators decide cases");
            }
        }
        return List.copyOf(people);
    }

    private static void requireDuration(String name, String what, Duration duration) {
        boolean whole = duration.getNano() == 0 && duration.getSeconds() > 0;
        if (!whole || duration.compareTo(MAX_DURATION) > 0) {
            throw invalid(name, what + " is " + duration + ": give whole seconds, up to " + MAX_DURATION);
        }
    }

    private static void requireEnough(String name, List<String> approvers, int approvals) {
        if (approvals < 1 || approvals > approvers.size()) {
            throw invalid(
                    name,
                    "it takes " + approvals + " approvals of " + approvers.size()
                            + " approvers: take at least one, and no more than there are");
        }
    }

    /** A higher amount never takes fewer. */
    private static void requireAscending(String name, List<Band> bands, int most) {
        if (bands.size() > MAX_BANDS) {
            throw invalid(name, "it has more than " + MAX_BANDS + " bands");
        }
        List<Band> before = new ArrayList<>();
        for (Band band : bands) {
            boolean fits = band.approvals() >= 1
                    && band.approvals() <= most
                    && band.upTo().isPositive()
                    && before.stream()
                            .filter(lower ->
                                    lower.upTo().asset().equals(band.upTo().asset()))
                            .allMatch(lower ->
                                    lower.upTo().compareTo(band.upTo()) < 0 && lower.approvals() <= band.approvals());
            if (!fits) {
                throw invalid(
                        name,
                        "its band up to " + band.upTo() + " takes " + band.approvals()
                                + " approvals: bands of an asset ascend in amounts and approvals, from 1 to " + most);
            }
            before.add(band);
        }
    }

    private static ZentraException invalid(String name, String why) {
        return ZentraException.of(
                ErrorCode.INVALID_LANE,
                "the lane or its part \"" + name + "\" cannot be: " + why,
                Map.of("lane", name));
    }
}
