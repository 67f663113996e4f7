package io.zentra.webhooks.internal;

import io.zentra.core.commit.Operation;
import io.zentra.core.identity.TenantId;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.FoldTable;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.StateComparison;
import io.zentra.webhooks.internal.EndpointTables.EndpointRow;
import io.zentra.webhooks.internal.EndpointTables.KeyName;
import io.zentra.webhooks.internal.EndpointTables.KeyRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Endpoints and their keys, recomputed from events; what is sealed is opened and compared with its commitment. */
public final class EndpointFold implements JournalFold {
    private static final int PAGE = 1_000;

    private final Map<Long, EndpointRow> endpoints = new HashMap<>();
    private final Map<KeyName, KeyRow> keys = new HashMap<>();
    private final TenantId tenant;
    private final @Nullable Sealing sealing;

    /** A fold for a tenant; without a cipher what is sealed is not opened. */
    public EndpointFold(TenantId tenant, @Nullable Sealing sealing) {
        this.tenant = tenant;
        this.sealing = sealing;
    }

    @Override
    public List<Operation> operations() {
        return Operations.KEYED;
    }

    @Override
    public List<FoldTable<?, ?>> tables() {
        return List.of(new FoldTable<>(EndpointTables.ENDPOINT, endpoints), new FoldTable<>(EndpointTables.KEY, keys));
    }

    @Override
    public void apply(Event event, StateComparison stored) {
        if (event.type().equals(EndpointEvents.DIGEST_KEY)) {
            EndpointText.keys(event).forEach(key -> keys.put(key.name(), key));
        }
        if (!EndpointEvents.isOne(event.type())) {
            return;
        }
        EndpointRow row = EndpointText.row(event);
        EndpointRow before = endpoints.put(row.no(), row);
        if (before != null) {
            before.keyIds().forEach(id -> keys.remove(new KeyName(row.no(), id)));
        }
        EndpointText.keys(event).forEach(key -> keys.put(key.name(), key));
    }

    @Override
    public void compare(StateComparison stored) {
        stored.compare(EndpointTables.ENDPOINT, endpoints, no -> "the endpoint with no = " + no);
        Map<KeyName, KeyRow> missing = new HashMap<>(keys);
        KeyName last = new KeyName(-1, "");
        List<KeyRow> page;
        do {
            page = stored.list(
                    EndpointTables.KEY,
                    "endpoint >= :endpoint and (endpoint > :endpoint or id > :id) order by endpoint, id",
                    Map.of("endpoint", last.endpoint(), "id", last.id()),
                    PAGE);
            for (KeyRow row : page) {
                last = row.name();
                stored.compare(name(last), row.withSealed(""), missing.remove(last));
                if (sealing != null && !sealing.isSound(tenant, row)) {
                    stored.fault(name(last) + " has something sealed that is not what its event tells of");
                }
            }
        } while (page.size() == PAGE);
        stored.compareMissing(missing, EndpointFold::name);
    }

    private static String name(KeyName key) {
        return "the key with endpoint = " + key.endpoint() + ", id = " + key.id();
    }
}
