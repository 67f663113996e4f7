package io.zentra.core.limit.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.identity.Tenant;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.limit.RateLimits;
import io.zentra.core.limit.internal.LimitTable.LimitRow;

/** Sets what a tenant may call, in the registry. */
public record SetLimits(Tenant limited, RateLimits limits, IdempotencyKey key) implements Command.Keyed<RateLimits> {
    /** The operation, for the verification of its keys. */
    public static final Operation OPERATION = new Operation(9, "tenant.limit");

    /** The type of the event that tells it. */
    public static final String LIMITED = "tenant.limited";

    @Override
    public Operation operation() {
        return OPERATION;
    }

    @Override
    public void request(CanonicalJson json) {
        json.beginObject().name("limits").beginObject();
        LimitTable.write(json, limits);
        json.endObject().member("tenant", limited.id().value()).endObject();
    }

    @Override
    public void reads(Reads reads) {
        reads.need(LimitTable.LIMIT, (long) limited.no());
    }

    @Override
    public RateLimits decide(UnitOfWork work) {
        work.record(new UnitOfWork.Draft(LIMITED, limited.id().value(), null, json -> {
            json.beginObject();
            LimitTable.write(json, limits);
            json.endObject();
        }));
        work.put(LimitTable.LIMIT, new LimitRow(limited.no(), limits));
        return limits;
    }

    @Override
    public RateLimits replayed(Event first) {
        return LimitTable.read(first.body());
    }
}
