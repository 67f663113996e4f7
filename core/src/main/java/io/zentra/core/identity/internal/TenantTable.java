package io.zentra.core.identity.internal;

import static io.zentra.core.storage.Column.integer;
import static io.zentra.core.storage.Column.text;

import io.zentra.core.identity.Tenant;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.identity.TenantId;
import io.zentra.core.money.Asset;
import io.zentra.core.storage.RowReader;
import io.zentra.core.storage.RowType;
import java.time.ZoneId;
import java.util.List;

/** The registry's table. */
public final class TenantTable {
    /** Tenants by their id; all rows belong to the registry. */
    public static final RowType<String, Tenant> TENANT = RowType.of(
                    "zentra_tenant", (Tenant tenant) -> tenant.id().value())
            .key(List.of(text("id")), (key, out) -> out.text(key))
            .values(
                    List.of(
                            integer("no"),
                            text("time_zone"),
                            text("default_asset"),
                            integer("max_entries_per_posting"),
                            integer("max_queued_commands")),
                    (row, out) -> out.integer(row.no())
                            .text(row.config().timeZone().getId())
                            .text(row.config().defaultAsset().toString())
                            .integer(row.config().maxEntriesPerPosting())
                            .integer(row.config().maxQueuedCommands()))
            .read(TenantTable::read);

    private TenantTable() {}

    private static Tenant read(RowReader in) {
        TenantId id = TenantId.of(in.text());
        int no = Math.toIntExact(in.integer());
        TenantConfig config =
                new TenantConfig(ZoneId.of(in.text()), Asset.parse(in.text()), (int) in.integer(), (int) in.integer());
        return new Tenant(no, id, config);
    }
}
