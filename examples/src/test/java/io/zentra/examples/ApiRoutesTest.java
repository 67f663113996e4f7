package io.zentra.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.runtime.contract.ContractVersion;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each thing over HTTP, from its creation through all that can be done to it. */
class ApiRoutesTest {
    private final IncidentStage stage = new IncidentStage();
    private ApiEdge edge;
    private EdgeClient client;
    private int keys;

    @BeforeEach
    void listen() throws IOException {
        edge = new ApiEdge(
                stage.zentra(),
                Map.of(
                        "key_old", new ApiEdge.Client("acme", Actor.service("svc_old"), ContractVersion.V1),
                        "key_new", new ApiEdge.Client("acme", Actor.service("svc_new"), ContractVersion.V2),
                        "key_payer",
                                new ApiEdge.Client("acme", Actor.user("u-17", Permission.PAY), ContractVersion.V2)),
                0);
        client = new EdgeClient(edge.port(), "key_new");
    }

    @AfterEach
    void close() {
        try (stage;
                ApiEdge ending = edge) {
            stage.acme().verify().requireSound();
            assertThat(ending.port()).isPositive();
        }
    }

    /** The id of what was made; other members of the body as they are. */
    private String made(String path, String idMember, long minor) {
        String body = "{\"amount_minor\": " + minor + ", \"currency\": \"USD\", \"source\": \"customer:42\","
                + " \"destination\": \"merchant:7\"," + key() + "}";
        Matcher id = Pattern.compile("\"" + idMember + "\":\"(\\w+)\"")
                .matcher(client.post(path, body).body());
        assertThat(id.find()).isTrue();
        return path + "/" + id.group(1);
    }

    private String key() {
        return "\"idempotency_key\": \"key-" + keys++ + "\"";
    }

    private String after(String path, String change, String members) {
        return client.post(path + "/" + change, "{" + members + key() + "}").body();
    }

    private static String part(long minor) {
        return "\"amount_minor\": " + minor + ", \"currency\": \"USD\", ";
    }

    private static final String WHY = "\"reason\": \"the client asked for it\", ";

    private static void told(String answer, String status, String... members) {
        List<String> all = new ArrayList<>(List.of(members));
        all.add("\"status\":\"" + status + "\"");
        assertThat(answer).contains(all);
    }

    @Test
    void aPaymentIsCapturedRefundedDisputedAndVoided() {
        String payment = made("/payments", "payment_id", 8_000);

        told(after(payment, "capture", part(3_000)), "partly_captured", "\"captured_minor\":3000");
        told(after(payment, "void", part(500) + WHY), "partly_captured", "\"held_minor\":4500");
        told(after(payment, "capture_final", part(4_000)), "captured", "\"held_minor\":0");
        told(after(payment, "refund", part(1_000) + WHY), "captured", "\"refunded_minor\":1000");
        told(after(payment, "charge_back", part(2_000) + WHY), "charged_back", "\"charged_back_minor\":2000");
        told(after(payment, "reverse_chargeback", WHY), "captured", "\"charged_back_minor\":0");
        told(after(payment, "refund", WHY), "refunded", "\"refunded_minor\":7000");
        told(client.get(payment).body(), "refunded", "\"payment_id\":\"pm_");
        told(after(made("/payments", "payment_id", 9), "void", WHY), "voided");
        assertThat(stage.balance(IncidentStage.CUSTOMER)).isEqualTo(IncidentStage.usd(1_000_000));
    }

    @Test
    void aCardIsIncrementedClearedReversedAndForced() {
        String card = made("/cards", "payment_id", 10_000);

        told(after(card, "increment", part(2_000)), "authorized", "\"authorized_minor\":12000");
        told(after(card, "clear", part(4_500)), "partly_captured", "\"captured_minor\":4500");
        told(after(card, "reverse", part(1_500) + WHY), "partly_captured", "\"held_minor\":6000");
        told(after(card, "clear_final", part(5_000)), "captured", "\"held_minor\":0");
        told(after(card, "force", part(500) + WHY), "captured", "\"captured_minor\":10000");
        told(after(card, "charge_back", WHY), "charged_back");
        told(after(card, "reverse_chargeback", part(9_000) + WHY), "charged_back", "\"charged_back_minor\":1000");
        told(after(card, "refund", part(9_000) + WHY), "charged_back", "\"refunded_minor\":9000");
        told(client.get(card).body(), "charged_back");
        String unknown = part(700) + "\"source\": \"customer:42\", \"destination\": \"merchant:7\", " + WHY + key();
        told(client.post("/forced-clearings", "{" + unknown + "}").body(), "captured", "\"authorized_minor\":0");
        assertThat(stage.balance(IncidentStage.MERCHANT)).isEqualTo(IncidentStage.usd(700));
    }

