package io.zentra.ledger;

import io.zentra.core.Handle;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Identifier;
import io.zentra.core.identity.Permission;
import io.zentra.core.journal.Metadata;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Queries;
import io.zentra.ledger.internal.Correct;
import io.zentra.ledger.internal.EffectiveInstant;
import io.zentra.ledger.internal.Extent;
import io.zentra.ledger.internal.ReversalList;
import io.zentra.ledger.internal.Reverse;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Postings taken back, whole or in parts, and corrected. However often and by whomever, no more is reversed of an entry
 * than was posted. Thread-safe, unless its handle was made on a connection.
 *
 * <pre>{@code
 * acme.ledgers().reversals().reverse(sale.id(), usd("30.00"), "refund-1");   // of two lines
 * acme.ledgers().reversals().effectiveAt(friday).reverse(sale.id(), Part.all(), "refund-2");
 * acme.ledgers().reversals().metadata(Map.of("reason", "damaged")).reverse(sale.id(), Part.all(), "refund-3");
 * acme.ledgers().reversals().when(Condition.posted("merchant:7", seen)).reverse(sale.id(), Part.all(), "refund-4");
 * acme.ledgers().reversals().left(sale.id());                                // what can still be reversed
 * acme.ledgers().reversals().of(sale.id(), "", 100);                         // what reversed or corrected it
 * }</pre>
 *
 * <p>A reversal has the correlation and metadata of what it reverses, and {@link #metadata} of its own. It is a posting
 * like any other and can be reversed itself: then what it took back is in force again, as the new posting, and what is left
 * of the first stays as it is. Reversing a capture does not bring back the hold.
 */
public final class Reversals {
    /** The most postings of one answer. */
    public static final int MAX_PAGE = 1_000;

    private final Handle handle;
    private final Extent extent;

    Reversals(Handle handle) {
        this(handle, Extent.all());
    }

    private Reversals(Handle handle, Extent extent) {
        this.handle = handle;
        this.extent = extent;
    }

    /**
     * The same, whose reversals take effect at a time that may lie before now, but not before what they reverse.
     *
     * @param time what is finer than a microsecond is cut off
     * @throws ZentraException {@code invalid_effective_time} outside the years 1 to 9999
     */
    public Reversals effectiveAt(Instant time) {
        return new Reversals(handle, extent.at(EffectiveInstant.require(time)));
    }

    /**
     * The same, whose reversals have words of their own, such as a reason, beside those of what they reverse. Where both
     * have a name, their own word counts; together they are at most 32, or the reversal is declined with {@code
     * invalid_metadata}. They are a part of the request.
     *
     * @throws ZentraException {@code invalid_metadata}
     */
    public Reversals metadata(Map<String, String> words) {
        return new Reversals(handle, extent.with(Metadata.require(words)));
    }

    /**
     * The same, each of which is declined with {@code condition_failed} unless one more thing is true when it is decided.
     *
     * @throws ZentraException {@code invalid_condition} beyond {@value PostingRequest#MAX_CONDITIONS} of them
     */
    public Reversals when(Condition condition) {
        return new Reversals(handle, extent.when(condition));
    }

    /** Reverses an amount of a posting of two lines; see {@link #reverse(String, Part, String)}. */
    public Outcome<Posting> reverse(String postingId, Money amount, String key) {
        handle.require(Permission.REVERSE);
        return reverse(postingId, Part.of(amount), key);
    }

    /**
     * Posts the opposite of a part of a posting.
     *
     * @param part lines with the sides that the posting has them on
     * @return applied, replayed, or declined with {@code unknown_posting}, {@code already_reversed} when nothing is left,
     *     {@code reversal_exceeded}, {@code invalid_part}, {@code reversed_before_effect}, or as for posting
     * @throws ZentraException {@code invalid_id}, {@code invalid_entry_count}, {@code unbalanced_posting}, {@code permission_denied},
     *     {@code idempotency_conflict}, or why it could not run
     */
    public Outcome<Posting> reverse(String postingId, Part part, String key) {
        handle.require(Permission.REVERSE);
        Part checked = part.requireBalanced(handle.access().tenant().config().maxEntriesPerPosting());
        return handle.commits()
                .run(
                        handle.access(),
                        new Reverse(
                                Identifier.require("posting", postingId), extent.of(checked), IdempotencyKey.of(key)));
    }

    /**
     * Reverses a whole posting and posts other lines in its place, in one decision under the key of the request. Limits
     * count after both, in between too. Both take effect at one time, unless {@link #effectiveAt} gives one for the reversal
     * and the replacement another for itself.
     *
     * <p>A posting of which a part was reversed is not corrected: lines that stand for the whole would take that part again.
     * {@link #correctRest} replaces what is left of one.
     *
     * @param replacement belongs to what the posting belongs to, unless it says otherwise
     * @return applied, replayed, or declined with {@code unknown_posting}, {@code already_reversed}, {@code
     *     partly_reversed}, which tells what is left, {@code reversed_before_effect}, or as for posting
     * @throws ZentraException {@code invalid_id}, or as for posting; both permissions are asked for
     */
    public Outcome<Correction> correct(String postingId, PostingRequest replacement) {
        return corrected(postingId, replacement, false);
    }

    /**
     * The same where a part may have been reversed: the replacement stands for what is left, beside that part.
     *
     * @return as for {@link #correct}, but never {@code partly_reversed}
     * @throws ZentraException as for {@link #correct}
     */
    public Outcome<Correction> correctRest(String postingId, PostingRequest replacement) {
        return corrected(postingId, replacement, true);
    }

    private Outcome<Correction> corrected(String postingId, PostingRequest replacement, boolean ofRest) {
        handle.require(Permission.REVERSE);
        handle.require(Permission.POST);
        PostingRequest checked =
                replacement.requireBalanced(handle.access().tenant().config());
        Instant given = extent.effectiveAt();
        Instant reversedAt = given == null ? checked.effectiveAt() : given;
        if (checked.effectiveAt() == null && reversedAt != null) {
            checked = checked.effectiveAt(reversedAt);
        }
        return handle.commits()
                .run(
                        handle.access(),
                        new Correct(Identifier.require("posting", postingId), extent.at(reversedAt), checked, ofRest));
    }

    /**
     * The postings that reverse a posting, and those that correct it, in their order.
     *
     * @param afterId the last one of the page before; empty for the first page
     * @param limit 1 to {@value #MAX_PAGE}
     * @throws ZentraException {@code unknown_posting} when an id is none of the tenant's, {@code invalid_configuration}
     *     for another limit
     */
    public List<Posting> of(String postingId, String afterId, int limit) {
        return reader().of(postingId, afterId, Queries.requirePage("postings", limit, MAX_PAGE));
    }

    /**
     * The lines of a posting with what can still be reversed of each; those of which nothing can are left out.
     *
     * @throws ZentraException {@code unknown_posting}
     */
    public List<EntryRequest> left(String postingId) {
        return reader().left(postingId);
    }

    private ReversalList reader() {
        handle.require(Permission.READ);
        return new ReversalList(handle.queries(), handle.tenantNo());
    }
}
