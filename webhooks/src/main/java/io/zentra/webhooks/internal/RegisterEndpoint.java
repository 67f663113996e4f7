package io.zentra.webhooks.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.time.Micros;
import io.zentra.webhooks.delivery.Endpoint;
import io.zentra.webhooks.delivery.EndpointStatus;
import io.zentra.webhooks.delivery.NewEndpoint;
import io.zentra.webhooks.delivery.Signatures;
import io.zentra.webhooks.internal.EndpointTables.EndpointRow;
import io.zentra.webhooks.internal.EndpointTables.KeyRow;
import io.zentra.webhooks.internal.HealthTable.HealthRow;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Registers an endpoint: events that come after it are taken for it.
 *
 * @param endpoint what to register, its URL in its one form
 * @param headerDigest tells the values of its headers apart; null when it has none
 * @param signatures with what its messages are signed
 * @param sealed new keys and the values of its headers
 * @param key makes it take effect once
 */
public record RegisterEndpoint(
        NewEndpoint endpoint,
        @Nullable String headerDigest,
        Signatures signatures,
        List<Sealing.Sealed> sealed,
        IdempotencyKey key)
        implements Command.Keyed<Endpoint> {
    @Override
    public Operation operation() {
        return Operations.REGISTER;
    }

    @Override
    public void request(CanonicalJson json) {
        json.beginObject().name("config");
        EndpointText.writeConfig(json, endpoint);
        json.optionalMember("header_digest", headerDigest)
                .member("signatures", signatures.name())
                .endObject();
    }

    @Override
    public void reads(Reads reads) {
        reads.needAll(EndpointTables.NUMBERS);
        FanOut.FOLLOWER.need(reads);
        Pruning.need(reads);
    }

    @Override
    public Endpoint decide(UnitOfWork work) {
        if (work.all(EndpointTables.NUMBERS).size() >= EndpointTables.MAX_ENDPOINTS) {
            throw ZentraException.of(
                    ErrorCode.TOO_MANY_ENDPOINTS,
                    "the tenant has " + EndpointTables.MAX_ENDPOINTS
                            + " endpoints, deleted ones too: change one of them instead",
                    Map.of("max", String.valueOf(EndpointTables.MAX_ENDPOINTS)));
        }
        long no = work.nextSeq();
        List<KeyRow> keys =
                sealed.stream().map(one -> one.row(no, Micros.of(work.now()))).toList();
        keys.forEach(one -> work.insert(EndpointTables.KEY, one));
        work.insert(HealthTable.HEALTH, HealthRow.healthy(no));
        if (FanOut.FOLLOWER.position(work) == null) {
            FanOut.FOLLOWER.move(work, no - 1);
        }
        Pruning.plan(work);
        EndpointRow row = new EndpointRow(
                no,
                work.newId(EndpointEvents.PREFIX),
                EndpointStatus.ACTIVE,
                null,
                EndpointText.config(endpoint),
                keys.stream().map(one -> one.name().id()).toList(),
                no);
        work.insert(EndpointTables.ENDPOINT, row);
        work.record(new UnitOfWork.Draft(
                EndpointEvents.REGISTERED, row.id(), null, json -> EndpointText.write(json, row, keys)));
        return EndpointText.endpoint(row);
    }

    @Override
    public Endpoint replayed(Event first) {
        return EndpointText.endpoint(EndpointText.row(first));
    }
}
