package io.zentra.testing.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import java.nio.charset.StandardCharsets;

/** Records an event of any type and body, on a sound chain. */
record Forged(String type, String subject, JsonNode body) implements Command<Long> {
    @Override
    public Operation operation() {
        return new Operation(9_006, "test.forged");
    }

    @Override
    public void reads(Reads reads) {}

    @Override
    public Long decide(UnitOfWork work) {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        return work.record(new UnitOfWork.Draft(type, subject, null, json -> json.raw(bytes)));
    }
}
