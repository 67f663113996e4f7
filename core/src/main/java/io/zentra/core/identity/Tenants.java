package io.zentra.core.identity;

import io.zentra.core.commit.Commits;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.internal.CreateTenant;
import io.zentra.core.identity.internal.RegistryFold;
import io.zentra.core.identity.internal.TenantTable;
import io.zentra.core.journal.Checkpoint;
import io.zentra.core.journal.Journal;
import io.zentra.core.journal.Signing;
import io.zentra.core.journal.Verification;
import io.zentra.core.limit.RateLimits;
import io.zentra.core.limit.internal.LimitGate;
import io.zentra.core.limit.internal.LimitTable;
import io.zentra.core.limit.internal.LimitTable.LimitRow;
import io.zentra.core.limit.internal.SetLimits;
import io.zentra.core.storage.Queries;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The registry of tenants. Thread-safe. */
public final class Tenants {
    /**
     * The registry itself, whose journal records the creation of tenants: it is read, given checkpoints and proven as any
     * other.
     */
    public static final Tenant REGISTRY = new Tenant(0, TenantId.of("zentra"), TenantConfig.standard());

    private static final int MAX_REMEMBERED = 100_000;

    private final Commits commits;
    private static final int LIMITS_AT_ONCE = 1_000;

    private final Queries queries;
    private final Signing signing;
    private final Map<TenantId, Tenant> remembered = new ConcurrentHashMap<>();
    private final Map<Integer, Tenant> rememberedByNo = new ConcurrentHashMap<>();

    private final LimitGate gate;

    /** A registry over these commits and queries; without a key its journal gets no checkpoints. */
    public Tenants(Commits commits, Queries queries, Signing signing, LimitGate gate) {
        this.commits = commits;
        this.queries = queries;
        this.signing = signing;
        this.gate = gate;
    }

    /**
     * Creates a tenant; does nothing when it exists with the same configuration.
     *
     * @throws ZentraException {@code tenant_exists} when it exists with another one; {@code permission_denied} without
     *     {@link Permission#MANAGE_TENANTS}; {@code invalid_id} for the registry's own id
     */
    public Tenant create(TenantId id, TenantConfig config, Actor actor) {
        Access registry = new Access(REGISTRY, actor);
        registry.require(Permission.MANAGE_TENANTS);
        if (id.equals(REGISTRY.id())) {
            throw ZentraException.of(
                    ErrorCode.INVALID_ID,
                    "the tenant id \"" + id + "\" is the registry's own: choose another one",
                    Map.of("tenant", id.value()));
        }
        Tenant tenant = commits.run(registry, new CreateTenant(id, config));
        return remembered.getOrDefault(id, tenant); // one that was there may have limits, which are read with it
    }

    /**
     * The same by the text of an id, which is looked at when the permission is there.
     *
     * @throws ZentraException {@code invalid_id}, or as for {@link #create(TenantId, TenantConfig, Actor)}
     */
    public Tenant create(String id, TenantConfig config, Actor actor) {
        new Access(REGISTRY, actor).require(Permission.MANAGE_TENANTS);
        return create(TenantId.of(id), config, actor);
    }

    /**
     * A tenant that was created.
     *
     * @throws ZentraException {@code unknown_tenant}
     */
    public Tenant require(TenantId id) {
        Tenant known = remembered.get(id);
        if (known != null) {
            return known;
        }
        return find(id).map(this::remember)
                .orElseThrow(() -> ZentraException.of(
                        ErrorCode.UNKNOWN_TENANT,
                        "no tenant \"" + id + "\" was created: create it first",
                        Map.of("tenant", id.value())));
    }

