package io.zentra.runtime.internal.callback;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.runtime.internal.Operations;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Records in the registry's journal how many callbacks of a rail were refused, since it is not known whose they are.
 *
 * @param rail the rail
 * @param counts how many, by the codes of refusals
 * @param digests the SHA-256 of the first bodies, in hexadecimal digits, at most {@value #MAX_DIGESTS}
 */
record RecordRefusals(String rail, Map<String, Long> counts, List<String> digests) implements Command<Boolean> {
    static final int MAX_DIGESTS = 8;

    /** The type of the event. */
    static final String EVENT = "callbacks.refused";

    @Override
    public Operation operation() {
        return Operations.REFUSED;
    }

    @Override
    public void reads(Reads reads) {}

    @Override
    public Boolean decide(UnitOfWork work) {
        work.record(new UnitOfWork.Draft(EVENT, null, null, json -> {
            json.beginObject().name("bodies_sha256").beginArray();
            digests.forEach(json::value);
            json.endArray().name("counts").beginObject();
            new TreeMap<>(counts).forEach(json::member);
            json.endObject().member("rail", rail).endObject();
        }));
        return true;
    }
}
