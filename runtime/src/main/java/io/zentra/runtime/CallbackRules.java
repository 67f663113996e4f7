package io.zentra.runtime;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Identifier;
import io.zentra.core.limit.RateLimit;
import io.zentra.runtime.internal.callback.Redaction;
import io.zentra.webhooks.CallbackScheme;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * How the callbacks of a rail are taken. Immutable.
 *
 * <pre>{@code
 * CallbackRules.of(StripeWebhooks.secret(secret))
 *         .parkedFor(Duration.ofHours(6))
 *         .redactingMembers("card_number", "iban");
 * }</pre>
 *
 * @param scheme how they are signed, and under which keys
 * @param parkedFor how long one waits for what it speaks of until a case is opened: one second to 366 days
 * @param lane the lane of such cases
 * @param refused how many that are not verified a process takes before it answers {@code rate_limited} without verifying
 * @param redactedHeaders names of header fields whose values are not kept, besides those that hold credentials
 * @param redactedMembers names of members of JSON bodies, at any depth, whose values are not kept
 */
public record CallbackRules(
        CallbackScheme scheme,
        Duration parkedFor,
        String lane,
        RateLimit refused,
        Set<String> redactedHeaders,
        Set<String> redactedMembers) {
    /** The lane of cases of callbacks, where no other is set. */
    public static final String LANE = "callbacks";

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final RateLimit REFUSED = RateLimit.of(1_000, Duration.ofSeconds(1));
    private static final int MOST_NAMES = 100;

    /**
     * Checks all.
     *
     * @throws ZentraException {@code invalid_configuration} or {@code invalid_id}
     */
    public CallbackRules {
        Identifier.require("lane", lane);
        require(
                parkedFor.compareTo(SHORTEST) >= 0 && parkedFor.compareTo(LONGEST) <= 0,
                "parkedFor",
                "from " + SHORTEST + " to " + LONGEST + ", not " + parkedFor);
        redactedHeaders = Set.copyOf(redactedHeaders);
        redactedMembers = Set.copyOf(redactedMembers);
        require(
                redactedHeaders.size() <= MOST_NAMES && redactedMembers.size() <= MOST_NAMES,
                "redacted names",
                "at most " + MOST_NAMES + " of headers and as many of members");
    }

    /** One day, the lane {@code callbacks}, 1,000 refused a second, and nothing left out but credentials. */
    public static CallbackRules of(CallbackScheme scheme) {
        return new CallbackRules(scheme, Duration.ofDays(1), LANE, REFUSED, Set.of(), Set.of());
    }

    /** The same with another wait. */
    public CallbackRules parkedFor(Duration wait) {
        return new CallbackRules(scheme, wait, lane, refused, redactedHeaders, redactedMembers);
    }

    /** The same with another lane. */
    public CallbackRules reviewedIn(String other) {
        return new CallbackRules(scheme, parkedFor, other, refused, redactedHeaders, redactedMembers);
    }

    /** The same with another limit of what is not verified. */
    public CallbackRules refusedAtMost(RateLimit limit) {
        return new CallbackRules(scheme, parkedFor, lane, limit, redactedHeaders, redactedMembers);
    }

    /** The same without the values of these header fields in what is kept. What the scheme signs can then not be verified again. */
    public CallbackRules redactingHeaders(String... names) {
        return new CallbackRules(scheme, parkedFor, lane, refused, Set.of(names), redactedMembers);
    }

    /** The same without the values of these members in what is kept, which can then not be verified again. */
    public CallbackRules redactingMembers(String... names) {
        return new CallbackRules(scheme, parkedFor, lane, refused, redactedHeaders, Set.of(names));
    }

    Redaction redaction() {
        return new Redaction(redactedHeaders, redactedMembers);
    }

    private static void require(boolean isSound, String value, String what) {
        if (!isSound) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CONFIGURATION,
                    "the rules of callbacks: " + value + " must be " + what,
                    Map.of("value", value));
        }
    }
}
