package io.zentra.ledger;

import io.zentra.core.Handle;
import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Identifier;
import io.zentra.core.identity.Permission;
import io.zentra.core.journal.Metadata;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Queries;
import io.zentra.ledger.internal.CaptureHold;
import io.zentra.ledger.internal.ExtendHold;
import io.zentra.ledger.internal.Extent;
import io.zentra.ledger.internal.HoldList;
import io.zentra.ledger.internal.IncreaseHold;
import io.zentra.ledger.internal.PlaceHold;
import io.zentra.ledger.internal.ReleaseHold;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's holds: money set aside, then captured, released or expired, whole or in parts. Thread-safe,
 * unless its handle was made on a connection.
 *
 * <pre>{@code
 * Hold hold = acme.ledgers().holds().place(request, friday).orElseThrow();
 * acme.ledgers().holds().increase(hold.id(), usd("20.00"), "tip-17");
 * acme.ledgers().holds().captureFinal(hold.id(), usd("97.50"), "capture-17"); // the rest is let go
 * acme.ledgers().holds().captures(hold.id(), "", 100);                        // what was posted of it
 * }</pre>
 *
 * <p>A capture, an increase, an extension and a release are declined with {@code unknown_hold}, {@code hold_closed} once nothing is
 * left, or {@code hold_expired} once the hold has expired. All but releases are so from {@link Hold#expiresAt()} on.
 */
public final class Holds {
    /** The most holds of one answer. */
    public static final int MAX_PAGE = 1_000;

    private final Handle handle;
    private final Extent extent;

    Holds(Handle handle) {
        this(handle, Extent.all());
    }

    private Holds(Handle handle, Extent extent) {
        this.handle = handle;
        this.extent = extent;
    }

    /**
     * The same, each write of which is declined with {@code condition_failed} unless one more thing is true when it is
     * decided.
     *
     * @throws ZentraException {@code invalid_condition} beyond {@value PostingRequest#MAX_CONDITIONS} of them
     */
    public Holds when(Condition condition) {
        return new Holds(handle, extent.when(condition));
    }

    /**
     * Sets lines aside: what they would take is no longer available.
     *
     * @return applied, replayed, or declined as a posting
     * @throws ZentraException {@code invalid_effective_time} for a request with an effective time, or as for a posting
     */
    public Outcome<Hold> place(PostingRequest request) {
        return placed(request, null);
    }

    /**
     * The same until an instant: from then on it can only be released, and is by due work.
     *
     * @param expiresAt what is finer than a microsecond is cut off
     * @return applied, replayed, or declined as a posting, or with {@code hold_expired} when the time is over already
     * @throws ZentraException {@code invalid_expiry} beyond the year 9999, or as for a posting
     */
    public Outcome<Hold> place(PostingRequest request, Instant expiresAt) {
        handle.require(Permission.POST);
        return placed(request, PlaceHold.requireExpiry(expiresAt));
    }

    private Outcome<Hold> placed(PostingRequest request, @Nullable Instant expiresAt) {
        handle.require(Permission.POST);
        PostingRequest conditioned = request;
        for (Condition condition : extent.conditions()) {
            conditioned = conditioned.when(condition);
        }
        PostingRequest checked = conditioned
                .requireNow()
                .requireBalanced(handle.access().tenant().config());
        return run(new PlaceHold(checked, expiresAt));
    }

    /** Holds an amount more on both lines of a hold of two; see {@link #increase(String, Part, String)}. */
    public Outcome<Hold> increase(String holdId, Money amount, String key) {
        handle.require(Permission.POST);
        return increase(holdId, Part.of(amount), key);
    }

    /**
     * Holds more on lines that the hold has, under all checks of a new one.
     *
     * @param more an amount or lines
     * @return applied, replayed, or declined as the class says, as a posting, or with {@code invalid_part}
     * @throws ZentraException {@code invalid_id}, {@code invalid_entry_count}, {@code unbalanced_posting}, {@code permission_denied},
     *     {@code idempotency_conflict}, or why it could not run
     */
    public Outcome<Hold> increase(String holdId, Part more, String key) {
        handle.require(Permission.POST);
        return run(new IncreaseHold(Identifier.require("hold", holdId), checked(more), IdempotencyKey.of(key)));
    }

    /**
     * Moves the expiry of a hold to a later time; what is held stays as it is, and frozen accounts do not stop it.
     *
     * @param expiresAt what is finer than a microsecond is cut off
     * @return applied, replayed, or declined as the class says, or with {@code expiry_not_later}, also for a hold that never
     *     expires
     * @throws ZentraException {@code invalid_id}, {@code invalid_expiry} beyond the year 9999, {@code permission_denied},
     *     {@code idempotency_conflict}, or why it could not run
     */
    public Outcome<Hold> extend(String holdId, Instant expiresAt, String key) {
        handle.require(Permission.POST);
        return run(new ExtendHold(
                Identifier.require("hold", holdId),
                PlaceHold.requireExpiry(expiresAt),
                extent.conditions(),
                IdempotencyKey.of(key)));
    }

    /**
     * Posts a part of a hold; the rest stays held.
     *
     * @return applied, replayed, or declined as the class says, with {@code hold_exceeded}, {@code invalid_part}, or as for
     *     posting; the posting has the hold's correlation and metadata
     * @throws ZentraException {@code invalid_id}, {@code invalid_entry_count}, {@code unbalanced_posting}, {@code permission_denied},
     *     {@code idempotency_conflict}, or why it could not run
     */
    public Outcome<Posting> capture(String holdId, Part part, String key) {
        handle.require(Permission.POST);
        return capture(holdId, part, key, Map.of());
    }

    /**
     * The same with words of its own, such as a clearing's reference, beside those of the hold. Where both have a name, its
     * own word counts. They are a part of the request.
     *
     * @return declined also with {@code invalid_metadata} when together they are more than 32
     * @throws ZentraException {@code invalid_metadata}, or as without them
     */
    public Outcome<Posting> capture(String holdId, Part part, String key, Map<String, String> metadata) {
        handle.require(Permission.POST);
        return run(new CaptureHold(
                Identifier.require("hold", holdId),
                checked(part).with(Metadata.require(metadata)),
                false,
                IdempotencyKey.of(key)));
    }

    /** Posts an amount of a hold of two lines and lets go of the rest; see {@link #captureFinal(String, Part, String)}. */
    public Outcome<Posting> captureFinal(String holdId, Money amount, String key) {
        handle.require(Permission.POST);
        return captureFinal(holdId, Part.of(amount), key);
    }

    /** Posts a part of a hold and lets go of the rest in the same decision; answers as a capture. */
    public Outcome<Posting> captureFinal(String holdId, Part part, String key) {
        handle.require(Permission.POST);
        return captureFinal(holdId, part, key, Map.of());
    }

    /** The same with words of its own; see {@link #capture(String, Part, String, Map)}. */
    public Outcome<Posting> captureFinal(String holdId, Part part, String key, Map<String, String> metadata) {
        handle.require(Permission.POST);
        return run(new CaptureHold(
                Identifier.require("hold", holdId),
                checked(part).with(Metadata.require(metadata)),
                true,
                IdempotencyKey.of(key)));
    }

    /**
     * Lets go of a part of a hold; the rest stays held. Neither frozen accounts stop it, nor that the time is over.
     *
     * @return applied, replayed, or declined as the class says, with {@code hold_exceeded} or {@code invalid_part}
     * @throws ZentraException as for a capture
     */
    public Outcome<Hold> release(String holdId, Part part, String key) {
        handle.require(Permission.POST);
        return run(new ReleaseHold(Identifier.require("hold", holdId), checked(part), IdempotencyKey.of(key)));
    }

    /** A hold as its last event left it, open or not, if the tenant has it. */
    public Optional<Hold> find(String id) {
        return reader().find(id);
    }

    /**
     * Open holds in the order in which they were placed.
     *
     * @param afterId the last one of the page before; empty for the first page
     * @param limit 1 to {@value #MAX_PAGE}
     * @throws ZentraException {@code unknown_hold} when {@code afterId} is none of the tenant's, {@code
     *     invalid_configuration} for another limit
     */
    public List<Hold> list(String afterId, int limit) {
        return reader().list(afterId, Queries.requirePage("holds", limit, MAX_PAGE));
    }

    /**
     * The same of those that have a line of an account.
     *
     * @throws ZentraException {@code unknown_account}, or as for {@link #list(String, int)}
     */
    public List<Hold> list(String account, String afterId, int limit) {
        return reader().list(account, afterId, Queries.requirePage("holds", limit, MAX_PAGE));
    }

    /**
     * The postings that captured a hold, in their order, whether it is open or not.
     *
     * @param afterId the last one of the page before; empty for the first page
     * @param limit 1 to {@value #MAX_PAGE}
     * @throws ZentraException {@code unknown_hold}, {@code unknown_posting} when {@code afterId} is none of the tenant's,
     *     {@code invalid_configuration} for another limit
     */
    public List<Posting> captures(String holdId, String afterId, int limit) {
        return reader().captures(holdId, afterId, Queries.requirePage("postings", limit, MAX_PAGE));
    }

    private HoldList reader() {
        handle.require(Permission.READ);
        return new HoldList(handle.queries(), handle.tenantNo());
    }

    private Extent checked(Part part) {
        return extent.of(part.requireBalanced(handle.access().tenant().config().maxEntriesPerPosting()));
    }

    private <R> Outcome<R> run(Command.Keyed<R> command) {
        return handle.commits().run(handle.access(), command);
    }
}
