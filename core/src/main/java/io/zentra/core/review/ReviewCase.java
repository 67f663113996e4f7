package io.zentra.core.review;

import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Sha256;
import io.zentra.core.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that people must decide, as its last event left it. Immutable.
 *
 * @param id its id, {@code case_…}
 * @param origin what it is about and where it came from; never changes
 * @param proposal what is to be approved
 * @param place where it lies and who works on it
 * @param standing what was decided so far
 */
public record ReviewCase(String id, Origin origin, Proposal proposal, Place place, Standing standing) {
    /**
     * What a case is about.
     *
     * @param kind what is to be decided, such as {@code transfer}
     * @param subject the id of what it is about
     * @param correlation the id of what its events belong to: a transfer or intent, or the case itself
     * @param makers who wanted it, as {@code kind:id}
     * @param resumes the kind of work that goes on or ends when it is decided; null when whoever waits asks by itself
     * @param openedAt when it was opened
     */
    public record Origin(
            String kind,
            String subject,
            String correlation,
            List<String> makers,
            @Nullable String resumes,
            Instant openedAt) {
        /** Copies the list. */
        public Origin {
            makers = List.copyOf(makers);
        }
    }

    /**
     * What is to be approved.
     *
     * @param basis the SHA-256 of the decision that led to the case, or of the one that took its place
     * @param amount what is at stake; null for none
     * @param details what whoever decides should see
     * @param revision from 1, one more at each change, and whenever the case is opened again
     * @param editor who changed it last, as {@code kind:id}; null for nobody
     */
    public record Proposal(
            String basis,
            @Nullable Money amount,
            Map<String, String> details,
            int revision,
            @Nullable String editor) {
        /** Copies the details. */
        public Proposal {
            details = Map.copyOf(details);
        }
    }

    /**
     * Where a case lies.
     *
     * @param lane the lane
     * @param laneSeq the sequence of the event that set the lane as it was when the case came into it; 0 when it was not
     *     set yet
     * @param required how many approvals it takes; 0 while its lane is not set
     * @param owner who works on it, as {@code kind:id}; null for nobody
     * @param dueAt when it escalates, or became overdue; null when it is not open, or never due
     */
    public record Place(
            String lane,
            long laneSeq,
            int required,
            @Nullable String owner,
            @Nullable Instant dueAt) {}

    /**
     * What was decided.
     *
     * @param status how far it has come
     * @param reason why it was denied; null unless it was
     * @param approvals what was approved of its present revision, in order; those of people who approve no longer, too
     */
    public record Standing(ReviewStatus status, @Nullable String reason, List<Approval> approvals) {
        /** Copies the list. */
        public Standing {
            approvals = List.copyOf(approvals);
        }
    }

    /**
     * That somebody approved.
     *
     * @param approver who, as {@code kind:id}
     * @param decision the decision that was approved, as {@link ReviewCase#decision()} was then
     * @param expiresAt from when on it does not count
     */
    public record Approval(String approver, String decision, Instant expiresAt) {}

    /** How far it has come. */
    public ReviewStatus status() {
        return standing.status();
    }

    /** Who works on it, as {@code kind:id}. */
    public Optional<String> owner() {
        return Optional.ofNullable(place.owner());
    }

    /** The approvals of its present revision, in order. */
    public List<Approval> approvals() {
        return standing.approvals();
    }

    /** When the first of its approvals ceases to count. */
    public Optional<Instant> approvalsExpireAt() {
        return approvals().stream().map(Approval::expiresAt).min(Instant::compareTo);
    }

    /**
     * The SHA-256 of all that is to be approved, in 64 small hexadecimal digits: the decision that led here, amount, details,
     * revision and the case itself. An approval names it, and counts for nothing else.
     */
    public String decision() {
        Money amount = proposal.amount();
        return Sha256.hex(CanonicalJson.bytes(json -> {
            json.beginObject();
            if (amount != null) {
                json.member("amount_minor", amount.minor())
                        .member("asset", amount.asset().toString());
            }
            json.member("basis", proposal.basis())
                    .member("case", id)
                    .optionalMember("details", proposal.details())
                    .member("revision", proposal.revision())
                    .endObject();
        }));
    }

    /** Whether somebody, as {@code kind:id}, may not approve it: as one of its makers, or as its last editor. */
    public boolean isOwn(String person) {
        return origin.makers().contains(person) || person.equals(proposal.editor());
    }

    /** The same with another proposal. */
    public ReviewCase with(Proposal other) {
        return new ReviewCase(id, origin, other, place, standing);
    }

    /** The same in another place. */
    public ReviewCase with(Place other) {
        return new ReviewCase(id, origin, proposal, other, standing);
    }

    /** The same with another standing. */
    public ReviewCase with(Standing other) {
        return new ReviewCase(id, origin, proposal, place, other);
    }
}
