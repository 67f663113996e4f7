package io.zentra.core.error;

import java.util.Locale;

/**
 * Every reason for which Zentra refuses or fails, with a code that never changes its meaning.
 *
 * <p>{@link #code()} is what a host may store and compare; {@link #httpStatus()} is the status that an API edge answers
 * with when it maps the code to an RFC 9457 problem.
 */
public enum ErrorCode {
    // Money
    /** A text or number is no amount of the asset: not a number, too many decimals, too long. */
    INVALID_AMOUNT(422),
    /** Exact arithmetic left the range of a 64-bit integer. */
    AMOUNT_OVERFLOW(422),
    /** An amount that must be above zero is zero or negative. */
    AMOUNT_NOT_POSITIVE(422),
    /** An asset code is not ISO 4217 and was not given a scale, or its form is wrong. */
    UNKNOWN_ASSET(422),
    /** Two amounts, or an amount and an account, have different assets. */
    ASSET_MISMATCH(422),
    /** Ratios or percentages from which no split can be made. */
    INVALID_ALLOCATION(422),

    // Identity and input
    /** An id is empty, too long or has a character that ids may not have. */
    INVALID_ID(422),
    /** An idempotency key is empty, too long, or has a space or another character than printable ASCII. */
    INVALID_KEY(422),
    /** Metadata is too large or has a malformed key. */
    INVALID_METADATA(422),
    /** A setting contradicts another or is out of its range. */
    INVALID_CONFIGURATION(422),
    /** A request is no JSON object that can be read, or a member is unknown, missing, doubled or of another kind. */
    MALFORMED_REQUEST(400),
    /** A list has more requests than one call takes. */
    LIST_TOO_LONG(422),
    /** No tenant of this id was created. */
    UNKNOWN_TENANT(404),
    /** A tenant of this id exists with another configuration. */
    TENANT_EXISTS(409),
    /** The actor lacks the permission that the operation asks for. */
    PERMISSION_DENIED(403),
    /** The tenant has made as many calls as it may for now; nothing was done, and the key is not used up. */
    RATE_LIMITED(429),
    /** The idempotency key was used before with another request. */
    IDEMPOTENCY_CONFLICT(409),

    // Ledger
    /** Debits and credits of a posting differ. */
    UNBALANCED_POSTING(422),
    /** A posting has fewer than two or more entries than the tenant's limit. */
    INVALID_ENTRY_COUNT(422),
    /** No account of this id is open for the tenant. */
    UNKNOWN_ACCOUNT(404),
    /** An account of this id exists with other attributes. */
    ACCOUNT_EXISTS(409),
    /** The account is frozen. */
    ACCOUNT_FROZEN(409),
    /** The account is closed. */
    ACCOUNT_CLOSED(409),
    /** The account cannot be closed: it holds money or an open hold. */
    ACCOUNT_NOT_EMPTY(409),
    /** The available balance would fall below the account's floor. */
    FLOOR_CROSSED(409),
    /** What comes in would take a balance above its account's ceiling. */
    CEILING_CROSSED(409),
    /** The limits of an account contradict each other. */
    INVALID_LIMITS(422),
    /** An effective time is outside the years that can be kept, or given where none can be. */
    INVALID_EFFECTIVE_TIME(422),
    /** An effective time is after the time at which it would be recorded. */
    EFFECTIVE_IN_FUTURE(422),
    /** A backdated posting would have taken a balance below its floor between its effective time and now. */
    FLOOR_CROSSED_BETWEEN(409),
    /** A backdated posting would have taken a balance above its ceiling between its effective time and now. */
    CEILING_CROSSED_BETWEEN(409),
    /** Too many entries come after an effective time to look for a limit broken in between. */
    BACKDATED_TOO_FAR(409),
    /** The effective time lies in a period that the tenant has closed. */
    PERIOD_CLOSED(409),
    /** A reversal would take effect before the posting that it reverses. */
    REVERSED_BEFORE_EFFECT(409),
    /** A period that is to be closed goes on. */
    PERIOD_NOT_OVER(409),
    /** A page's cursor was not given out by the same listing. */
    INVALID_CURSOR(422),
    /** No posting of this id is known to the tenant. */
    UNKNOWN_POSTING(404),
    /** The posting has no entry of this account. */
    UNKNOWN_ENTRY(404),
    /** The balances of the account have not had this version. */
    UNKNOWN_VERSION(404),
    /** A line of a file cannot be read. */
    INVALID_LINE(422),
    /** A file is of no known format or version. */
    UNKNOWN_FORMAT(422),
    /** A file ends before its end, or has not as many lines as it says. */
    FILE_INCOMPLETE(422),
    /** Nothing of the posting is left to reverse, or some of it was reversed and it had to stand whole. */
    ALREADY_REVERSED(409),
    /** Some of a posting was reversed, and a correction would replace only what is left. */
    PARTLY_REVERSED(409),
    /** A reversal asks for more than is left of an entry. */
    REVERSAL_EXCEEDED(409),
    /** The tenant's policy denies a reversal. */
    REVERSAL_DENIED(409),
    /** No hold of this id is known to the tenant. */
    UNKNOWN_HOLD(404),
    /** The hold has nothing left: it was captured, released or both. */
    HOLD_CLOSED(409),
    /** A capture or release asks for more than the hold has left. */
    HOLD_EXCEEDED(409),
    /** The time of the hold is over, or was over before it was placed. */
    HOLD_EXPIRED(409),
    /** The hold was let through by a decision, which says nothing of more. */
    HOLD_DECIDED(409),
    /** A hold is extended to a time that is not later than its expiry, or it has none. */
    EXPIRY_NOT_LATER(409),
    /** An expiry is no time that can be kept. */
    INVALID_EXPIRY(422),
    /** An amount cannot say which lines are meant, or a line is none of the hold's. */
    INVALID_PART(422),
    /** Another request of the same atomic bulk was refused, so this one did not take effect either. */
    BULK_DECLINED(409),
    /** Requests to be posted as one are none, too many, have too many entries together, or two have the same key. */
    INVALID_BULK(422),
    /** An account has another version or balance than the request expects. */
    CONDITION_FAILED(409),
    /** A condition expects nothing, or a request has too many of them. */
    INVALID_CONDITION(422),
    /** The sources of a movement have less than exactly the amount. */
    INSUFFICIENT_SOURCES(409),
    /** No source of any movement has anything to move. */
    NOTHING_TO_MOVE(409),
    /** An exchange names one asset twice. */
    SAME_ASSET(422),
    /** Both ends of a part of an exchange are one account. */
    SAME_ACCOUNT(422),
    /** A rate or spread is out of its range or too long, or no rounding direction is given. */
    INVALID_RATE(422),

