package io.zentra.webhooks.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.webhooks.internal.EndpointTables.EndpointRow;

/**
 * Records an event that is for one endpoint, to try it.
 *
 * @param endpoint the endpoint's id
 * @param key makes it take effect once
 */
public record SendTest(String endpoint, IdempotencyKey key) implements Command.Keyed<Long> {
    @Override
    public Operation operation() {
        return Operations.TEST;
    }

    @Override
    public void request(CanonicalJson json) {
        json.beginObject().member("endpoint", endpoint).endObject();
    }

    @Override
    public void reads(Reads reads) {
        EndpointEvents.need(reads, endpoint);
    }

    @Override
    public Long decide(UnitOfWork work) {
        EndpointRow row = EndpointEvents.require(work, endpoint);
        if (!row.status().takesEvents()) {
            throw EndpointEvents.state(row, "is " + row.status().code() + " and takes no events: resume it first");
        }
        return work.record(new UnitOfWork.Draft(
                MessageText.TEST, row.id(), null, json -> json.beginObject().endObject()));
    }

    @Override
    public Long replayed(Event first) {
        return first.seq();
    }
}