    @Test
    void aTransferIsCancelledReversedOrReturned() {
        told(after(made("/transfers", "transfer_id", 600_000), "cancel", WHY), "cancelled");
        String reversed = arrived(made("/transfers", "transfer_id", 125_000));
        String returned = arrived(made("/transfers", "transfer_id", 1_000));

        told(after(reversed, "reverse", part(25_000) + WHY), "settled", "\"reversed_minor\":25000");
        told(after(reversed, "reverse", WHY), "reversed", "\"reversed_minor\":125000");
        told(after(returned, "mark_returned", WHY), "returned");
        assertThat(after(returned, "settle", WHY)).startsWith("{\"code\":\"transfer_state\"");
        told(client.get(returned).body(), "returned");
        told(new EdgeClient(edge.port(), "key_old").get(returned).body(), "reversed");
    }

    private String arrived(String transfer) {
        stage.zentra().runDueWork();
        String id = transfer.replace("/transfers/", "");
        String attempt = stage.acme().transfers().get(id).attemptId();
        stage.take(stage.bank().success(attempt, stage.clock().instant()));
        return transfer;
    }

    @Test
    void anAccountIsOpenedFrozenAndClosed() {
        String opened = account("open", "\"kind\": \"liability\", \"floor_minor\": -500, ");

        told(opened, "ledgered", "\"floor_minor\":-500", "\"normal_side\":\"credit\"");
        told(account("freeze", "\"side\": \"debit\", "), "ledgered", "\"change\":\"freeze\"", "\"side\":\"debit\"");
        told(account("unfreeze", ""), "ledgered", "\"change\":\"unfreeze\"");
        told(account("close", ""), "ledgered", "\"change\":\"close\"");
        told(account("reopen", ""), "ledgered", "\"change\":\"reopen\"");
        told(client.get("/intents/about-open").body(), "ledgered", "\"account\":\"customer:43\"");
        assertThat(stage.balance("customer:43").isZero()).isTrue();
    }

    private String account(String change, String members) {
        return client.post(
                        "/intents",
                        "{\"intent_id\": \"about-" + change + "\", \"scope\": \"s\","
                                + " \"money_model\": \"minor_units + USD\", \"primitives\": [\"ledger\"],"
                                + " \"account\": \"customer:43\", " + members + "\"change\": \"" + change + "\"}")
                .body();
    }

    @Test
    void refusalsChangeNothing() {
        String payment = made("/payments", "payment_id", 8_000);
        String id = payment.replace("/payments/", "");
        long events = stage.acme().journal().size();

        isRefused("malformed_request", after(payment, "clear", part(1)), "there are capture,");
        isRefused(
                "malformed_request",
                after(payment, "refund", part(1) + WHY + "\"payment_id\": \"pm_1\", "),
                "not for the caller");
        isRefused("malformed_request", client.post(payment, "{}").body(), "/payments/{id}/{change}");
        isRefused("unknown_payment", client.get("/cards/" + id).body(), id);
        EdgeClient payer = new EdgeClient(edge.port(), "key_payer");
        isRefused(
                "permission_denied",
                payer.post(payment + "/refund", "{" + WHY + key() + "}").body(),
                "payments.operate");
        EdgeClient old = new EdgeClient(edge.port(), "key_old");
        isRefused("malformed_request", old.get(payment).body(), "ask for version 2");
        isRefused("malformed_request", old.post(payment + "/void", "{}").body(), "ask for version 2");
        assertThat(stage.acme().journal().size()).isEqualTo(events);
    }

    private static void isRefused(String code, String answer, String told) {
        assertThat(answer).startsWith("{\"code\":\"" + code + "\"").contains(told);
    }

    @Test
    void aStepTakesEffectOncePerKey() {
        String payment = made("/payments", "payment_id", 8_000) + "/capture";
        String body = "{" + part(3_000) + key() + "}";

        told(client.post(payment, body).body(), "partly_captured", "\"outcome\":\"applied\"");
        HttpResponse<String> again = client.post(payment, body);

        told(again.body(), "partly_captured", "\"captured_minor\":3000", "\"outcome\":\"replayed\"");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(client.post(payment, body.replace("3000", "3001")).body())
                .startsWith("{\"code\":\"idempotency_conflict\"");
        assertThat(stage.balance(IncidentStage.MERCHANT)).isEqualTo(IncidentStage.usd(3_000));
    }
}