    // Reviews
    /** No review lane of this name was set for the tenant. */
    UNKNOWN_LANE(404),
    /** A review lane names nobody who can be asked, contradicts itself, or escalates in a circle. */
    INVALID_LANE(422),
    /** No review case of this id is known to the tenant. */
    UNKNOWN_CASE(404),
    /** A review case, or a change of one, has a part that cannot be. */
    INVALID_REVIEW(422),
    /** The review case is not in the status that this needs: it was decided, or is not decided. */
    CASE_NOT_OPEN(409),
    /** The review case has fewer approvals that count than it takes. */
    APPROVALS_MISSING(409),
    /** Somebody else works on the review case. */
    CASE_OWNED(409),
    /** A person is neither on the rota of the case's lane nor one of its approvers. */
    NOT_IN_LANE(403),
    /** The actor is no approver of the lane, or was none when the case came into it. */
    NOT_AN_APPROVER(403),
    /** The actor made the review case or was the last to change it, and so may not approve it. */
    OWN_CASE(403),
    /** The actor has approved the review case already. */
    ALREADY_APPROVED(409),
    /** What was to be approved is not what the review case proposes now. */
    DECISION_CHANGED(409),
    /** Nobody of the lane's rota can be given the review case. */
    NOBODY_TO_ASSIGN(409),
    /** A note has no text, too long a text, or one that is no text. */
    INVALID_NOTE(422),
    /** No note of a review case is recorded by this event. */
    UNKNOWN_NOTE(404),

    // Usage
    /** A window is shorter, longer or finer than windows may be. */
    INVALID_WINDOW(422),
    /** What is to be counted is negative, too long or too much for one decision. */
    INVALID_CHARGE(422),

    // Policy
    /** A policy is malformed, contradicts itself or is too large; the path of the fault is among the details. */
    INVALID_POLICY(422),
    /** No policy of this name, or no version of this number, is known to the tenant. */
    UNKNOWN_POLICY(404),
    /** The version of a policy is not in the state that this needs. */
    POLICY_STATE(409),
    /** The one who approves is the author of what is approved. */
    SAME_PERSON(409),
    /** The analysis of a version of a policy found an error, or is not the one that was acknowledged. */
    POLICY_FINDINGS(409),
    /** What is proposed to a policy is not what the lines do. */
    PROPOSAL_MISMATCH(422),
    /** No decision of this id is known to the tenant. */
    UNKNOWN_DECISION(404),

    // Journal and evidence
    /** Stored history does not match its hashes, or state does not match history. */
    JOURNAL_DAMAGED(500),
    /** No event of the tenant belongs to a transfer, intent or order of this id. */
    UNKNOWN_CORRELATION(404),
    /** A period of which evidence is to be exported is none, or too much happened in it. */
    INVALID_PERIOD(422),
    /** A proof, checkpoint, packet or export does not verify. */
    PROOF_INVALID(422),
    /** A file of a key, packet or export cannot be read or written. */
    FILE_FAILED(500),
    /** An operation needs a signing key and the runtime was built without one. */
    SIGNING_KEY_MISSING(500),
    /** An event lies in an archive, which the details name: read it there. */
    EVENT_ARCHIVED(410),
    /** An archive contradicts itself, or is not what was written. */
    ARCHIVE_DAMAGED(500),
    /** A vault could not keep or give a file: try again. */
    VAULT_FAILED(503),

