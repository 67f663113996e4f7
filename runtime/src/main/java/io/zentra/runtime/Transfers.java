package io.zentra.runtime;

import io.zentra.core.Handle;
import io.zentra.core.commit.Commits;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.EntityId;
import io.zentra.core.identity.Identifier;
import io.zentra.core.identity.Permission;
import io.zentra.core.money.Asset;
import io.zentra.core.storage.Queries;
import io.zentra.ledger.Accounts;
import io.zentra.ledger.NewAccount;
import io.zentra.runtime.internal.CreateTransfer;
import io.zentra.runtime.internal.TransferTables;
import io.zentra.runtime.internal.TransferTables.TransferRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A tenant's transfers: money that a rail moves. Creating one reserves the money and writes the attempt down; the rail is
 * called after the commit, and its news or a callback settles or gives back. Thread-safe, unless its handle was made on a
 * connection.
 */
public final class Transfers {
    /** The most transfers of one answer. */
    public static final int MAX_PAGE = 1_000;

    private final Handle handle;
    private final Set<String> rails;
    private final FlowAccounts flow;

    Transfers(Handle handle, Set<String> rails, FlowAccounts flow) {
        this.handle = handle;
        this.rails = rails;
        this.flow = flow;
    }

    /**
     * Opens the accounts that transfers of an asset pass through; does nothing when they are open.
     *
     * @throws ZentraException {@code account_exists} when one of the ids is another account; {@code outcome_unknown} when
     *     the storage failed after the first of them
     */
    public void openFlowAccounts(Asset asset) {
        handle.require(Permission.MANAGE_ACCOUNTS);
        Accounts accounts = new Accounts(handle);
        List<String> ids = List.of(flow.reserved(asset), flow.settlement(asset), flow.payout(asset));
        for (int i = 0; i < ids.size(); i++) {
            try {
                accounts.open(NewAccount.credit(ids.get(i), asset));
            } catch (ZentraException e) {
                throw i == 0 ? e : Commits.ofSome(e, i, ids.size());
            }
        }
    }

    /**
     * Creates a transfer: reserves the money and answers {@link TransferStatus#PROCESSING} when that is durable.
     *
     * @return applied with the transfer as it was created, replayed with the same, whatever became of it since (see
     *     {@link #get}), or declined with {@code unknown_rail}, {@code unknown_account}, {@code invalid_id} when an end is an
     *     account that transfers pass through, {@code asset_mismatch}, {@code account_frozen}, {@code account_closed},
     *     {@code floor_crossed}, {@code ceiling_crossed} or {@code amount_overflow}
     * @throws ZentraException {@code permission_denied}, {@code idempotency_conflict}, or why it could not run
     */
    public Outcome<Transfer> create(TransferRequest request) {
        handle.require(Permission.TRANSFER);
        return handle.commits().run(handle.access(), new CreateTransfer(request, List.copyOf(rails), flow));
    }

    /**
     * A transfer as it stands, if the tenant has it.
     *
     * @throws ZentraException {@code permission_denied}
     */
    public Optional<Transfer> find(String id) {
        handle.require(Permission.READ);
        return found(id);
    }

    private Optional<Transfer> found(String id) {
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
        return found(Identifier.require("transfer", id))
                .orElseThrow(() -> ZentraException.of(
                        ErrorCode.UNKNOWN_TRANSFER,
                        "no transfer \"" + id + "\" is known: use the id that creating it gave",
                        Map.of("transfer", id)));
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
