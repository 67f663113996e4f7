package io.zentra.runtime;

import io.zentra.core.Handle;
import io.zentra.core.ZentraCore;
import io.zentra.core.commit.CommitLimits;
import io.zentra.core.commit.CommitMetrics;
import io.zentra.core.commit.Commits;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Identifier;
import io.zentra.core.identity.RandomSource;
import io.zentra.core.identity.Tenant;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.identity.TenantId;
import io.zentra.core.journal.Checkpoint;
import io.zentra.core.journal.CheckpointSink;
import io.zentra.core.journal.JournalListener;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.journal.Verification;
import io.zentra.core.journal.VerifyingKey;
import io.zentra.core.limit.RateLimits;
import io.zentra.core.storage.Storage;
import io.zentra.runtime.internal.rail.GivenRail;
import io.zentra.runtime.rail.RailHealth;
import io.zentra.runtime.rail.RailSettings;
import io.zentra.webhooks.CallbackScheme;
import io.zentra.webhooks.delivery.DeliverySettings;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The facade: a money runtime inside the host's process. Thread-safe; close it to end its threads and pools.
 *
 * <pre>{@code
 * try (ZentraRuntime zentra = ZentraRuntime.builder()
 *         .storage(Storage.sqlite(Path.of("zentra.db")))
 *         .rail("rail_primary", bank)
 *         .callbacks("rail_primary", StandardWebhooks.secret(railSecret))
 *         .build()) {
 *     Workspace acme = zentra.tenant("acme").as(Actor.service("svc_edge"));
 *     Transfer transfer = acme.transfers().create(request).orElseThrow();
 * }
 * }</pre>
 */
public final class ZentraRuntime implements AutoCloseable {
    private final RuntimeParts parts;

    private ZentraRuntime(Builder builder) {
        this.parts = new RuntimeParts(builder);
    }

    /** Begins a runtime. */
    public static Builder builder() {
        return new Builder();
    }

    /** The SQL of all tables, for a person who applies it by hand and opens with {@code MigrationMode.VALIDATE}. */
    public static String schema(Storage storage) {
        return ZentraCore.schema(storage, RuntimeParts.MODULES);
    }

    /**
     * Creates a tenant; does nothing when it exists with the same configuration. With a signing key, its journal and that
     * of the registry, {@code zentra}, get a checkpoint at intervals from then on.
     *
     * @throws ZentraException {@code invalid_id}, {@code tenant_exists} or {@code permission_denied}; {@code
     *     outcome_unknown} when the storage failed after the tenant was there: create it again
     */
    public Tenant createTenant(String id, TenantConfig config, Actor actor) {
        Tenant tenant = parts.core().tenants().create(id, config, actor);
        try {
            parts.planCheckpoints(tenant);
        } catch (ZentraException e) {
            throw Commits.ofSome(e, 1, 2); // the tenant is there
        }
        return tenant;
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
        return parts.core().tenants().verify(keptElsewhere, actor);
    }

    /**
     * Limits how much a tenant may call in each process, or lets it call any number again.
     *
     * @return applied or replayed
     * @throws ZentraException {@code permission_denied} without {@code tenants.limits}; {@code unknown_tenant}, {@code
     *     invalid_id}, {@code invalid_key} or {@code idempotency_conflict}
     */
    public Outcome<RateLimits> limitTenant(String id, RateLimits limits, Actor actor, String key) {
        return parts.core().tenants().limit(id, limits, actor, key);
    }

    /**
     * How much a tenant may call in each process.
     *
     * @throws ZentraException {@code permission_denied} without {@code tenants.limits}; {@code unknown_tenant} or {@code
     *     invalid_id}
     */
    public RateLimits tenantLimits(String id, Actor actor) {
        return parts.core().tenants().limits(id, actor);
    }

    /**
     * The way to a handle: a tenant, then an actor.
     *
     * @throws ZentraException {@code unknown_tenant}
     */
    public TenantDoor tenant(String id) {
        return new TenantDoor(
                parts, parts.core().tenants().require(TenantId.of(id)), parts.core()::handle, UnaryOperator.identity());
    }

    /**
     * The same runtime inside the transaction of the host's connection: what is written becomes durable with the host's
     * commit, and until then reads through it alone see it. Use it on the connection's thread and end the transaction
     * soon: a write holds the tenant's lock. What leaves the database at once, a checkpoint or a packet, is refused there
     * with {@code connection_unfit}.
     */
    public JoinedRuntime on(Connection connection) {
        return new JoinedRuntime(parts, connection);
    }

    /**
     * The callbacks of a rail that tenants share: whose a callback is tells the reference that was sent.
     *
     * @throws ZentraException {@code unknown_rail} when the rail, or how its callbacks are signed, was not given
     */
    public Callbacks callbacks(String railName) {
        return parts.callbacks(parts.source(railName), Optional.empty(), parts.core()::handle);
    }

    /** How each rail fares in this process, in the order in which they were given. */
    public List<RailHealth> railHealth() {
        return parts.railHealth();
    }