    // Intents, transfers, rails, callbacks
    /** No intent was accepted under this id. */
    UNKNOWN_INTENT(404),
    /** No transfer of this id is known to the tenant. */
    UNKNOWN_TRANSFER(404),
    /** The transfer is not in a state in which this can be done to it. */
    TRANSFER_STATE(409),
    /** No payment or card authorization of this id is known to the tenant. */
    UNKNOWN_PAYMENT(404),
    /** The payment is not in a state in which this step can be taken. */
    PAYMENT_STATE(409),
    /** A step of a payment asks for more than is held, with the destination, or charged back. */
    PAYMENT_EXCEEDED(409),
    /** The payment has as many holds, postings or transfers as one may have. */
    TOO_MANY_STEPS(409),
    /** No rail of the runtime can take the transfer, now or later. */
    NO_ROUTE(422),
    /** The reason that somebody gave is empty, too long, or no valid text. */
    INVALID_REASON(422),
    /** No rail of this name was given to the runtime. */
    UNKNOWN_RAIL(404),
    /** A callback lacks a header that its scheme asks for, or the header is malformed. */
    SIGNATURE_MISSING(401),
    /** No signature of the callback was made with a known secret. */
    SIGNATURE_INVALID(401),
    /** The callback's timestamp is too far from now, in either direction. */
    SIGNATURE_STALE(401),
    /** A signature does not cover what it must: the body, or a part that the scheme was told to require. */
    SIGNATURE_INCOMPLETE(401),
    /** A signed digest is not that of the body. */
    DIGEST_MISMATCH(401),
    /** A signature was made with a known key outside the times between which the key may be used. */
    KEY_NOT_VALID(401),
    /** A scheme of the host failed on a callback; nothing was applied. */
    SCHEME_FAILED(500),
    /** A signing secret is malformed. */
    INVALID_SECRET(422),
    /** The URL of an endpoint has a form that is not used. */
    INVALID_ENDPOINT(422),
    /** An endpoint leads to an address to which nothing is sent. */
    ADDRESS_FORBIDDEN(422),
    /** No endpoint of this id is registered for the tenant. */
    UNKNOWN_ENDPOINT(404),
    /** The endpoint is not in a state in which this can be done. */
    ENDPOINT_STATE(409),
    /** The tenant has as many endpoints as one may have. */
    TOO_MANY_ENDPOINTS(409),
    /** No delivery of this event to this endpoint is known. */
    UNKNOWN_DELIVERY(404),
    /** The runtime was built without keys for secrets, which this needs. */
    SEALING_KEY_MISSING(500),
    /** A sealed secret was changed, is cut off, or is another owner's. */
    SECRET_UNREADABLE(500),
    /** A secret is sealed under a key that was not given. */
    UNKNOWN_SEALING_KEY(500),
    /** The host's provider of sealing keys failed; nothing was applied. */
    KEY_PROVIDER_FAILED(503),
    /** A verified callback cannot be read. */
    CALLBACK_MALFORMED(422),
    /** A callback's body is longer than the limit. */
    CALLBACK_TOO_LARGE(413),
    /** A callback speaks of an attempt that was never made. */
    UNKNOWN_REFERENCE(404),
    /** No callback is recorded by this event of the tenant's journal. */
    UNKNOWN_CALLBACK(404),
    /** A callback was erased, or not kept as it came, so that it cannot be verified again. */
    CALLBACK_INCOMPLETE(409),
    /** As many callbacks as may wait for one reference wait for it; nothing was applied: it may be sent again. */
    TOO_MANY_PARKED(503),

    // Storage
    /** The database refused or failed before the commit; nothing was applied. */
    STORAGE_FAILED(503),
    /** The commit's outcome could not be learned in time: ask again with the same key. */
    OUTCOME_UNKNOWN(503),
    /** The queue was full for longer than the caller may wait; nothing was applied. */
    OVERLOADED(503),
    /** The caller was interrupted before its command was taken up; nothing was applied. */
    INTERRUPTED(503),
    /** The storage or runtime was closed. */
    CLOSED(503),
    /** The schema is missing, older or newer than this library, or a migration file changed after it was applied. */
    SCHEMA_MISMATCH(500),
    /** The host's connection cannot be joined, or not for this: it is in auto-commit mode, leads to another database, or may yet be rolled back. */
    CONNECTION_UNFIT(409),
    /** An invariant of Zentra itself does not hold: a defect, please report it. */
    INVARIANT_BROKEN(500);

    private static final int FAILURES = 500;

    private final int httpStatus;

    ErrorCode(int httpStatus) {
        this.httpStatus = httpStatus;
    }

    /** The stable text of this code, such as {@code floor_crossed}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The HTTP status for an API edge. */
    public int httpStatus() {
        return httpStatus;
    }

    /** Whether the caller is refused; otherwise Zentra, its host's setting or its storage failed. */
    public boolean isRefusal() {
        return httpStatus < FAILURES;
    }

    /**
     * The code of a text.
     *
     * @throws IllegalArgumentException when no code has this text
     */
    public static ErrorCode of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return code();
    }
}
