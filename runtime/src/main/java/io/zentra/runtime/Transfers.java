package io.zentra.runtime;

import io.zentra.core.Handle;
import io.zentra.core.commit.Commits;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.EntityId;
import io.zentra.core.identity.Identifier;
import io.zentra.core.identity.Permission;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Queries;
import io.zentra.ledger.Accounts;
import io.zentra.ledger.NewAccount;
import io.zentra.policy.PolicyWork;
import io.zentra.runtime.internal.GivenReason;
import io.zentra.runtime.internal.transfer.CreateTransfer;
import io.zentra.runtime.internal.transfer.Deed;
import io.zentra.runtime.internal.transfer.Flow;
import io.zentra.runtime.internal.transfer.NamedTransfer;
import io.zentra.runtime.internal.transfer.OperateTransfer;
import io.zentra.runtime.internal.transfer.SimulateTransfer;
import io.zentra.runtime.internal.transfer.TransferTables;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A tenant's transfers: money that a rail moves. Creating one reserves the money and writes the attempt down; the rail is
 * called after the commit, and its news or a callback settles or gives back. Thread-safe, unless its handle was made on a
 * connection.
 */
public final class Transfers {
    /** The most transfers of one answer. */
    public static final int MAX_PAGE = 1_000;

    /** The longest reason that an operator gives, in characters. */
    public static final int MAX_REASON = GivenReason.MAX_LENGTH;

    private final Handle handle;
    private final Supplier<Flow> flow;
    private final PolicyWork policies;
    private final RuntimeParts runtime;

    Transfers(Handle handle, RuntimeParts runtime) {
        this.handle = handle;
        this.flow = runtime::flow;
        this.policies = runtime.policies();
        this.runtime = runtime;
    }

    /**
     * Opens the accounts that transfers of an asset pass through: those of the runtime, and those that its rails state. Does
     * nothing when they are open.
     *
     * @throws ZentraException {@code account_exists} when one of the ids is another account; {@code outcome_unknown} when
     *     the storage failed after the first of them
     */
    public void openFlowAccounts(Asset asset) {
        handle.require(Permission.MANAGE_ACCOUNTS);
        Accounts accounts = new Accounts(handle);
        List<String> ids = List.copyOf(flow.get().all(asset));
        for (int i = 0; i < ids.size(); i++) {
            try {
                accounts.open(NewAccount.credit(ids.get(i), asset));
            } catch (ZentraException e) {
                throw i == 0 ? e : Commits.ofSome(e, i, ids.size());
            }
        }
    }

    /**
     * Creates a transfer. When the tenant has published a policy named {@code transfer}, that decides first. What it accepts,
     * or what no policy is asked about, is reserved in the same commit and {@link TransferStatus#PROCESSING}; what it denies
     * is {@link TransferStatus#DENIED}, and what it sends to review {@link TransferStatus#IN_REVIEW}: then nothing has moved.
     * When persons approve, it goes on by itself.
     *
     * @return applied with the transfer as it was created, replayed with the same, whatever became of it since (see
     *     {@link #get}), or declined with {@code unknown_rail}, {@code unknown_account}, {@code invalid_id} when an end is an
     *     account that transfers pass through, {@code asset_mismatch}, {@code account_frozen}, {@code account_closed},
     *     {@code no_route}, {@code floor_crossed}, {@code ceiling_crossed} or {@code amount_overflow}
     * @throws ZentraException {@code permission_denied}, {@code idempotency_conflict}, or why it could not run
     */
    public Outcome<Transfer> create(TransferRequest request) {
        handle.require(Permission.TRANSFER);
        return runtime.creating(handle, means -> new CreateTransfer(request, means));
    }

    /**
     * Takes a transfer back that waits for a review by its policy, or that was not given to its rail yet, and gives back what
     * was reserved.
     *
     * @param reason why; it stays in the journal, so no personal data
     * @return applied or replayed with the transfer as it stands, or declined with {@code unknown_transfer}, {@code
     *     transfer_state}, or as for reversing its reserve
     * @throws ZentraException {@code permission_denied}, {@code invalid_reason}, {@code idempotency_conflict}, or why it could
     *     not run
     */
    public Outcome<Transfer> cancel(String id, String reason, String key) {
        handle.require(Permission.TRANSFER);
        return done(new Deed.Cancel(), id, reason, key);
    }

    /**
     * Settles a transfer by hand: one that is {@link TransferStatus#POSTED}, or one that is {@link TransferStatus#IN_REVIEW}
     * because its rail told nothing for too long, when an operator knows that the money arrived.
     *
     * @param reason how that is known; it stays in the journal, so no personal data
     * @return applied or replayed with the transfer as it stands, or declined with {@code unknown_transfer}, {@code
     *     transfer_state}, or as for posting
     * @throws ZentraException as {@link #cancel}
     */
    public Outcome<Transfer> settle(String id, String reason, String key) {
        handle.require(Permission.OPERATE_TRANSFERS);
        return done(new Deed.Settle(), id, reason, key);
    }

