package io.zentra.core.identity;

import io.zentra.core.commit.Commits;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.internal.CreateTenant;
import io.zentra.core.identity.internal.TenantTable;
import io.zentra.core.storage.Queries;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The registry of tenants. Thread-safe. */
public final class Tenants {
    /** The registry itself, whose journal records the creation of tenants. */
    public static final Tenant REGISTRY = new Tenant(0, TenantId.of("zentra"), TenantConfig.standard());

    private static final int MAX_REMEMBERED = 100_000;

    private final Commits commits;
    private final Queries queries;
    private final Map<TenantId, Tenant> remembered = new ConcurrentHashMap<>();
    private final Map<Integer, Tenant> rememberedByNo = new ConcurrentHashMap<>();

    /** A registry over these commits and queries. */
    public Tenants(Commits commits, Queries queries) {
        this.commits = commits;
        this.queries = queries;
    }

    /**
     * Creates a tenant; does nothing when it exists with the same configuration.
     *
     * @throws ZentraException {@code tenant_exists} when it exists with another one; {@code permission_denied} without
     *     {@link Permission#MANAGE_TENANTS}; {@code invalid_id} for the registry's own id
     */
    public Tenant create(TenantId id, TenantConfig config, Actor actor) {
        if (id.equals(REGISTRY.id())) {
            throw ZentraException.of(
                    ErrorCode.INVALID_ID, "the tenant id \"" + id + "\" is the registry's own: choose another one");
        }
        Access registry = new Access(REGISTRY, actor);
        registry.require(Permission.MANAGE_TENANTS);
        return remember(commits.run(registry, new CreateTenant(id, config)));
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

    /** A tenant by its number, if there is one. */
    public Optional<Tenant> byNo(int no) {
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
        if (remembered.size() < MAX_REMEMBERED) {
            remembered.put(tenant.id(), tenant);
            rememberedByNo.put(tenant.no(), tenant);
        }
        return tenant;
    }
}
