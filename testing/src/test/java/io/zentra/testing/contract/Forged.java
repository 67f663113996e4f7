package io.zentra.testing.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Records an event of any type and body, on a sound chain. */
record Forged(String type, String subject, @Nullable String correlation, JsonNode body) implements Command<Long> {
    /** One that belongs to nothing. */
    Forged(String type, String subject, JsonNode body) {
        this(type, subject, null, body);
    }

    @Override
    public Operation operation() {
        return new Operation(9_006, "test.forged");
    }

    @Override
    public void reads(Reads reads) {
        if (correlation != null) {
            reads.needCorrelation(correlation);
        }
    }

    @Override
    public Long decide(UnitOfWork work) {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        return work.record(new UnitOfWork.Draft(type, subject, correlation, json -> json.raw(bytes)));
    }
}
