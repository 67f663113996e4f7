package io.zentra.ledger;

import io.zentra.core.Handle;
import io.zentra.core.commit.Command;
import io.zentra.core.commit.Commits;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.EntityId;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.Checkpoint;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.Verification;
import io.zentra.core.journal.VerificationPlan;
import io.zentra.core.money.Money;
import io.zentra.ledger.internal.AtomicBulk;
import io.zentra.ledger.internal.BasisText;
import io.zentra.ledger.internal.ChartSums;
import io.zentra.ledger.internal.Compose;
import io.zentra.ledger.internal.Explaining;
import io.zentra.ledger.internal.History;
import io.zentra.ledger.internal.LedgerFold;
import io.zentra.ledger.internal.Post;
import io.zentra.ledger.internal.PostExchange;
import io.zentra.ledger.internal.PostingFinder;
import io.zentra.ledger.internal.PostingText;
import io.zentra.ledger.internal.SearchTerms;
import io.zentra.ledger.internal.Trail;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A tenant's ledger: postings, holds, reversals, and why balances changed. Each write takes effect once per key, returns
 * when it is durable, and answers with the balances after it. Thread-safe, unless its handle was made on a connection.
 *
 * <pre>{@code
 * Posting posting = acme.ledgers().post("customer:42", "reserved", usd("1250.00"), "led_8172").orElseThrow();
 * posting.balances("customer:42").available();
 * }</pre>
 */
public final class Ledgers {
    /** The most requests of an atomic bulk. */
    public static final int MAX_ATOMIC_REQUESTS = 1_000;

    /** The most entries of an atomic bulk, so that no decision holds the tenant's lock for long. */
    public static final int MAX_ATOMIC_ENTRIES = 10_000;

    private final Handle handle;

    /** The ledger of the handle's tenant. */
    public Ledgers(Handle handle) {
        this.handle = handle;
    }

    /**
     * Moves an amount from the debited to the credited account.
     *
     * @param debit the account to debit
     * @param credit the account to credit
     * @param amount above zero, in the asset of both accounts
     * @param key makes it take effect once
     * @return applied, replayed, or declined as for {@link #post(PostingRequest)}
     */
    public Outcome<Posting> post(String debit, String credit, Money amount, String key) {
        handle.require(Permission.POST);
        return post(PostingRequest.of(debit, credit, amount, key));
    }

    /**
     * Posts lines as one.
     *
     * @return applied, replayed, or declined with {@code unknown_account}, {@code asset_mismatch},
     *     {@code account_frozen}, {@code account_closed}, {@code floor_crossed}, {@code ceiling_crossed},
     *     {@code condition_failed} or {@code amount_overflow}; with an effective time also {@code effective_in_future},
     *     {@code period_closed}, {@code floor_crossed_between}, {@code ceiling_crossed_between} or {@code
     *     backdated_too_far}
     * @throws ZentraException {@code unbalanced_posting}, {@code invalid_entry_count}, {@code permission_denied},
     *     {@code idempotency_conflict}, or why it could not run
     */
    public Outcome<Posting> post(PostingRequest request) {
        handle.require(Permission.POST);
        return run(new Post(request.requireBalanced(config())));
    }

    /**
     * Posts requests, each on its own, in order; they share commits. An outcome a request, in order: a declined one does not
     * hold up the others, nor does one whose key was used before for another request, which is declined with {@code
     * idempotency_conflict}.
     *
     * <p>What is thrown after the first has run is thrown when all have ended, and keeps back the outcomes of the others,
     * which are not undone: send the list again with the same keys to get them.
     *
     * @param requests up to {@value Commits#MAX_LIST}
     * @throws ZentraException {@code list_too_long}, {@code unbalanced_posting}, {@code invalid_entry_count} or {@code
     *     permission_denied}: nothing has run; {@code outcome_unknown} when some have an outcome and others none, with the
     *     places of the former, from 0, as {@code known} among its details, such as {@code 0-41,43}; or why none could run
     */
    public List<Outcome<Posting>> postAll(List<PostingRequest> requests) {
        handle.require(Permission.POST);
        return handle.commits()
                .runAll(
                        handle.access(),
                        requests.stream()
                                .map(request -> new Post(request.requireBalanced(config())))
                                .toList());
    }

