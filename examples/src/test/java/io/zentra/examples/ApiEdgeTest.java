package io.zentra.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.limit.RateLimit;
import io.zentra.core.limit.RateLimits;
import io.zentra.runtime.contract.Contract;
import io.zentra.runtime.contract.ContractVersion;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiEdgeTest {
    private static final String TRANSFER = """
            {"amount_minor": 125000, "currency": "USD", "source": "customer:42", "destination": "merchant:7",
             "idempotency_key": "transfer_key_042"}""";
    private static final String POSTING = """
            {"debit": "customer:42", "credit": "merchant:7", "amount_minor": 1999, "currency": "USD",
             "idempotency_key": "led_8172"}""";
    private static final String INTENT = """
            {"intent_id": "intent_042", "scope": "workspace_scope", "money_model": "minor_units + USD",
             "primitives": ["ledger", "routes", "events"], "amount_minor": 125000, "source": "customer:42",
             "destination": "merchant:7"}""";

    private final IncidentStage stage = new IncidentStage();
    private ApiEdge edge;

    @BeforeEach
    void listen() throws IOException {
        edge = new ApiEdge(
                stage.zentra(),
                Map.of(
                        "key_old", new ApiEdge.Client("acme", Actor.service("svc_old"), ContractVersion.V1),
                        "key_new", new ApiEdge.Client("acme", Actor.service("svc_new"), ContractVersion.V2),
                        "key_reader",
                                new ApiEdge.Client("acme", Actor.user("u-17", Permission.READ), ContractVersion.V2),
                        "key_nowhere", new ApiEdge.Client("nowhere", Actor.service("svc"), ContractVersion.V2)),
                0);
    }

    @AfterEach
    void close() {
        try (stage;
                ApiEdge ending = edge) {
            stage.acme().verify().requireSound();
            assertThat(ending.port()).isPositive();
        }
    }

    private HttpResponse<String> post(String path, String key, String body, String... headers) {
        return new EdgeClient(edge.port(), key).post(path, body, headers);
    }

    @Test
    void oldAndNewClientsGetTheirShapesOfTheSameTransfer() {
        HttpResponse<String> old = post("/transfers", "key_old", TRANSFER);
        HttpResponse<String> fresh = post("/transfers", "key_new", TRANSFER);

        assertThat(old.statusCode()).isEqualTo(200);
        assertThat(old.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(old.body())
                .startsWith(
                        "{\"contract_version\":\"1\",\"event\":\"transfer.created\",\"evidence\":{\"transfer_id\":\"tr_")
                .endsWith("\"},\"status\":\"processing\"}");
        assertThat(fresh.body()).contains("\"outcome\":\"replayed\"", "\"rail\":\"rail_primary\"");
        assertThat(post("/transfers", "key_new", TRANSFER, ApiEdge.VERSION_HEADER, "1")
                        .body())
                .isEqualTo(old.body());
        assertThat(stage.balance(IncidentStage.CUSTOMER)).isEqualTo(IncidentStage.usd(875_000));
        String id = stage.acme().transfers().list(0, 1).get(0).id();
        assertThat(stage.acme().evidence().timeline(id))
                .flatExtracting(event -> event.contract().stream().toList())
                .as("of the request, and of each time that it came again")
                .containsExactly("1", "2", "1");
    }

    @Test
    void postsEntriesAndAcceptsIntents() {
        assertThat(post("/ledger-entries", "key_old", POSTING).body())
                .contains(
                        "\"event\":\"ledger.entry.created\"",
                        "\"debit_account\":\"customer:42\"",
                        "\"status\":\"posted\"");
        assertThat(post("/intents", "key_old", INTENT).body())
                .isEqualTo("{\"audit_packet\":\"pending\",\"contract_version\":\"1\",\"event_stream\":\"synchronized\","
                        + "\"ledger_state\":\"reserved\",\"status\":\"routed\"}");
        assertThat(stage.balance(IncidentStage.MERCHANT)).isEqualTo(IncidentStage.usd(1_999));
    }

    /** What persons must decide is a review to an old client, before any money has moved. */
    @Test
    void aCrossedLimitIsAReview() {
        String large = TRANSFER.replace("125000", "600000");

        assertThat(post("/transfers", "key_old", large).body()).endsWith("\"status\":\"review\"}");
        assertThat(post("/transfers", "key_new", large).body()).contains("\"status\":\"in_review\"", "\"case_id\"");
        assertThat(stage.balance(IncidentStage.CUSTOMER)).isEqualTo(IncidentStage.usd(1_000_000));
    }

    @Test
    void refusalsHaveTheirStatusAndChangeNothing() {
        long events = stage.acme().journal().size();
        isRefused(403, "permission_denied", post("/transfers", "no_such_key", TRANSFER));
        isRefused(403, "permission_denied", post("/transfers", "key_reader", TRANSFER));
        isRefused(404, "unknown_tenant", post("/transfers", "key_nowhere", TRANSFER));
        isRefused(400, "malformed_request", post("/transfers", "key_new", TRANSFER, ApiEdge.VERSION_HEADER, "3"));
        isRefused(400, "malformed_request", post("/transfers", "key_new", TRANSFER.replace("125000", "1250.00")));
        isRefused(400, "malformed_request", post("/transfers", "key_new", " ".repeat(Contract.MAX_BODY_BYTES + 9)));
        isRefused(400, "malformed_request", post("/accounts", "key_new", TRANSFER));
        isRefused(422, "unknown_asset", post("/transfers", "key_new", TRANSFER.replace("USD", "us")));
        assertThat(stage.acme().journal().size()).isEqualTo(events);
        assertThat(stage.balance(IncidentStage.CUSTOMER)).isEqualTo(IncidentStage.usd(1_000_000));
    }

    @Test
    void declinesAndConflictsAreToldByTheirCodes() {
        String beyond = POSTING.replace("1999", "9000000");
        isRefused(409, "floor_crossed", post("/ledger-entries", "key_new", beyond));
        assertThat(post("/ledger-entries", "key_new", beyond).body())
                .contains("\"outcome\":\"declined\",\"replay_count\":1");
        isRefused(409, "idempotency_conflict", post("/ledger-entries", "key_new", POSTING));
    }

    @Test
    void aTenantOverItsRateIsRefusedBeforeAnythingIsDecided() {
        stage.zentra()
                .limitTenant(
                        "acme",
                        RateLimits.none().writes(RateLimit.of(1, Duration.ofSeconds(60))),
                        Actor.service("admin"),
                        "limit-1")
                .orElseThrow();

        assertThat(post("/ledger-entries", "key_new", POSTING).statusCode()).isEqualTo(200);
        HttpResponse<String> refused = post("/ledger-entries", "key_new", POSTING.replace("led_8172", "led_8173"));
        isRefused(429, "rate_limited", refused);
        assertThat(refused.body()).contains("\"retry_at\":\"2026-11-21T09:01:00Z\"");
    }

    private static void isRefused(int status, String code, HttpResponse<String> response) {
        assertThat(response.body()).startsWith("{\"code\":\"" + code + "\",\"contract_version\":");
        assertThat(response.statusCode()).isEqualTo(status);
    }
}
