package io.zentra.runtime;

import io.zentra.core.Handle;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Permission;
import io.zentra.runtime.intent.Intent;
import io.zentra.runtime.intent.IntentAction;
import io.zentra.runtime.intent.IntentPage;
import io.zentra.runtime.intent.IntentRequest;
import io.zentra.runtime.intent.IntentSearch;
import io.zentra.runtime.internal.controlled.ControlledRequest;
import io.zentra.runtime.internal.intent.CreateIntent;
import io.zentra.runtime.internal.intent.IntentFinder;
import io.zentra.runtime.internal.intent.IntentReading;
import io.zentra.runtime.internal.search.RequestTerms;
import java.util.Map;
import java.util.Optional;

/**
 * A tenant's intents: what callers want done with money, under ids of their own, and how far each has come. One that goes
 * over a rail is a transfer, and what persons and operators do to it is done to the transfer of its {@link Intent#id()}.
 * Thread-safe, unless its handle was made on a connection.
 *
 * <pre>{@code
 * Intent intent = acme.intents().create(request).orElseThrow();
 * intent.status();      // routed
 * intent.ledgerState(); // reserved
 * }</pre>
 */
public final class Intents {
    private final Handle handle;
    private final RuntimeParts runtime;
    private final IntentReading reading;

    Intents(Handle handle, RuntimeParts runtime) {
        this.handle = handle;
        this.runtime = runtime;
        this.reading = new IntentReading(handle);
    }

    /**
     * Accepts an intent under the caller's id, and in the same commit has the policy decide, moves or reserves the money and
     * chooses the rail, as far as its primitives ask for that. The policy is the one named {@code transfer} when it goes over
     * a rail, else the one named {@code intent}; what the tenant has published decides in any case. An intent about an account
     * moves no money, and asks no policy.
     *
     * @return applied or replayed with the intent as it stands; a denial or a review by the policy is a state of it. Declined
     *     with {@code unknown_policy} when it asks for a policy and none is published, or as {@link Transfers#create}; about an account with
     *     {@code account_exists}, {@code asset_mismatch}, or as the change of an account
     * @throws ZentraException {@code permission_denied} without {@code read} and {@code transfers.create}, or {@code
     *     ledger.post} when it stays within the ledger, or {@code ledger.accounts} when it is about an account; {@code idempotency_conflict} when the id stands for another intent; {@code
     *     outcome_unknown} when it was accepted and could not be read; or why it could not run
     */
    public Outcome<Intent> create(IntentRequest request) {
        handle.require(permission(request));
        handle.access().require(Permission.READ);
        if (request.action() instanceof IntentAction.Move move && !request.isRouted()) {
            ControlledRequest.ofIntent(move.movement())
                    .requireSound(handle.access().tenant().config());
        }
        return runtime.creating(handle, means -> new CreateIntent(request, means))
                .map(id -> stored(request.intentId()));
    }

    private static Permission permission(IntentRequest request) {
        if (request.action() instanceof IntentAction.Move) {
            return request.isRouted() ? Permission.TRANSFER : Permission.POST;
        }
        return Permission.MANAGE_ACCOUNTS;
    }

    /** An intent that was accepted; a failure to read it must not say that nothing changed. */
    private Intent stored(String intentId) {
        try {
            return read(intentId).orElseThrow();
        } catch (ZentraException unread) {
            throw ZentraException.of(
                    ErrorCode.OUTCOME_UNKNOWN,
                    "the intent " + intentId + " was accepted, but could not be read: ask again with the same id",
                    unread);
        }
    }

    /**
     * An intent as it stands, by the caller's id of it; empty when none was accepted under it.
     *
     * @throws ZentraException {@code permission_denied}, {@code invalid_key}, or {@code event_archived} when the event that
     *     accepted it lies in an archive
     */
    public Optional<Intent> find(String intentId) {
        handle.require(Permission.READ);
        return read(intentId);
    }

    /**
     * The same of one that must be there.
     *
     * @throws ZentraException {@code unknown_intent}, or as {@link #find}
     */
    public Intent get(String intentId) {
        return find(intentId)
                .orElseThrow(() -> ZentraException.of(
                        ErrorCode.UNKNOWN_INTENT,
                        "no intent \"" + Shown.of(intentId) + "\" was accepted: create it, or use the id that it was"
                                + " created under",
                        Map.of("intent", Shown.of(intentId))));
    }

    /**
     * Intents, a page of them, each as it stands, found however many there are. A state is computed of each from its events, so
     * that a page looks at 256 at most, and leads on also when few are on it.
     *
     * <p>A search first takes up to about 8,000 new events into its index, in short commits; what is behind that it looks at one
     * by one. Inside the host's transaction the index is left as it is.
     *
     * @throws ZentraException {@code permission_denied}, {@code rate_limited}, {@code storage_failed}, or {@code event_archived}
     *     when the page begins with one whose events lie in an archive
     */
    public IntentPage search(IntentSearch search) {
        handle.require(Permission.READ);
        RequestTerms.prepare(handle);
        return handle.snapshot(of -> new IntentFinder(of).page(search));
    }

    private Optional<Intent> read(String intentId) {
        return reading.find(IdempotencyKey.of(intentId));
    }
}
