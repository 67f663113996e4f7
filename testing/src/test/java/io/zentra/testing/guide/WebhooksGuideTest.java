package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.storage.Storage;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SandboxRail;
import io.zentra.webhooks.AdyenWebhooks;
import io.zentra.webhooks.CallbackHeaders;
import io.zentra.webhooks.CallbackKey;
import io.zentra.webhooks.CallbackMessage;
import io.zentra.webhooks.CallbackScheme;
import io.zentra.webhooks.CallbackVerdict;
import io.zentra.webhooks.GitHubWebhooks;
import io.zentra.webhooks.HeaderSignatures;
import io.zentra.webhooks.HttpMessageSignatures;
import io.zentra.webhooks.SignatureAlgorithm;
import io.zentra.webhooks.SignatureEncoding;
import io.zentra.webhooks.StandardKeys;
import io.zentra.webhooks.StandardWebhooks;
import io.zentra.webhooks.StripeWebhooks;
import io.zentra.webhooks.TimestampUnit;
import io.zentra.webhooks.Tolerance;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples of docs/webhooks.md, as they stand there. */
class WebhooksGuideTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    private static final byte[] BODY = "{\"id\":\"evt_1\"}".getBytes(StandardCharsets.UTF_8);
    private static final String HEX = "9064450A8892A093D9E97EFCC9639DE31B74F3A7803135555A3C96F5A57915D6";

    @Test
    void everyProviderHasItsScheme() {
        String secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        String hexKey = HEX;

        CallbackScheme standard = StandardWebhooks.secret(secret); // whsec_…, whpk_… or whsk_…
        CallbackScheme svix = StandardWebhooks.secret(secret).withHeaderPrefix("svix-");
        CallbackScheme stripe = StripeWebhooks.secret(secret);
        CallbackScheme gitHub = GitHubWebhooks.secret(secret);
        CallbackScheme payments = AdyenWebhooks.standard(AdyenWebhooks.key("2026", hexKey));
        CallbackScheme platforms = AdyenWebhooks.header(AdyenWebhooks.key("2026", hexKey));

        assertThat(List.of(standard, svix, stripe, gitHub, payments, platforms))
                .extracting(CallbackScheme::name)
                .containsExactly(
                        "standard_webhooks", "standard_webhooks", "stripe", "github", "adyen_standard", "adyen_header");
    }

    @Test
    void aRuntimeTakesASchemePerRail() {
        SandboxRail bank = SandboxRail.create();
        CallbackHeaders headers = CallbackHeaders.of(Map.of());
        byte[] rawBody = BODY;
        try (ZentraRuntime zentra = ZentraRuntime.builder()
                .storage(Storage.inMemory())
                .rail("rail_primary", bank)
                .callbacks("rail_primary", bank.scheme())
                .build()) {
            String answer = zentra.callbacks("rail_primary")
                    .accept(CallbackMessage.of("POST", "https://pay.example/callbacks", headers, rawBody))
                    .match(
                            applied -> "ok",
                            duplicate -> "seen",
                            parked -> "early",
                            contradicted -> "review " + contradicted.caseId(),
                            rejected -> rejected.code().code());
            assertThat(answer).isEqualTo("signature_missing");
        }
    }

    @Test
    void aVerdictTellsTheKeyTheIdAndTheTime() {
        StandardWebhooks scheme = StandardWebhooks.generate();
        Map<String, String> headers = scheme.sign("msg_1", NOW, BODY);
        Instant now = NOW.plusSeconds(3);

        CallbackVerdict verdict = scheme.judge(CallbackMessage.of(headers, BODY), now);
        String told = verdict instanceof CallbackVerdict.Verified verified
                ? "signed with " + verified.keyId() + ": "
                        + verified.messageId().orElse("no id")
                : ((CallbackVerdict.Refused) verdict).message();

        assertThat(told).isEqualTo("signed with default: msg_1");
    }

    @Test
    void keysAreChangedWithAnOverlap() {
        Instant overlapEnds = NOW.plus(Duration.ofDays(1));
        String oldText = StandardKeys.reveal(StandardKeys.generateSecret("x"));

        CallbackKey old = StandardKeys.parse("2025", oldText).notAfter(overlapEnds);
        CallbackKey current = StandardKeys.generatePair("2026");
        StandardWebhooks sender = StandardWebhooks.of(old, current); // signs with both until the overlap ends
        Map<String, String> headers = sender.sign("msg_1", NOW, BODY);
        String forTheReceiver = StandardKeys.reveal(StandardKeys.publicHalf(current)); // whpk_…

        CallbackMessage message = CallbackMessage.of(headers, BODY);
        for (String text : new String[] {oldText, forTheReceiver}) {
            assertThat(StandardWebhooks.secret(text).judge(message, NOW)).isInstanceOf(CallbackVerdict.Verified.class);
        }
        assertThat(sender.sign("msg_1", overlapEnds.plusSeconds(1), BODY).get("webhook-signature"))
                .startsWith("v1a,")
                .doesNotContain(" ");
    }

    @Test
    void theToleranceIsSetForEachDirection() {
        StripeWebhooks scheme = StripeWebhooks.secret("whsec_test_secret");

        StripeWebhooks patient = scheme.withTolerance(new Tolerance(Duration.ofHours(1), Duration.ofSeconds(10)));

        assertThat(patient.name()).isEqualTo("stripe");
    }

    @Test
    void aProviderWithAPatternOfItsOwn() {
        byte[] secret = BODY;
        CallbackScheme scheme = HeaderSignatures.named("acme_pay")
                .algorithm(SignatureAlgorithm.HMAC_SHA512)
                .header("x-acme-signature")
                .encoding(SignatureEncoding.BASE64)
                .timestamp("x-acme-time", TimestampUnit.MILLISECONDS)
                .id("x-acme-event")
                .signs("{timestamp}.{id}.{method}.{path}.{body}")
                .keys(CallbackKey.hmac("2026", secret))
                .build();

        assertThat(scheme.judge(CallbackMessage.of(Map.of(), BODY), NOW)).isInstanceOf(CallbackVerdict.Refused.class);
    }

    @Test
    void httpMessageSignatures() {
        String publicKey = "MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=";
        CallbackScheme scheme = HttpMessageSignatures.builder()
                .key(CallbackKey.pem("provider-2026", publicKey))
                .requiring("@method", "@target-uri", "x-event-id")
                .id("x-event-id")
                .build();

        assertThat(scheme.judge(CallbackMessage.of(Map.of(), BODY), NOW)).isInstanceOf(CallbackVerdict.Refused.class);
    }

    /** A scheme of a host. */
    private record TokenScheme(String token) implements CallbackScheme {
        @Override
        public String name() {
            return "acme_token";
        }

        @Override
        public CallbackVerdict verify(CallbackMessage message, Instant now) {
            List<String> given = message.headers().all("x-acme-token");
            boolean isKnown = given.size() == 1
                    && MessageDigest.isEqual(
                            given.get(0).getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
            return isKnown
                    ? CallbackVerdict.Verified.by(CallbackKey.hmac("token", token))
                    : new CallbackVerdict.Refused(ErrorCode.SIGNATURE_INVALID, "x-acme-token is not the agreed one");
        }
    }

    @Test
    void aSchemeOfTheHost() {
        CallbackScheme scheme = new TokenScheme("a secret token");

        assertThat(scheme.judge(CallbackMessage.of(Map.of("X-Acme-Token", "a secret token"), BODY), NOW))
                .isInstanceOf(CallbackVerdict.Verified.class);
        assertThat(scheme.judge(CallbackMessage.of(Map.of("X-Acme-Token", "another"), BODY), NOW))
                .isInstanceOf(CallbackVerdict.Refused.class);
    }
}