    /**
     * Posts requests of which all take effect or none, in one decision and commit; each is decided on the balances that
     * those before it left. Every request has its own key, and the bulk is a part of every request: the same bulk again
     * is a replay, and a key that was used alone, or in another bulk, is a conflict.
     *
     * @param requests 1 to {@value #MAX_ATOMIC_REQUESTS}, with at most {@value #MAX_ATOMIC_ENTRIES} entries together
     * @return applied or replayed with a posting a request, or declined as the first refused request would be alone, which
     *     {@code request_key} and {@code request_index} among the details name; all keys are used up by it
     * @throws ZentraException {@code invalid_bulk}, {@code idempotency_conflict}, or as for {@link #post(PostingRequest)}
     */
    public Outcome<List<Posting>> postAtomically(List<PostingRequest> requests) {
        handle.require(Permission.POST);
        requests.forEach(request -> request.requireBalanced(config()));
        return handle.commits().runAtomically(handle.access(), AtomicBulk.commands(requests));
    }

    /**
     * Posts what rules come to with the balances of this moment, holds counted. Sources are asked in their order until
     * the amount is reached; one that has nothing above its floor is passed over, one that is frozen or closed declines.
     *
     * @return applied, replayed, or declined with {@code insufficient_sources}, {@code nothing_to_move}, or as for
     *     {@link #post(PostingRequest)}
     * @throws ZentraException {@code invalid_entry_count}, {@code invalid_allocation}, {@code permission_denied},
     *     {@code idempotency_conflict}, or why it could not run
     */
    public Outcome<Posting> compose(Composition composition) {
        handle.require(Permission.POST);
        return run(new Compose(composition.requireValid(config())));
    }

    /**
     * Exchanges an amount for another asset: computed exactly, rounded once as the quote says.
     *
     * @return applied, replayed, or declined with {@code amount_not_positive} when it comes to nothing,
     *     {@code amount_overflow}, or as for {@link #post(PostingRequest)}
     */
    public Outcome<Posting> exchange(Exchange exchange) {
        handle.require(Permission.POST);
        return run(new PostExchange(exchange));
    }

    /**
     * Posts and completes the future when the outcome is durable. The caller waits for room in the queue, up to the limit
     * of the write path.
     *
     * @throws ZentraException at once, instead of failing the future: as for {@link #post(PostingRequest)} before it runs,
     *     and {@code overloaded}, {@code closed} or {@code interrupted} when it was not queued
     */
    public CompletableFuture<Outcome<Posting>> postAsync(PostingRequest request) {
        handle.require(Permission.POST);
        return handle.commits().runAsync(handle.access(), new Post(request.requireBalanced(config())));
    }

    /**
     * Reverses all that is left of a posting; {@link #reversals()} knows parts and corrections.
     *
     * @return applied, replayed, or declined with {@code unknown_posting}, {@code already_reversed}, or as for posting
     * @throws ZentraException {@code invalid_id}, {@code invalid_key}, {@code permission_denied},
     *     {@code idempotency_conflict}, or why it could not run
     */
    public Outcome<Posting> reverse(String postingId, String key) {
        return reversals().reverse(postingId, Part.all(), key);
    }

    /**
     * Sets lines aside: what they would take is no longer available. {@link #holds()} knows all that holds can do.
     *
     * @return applied, replayed, or declined as for {@link #post(PostingRequest)}
     * @throws ZentraException {@code invalid_effective_time} for a request with an effective time, or as for {@link
     *     #post(PostingRequest)}
     */
    public Outcome<Hold> hold(PostingRequest request) {
        return holds().place(request);
    }

