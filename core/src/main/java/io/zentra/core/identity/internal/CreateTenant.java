package io.zentra.core.identity.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.commit.internal.RegistryWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Tenant;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.identity.TenantId;
import java.util.Map;

/** Enters a tenant into the registry and begins its journal, in one commit. */
public record CreateTenant(TenantId id, TenantConfig config) implements Command<Tenant> {
    /** The type of the event that a tenant was created. */
    static final String CREATED = "tenant.created";

    private static final Operation OPERATION = new Operation(1, "tenant.create");

    @Override
    public Operation operation() {
        return OPERATION;
    }

    @Override
    public void reads(Reads reads) {
        reads.need(TenantTable.TENANT, id.value());
    }

    @Override
    public Tenant decide(UnitOfWork work) {
        Tenant known = work.get(TenantTable.TENANT, id.value());
        if (known != null) {
            return requireSame(known);
        }
        Tenant tenant = new Tenant(Math.toIntExact(work.nextSeq()), id, config);
        work.record(new UnitOfWork.Draft(
                CREATED,
                id.value(),
                null,
                json -> json.beginObject()
                        .member("default_asset", config.defaultAsset().toString())
                        .member("max_entries_per_posting", config.maxEntriesPerPosting())
                        .member("max_queued_commands", config.maxQueuedCommands())
                        .member("no", tenant.no())
                        .member("time_zone", config.timeZone().getId())
                        .endObject()));
        work.put(TenantTable.TENANT, tenant);
        ((RegistryWork) work).openJournal(tenant.no());
        return tenant;
    }

    private Tenant requireSame(Tenant known) {
        if (!known.config().equals(config)) {
            throw ZentraException.of(
                    ErrorCode.TENANT_EXISTS,
                    "the tenant " + id + " exists with " + known.config()
                            + ": create it with this configuration, or under another id",
                    Map.of("tenant", id.value()));
        }
        return known;
    }
}