    /**
     * Limits how much a tenant may call, or lets it call any number again. This process counts by it at once; others do when
     * they run due work, or begin anew.
     *
     * @return applied or replayed
     * @throws ZentraException {@code permission_denied} without {@link Permission#LIMIT_TENANTS}; {@code unknown_tenant},
     *     {@code invalid_id}, {@code invalid_key} or {@code idempotency_conflict}
     */
    public Outcome<RateLimits> limit(String id, RateLimits limits, Actor actor, String key) {
        Access registry = new Access(REGISTRY, actor);
        registry.require(Permission.LIMIT_TENANTS);
        Tenant tenant = require(TenantId.of(id));
        Outcome<RateLimits> outcome = commits.run(registry, new SetLimits(tenant, limits, IdempotencyKey.of(key)));
        if (!outcome.isReplay()) {
            gate.learn(tenant.no(), outcome.orElseThrow());
        }
        return outcome;
    }

    /**
     * How much a tenant may call, as it is stored.
     *
     * @throws ZentraException {@code permission_denied} without {@link Permission#LIMIT_TENANTS}; {@code unknown_tenant} or
     *     {@code invalid_id}
     */
    public RateLimits limits(String id, Actor actor) {
        new Access(REGISTRY, actor).require(Permission.LIMIT_TENANTS);
        return storedLimits(require(TenantId.of(id)));
    }

    /** Learns what other processes have limited since. */
    public void refreshLimits() {
        List<LimitRow> page;
        long last = 0;
        do {
            page = queries.list(
                    LimitTable.LIMIT, REGISTRY.no(), "no > :after order by no", Map.of("after", last), LIMITS_AT_ONCE);
            for (LimitRow row : page) {
                gate.learn(Math.toIntExact(row.no()), row.limits());
                last = row.no();
            }
        } while (page.size() == LIMITS_AT_ONCE);
    }

    private RateLimits storedLimits(Tenant tenant) {
        return queries.first(LimitTable.LIMIT, REGISTRY.no(), "no = :no", Map.of("no", (long) tenant.no()))
                .map(LimitRow::limits)
                .orElseGet(RateLimits::none);
    }

    /**
     * Recomputes the registry from the first event of its own journal, numbers and configurations of all tenants, and
     * compares. What a tenant keeps is in its own journal, which {@link Journal#verify} reads.
     *
     * @param keptElsewhere checkpoints of the registry's journal from outside the database
     * @throws ZentraException {@code permission_denied} without {@link Permission#MANAGE_TENANTS}; {@code
     *     signing_key_missing} when there are checkpoints and no key to check them with
     */
    public Verification verify(List<Checkpoint> keptElsewhere, Actor actor) {
        new Access(REGISTRY, actor).require(Permission.MANAGE_TENANTS);
        Access reader = new Access(REGISTRY, actor.allowedOnly(Permission.READ));
        return new Journal(reader, queries, commits, signing, () -> {})
                .verify(keptElsewhere, List.of(new RegistryFold()));
    }

    /** A tenant by its number, if there is one; the registry too. */
    public Optional<Tenant> byNo(int no) {
        if (no == REGISTRY.no()) {
            return Optional.of(REGISTRY);
        }
        Tenant known = rememberedByNo.get(no);
        if (known != null) {
            return Optional.of(known);
        }
        return queries.first(TenantTable.TENANT, REGISTRY.no(), "no = :no", Map.of("no", (long) no))
                .map(this::remember);
    }

    /**
     * Tenants in order of their ids, after the given one.
     *
     * @param limit the most tenants, 1 to {@value Queries#MAX_ROWS}
     * @throws ZentraException {@code invalid_configuration} for another limit
     */
    public List<Tenant> list(String afterId, int limit) {
        return queries.list(
                TenantTable.TENANT, REGISTRY.no(), "id > :after order by id", Map.of("after", afterId), limit);
    }

    private Optional<Tenant> find(TenantId id) {
        return queries.first(TenantTable.TENANT, REGISTRY.no(), "id = :id", Map.of("id", id.value()));
    }

    private Tenant remember(Tenant tenant) {
        gate.learn(tenant.no(), storedLimits(tenant));
        if (remembered.size() < MAX_REMEMBERED) {
            remembered.put(tenant.id(), tenant);
            rememberedByNo.put(tenant.no(), tenant);
        }
        return tenant;
    }
}
