package io.zentra.webhooks.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.time.Micros;
import io.zentra.webhooks.internal.EndpointTables.KeyName;
import io.zentra.webhooks.internal.EndpointTables.KeyRow;
import java.util.List;

/**
 * Keeps the tenant's key of digests, unless it has one: under it the values of headers are told apart in requests, which the
 * journal keeps, and cannot be guessed from there.
 *
 * @param fresh the key, if there is none yet
 */
public record MakeDigestKey(Sealing.Sealed fresh) implements Command<KeyRow> {
    /** Where it stands among what is sealed. */
    static final KeyName NAME = new KeyName(0, "digest");

    @Override
    public Operation operation() {
        return Operations.DIGEST_KEY;
    }

    @Override
    public void reads(Reads reads) {
        reads.need(EndpointTables.KEY, NAME);
    }

    @Override
    public KeyRow decide(UnitOfWork work) {
        KeyRow known = work.get(EndpointTables.KEY, NAME);
        if (known != null) {
            return known;
        }
        KeyRow row = fresh.row(NAME.endpoint(), Micros.of(work.now()));
        work.put(EndpointTables.KEY, row);
        work.record(new UnitOfWork.Draft(EndpointEvents.DIGEST_KEY, null, null, json -> {
            json.beginObject();
            EndpointText.writeKeys(json, List.of(row));
            json.member("number", NAME.endpoint()).endObject();
        }));
        return row;
    }
}
