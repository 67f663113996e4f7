package io.zentra.runtime;

import io.zentra.core.Handle;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.TraceContext;
import io.zentra.core.journal.ArchivedRange;
import io.zentra.core.journal.Checkpoint;
import io.zentra.core.journal.Journal;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.Retention;
import io.zentra.core.journal.Vault;
import io.zentra.core.journal.Verification;
import io.zentra.core.journal.VerificationPlan;
import io.zentra.core.review.Reviews;
import io.zentra.ledger.Accounts;
import io.zentra.ledger.Chart;
import io.zentra.ledger.Ledgers;
import io.zentra.ledger.Periods;
import io.zentra.policy.Policies;
import io.zentra.runtime.contract.ContractVersion;
import io.zentra.runtime.internal.payment.PaymentFold;
import io.zentra.runtime.internal.search.RequestTerms;
import io.zentra.runtime.internal.transfer.TransferFold;
import io.zentra.runtime.operations.Operations;
import io.zentra.runtime.payment.Cards;
import io.zentra.runtime.payment.Payments;
import io.zentra.webhooks.delivery.Deliveries;
import io.zentra.webhooks.delivery.Endpoints;
import java.util.List;
import java.util.Optional;

/**
 * The handle of a tenant and an actor: everything is done through it, and nothing without it. Thread-safe, unless it was
 * made on a connection, which then tells.
 */
public final class Workspace {
    private final Handle handle;
    private final RuntimeParts runtime;

    Workspace(Handle handle, RuntimeParts runtime) {
        this.handle = handle;
        this.runtime = runtime;
    }

    /** The tenant's id. */
    public String tenantId() {
        return handle.access().tenant().id().value();
    }

    /** The same in a trace: all that it writes tells the trace, in the journal and to endpoints. */
    public Workspace traced(TraceContext trace) {
        return new Workspace(handle.traced(trace), runtime);
    }

    /**
     * The same for requests that came over the {@linkplain io.zentra.runtime.contract.Contract contract}: the event of each, of its
     * refusal and of its repetition tells the version, and so does the packet.
     *
     * <pre>{@code
     * acme.askedIn(contract.version()).transfers().create(contract.readTransfer(body));
     * }</pre>
     */
    public Workspace askedIn(ContractVersion version) {
        return new Workspace(handle.askedIn(version.code()), runtime);
    }

    /** The tenant's policies. */
    public Policies policies() {
        return new Policies(handle, runtime.policies());
    }

    /** Money moved under a policy. */
    public Controlled controlled() {
        return new Controlled(handle, runtime.policies());
    }

    /** The tenant's accounts. */
    public Accounts accounts() {
        return new Accounts(handle);
    }

    /** The tenant's ledger. */
    public Ledgers ledgers() {
        return new Ledgers(handle);
    }

    /** The tenant's closed period and its rule for backdating. */
    public Periods periods() {
        return new Periods(handle);
    }

    /** The tenant's chart of accounts. */
    public Chart chart() {
        return new Chart(handle);
    }

    /** The tenant's transfers. */
    public Transfers transfers() {
        return new Transfers(handle, runtime);
    }

    /** The tenant's intents. */
    public Intents intents() {
        return new Intents(handle, runtime);
    }

    /** The tenant's payments: held, captured, given back. */
    public Payments payments() {
        return new Payments(handle, runtime.ofPayments());
    }

    /** The tenant's card authorizations. */
    public Cards cards() {
        return new Cards(handle, runtime.ofPayments());
    }

    /** What can be shown of what happened to the tenant. */
    public Evidence evidence() {
        return new Evidence(handle);
    }

    /** How the tenant stands, what happened to one thing, and what needs attention. */
    public Operations operations() {
        return new Operations(handle, runtime.surroundings());
    }

    /** Where the tenant's events are sent. */
    public Endpoints endpoints() {
        return new Endpoints(handle, runtime.deliverySettings(), runtime.clock());
    }

    /** What became of the tenant's events at its endpoints. */
    public Deliveries deliveries() {
        return new Deliveries(handle, runtime.clock());
    }

    /** The tenant's review cases. */
    public Reviews reviews() {
        return new Reviews(handle);
    }

    /** The tenant's journal. */
    public Journal journal() {
        return handle.openJournal();
    }

    /**
     * Recomputes journal, ledger, policies, decisions, transfers, payments and endpoints from the first event, and compares.
     *
     * @throws ZentraException {@code permission_denied} or {@code storage_failed}; what is damaged is told, not thrown
     */
    public Verification verify() {
        return verify(List.of());
    }

    /** The same, also against checkpoints that were kept outside the database. */
    public Verification verify(List<Checkpoint> keptElsewhere) {
        return verify(VerificationPlan.full().against(keptElsewhere));
    }

    /**
     * Verifies as a plan says: what is new since the last verification, or up to a limit.
     *
     * @throws ZentraException as {@link Journal#verify(VerificationPlan, List)}
     */
    public Verification verify(VerificationPlan plan) {
        return handle.journal().verify(plan, folds());
    }

    /**
     * Moves the oldest events of the tenant into an archive, once searches find them; see {@link Journal#archive}.
     *
     * @throws ZentraException as {@link Journal#archive}
     */
    public Optional<ArchivedRange> archive(Retention retention, Vault vault) {
        handle.require(Permission.ARCHIVE);
        ledgers().prepareSearch();
        operations().prepareSearch();
        return journal().archive(retention, vault, folds());
    }

    private List<JournalFold> folds() {
        return List.of(
                ledgers().fold(),
                policies().fold(),
                new TransferFold(),
                new PaymentFold(),
                RequestTerms.INDEX.fold(),
                endpoints().fold());
    }
}
