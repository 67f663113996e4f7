package io.zentra.ledger;

import io.zentra.core.ZentraCore;
import io.zentra.core.commit.Commits;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Tenant;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.identity.TenantId;
import io.zentra.core.journal.Journal;
import io.zentra.core.storage.Module;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.internal.LedgerTables;
import java.sql.Connection;
import java.util.List;

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

    /** Opens a ledger with standard settings. */
    public static ZentraLedger open(Storage storage) {
        return open(ZentraCore.Settings.of(storage));
    }

    /** Opens a ledger. */
    public static ZentraLedger open(ZentraCore.Settings settings) {
        return new ZentraLedger(ZentraCore.open(settings, List.of(module())));
    }

    /** What the ledger keeps in the database, for a facade that opens several modules. */
    public static Module module() {
        return LedgerTables.MODULE;
    }

    /** Creates a tenant; does nothing when it exists with the same configuration. */
    public Tenant createTenant(String id, TenantConfig config, Actor actor) {
        return core.tenants().create(TenantId.of(id), config, actor);
    }

    /** The way to a handle: a tenant, then an actor. */
    public Door tenant(String id) {
        return new Door(core, core.tenants().require(TenantId.of(id)), core.commits());
    }

    /** The same, inside the transaction of the host's connection. */
    public Joined on(Connection connection) {
        return new Joined(core, core.on(connection));
    }

    @Override
    public void close() {
        core.close();
    }

    /**
     * A tenant whose actor is still to be named.
     *
     * @param core the opened spine
     * @param tenant the tenant
     * @param commits its write path
     */
    public record Door(ZentraCore core, Tenant tenant, Commits commits) {
        /** The handle. */
        public Book as(Actor actor) {
            return new Book(core, new Access(tenant, actor), commits);
        }
    }

    /**
     * A ledger inside the host's transaction.
     *
     * @param core the opened spine
     * @param commits the joined write path
     */
    public record Joined(ZentraCore core, Commits commits) {
        /** The way to a handle. */
        public Door tenant(String id) {
            return new Door(core, core.tenants().require(TenantId.of(id)), commits);
        }
    }

    /** The handle of a tenant and an actor. */
    public static final class Book {
        private final ZentraCore core;
        private final Access access;
        private final Commits commits;

        Book(ZentraCore core, Access access, Commits commits) {
            this.core = core;
            this.access = access;
            this.commits = commits;
        }

        /** The tenant's accounts. */
        public Accounts accounts() {
            return new Accounts(access, commits, core.queries());
        }

        /** The tenant's ledger. */
        public Ledgers ledgers() {
            return new Ledgers(access, commits, core.queries(), journal());
        }

        /** The tenant's journal. */
        public Journal journal() {
            return core.journal(access, commits);
        }
    }
}
