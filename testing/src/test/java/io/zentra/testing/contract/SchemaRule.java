package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JacksonNode;
import io.zentra.runtime.AuditPacket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** What docs/packet.schema.json says of packets, of their events, and of the lines of exports. */
public final class SchemaRule implements PacketRule {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROOT = "urn:zentra:packet:1";
    private static final Validator VALIDATOR = new ValidatorFactory()
            .withJsonNodeFactory(new JacksonNode.Factory())
            .createValidator();

    static {
        VALIDATOR.registerSchema(URI.create(ROOT), AuditPacket.schema());
    }

    @Override
    public void check(AuditPacket packet) {
        assertThat(faults("packet", tree(packet.json()))).isEmpty();
    }

    /** What is wrong with a value that should be as a definition says, and with the events in it. */
    static List<String> faults(String definition, JsonNode value) {
        List<String> faults = new ArrayList<>(against(definition, value));
        value.path("events").forEach(each -> faults.addAll(event(each)));
        if (value.has("event")) {
            faults.addAll(event(value));
        }
        return faults;
    }

    private static List<String> event(JsonNode proven) {
        try {
            return against("event", JSON.readTree(proven.path("event").asText()));
        } catch (IOException notJson) {
            return List.of("an event is no JSON");
        }
    }

    private static List<String> against(String definition, JsonNode value) {
        synchronized (VALIDATOR) {
            Validator.Result result = VALIDATOR.validate(URI.create(ROOT + "#/$defs/" + definition), value);
            return result.getErrors().stream()
                    .map(error -> error.getInstanceLocation() + ": " + error.getError())
                    .toList();
        }
    }

    static JsonNode tree(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