    /** Runs all work that is due now, and returns how many pieces ran; for tests and hosts with their own schedule. */
    public int runDueWork() {
        return parts.runDueWork();
    }

    /**
     * Ends due work, answers what is queued, and closes what is Zentra's own. It waits for calls of rails that are under
     * way, and for what is queued, up to a minute each; whoever got no answer asks again with the same key. A call that was
     * given up because it took too long is interrupted once more, and waited for a few seconds.
     */
    @Override
    public void close() {
        parts.close();
    }

    /** A tenant whose actor is still to be named. Thread-safe, unless it was made on a connection. */
    public static final class TenantDoor {
        private final RuntimeParts parts;
        private final Tenant tenant;
        private final Function<Access, Handle> handles;
        private final UnaryOperator<Callbacks.Source> sources;

        private TenantDoor(
                RuntimeParts parts,
                Tenant tenant,
                Function<Access, Handle> handles,
                UnaryOperator<Callbacks.Source> sources) {
            this.parts = parts;
            this.tenant = tenant;
            this.handles = handles;
            this.sources = sources;
        }

        /** The handle. */
        public Workspace as(Actor actor) {
            Handle handle = handles.apply(new Access(tenant, actor));
            return new Workspace(handle, parts);
        }

        /**
         * The callbacks of a rail that come to an address of this tenant's own: then they may also tell the provider's
         * references, and wait for what they speak of.
         *
         * @throws ZentraException as {@link ZentraRuntime#callbacks}
         */
        public Callbacks callbacks(String railName) {
            return parts.callbacks(sources.apply(parts.source(railName)), Optional.of(tenant), handles);
        }
    }

    /** A runtime inside the host's transaction; it belongs to the connection's thread. */
    public static final class JoinedRuntime {
        private final RuntimeParts parts;
        private final Connection connection;

        private JoinedRuntime(RuntimeParts parts, Connection connection) {
            this.parts = parts;
            this.connection = connection;
        }

        /**
         * The way to a handle.
         *
         * @throws ZentraException {@code unknown_tenant}
         */
        public TenantDoor tenant(String id) {
            Tenant tenant = parts.core().tenants().require(TenantId.of(id));
            return new TenantDoor(
                    parts, tenant, access -> parts.core().handle(access, connection), Callbacks.Source::withoutRecord);
        }
    }

    /** Collects how to build a runtime; each value is set once. Not thread-safe. */
    public static final class Builder {
        private static final int MAX_THREADS = 64;
        private static final int MAX_RAIL_NAME = 100;

        final Map<String, GivenRail> rails = new LinkedHashMap<>();
        final Map<String, CallbackRules> rules = new LinkedHashMap<>();
        private @Nullable Storage storage;
        private @Nullable InstantSource clock;
        private @Nullable RandomSource random;
        private @Nullable CommitLimits limits;
        private @Nullable SigningKey key;
        private @Nullable List<VerifyingKey> formerKeys;
        private @Nullable CheckpointSink sink;

        final Map<String, JournalListener> listeners = new LinkedHashMap<>();

        @Nullable
        Duration checkpointEvery;

        @Nullable
        FlowAccounts flow;

        @Nullable
        String transferLane;

        @Nullable
        Integer dueWorkThreads;

        @Nullable
        Executor dueWorkExecutor;

        @Nullable
        DeliverySettings deliveries;

        @Nullable
        Executor railExecutor;

        private @Nullable CommitMetrics metrics;

        private final Values values = new Values("the runtime");

        private Builder() {}

        /** Which database; the one value that must be set. */
        public Builder storage(Storage value) {
            storage = values.once("storage", storage, value);
            return this;
        }

        /** The only source of time; the system's when it is not set. */
        public Builder clock(InstantSource value) {
            clock = values.once("clock", clock, value);
            return this;
        }

        /** The only source of random bits of ids; a secure one when it is not set. */
        public Builder random(RandomSource value) {
            random = values.once("random", random, value);
            return this;
        }

        /** The limits of the write path. */
        public Builder limits(CommitLimits value) {
            limits = values.once("limits", limits, value);
            return this;
        }

        /** The key that signs checkpoints; without one there are no checkpoints and no packets. */
        public Builder signingKey(SigningKey value) {
            key = values.once("signingKey", key, value);
            return this;
        }

        /**
         * The public halves of keys that signed checkpoints before the present one: what they signed still counts. While
         * several nodes change to a new key one after the other, each is given the others' keys.
         */
        public Builder formerKeys(VerifyingKey... keys) {
            formerKeys = values.once("formerKeys", formerKeys, List.of(keys));
            return this;
        }

        /** Where checkpoints go, outside the database's reach. */
        public Builder checkpoints(CheckpointSink value) {
            sink = values.once("checkpoints", sink, value);
            return this;
        }

        /** The interval between checkpoints; ten minutes when it is not set. */
        public Builder checkpointEvery(Duration interval) {
            if (interval.isNegative() || interval.isZero()) {
                throw values.invalid("checkpointEvery must be above zero, not " + interval);
            }
            checkpointEvery = values.once("checkpointEvery", checkpointEvery, interval);
            return this;
        }