    /**
     * Posts all that remains of a hold. The posting belongs to what the hold belongs to, and carries its metadata.
     *
     * @return applied, replayed, or declined as for {@link #capture(String, Money, String)}
     * @throws ZentraException {@code invalid_id}, {@code invalid_key}, {@code permission_denied},
     *     {@code idempotency_conflict}, or why it could not run
     */
    public Outcome<Posting> capture(String holdId, String key) {
        return holds().capture(holdId, Part.all(), key);
    }

    /**
     * Posts a part of a hold of two lines; the rest stays held.
     *
     * @return applied, replayed, or declined with {@code unknown_hold}, {@code hold_closed}, {@code hold_expired},
     *     {@code hold_exceeded}, {@code invalid_part}, or as for posting
     * @throws ZentraException {@code amount_not_positive}, or as for {@link #capture(String, String)}
     */
    public Outcome<Posting> capture(String holdId, Money amount, String key) {
        handle.require(Permission.POST);
        return holds().capture(holdId, Part.of(amount), key);
    }

    /**
     * Frees all that remains of a hold.
     *
     * @return applied, replayed, or declined with {@code unknown_hold}, {@code hold_closed} or {@code hold_expired}
     * @throws ZentraException as for {@link #capture(String, String)}
     */
    public Outcome<Hold> release(String holdId, String key) {
        return holds().release(holdId, Part.all(), key);
    }

    /**
     * Frees a part of a hold of two lines; the rest stays held.
     *
     * @return applied, replayed, or declined with {@code unknown_hold}, {@code hold_closed}, {@code hold_expired},
     *     {@code hold_exceeded} or {@code invalid_part}
     * @throws ZentraException as for {@link #capture(String, Money, String)}
     */
    public Outcome<Hold> release(String holdId, Money amount, String key) {
        handle.require(Permission.POST);
        return holds().release(holdId, Part.of(amount), key);
    }

    /** The tenant's holds. */
    public Holds holds() {
        return new Holds(handle);
    }

    /** The tenant's reversals and corrections. */
    public Reversals reversals() {
        return new Reversals(handle);
    }

    /** The tenant's ledger as files. */
    public Exports exports() {
        return new Exports(handle);
    }

    /** What other ledgers, or this one elsewhere, wrote into files. */
    public Imports imports() {
        return new Imports(handle);
    }

    /** A posting by its id, if the tenant has it. */
    public Optional<Posting> posting(String id) {
        return event(id).map(PostingText::read);
    }

    /** Why a posting has its amounts: what rules or a quote came to; empty when the amounts were given. */
    public Optional<Basis> basis(String postingId) {
        return event(postingId).flatMap(BasisText::read);
    }

    private Optional<Event> event(String id) {
        handle.require(Permission.READ);
        return EntityId.parse("po", id)
                .filter(parsed -> parsed.tenantNo() == handle.tenantNo())
                .flatMap(parsed -> handle.journal().event(parsed.seq()))
                .filter(event -> event.type().equals(PostingText.POSTED))
                .filter(event -> event.subject().filter(id::equals).isPresent());
    }

    /**
     * A page of the postings that meet all that a search says, in the order of their recording or the opposite one. What
     * was there when the first page was asked for comes once, whatever is posted meanwhile.
     *
     * <p>Paths, amounts and metadata are looked up in tables that are filled behind the postings: a search first takes
     * some thousand events that are not in them yet, and reads the rest from the journal.
     *
     * @throws ZentraException {@code invalid_cursor} for a cursor of anything but this search
     */
    public PostingPage search(PostingSearch search) {
        handle.require(Permission.READ);
        return new PostingFinder(handle, search).page();
    }

    /**
     * Takes all events that searches would have to read from the journal into their tables, in short commits, and returns
     * how many there were. Call it from a schedule where much is posted and seldom searched; inside the host's transaction
     * it holds the tenant's lock.
     */
    public long prepareSearch() {
        handle.require(Permission.READ);
        return SearchTerms.INDEX.fill(handle, Long.MAX_VALUE);
    }

