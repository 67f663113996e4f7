package io.zentra.core.review;

import io.zentra.core.Handle;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Identifier;
import io.zentra.core.identity.Permission;
import io.zentra.core.journal.Metadata;
import io.zentra.core.money.Money;
import io.zentra.core.review.internal.Change;
import io.zentra.core.review.internal.ChangeCase;
import io.zentra.core.review.internal.Deciding;
import io.zentra.core.review.internal.Holding;
import io.zentra.core.review.internal.Notes;
import io.zentra.core.review.internal.OpenCase;
import io.zentra.core.review.internal.Proposing;
import io.zentra.core.review.internal.ResumeCase;
import io.zentra.core.review.internal.ReviewList;
import io.zentra.core.storage.Queries;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's review cases: what people must decide before it goes on. Thread-safe, unless its handle was made on a
 * connection.
 *
 * <p>Every change takes effect once per key, and is refused, with nothing changed, as {@code unknown_case}, {@code
 * case_not_open} and what each method names. All throw {@code permission_denied}, {@code invalid_key}, {@code
 * idempotency_conflict}, or why they could not run.
 *
 * <pre>{@code
 * ReviewCase seen = ann.reviews().claim(caseId, "claim-1").orElseThrow();
 * ann.reviews().approve(seen.id(), seen.decision(), "approve-1").orElseThrow();
 * }</pre>
 */
public final class Reviews {
    /** The most cases or notes of a page. */
    public static final int MAX_PAGE = 1_000;

    private final Handle handle;

    /** The cases of the handle's tenant. */
    public Reviews(Handle handle) {
        this.handle = handle;
    }

    /** The lanes in which cases wait. */
    public ReviewLanes lanes() {
        return new ReviewLanes(handle);
    }

    /**
     * Opens a case for work of the host's own, and gives it to whose turn it is on the lane's rota.
     *
     * @return applied, replayed, or declined with {@code unknown_lane}
     * @throws ZentraException {@code invalid_id} for a correlation in the form of ids that Zentra gives
     */
    public Outcome<ReviewCase> open(ReviewDraft draft, String key) {
        handle.require(Permission.OPEN_REVIEWS);
        if (draft.correlation() != null) {
            Identifier.requireUnreserved("correlation", draft.correlation());
        }
        return handle.commits().run(handle.access(), new OpenCase(draft, IdempotencyKey.of(key)));
    }

    /**
     * Asks whether the host's work that waits for a case may go on: only {@link Resumption#GRANTED} says so, and says so
     * to one key only.
     *
     * @param basis the SHA-256 of the decision as it comes out now, in 64 small hexadecimal digits; it covers the amount
     * @param amount its amount; null for none
     * @return applied, replayed, or declined with {@code approvals_missing}, or {@code case_not_open} when it is closed
     * @throws ZentraException {@code invalid_review}
     */
    public Outcome<Resumption> resume(String caseId, String basis, @Nullable Money amount, String key) {
        handle.require(Permission.OPEN_REVIEWS);
        ReviewDraft.requireBasis(basis);
        return handle.commits()
                .run(handle.access(), new ResumeCase(checked(caseId), basis, amount, IdempotencyKey.of(key)));
    }

    /** Takes a case back that is needed no longer, whoever decided what. */
    public Outcome<ReviewCase> withdraw(String caseId, String key) {
        return change(Permission.OPEN_REVIEWS, caseId, new Deciding.Withdraw(), key);
    }

    /**
     * Takes a case that nobody else has.
     *
     * @return applied, replayed, or declined with {@code case_owned} or {@code not_in_lane}
     */
    public Outcome<ReviewCase> claim(String caseId, String key) {
        return change(Permission.WORK_REVIEWS, caseId, new Holding.Claim(), key);
    }

    /**
     * Gives a case back to its lane.
     *
     * @return applied, replayed, or declined with {@code case_owned} when it is somebody else's
     */
    public Outcome<ReviewCase> release(String caseId, String key) {
        return change(Permission.WORK_REVIEWS, caseId, new Holding.Release(), key);
    }

    /**
     * Gives a case to a person, whoever had it.
     *
     * @return applied, replayed, or declined with {@code not_in_lane}
     */
    public Outcome<ReviewCase> assign(String caseId, Actor person, String key) {
        return change(Permission.ASSIGN_REVIEWS, caseId, new Holding.Assign(person.toString()), key);
    }

    /**
     * Gives a case to whose turn it is on the lane's rota, passing over those who made it or changed it last.
     *
     * @return applied, replayed, or declined with {@code nobody_to_assign}
     */
    public Outcome<ReviewCase> assignByRota(String caseId, String key) {
        return change(Permission.ASSIGN_REVIEWS, caseId, new Holding.Rotate(), key);
    }

    /**
     * Puts other details in the place of those that the case has. What was approved before counts no longer, and whoever
     * did this may not approve it.
     *
     * @throws ZentraException {@code invalid_metadata}
     */
    public Outcome<ReviewCase> edit(String caseId, Map<String, String> details, String key) {
        handle.require(Permission.WORK_REVIEWS);
        return change(Permission.WORK_REVIEWS, caseId, new Proposing.Edit(null, null, Metadata.require(details)), key);
    }

    /**
     * Approves what the actor has seen. The case is approved when as many people did as it takes.
     *
     * @param decision the {@link ReviewCase#decision()} of the case as the actor saw it
     * @return applied, replayed, or declined with {@code not_an_approver}, {@code own_case}, {@code decision_changed} or
     *     {@code already_approved}
     */
    public Outcome<ReviewCase> approve(String caseId, String decision, String key) {
        handle.require(Permission.DECIDE_REVIEWS);
        ReviewDraft.requireBasis(decision);
        return change(Permission.DECIDE_REVIEWS, caseId, new Deciding.Approve(decision), key);
    }

