package io.zentra.ledger;

import io.zentra.core.Handle;
import io.zentra.core.ZentraCore;
import io.zentra.core.commit.Commits;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.Tenant;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.identity.TenantId;
import io.zentra.core.journal.ArchivedRange;
import io.zentra.core.journal.Checkpoint;
import io.zentra.core.journal.Journal;
import io.zentra.core.journal.Retention;
import io.zentra.core.journal.Vault;
import io.zentra.core.journal.Verification;
import io.zentra.core.limit.RateLimits;
import io.zentra.core.review.ReviewWork;
import io.zentra.core.review.Reviews;
import io.zentra.core.storage.Module;
import io.zentra.core.storage.Storage;
import io.zentra.core.time.DueWork;
import io.zentra.core.time.DueWorker;
import io.zentra.ledger.internal.ExpireHold;
import io.zentra.ledger.internal.LedgerTables;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A ledger alone, for hosts that want nothing else. Thread-safe; close it at the end.
 *
 * <pre>{@code
 * try (ZentraLedger ledger = ZentraLedger.open(Storage.inMemory())) {
 *     ledger.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
 *     ZentraLedger.Book acme = ledger.tenant("acme").as(Actor.service("svc_edge"));
 *     acme.accounts().open(NewAccount.credit("customer:42", usd).withoutFloor());
 *     acme.accounts().open(NewAccount.credit("merchant:7", usd));
 *     acme.ledgers().post("customer:42", "merchant:7", Money.ofMinor(125_000, usd), "led_8172").orElseThrow();
 * }
 * }</pre>
 */
public final class ZentraLedger implements AutoCloseable {
    private final ZentraCore core;

    private ZentraLedger(ZentraCore core) {
        this.core = core;
    }

    /**
     * Opens a ledger with standard settings.
     *
     * @throws ZentraException as for {@link #open(ZentraCore.Settings)}
     */
    public static ZentraLedger open(Storage storage) {
        return open(ZentraCore.Settings.of(storage));
    }

    /**
     * Opens a ledger.
     *
     * @throws ZentraException {@code schema_mismatch} or {@code storage_failed}
     */
    public static ZentraLedger open(ZentraCore.Settings settings) {
        return new ZentraLedger(ZentraCore.open(settings, List.of(module())));
    }

    /** What the ledger keeps in the database, for a facade that opens several modules. */
    public static Module module() {
        return LedgerTables.MODULE;
    }

    /**
     * What runs the work that falls due in the ledger and in core, for a facade with a {@link DueWorker} of its own: expiring
     * holds; escalating review cases and expiring approvals.
     */
    public static Map<String, DueWork.Handler> handlers(Commits commits) {
        Map<String, DueWork.Handler> handlers = new HashMap<>(ReviewWork.handlers(commits));
        handlers.putAll(ExpireHold.handlers(commits));
        return handlers;
    }

    /**
     * Runs all work that is due by the ledger's clock, for all tenants, and returns how many pieces ran: call it from a
     * schedule of the host's when holds expire. Any number of processes may.
     */
    public int runDueWork() {
        try (DueWorker worker = new DueWorker(
                core.commits(), core.queries(), core.tenants(), core.settings().clock(), handlers(core.commits()))) {
            return worker.runDue();
        }
    }

    /**
     * Creates a tenant; does nothing when it exists with the same configuration.
     *
     * @throws ZentraException {@code invalid_id}, {@code tenant_exists} or {@code permission_denied}
     */
    public Tenant createTenant(String id, TenantConfig config, Actor actor) {
        return core.tenants().create(id, config, actor);
    }

    /**
     * Recomputes the registry of tenants, numbers and configurations, from its own journal, and compares; each tenant's own
     * records are verified through its handle.
     *
     * @throws ZentraException {@code permission_denied} without {@code tenants}
     */
    public Verification verifyTenants(Actor actor) {
        return verifyTenants(List.of(), actor);
    }

    /** The same, also against checkpoints of the registry's journal that were kept outside the database. */
    public Verification verifyTenants(List<Checkpoint> keptElsewhere, Actor actor) {
        return core.tenants().verify(keptElsewhere, actor);
    }

    /**
     * Limits how much a tenant may call in each process, or lets it call any number again.
     *
     * @return applied or replayed
     * @throws ZentraException {@code permission_denied} without {@code tenants.limits}; {@code unknown_tenant}, {@code
     *     invalid_id}, {@code invalid_key} or {@code idempotency_conflict}
     */
    public Outcome<RateLimits> limitTenant(String id, RateLimits limits, Actor actor, String key) {
        return core.tenants().limit(id, limits, actor, key);
    }

    /**
     * How much a tenant may call in each process.
     *
     * @throws ZentraException {@code permission_denied} without {@code tenants.limits}; {@code unknown_tenant} or {@code
     *     invalid_id}
     */
    public RateLimits tenantLimits(String id, Actor actor) {
        return core.tenants().limits(id, actor);
    }

    /**
     * The way to the books: a tenant, then an actor.
     *
     * @throws ZentraException {@code unknown_tenant}
     */
    public Door tenant(String id) {
        return new Door(core.tenants().require(TenantId.of(id)), core::handle);
    }

    /**
     * The same, inside the transaction of the host's connection: what is written becomes durable with the host's commit,
     * and reads see it before. Use it on the connection's thread.
     */
    public Joined on(Connection connection) {
        return new Joined(core, connection);
    }

    /** What the ledger stands on, for a host that brings commands of its own. */
    public ZentraCore core() {
        return core;
    }

    /** Answers what is queued and closes what is Zentra's own. */
    @Override
    public void close() {
        core.close();
    }

    /** A tenant whose actor is still to be named. Thread-safe, unless it was made on a connection. */
    public static final class Door {
        private final Tenant tenant;
        private final Function<Access, Handle> handles;

        private Door(Tenant tenant, Function<Access, Handle> handles) {
            this.tenant = tenant;
            this.handles = handles;
        }

        /** The books as this actor may see and keep them. */
        public Book as(Actor actor) {
            return new Book(handles.apply(new Access(tenant, actor)));
        }
    }

    /** A ledger inside the host's transaction; it belongs to the connection's thread. */
    public static final class Joined {
        private final ZentraCore core;
        private final Connection connection;

        private Joined(ZentraCore core, Connection connection) {
            this.core = core;
            this.connection = connection;
        }

        /**
         * The way to the books.
         *
         * @throws ZentraException {@code unknown_tenant}
         */
        public Door tenant(String id) {
            return new Door(core.tenants().require(TenantId.of(id)), access -> core.handle(access, connection));
        }
    }

    /** What a tenant's actor does with the ledger. Thread-safe, unless it was made on a connection. */
    public static final class Book {
        private final Handle handle;

        private Book(Handle handle) {
            this.handle = handle;
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

        /** The tenant's review cases. */
        public Reviews reviews() {
            return new Reviews(handle);
        }

        /** The tenant's journal. */
        public Journal journal() {
            return handle.openJournal();
        }

        /**
         * Moves the oldest events of the tenant into an archive, once searches find them; see {@link Journal#archive}. A
         * runtime, whose transfers belong to the state too, has its own.
         *
         * @throws ZentraException as {@link Journal#archive}
         */
        public Optional<ArchivedRange> archive(Retention retention, Vault vault) {
            handle.require(Permission.ARCHIVE);
            ledgers().prepareSearch();
            return journal().archive(retention, vault, List.of(ledgers().fold()));
        }
    }
}