    /**
     * Why the balance of an account changed, the latest change first; {@link #explain(String)} tells more of each.
     *
     * @param limit 1 to 1,000
     * @throws ZentraException {@code unknown_account}, {@code invalid_configuration} for another limit, or
     *     {@code journal_damaged} when the account's balances are not stored any more
     */
    public List<BalanceChange> trail(String account, int limit) {
        handle.require(Permission.READ);
        return new Trail(handle.queries(), handle.tenantNo()).of(account, limit);
    }

    /**
     * The posted balance of an account as of a time, in the sign of its normal side. It costs a few look-ups, and on the
     * effective axis with backdated entries up to some hundred rows of sums, however long the history is and however much of it
     * is backdated.
     *
     * <p>By recorded time the answer is final once an event later than that time is recorded; until then a commit under way may
     * add to it, because its time is taken before it commits. Times never decrease in the journal, also when the clock does.
     *
     * @param axis whether as it was known then, or as it is known now about then
     * @param time what is of this very microsecond is included
     * @throws ZentraException {@code unknown_account}, or {@code invalid_effective_time} outside the years 1 to 9999
     */
    public Money balance(String account, TimeAxis axis, Instant time) {
        handle.require(Permission.READ);
        return history().balance(account, axis, time);
    }

    /**
     * A page of an account's statement, with running balances.
     *
     * @throws ZentraException {@code unknown_account} or {@code invalid_cursor}
     */
    public Statement statement(StatementRequest request) {
        handle.require(Permission.READ);
        return history().statement(request);
    }

    /**
     * Why an entry is there: posting, source event, actor, idempotency record and replays.
     *
     * @param entryId the id of an {@link Entry} or {@link BalanceChange}
     * @throws ZentraException {@code unknown_posting} or {@code unknown_entry}; {@code journal_damaged} when the event
     *     does not match its hash
     */
    public Explanation explain(String entryId) {
        return explaining().entry(entryId);
    }

    /**
     * Why a posting changed an account, by all of its lines there.
     *
     * @throws ZentraException {@code unknown_account}, {@code unknown_posting}, {@code unknown_entry} when it has no line
     *     there, or {@code journal_damaged}
     */
    public Explanation explain(String account, String postingId) {
        return explaining().posting(account, postingId);
    }

    /**
     * Why an account has the balances of a {@linkplain Balances#version() version}: by a posting, or by a hold. For one by
     * a hold the journal is read between the account's postings before and after.
     *
     * @throws ZentraException {@code unknown_account}, {@code unknown_version}, or
     *     {@code journal_damaged}
     */
    public Explanation explain(String account, long version) {
        return explaining().version(account, version);
    }

    /** The sums of all accounts; {@link Chart} has them by paths and kinds. */
    public TrialBalance trialBalance() {
        handle.require(Permission.READ);
        return new ChartSums(handle.queries(), handle.tenantNo()).trialBalance();
    }

    /** Recomputes journal, entries, balances, holds and accounts from the first event, and compares. */
    public Verification verify() {
        return verify(List.of());
    }

    /** The same, also against checkpoints that were kept outside the database. */
    public Verification verify(List<Checkpoint> keptElsewhere) {
        return handle.journal().verify(keptElsewhere, List.of(fold()));
    }

    /**
     * Verifies as a plan says: what is new since the last verification, or up to a limit.
     *
     * @throws ZentraException as {@link io.zentra.core.journal.Journal#verify(VerificationPlan, List)}
     */
    public Verification verify(VerificationPlan plan) {
        return handle.journal().verify(plan, List.of(fold()));
    }

    /** The ledger's part of a verification that covers more. */
    public JournalFold fold() {
        return new LedgerFold();
    }

    private Explaining explaining() {
        handle.require(Permission.READ);
        return new Explaining(handle.queries(), handle.tenantNo());
    }

    private TenantConfig config() {
        return handle.access().tenant().config();
    }

    private History history() {
        return new History(handle.queries(), handle.tenantNo(), handle.journal());
    }

    private <R> Outcome<R> run(Command.Keyed<R> command) {
        return handle.commits().run(handle.access(), command);
    }
}
