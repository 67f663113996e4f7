package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SandboxReceiver.Received;
import io.zentra.webhooks.CallbackMessage;
import io.zentra.webhooks.CallbackVerdict;
import io.zentra.webhooks.StandardKeys;
import io.zentra.webhooks.StandardWebhooks;
import io.zentra.webhooks.delivery.Endpoint;
import io.zentra.webhooks.delivery.EndpointKey;
import io.zentra.webhooks.delivery.EndpointStatus;
import io.zentra.webhooks.delivery.NewEndpoint;
import io.zentra.webhooks.delivery.ReplayFilter;
import io.zentra.webhooks.delivery.Signatures;
import io.zentra.webhooks.secret.KeyProvider;
import io.zentra.webhooks.secret.LocalKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints: what may be registered, what becomes of them, and that their messages verify. */
public abstract class EndpointContract extends DeliveryDesk {
    /** For subclasses. */
    protected EndpointContract() {}

    private static ErrorCode refusal(Runnable call) {
        ZentraException refusal = catchThrowableOfType(ZentraException.class, call::run);
        assertThat(refusal).isNotNull();
        return refusal.code();
    }

    private static ErrorCode declined(Outcome<?> outcome) {
        return refusal(outcome::orElseThrow);
    }

    @ParameterizedTest
    @CsvSource({
        "http://hooks.example.com/, INVALID_ENDPOINT",
        "https://user@hooks.example.com/, INVALID_ENDPOINT",
        "https://hooks.example.com:22/, INVALID_ENDPOINT",
        "https://127.0.0.1/, ADDRESS_FORBIDDEN",
        "https://localhost/, ADDRESS_FORBIDDEN"
    })
    void refusesAUrlToWhichNothingIsSent(String url, ErrorCode code) {
        long events = acme().journal().size();

        assertThat(refusal(() -> acme().endpoints().register(NewEndpoint.of(url, "*"), newKey())))
                .isEqualTo(code);
        assertThat(acme().journal().size()).isEqualTo(events);
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook-id", "Host", "content-length", "x-forwarded-for", "zentra-skipped", "a b", ""})
    void refusesHeadersThatAreItsOwn(String name) {
        assertThat(refusal(
                        () -> NewEndpoint.of("https://hooks.example.com/", "*").header(name, "v")))
                .isEqualTo(ErrorCode.INVALID_CONFIGURATION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "transfer*", "*.created", "Transfer.created", "transfer..created", "transfer.*.x"})
    void refusesMalformedEventTypes(String type) {
        assertThat(refusal(() -> NewEndpoint.of("https://hooks.example.com/", type)))
                .isEqualTo(ErrorCode.INVALID_CONFIGURATION);
    }

    @Test
    void registersOnceAndTellsItsStory() {
        NewEndpoint asked = NewEndpoint.of("https://Hooks.Example.com/a?b=c", "transfer.*", POSTED)
                .describedAs("the shop")
                .header("X-Shop", "7");
        Endpoint endpoint = acme().endpoints().register(asked, "once").orElseThrow();

        assertThat(acme().endpoints().register(asked, "once").isReplay()).isTrue();
        assertThat(endpoint.url()).isEqualTo("https://hooks.example.com/a?b=c");
        assertThat(endpoint.headers()).containsExactly("x-shop");
        assertThat(endpoint.events()).containsExactly(POSTED, "transfer.*");
        assertThat(acme().endpoints().list("", 10)).containsExactly(endpoint);
        assertThat(refusal(() -> acme().endpoints().register(asked.describedAs("another"), "once")))
                .isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
    }

    /** A key of an API in a header is a secret: another value is another request, and neither stands in the journal. */
    @Test
    void tellsRequestsApartByTheValuesOfHeaders() {
        NewEndpoint asked = NewEndpoint.of("https://hooks.example.com/", "*").header("authorization", "Bearer t0p");
        NewEndpoint other = asked.header("authorization", "Bearer l0w");
        String id = acme().endpoints().register(asked, "once").orElseThrow().id();

        assertThat(catchThrowableOfType(
                                ZentraException.class, () -> acme().endpoints().register(other, "once"))
                        .details())
                .containsEntry("field", "header_digest");
        assertThat(acme().endpoints().register(asked, "once").isReplay()).isTrue();
        acme().endpoints().change(id, other, "change").orElseThrow();
        assertThat(acme().endpoints().change(id, other, "change").isReplay()).isTrue();
        assertThat(refusal(() -> acme().endpoints().change(id, asked, "change")))
                .isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
        assertThat(asked.toString()).doesNotContain("t0p");
        assertThat(NewEndpoint.of("https://user:t0p@hooks.example.com/", "*").toString())
                .doesNotContain("t0p");
        assertThat(acme().journal().after(0, 100))
                .noneMatch(event ->
                        event.toString().contains("t0p") || event.toString().contains("l0w"));
    }

    @Test
    void movesFromStatusToStatusOnlyAsItMay() {
        String id = registered(HOST).id();
        assertThat(declined(acme().endpoints().resume(id, newKey()))).isEqualTo(ErrorCode.ENDPOINT_STATE);
        assertThat(acme().endpoints().pause(id, newKey()).orElseThrow().status())
                .isEqualTo(EndpointStatus.PAUSED);
        assertThat(declined(acme().endpoints().pause(id, newKey()))).isEqualTo(ErrorCode.ENDPOINT_STATE);
        Endpoint disabled =
                acme().endpoints().disable(id, "moved away", newKey()).orElseThrow();
        assertThat(disabled.reason()).isEqualTo("moved away");
        assertThat(acme().endpoints().resume(id, newKey()).orElseThrow().reason())
                .isNull();
        acme().endpoints().delete(id, newKey()).orElseThrow();
        assertThat(declined(acme().endpoints().resume(id, newKey()))).isEqualTo(ErrorCode.ENDPOINT_STATE);
        assertThat(acme().endpoints().secrets(id)).isEmpty();
        assertThat(declined(acme().endpoints().pause("ep_nobody", newKey()))).isEqualTo(ErrorCode.UNKNOWN_ENDPOINT);
    }

    /** A lone surrogate once failed inside, without a code. */
    @Test
    void refusesIdsThatNoEndpointCanHave() {
        long before = acme().journal().size();
        for (String id : List.of("", "\ud800", "e p", "x".repeat(200))) {
            assertThat(List.of(
                            refusal(() -> acme().endpoints().pause(id, newKey())),
                            refusal(() -> acme().endpoints().disable(id, "moved away", newKey())),
                            refusal(() -> acme().endpoints().delete(id, newKey())),
                            refusal(() -> acme().deliveries().test(id, newKey())),
                            refusal(() -> acme().deliveries().replay(id, 1, false, newKey())),
                            refusal(() -> acme().deliveries()
                                    .replay(id, ReplayFilter.failedSince(clock().instant()), newKey()))))
                    .containsOnly(ErrorCode.INVALID_ID);
        }
        assertThat(acme().journal().size()).as("nothing is recorded").isEqualTo(before);
    }

    @Test
    void refusesReasonsThatAreNoText() {
        String id = registered(HOST).id();
        for (String reason : List.of(" ", "\ud800", "a\u0000", "x".repeat(201))) {
            assertThat(refusal(() -> acme().endpoints().disable(id, reason, newKey())))
                    .isEqualTo(ErrorCode.INVALID_CONFIGURATION);
        }
        assertThat(acme().endpoints().find(id).orElseThrow().status()).isEqualTo(EndpointStatus.ACTIVE);
    }

    @Test
    void asksForPermissions() {
        Endpoint endpoint = registered(HOST);
        Actor reader = Actor.operator("ann", Permission.READ);
        NewEndpoint other = NewEndpoint.of("https://hooks.example.com/", "*");
        assertThat(List.of(
                        refusal(() -> by(reader).endpoints().register(other, newKey())),
                        refusal(() -> by(reader).endpoints().change(endpoint.id(), other, newKey())),
                        refusal(() -> by(reader).endpoints().pause(endpoint.id(), newKey())),
                        refusal(() -> by(reader)
                                .endpoints()
                                .rotate(endpoint.id(), Signatures.SECRET, Duration.ZERO, newKey())),
                        refusal(() -> by(reader).endpoints().rewrap()),
                        refusal(() -> by(reader).endpoints().secrets(endpoint.id())),
                        refusal(() -> by(reader).deliveries().test(endpoint.id(), newKey())),
                        refusal(() -> by(reader).deliveries().replay(endpoint.id(), 1, false, newKey()))))
                .containsOnly(ErrorCode.PERMISSION_DENIED);
        assertThat(by(reader).endpoints().find(endpoint.id())).contains(endpoint);
    }

    @Test
    void sendsWhatVerifiesWithItsSecretAndTellsTheEvent() throws Exception {
        Endpoint endpoint = acme().endpoints()
                .register(
                        NewEndpoint.of("https://hooks.example.com/zentra", "ledger.*")
                                .header("x-shop", "7"),
                        "one")
                .orElseThrow();
        long seq = post("order-9");
        run();

        Received one = receiver().received(HOST).get(0);
        String secret = acme().endpoints().secrets(endpoint.id()).get(0);
        assertThat(judged(StandardWebhooks.secret(secret), one)).isInstanceOf(CallbackVerdict.Verified.class);
        assertThat(one.headers()).containsEntry("x-shop", "7").containsEntry("content-type", "application/json");
        JsonNode body = new ObjectMapper().readTree(one.body());
        assertThat(body.path("type").asText()).isEqualTo(POSTED);
        assertThat(body.path("sequence").asLong()).isEqualTo(seq);
        assertThat(body.path("correlation").asText()).isEqualTo("order-9");
        assertThat(body.path("schema_version").asInt()).isEqualTo(1);
        assertThat(body.path("timestamp").asText()).isEqualTo(clock().instant().toString());
        assertThat(body.path("data").path("entries")).hasSize(2);
        assertThat(acme().deliveries().attempts(endpoint.id(), seq).get(0).request())
                .contains("x-shop: ***")
                .contains("webhook-id: " + one.id());
    }

    @Test
    void signsWithOldAndNewKeysWhileTheyOverlap() throws Exception {
        Endpoint endpoint = registered(HOST);
        StandardWebhooks old = StandardWebhooks.secret(
                acme().endpoints().secrets(endpoint.id()).get(0));
        acme().endpoints()
                .rotate(endpoint.id(), Signatures.BOTH, Duration.ofHours(24), newKey())
                .orElseThrow();
        List<String> secrets = acme().endpoints().secrets(endpoint.id());
        StandardWebhooks fresh = StandardWebhooks.secret(
                secrets.get(secrets.size() - 1).startsWith("whsec_")
                                && !secrets.get(secrets.size() - 1).equals(secrets.get(0))
                        ? secrets.get(secrets.size() - 1)
                        : secrets.get(0));
        String publicKey = acme().endpoints().keys(endpoint.id()).stream()
                .map(EndpointKey::publicKey)
                .filter(text -> text != null)
                .findFirst()
                .orElseThrow();
        StandardWebhooks pair = StandardWebhooks.of(StandardKeys.parse("pair", publicKey));
        JsonNode published = new ObjectMapper().readTree(acme().endpoints().keySet(endpoint.id()));
        assertThat(published.path("keys")).hasSize(1);
        assertThat(published.path("keys").path(0).path("crv").asText()).isEqualTo("Ed25519");
        assertThat(Base64.getUrlDecoder()
                        .decode(published.path("keys").path(0).path("x").asText()))
                .isEqualTo(Base64.getDecoder().decode(publicKey.substring("whpk_".length())));
        post();
        run();
        Received during = receiver().received(HOST).get(0);
        assertThat(List.of(old, fresh, pair))
                .allSatisfy(scheme -> assertThat(judged(scheme, during)).isInstanceOf(CallbackVerdict.Verified.class));

        clock().advance(Duration.ofHours(25));
        post();
        run();
        Received after = receiver().received(HOST).get(1);
        assertThat(judged(old, after)).isInstanceOf(CallbackVerdict.Refused.class);
        assertThat(judged(fresh, after)).isInstanceOf(CallbackVerdict.Verified.class);
        assertThat(judged(pair, after)).isInstanceOf(CallbackVerdict.Verified.class);
    }

    private CallbackVerdict judged(StandardWebhooks scheme, Received one) {
        byte[] body = one.body().getBytes(StandardCharsets.UTF_8);
        return scheme.judge(CallbackMessage.of(one.headers(), body), clock().instant());
    }

    @Test
    void wrapsSecretsUnderAnotherKeyWhileEverythingGoesOn() {
        Endpoint endpoint = acme().endpoints()
                .register(NewEndpoint.of("https://hooks.example.com/", "*").header("x-shop", "7"), newKey())
                .orElseThrow();
        List<String> secrets = acme().endpoints().secrets(endpoint.id());
        byte[] newKey = "n".repeat(32).getBytes(StandardCharsets.US_ASCII);
        byte[] oldKey = "k".repeat(32).getBytes(StandardCharsets.US_ASCII);
        KeyProvider newAndOld = LocalKeys.of("2027", newKey).and("2026", oldKey);
        try (ZentraRuntime both = node(settings(newAndOld, receiver()).build())) {
            assertThat(both.tenant("acme").as(Actor.service("ops")).endpoints().rewrap())
                    .as("a secret, values of headers, and the key of digests")
                    .isEqualTo(3);
            assertThat(both.tenant("acme").as(Actor.service("ops")).endpoints().rewrap())
                    .isZero();
        }
        try (ZentraRuntime onlyNew =
                node(settings(LocalKeys.of("2027", newKey), receiver()).build())) {
            assertThat(onlyNew.tenant("acme")
                            .as(Actor.service("ops"))
                            .endpoints()
                            .secrets(endpoint.id()))
                    .isEqualTo(secrets);
            onlyNew.tenant("acme").as(Actor.service("ops")).verify().requireSound();
        }
        KeyProvider oldAndNew = LocalKeys.of("2026", oldKey).and("2027", newKey);
        try (ZentraRuntime back = node(settings(oldAndNew, receiver()).build())) {
            assertThat(back.tenant("acme").as(Actor.service("ops")).endpoints().rewrap())
                    .as("the way back, for the node that knows the former key alone")
                    .isEqualTo(3);
        }
    }

    @Test
    void keepsSecretsOutOfTheJournal() {
        Endpoint endpoint = acme().endpoints()
                .register(NewEndpoint.of("https://hooks.example.com/", "*").header("authorization", "Bearer t0p"), "a")
                .orElseThrow();
        String secret = acme().endpoints().secrets(endpoint.id()).get(0);

        assertThat(acme().journal().after(0, 100))
                .noneMatch(event -> event.toString().contains("t0p")
                        || event.toString().contains(secret.substring("whsec_".length())));
    }
}