    /**
     * Denies a case.
     *
     * @param reason why, in the form of {@link Identifier}, such as {@code suspected_fraud}; notes say more
     * @return applied, replayed, or declined with {@code not_an_approver}
     * @throws ZentraException {@code invalid_id} for such a reason
     */
    public Outcome<ReviewCase> deny(String caseId, String reason, String key) {
        handle.require(Permission.DECIDE_REVIEWS);
        return change(Permission.DECIDE_REVIEWS, caseId, new Deciding.Deny(Identifier.require("reason", reason)), key);
    }

    /** Opens a denied case again, from which nothing has come yet. What was approved before does not count. */
    public Outcome<ReviewCase> reopen(String caseId, String key) {
        return change(Permission.ASSIGN_REVIEWS, caseId, new Deciding.Reopen(), key);
    }

    /**
     * Notes something on a case, whatever its status. The text is kept beside the journal and can be erased.
     *
     * @param text 1 to {@value Notes#MAX_TEXT} characters
     * @return the note's number, which is the sequence of its event
     * @throws ZentraException {@code invalid_note}
     */
    public Outcome<Long> note(String caseId, String text, String key) {
        handle.require(Permission.WORK_REVIEWS);
        Notes.Add note = new Notes.Add(
                checked(caseId), Notes.requireText(text), Notes.salt(handle.random()), IdempotencyKey.of(key));
        Outcome<Long> outcome = handle.commits().run(handle.access(), note);
        if (outcome.isReplay() && !outcome.isDeclined()) {
            requireSame(caseId, outcome.orElseThrow(), note);
        }
        return outcome;
    }

    /**
     * The notes on a case, in order.
     *
     * @param afterSeq the last one of the page before; 0 for the first page
     * @param limit 1 to {@value #MAX_PAGE}
     * @throws ZentraException {@code unknown_case}, or {@code invalid_configuration} for another limit
     */
    public List<ReviewNote> notes(String caseId, long afterSeq, int limit) {
        return reader().notes(caseId, afterSeq, Queries.requirePage("notes", limit, MAX_PAGE));
    }

    /**
     * Erases the text of a note for good; what its event keeps of it can be checked by nobody any more.
     *
     * @param seq the note's number
     * @return whether there was anything to erase
     * @throws ZentraException {@code unknown_note}
     */
    public boolean eraseNote(long seq) {
        handle.require(Permission.ERASE_NOTES);
        return handle.commits().run(handle.access(), new Notes.Erase(seq));
    }

    /** A case, whatever its status, if the tenant has it. */
    public Optional<ReviewCase> find(String caseId) {
        return reader().find(caseId);
    }

    /**
     * Open cases, the oldest first.
     *
     * @param afterId the last one of the page before; empty for the first page
     * @param limit 1 to {@value #MAX_PAGE}
     * @throws ZentraException {@code unknown_case} when {@code afterId} is none of the tenant's, {@code
     *     invalid_configuration} for another limit
     */
    public List<ReviewCase> list(String afterId, int limit) {
        return reader().open(afterId, page(limit));
    }

    /** The same of a lane. */
    public List<ReviewCase> ofLane(String lane, String afterId, int limit) {
        return reader().ofLane(lane, afterId, page(limit));
    }

    /** The same of those that a person works on. */
    public List<ReviewCase> ofOwner(Actor owner, String afterId, int limit) {
        return reader().ofOwner(owner.toString(), afterId, page(limit));
    }

    /** The same of those that nobody works on. */
    public List<ReviewCase> ofNobody(String afterId, int limit) {
        return reader().ofNobody(afterId, page(limit));
    }

    /** What lies open in each lane that has open cases, in the order of their names; of a thousand lanes at most. */
    public List<LaneLoad> loads() {
        return reader().loads();
    }

    /** All cases about a subject, whatever their status, the oldest first. */
    public List<ReviewCase> ofSubject(String subject, String afterId, int limit) {
        return reader().ofSubject(subject, afterId, page(limit));
    }

    private Outcome<ReviewCase> change(Permission permission, String caseId, Change change, String key) {
        handle.require(permission);
        return handle.commits().run(handle.access(), new ChangeCase(checked(caseId), change, IdempotencyKey.of(key)));
    }

    /** The journal has nothing to compare texts by, so a key that comes again with another one is found out here. */
    private void requireSame(String caseId, long seq, Notes.Add note) {
        ReviewList stored = new ReviewList(handle.queries(), handle.tenantNo());
        Optional<ReviewNote> first = stored.notes(caseId, seq - 1, 1).stream()
                .filter(each -> each.seq() == seq)
                .findFirst();
        if (first.map(ReviewNote::text)
                .filter(text -> !text.equals(note.text()))
                .isPresent()) {
            throw ZentraException.of(
                    ErrorCode.IDEMPOTENCY_CONFLICT,
                    "the key \"" + note.key()
                            + "\" was used for a note with another text: send the first again, or this"
                            + " one with a new key",
                    Map.of("key", note.key().value(), "field", "text", "first_seq", String.valueOf(seq)));
        }
    }

    private static String checked(String caseId) {
        return Identifier.require("case", caseId);
    }

    private static int page(int limit) {
        return Queries.requirePage("cases", limit, MAX_PAGE);
    }

    private ReviewList reader() {
        handle.require(Permission.READ);
        return new ReviewList(handle.queries(), handle.tenantNo());
    }
}
