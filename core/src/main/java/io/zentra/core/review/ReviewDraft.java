package io.zentra.core.review;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Identifier;
import io.zentra.core.journal.Metadata;
import io.zentra.core.money.Money;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A case to open. Immutable.
 *
 * <pre>{@code
 * ReviewDraft.of("treasury", "transfer", "tr_…", Sha256.hex(decision)).amount(amount).madeBy(Actor.user("u-17"));
 * }</pre>
 *
 * @param lane where it waits
 * @param kind what is to be decided, such as {@code transfer}
 * @param subject the id of what it is about
 * @param basis the SHA-256 of the decision that led to it, in 64 small hexadecimal digits: approvals count for this one
 * @param amount what is at stake, which tells how many approvals it takes; null for none
 * @param details what whoever decides should see, and editors may change; no personal data
 * @param makers who wanted it, as {@code kind:id}; whoever opens it is always one of them
 * @param correlation the id of the transfer or intent that it belongs to; null for none but itself
 */
public record ReviewDraft(
        String lane,
        String kind,
        String subject,
        String basis,
        @Nullable Money amount,
        Map<String, String> details,
        List<String> makers,
        @Nullable String correlation) {
    /** The most makers. */
    public static final int MAX_MAKERS = 16;

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern PERSON = Pattern.compile("(service|user|operator|provider|system):.+");

    /**
     * Copies the lists and checks all.
     *
     * @throws ZentraException {@code invalid_id}, {@code invalid_metadata} or {@code invalid_review}
     */
    public ReviewDraft {
        Identifier.require("lane", lane);
        Identifier.require("kind", kind);
        Identifier.require("subject", subject);
        requireBasis(basis);
        details = Metadata.require(details);
        makers = List.copyOf(makers);
        if (makers.size() > MAX_MAKERS || !makers.stream().allMatch(ReviewDraft::isActor)) {
            throw invalid("makers", "its makers are more than " + MAX_MAKERS + " or not written as kind:id");
        }
        if (correlation != null) {
            Identifier.require("correlation", correlation);
        }
    }

    /** A case of no amount, made by whoever opens it. */
    public static ReviewDraft of(String lane, String kind, String subject, String basis) {
        return new ReviewDraft(lane, kind, subject, basis, null, Map.of(), List.of(), null);
    }

    /** The same about an amount. */
    public ReviewDraft amount(Money value) {
        return new ReviewDraft(lane, kind, subject, basis, value, details, makers, correlation);
    }

    /** The same with one more detail. */
    public ReviewDraft detail(String name, String value) {
        Map<String, String> more = new HashMap<>(details);
        more.put(name, value);
        return new ReviewDraft(lane, kind, subject, basis, amount, more, makers, correlation);
    }

    /** The same with these as its makers, besides whoever opens it. */
    public ReviewDraft madeBy(Actor... people) {
        List<String> names = Stream.of(people).map(Actor::toString).distinct().toList();
        return new ReviewDraft(lane, kind, subject, basis, amount, details, names, correlation);
    }

    /** The same as part of a transfer or intent. */
    public ReviewDraft correlation(String id) {
        return new ReviewDraft(lane, kind, subject, basis, amount, details, makers, id);
    }

    /**
     * Returns the digest of a decision when it is one.
     *
     * @throws ZentraException {@code invalid_review}
     */
    public static String requireBasis(String basis) {
        if (!DIGEST.matcher(basis).matches()) {
            throw invalid(
                    "basis", "the digest \"" + Shown.of(basis) + "\" is no SHA-256 in 64 small hexadecimal digits");
        }
        return basis;
    }

    private static boolean isActor(String maker) {
        return PERSON.matcher(maker).matches();
    }

    private static ZentraException invalid(String member, String why) {
        return ZentraException.of(
                ErrorCode.INVALID_REVIEW, "the case cannot be opened or changed: " + why, Map.of("member", member));
    }
}
