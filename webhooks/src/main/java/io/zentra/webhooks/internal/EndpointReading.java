package io.zentra.webhooks.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zentra.core.storage.Queries;
import io.zentra.webhooks.delivery.Endpoint;
import io.zentra.webhooks.internal.EndpointTables.EndpointRow;
import io.zentra.webhooks.internal.EndpointTables.KeyRow;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the endpoints of a tenant. */
public record EndpointReading(Queries queries, int tenantNo) {
    private static final int MAX_SEALED = 64;
    private static final String PUBLIC_PREFIX = "whpk_";

    /** An endpoint, if there is one of this id. */
    public Optional<Endpoint> find(String id) {
        return row(id).map(EndpointText::endpoint);
    }

    /** The number of an endpoint that must be there. */
    public long require(String id) {
        return row(id).map(EndpointRow::no).orElseThrow(() -> EndpointEvents.unknown(id));
    }

    /** Endpoints after a number. */
    public List<Endpoint> after(long no, int limit) {
        return queries.list(EndpointTables.ENDPOINT, tenantNo, "no > :no order by no", Map.of("no", no), limit).stream()
                .map(EndpointText::endpoint)
                .toList();
    }

    /** The keys that sign, the oldest first. */
    public List<KeyRow> keys(long endpoint) {
        return sealed(endpoint).stream()
                .filter(row -> !row.kind().equals(Sealing.HEADERS))
                .toList();
    }

    /** The public halves of what signs at an instant, in microseconds, as a JSON Web Key Set. */
    public String keySet(long endpoint, long now) {
        ObjectNode set = JsonNodeFactory.instance.objectNode();
        ArrayNode keys = set.putArray("keys");
        for (KeyRow row : keys(endpoint)) {
            if (row.publicKey() != null && row.isValidAt(now)) {
                byte[] raw = Base64.getDecoder().decode(row.publicKey().substring(PUBLIC_PREFIX.length()));
                keys.addObject()
                        .put("alg", "EdDSA")
                        .put("crv", "Ed25519")
                        .put("kid", row.name().id())
                        .put("kty", "OKP")
                        .put("use", "sig")
                        .put("x", Base64.getUrlEncoder().withoutPadding().encodeToString(raw));
            }
        }
        return set.toString();
    }

    /** All that is sealed for an endpoint. */
    public List<KeyRow> sealed(long endpoint) {
        return queries.list(
                EndpointTables.KEY,
                tenantNo,
                "endpoint = :endpoint order by not_before, id",
                Map.of("endpoint", endpoint),
                MAX_SEALED);
    }

    /** The tenant's key of digests, if it has one. */
    public Optional<KeyRow> digestKey() {
        return queries.first(
                EndpointTables.KEY,
                tenantNo,
                "endpoint = :endpoint and id = :id",
                Map.of("endpoint", MakeDigestKey.NAME.endpoint(), "id", MakeDigestKey.NAME.id()));
    }

    Optional<EndpointRow> row(String id) {
        return queries.first(EndpointTables.ENDPOINT, tenantNo, "no = :no", Map.of("no", EndpointEvents.number(id)))
                .filter(row -> row.id().equals(id));
    }
}