        /**
         * The accounts that transfers pass through, except over rails that have {@linkplain RailSettings.Builder#accounts
         * their own}.
         */
        public Builder flowAccounts(FlowAccounts value) {
            flow = values.once("flowAccounts", flow, value);
            return this;
        }

        /**
         * The lane of the cases in which persons decide about transfers: contradictions, silence of a rail, and what the
         * ledger refused; {@code transfers} when it is not set.
         */
        public Builder transfersReviewedIn(String lane) {
            transferLane = values.once("transfersReviewedIn", transferLane, Identifier.require("lane", lane));
            return this;
        }

        /** A rail, used as {@link RailSettings#standard} says; the first one is taken when a transfer names none. */
        public Builder rail(String name, Rail rail) {
            return rail(name, rail, RailSettings.standard());
        }

        /** A rail, and how it is used. */
        public Builder rail(String name, Rail rail, RailSettings settings) {
            if (name.length() > MAX_RAIL_NAME) {
                throw values.invalid("the rail name " + name + " is longer than " + MAX_RAIL_NAME + " characters");
            }
            GivenRail given = new GivenRail(rail, settings);
            rails.put(Identifier.require("rail", name), values.once("rail " + name, rails.get(name), given));
            return this;
        }

        /**
         * What calls of rails run on, which the host ends; the runtime's own threads when it is not set. Each call needs a
         * thread of its own, or its timeout cannot be kept.
         */
        public Builder railExecutor(Executor value) {
            railExecutor = values.once("railExecutor", railExecutor, value);
            return this;
        }

        /** How a rail's callbacks are signed, and under which keys; for the rest as {@link CallbackRules#of} says. */
        public Builder callbacks(String rail, CallbackScheme scheme) {
            return callbacks(rail, CallbackRules.of(scheme));
        }

        /** How a rail's callbacks are taken. */
        public Builder callbacks(String rail, CallbackRules taken) {
            rules.put(rail, values.once("callbacks of " + rail, rules.get(rail), taken));
            return this;
        }

        /** How events leave for the endpoints of tenants; without it none are registered and nothing is sent. */
        public Builder deliveries(DeliverySettings value) {
            deliveries = values.once("deliveries", deliveries, value);
            return this;
        }

        /** Who is told of commits, such as a {@code ZentraMetrics}; without it nothing is measured. */
        public Builder metrics(CommitMetrics value) {
            metrics = values.once("metrics", metrics, value);
            return this;
        }

        /**
         * How many threads run due work, such as calls of rails, each a piece at one time: 0 to 64, 16 when it is not set.
         * They are made when there is work. With 0 the host calls {@link ZentraRuntime#runDueWork()}.
         */
        public Builder dueWorkThreads(int count) {
            if (count < 0 || count > MAX_THREADS) {
                throw values.invalid("dueWorkThreads must be 0 to " + MAX_THREADS + ", not " + count);
            }
            dueWorkThreads = values.once("dueWorkThreads", dueWorkThreads, count);
            return this;
        }

        /**
         * What due work runs on, which the host ends after the runtime, such as an executor of virtual threads: as many pieces
         * at one time as {@link #dueWorkThreads} says. The runtime's own threads when it is not set.
         */
        public Builder dueWorkExecutor(Executor value) {
            dueWorkExecutor = values.once("dueWorkExecutor", dueWorkExecutor, value);
            return this;
        }

        /**
         * Has a listener told of the events of all tenants, each from its first on that is not archived.
         *
         * @param name under which it is remembered what it has taken, in the form of {@link Identifier}
         */
        public Builder listener(String name, JournalListener value) {
            String known = Identifier.require("listener", name);
            listeners.put(known, values.once("listener " + known, listeners.get(known), value));
            return this;
        }

        /**
         * Opens the storage and starts.
         *
         * @throws ZentraException {@code invalid_configuration}, {@code schema_mismatch} or {@code storage_failed}
         */
        public ZentraRuntime build() {
            Set<String> named = rails.keySet();
            rules.keySet().stream()
                    .filter(name -> !named.contains(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw values.invalid("callbacks were given for the rail " + name + ", which was not");
                    });
            return new ZentraRuntime(this);
        }

        ZentraCore.Settings settings() {
            if (storage == null) {
                throw values.invalid("storage is missing: call storage(Storage.sqlite(path)) or another");
            }
            ZentraCore.Settings settings = ZentraCore.Settings.of(storage);
            settings = clock == null ? settings : settings.withClock(clock);
            settings = random == null ? settings : settings.withRandom(random);
            settings = limits == null ? settings : settings.withLimits(limits);
            settings = metrics == null ? settings : settings.withMetrics(metrics);
            settings = formerKeys == null ? settings : settings.withFormerKeys(formerKeys);
            return key == null ? settings : settings.withCheckpoints(key, sink == null ? CheckpointSink.none() : sink);
        }
    }
}
