package io.zentra.webhooks.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.webhooks.delivery.Endpoint;
import io.zentra.webhooks.internal.EndpointTables.EndpointRow;

/**
 * Changes an endpoint in one of its ways.
 *
 * @param id which endpoint
 * @param change what becomes of it
 * @param key makes it take effect once
 */
public record ChangeEndpoint(String id, EndpointChange change, IdempotencyKey key) implements Command.Keyed<Endpoint> {
    @Override
    public Operation operation() {
        return change.operation();
    }

    @Override
    public void request(CanonicalJson json) {
        json.beginObject().name("change");
        change.request(json);
        json.member("id", id).endObject();
    }

    @Override
    public void reads(Reads reads) {
        EndpointEvents.need(reads, id);
        change.keys()
                .forEach(added -> reads.need(
                        EndpointTables.KEY, new EndpointTables.KeyName(EndpointEvents.number(id), added.id())));
        Pump.need(reads, EndpointEvents.number(id));
    }

    @Override
    public Endpoint decide(UnitOfWork work) {
        EndpointRow row = EndpointEvents.require(work, id);
        return change.apply(work, row, EndpointEvents.keys(work, row));
    }

    @Override
    public Belonging belonging(UnitOfWork work) {
        return EndpointEvents.find(work, id)
                .map(row -> new Belonging(row.id(), null))
                .orElse(Belonging.NONE);
    }

    @Override
    public Endpoint replayed(Event first) {
        return EndpointText.endpoint(EndpointText.row(first));
    }
}
