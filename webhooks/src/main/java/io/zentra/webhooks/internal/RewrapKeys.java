package io.zentra.webhooks.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.identity.TenantId;
import io.zentra.webhooks.internal.EndpointTables.KeyRow;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps envelopes that were wrapped anew, where the old one still stands.
 *
 * @param rewraps what stands, and what is to stand
 */
public record RewrapKeys(List<Rewrap> rewraps) implements Command<Integer> {
    /** One envelope. */
    record Rewrap(KeyRow before, String sealed) {}

    /** What changes when these are wrapped under the current key; asks the key provider. */
    public static RewrapKeys of(List<KeyRow> rows, Sealing sealing, TenantId tenant) {
        List<Rewrap> rewraps = new ArrayList<>();
        for (KeyRow row : rows) {
            String sealed = sealing.rewrapped(tenant, row).sealed();
            if (!sealed.equals(row.sealed())) {
                rewraps.add(new Rewrap(row, sealed));
            }
        }
        return new RewrapKeys(rewraps);
    }

    @Override
    public Operation operation() {
        return Operations.REWRAP;
    }

    @Override
    public void reads(Reads reads) {
        rewraps.forEach(one -> reads.need(EndpointTables.KEY, one.before().name()));
    }

    @Override
    public Integer decide(UnitOfWork work) {
        int done = 0;
        for (Rewrap one : rewraps) {
            KeyRow row = work.get(EndpointTables.KEY, one.before().name());
            if (row != null && row.sealed().equals(one.before().sealed())) {
                work.put(EndpointTables.KEY, row.withSealed(one.sealed()));
                done++;
            }
        }
        return done;
    }
}