    /**
     * Takes back what a transfer paid and its provider has returned, often days later, when an operator knows it before the
     * rail says so: what is left of it goes to the source on the way that it came. When the rail says it afterwards, that is
     * known.
     *
     * @param reason how that is known; it stays in the journal, so no personal data
     * @return applied or replayed with the transfer as it stands, or declined with {@code unknown_transfer}, {@code
     *     transfer_state}, or as for reversing its postings
     * @throws ZentraException as {@link #cancel}
     */
    public Outcome<Transfer> markReturned(String id, String reason, String key) {
        handle.require(Permission.OPERATE_TRANSFERS);
        return done(new Deed.Return(), id, reason, key);
    }

    /**
     * Gives back all that is left of what a transfer moved, on the way that it came; its rail is not called. When the tenant
     * has published a policy named {@code reversal}, that decides first. What it sends to review stays as it is, with the
     * {@link Transfer#caseId()} in which another person decides; what is approved there goes on by itself.
     *
     * @param reason why; it stays in the journal, so no personal data
     * @return applied or replayed with the transfer as it stands, or declined with {@code unknown_transfer}, {@code
     *     transfer_state}, also while a reversal of it waits, {@code reversal_denied}, or as for reversing its postings
     * @throws ZentraException as {@link #cancel}
     */
    public Outcome<Transfer> reverse(String id, String reason, String key) {
        return reversed(id, new Deed.Reverse(null, handle.access(), policies), reason, key);
    }

    /**
     * The same of a part: the transfer stays as it is until all of it was given back.
     *
     * @param part above zero, at most what is left
     * @return as {@link #reverse(String, String, String)}, or declined with {@code reversal_exceeded}
     * @throws ZentraException as {@link #cancel}, or {@code amount_not_positive}
     */
    public Outcome<Transfer> reverse(String id, Money part, String reason, String key) {
        if (!part.isPositive()) {
            throw ZentraException.of(
                    ErrorCode.AMOUNT_NOT_POSITIVE,
                    "the amount " + part + " of a reversal must be above zero: it goes back by itself",
                    Map.of("amount", part.toString()));
        }
        return reversed(id, new Deed.Reverse(part, handle.access(), policies), reason, key);
    }

    /**
     * What policy and rails would say to a transfer now, and so in which state it would be created. Nothing is recorded and
     * nothing is counted; what its accounts would say is not looked at. It waits for its turn as a write does.
     *
     * @throws ZentraException {@code permission_denied}, or why it could not run
     */
    public Simulation simulate(TransferRequest request) {
        Objects.requireNonNull(request, "request");
        handle.require(Permission.READ);
        return handle.ownCommits()
                .run(handle.access(), new SimulateTransfer(request, handle.access(), flow.get(), policies));
    }

    private Outcome<Transfer> reversed(String id, Deed.Reverse deed, String reason, String key) {
        handle.require(Permission.OPERATE_TRANSFERS);
        return done(deed, id, reason, key);
    }

    private Outcome<Transfer> done(Deed deed, String id, String reason, String key) {
        OperateTransfer command = new OperateTransfer(
                deed,
                Identifier.require("transfer", id),
                GivenReason.require(reason),
                IdempotencyKey.of(key),
                flow.get());
        return handle.commits().run(handle.access(), command).map(done -> stored(handle, done));
    }

    /** A transfer that was changed just now; a failure to read it must not say that nothing changed. */
    static Transfer stored(Handle handle, String id) {
        try {
            return found(handle, id).orElseThrow();
        } catch (ZentraException unread) {
            throw ZentraException.of(
                    ErrorCode.OUTCOME_UNKNOWN,
                    "the transfer " + id + " was changed, but could not be read: ask again with the same key",
                    unread);
        }
    }

    /**
     * A transfer as it stands, if the tenant has it.
     *
     * @throws ZentraException {@code permission_denied}
     */
    public Optional<Transfer> find(String id) {
        handle.require(Permission.READ);
        return found(handle, id);
    }

    private static Optional<Transfer> found(Handle handle, String id) {
        return EntityId.parse("tr", id)
                .filter(parsed -> parsed.tenantNo() == handle.tenantNo())
                .flatMap(parsed -> handle.queries()
                        .first(
                                TransferTables.TRANSFER,
                                handle.tenantNo(),
                                "no = :no and id = :id",
                                Map.of("no", parsed.seq(), "id", id)))
                .map(TransferRow::transfer);
    }

    /**
     * A transfer as it stands.
     *
     * @throws ZentraException {@code unknown_transfer}, {@code invalid_id} or {@code permission_denied}
     */
    public Transfer get(String id) {
        handle.require(Permission.READ);
        return found(handle, Identifier.require("transfer", id)).orElseThrow(() -> NamedTransfer.unknown(id));
    }

    /**
     * Transfers in the order of their creation.
     *
     * @param afterEventSeq the {@link Transfer#eventSeq()} of the last one of the page before; 0 for the first page
     * @param limit the most transfers, 1 to {@value #MAX_PAGE}
     * @throws ZentraException {@code invalid_configuration} for another limit
     */
    public List<Transfer> list(long afterEventSeq, int limit) {
        handle.require(Permission.READ);
        return handle
                .queries()
                .list(
                        TransferTables.TRANSFER,
                        handle.tenantNo(),
                        "no > :after order by no",
                        Map.of("after", afterEventSeq),
                        Queries.requirePage("transfers", limit, MAX_PAGE))
                .stream()
                .map(TransferRow::transfer)
                .toList();
    }
}
