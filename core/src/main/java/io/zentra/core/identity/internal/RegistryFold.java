package io.zentra.core.identity.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.commit.Operation;
import io.zentra.core.identity.Tenant;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.identity.TenantId;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.FoldTable;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.limit.internal.LimitTable;
import io.zentra.core.limit.internal.LimitTable.LimitRow;
import io.zentra.core.limit.internal.SetLimits;
import io.zentra.core.money.Asset;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tables of tenants recomputed from the registry's journal: numbers, configurations and limits of calls. */
public final class RegistryFold implements JournalFold {
    private final Map<String, Tenant> tenants = new HashMap<>();
    private final Map<Long, LimitRow> limits = new HashMap<>();

    @Override
    public List<Operation> operations() {
        return List.of(SetLimits.OPERATION);
    }

    @Override
    public List<FoldTable<?, ?>> tables() {
        return List.of(new FoldTable<>(TenantTable.TENANT, tenants), new FoldTable<>(LimitTable.LIMIT, limits));
    }

    @Override
    public void apply(Event event, StateComparison stored) {
        if (event.type().equals(CreateTenant.CREATED)) {
            Tenant tenant = read(event);
            if (tenant.no() != event.seq()) {
                stored.fault(
                        "event " + event.seq() + " gives the tenant " + tenant.id() + " the number " + tenant.no());
            }
            if (tenants.putIfAbsent(tenant.id().value(), tenant) != null) {
                stored.fault("event " + event.seq() + " creates the tenant " + tenant.id() + " again");
            }
        } else if (event.type().equals(SetLimits.LIMITED)) {
            limited(event, stored);
        }
    }

    @Override
    public void compare(StateComparison stored) {
        stored.compare(TenantTable.TENANT, tenants, id -> "tenant " + id);
        stored.compare(LimitTable.LIMIT, limits, no -> "the limits of tenant " + no);
    }

    private void limited(Event event, StateComparison stored) {
        Tenant tenant = tenants.get(event.subject().orElseThrow());
        if (tenant == null) {
            stored.fault("event " + event.seq() + " limits a tenant that was not created");
        } else {
            limits.put((long) tenant.no(), new LimitRow(tenant.no(), LimitTable.read(event.body())));
        }
    }

    private static Tenant read(Event event) {
        JsonNode body = event.body();
        TenantConfig config = new TenantConfig(
                ZoneId.of(body.path("time_zone").asText()),
                Asset.parse(body.path("default_asset").asText()),
                body.path("max_entries_per_posting").intValue(),
                body.path("max_queued_commands").intValue());
        return new Tenant(
                body.path("no").intValue(), TenantId.of(event.subject().orElseThrow()), config);
    }
}
