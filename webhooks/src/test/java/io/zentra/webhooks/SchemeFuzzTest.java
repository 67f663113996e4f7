package io.zentra.webhooks;

import static io.zentra.webhooks.SchemeMessages.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a provider, or somebody who pretends to be one, may send: a verdict, soon, and never a wrong one. */
class SchemeFuzzTest {
    private static final int MESSAGES = 20_000;
    private static final Instant AT = Instant.ofEpochSecond(1_700_000_000);
    private static final List<String> NAMES = List.of(
            "webhook-id",
            "webhook-timestamp",
            "webhook-signature",
            "stripe-signature",
            "x-hub-signature-256",
            "x-github-delivery",
            "hmacsignature",
            "signature-input",
            "signature",
            "content-digest",
            "host",
            "x-time",
            "x-signature");
    private static final List<String> PIECES = List.of(
            "v1,",
            "v1a,",
            "t=1700000000",
            ",v1=",
            "sha256=",
            "s=",
            "(",
            ")",
            "\"@method\"",
            "\"@path\"",
            ";created=",
            "1700000000",
            ";keyid=\"k\"",
            ":AAAA:",
            "\"",
            ":",
            ";",
            " ",
            ",",
            "=",
            "sha-256=",
            "\u0000",
            "é",
            "💥",
            "\\",
            "{",
            "}",
            "[",
            "\"notificationItems\"",
            "\"NotificationRequestItem\"",
            "1e999999999",
            "-",
            "\n");

    private final Random random = new Random(20261121);
    private final List<CallbackScheme> schemes = List.of(
            StandardWebhooks.of(StandardKeys.generateSecret("a"), StandardKeys.generatePair("b")),
            StripeWebhooks.secret("whsec_fuzz_secret"),
            GitHubWebhooks.secret("github secret"),
            AdyenWebhooks.standard(AdyenWebhooks.key("k", "00112233445566778899")),
            AdyenWebhooks.header(AdyenWebhooks.key("k", "00112233445566778899")),
            HeaderSignatures.named("x")
                    .algorithm(SignatureAlgorithm.ED25519)
                    .header("x-signature")
                    .encoding(SignatureEncoding.BASE64URL)
                    .separator(" ")
                    .timestamp("x-time", TimestampUnit.SECONDS)
                    .signs("{timestamp}{authority}{path}{query}{header:host}{body}")
                    .keys(StandardKeys.generatePair("k"))
                    .build(),
            HttpMessageSignatures.builder()
                    .key(StandardKeys.generatePair("k"))
                    .key(CallbackKey.hmac("h", "a shared secret"))
                    .build());

    @Test
    void everyMessageGetsAVerdict() {
        for (int i = 0; i < MESSAGES; i++) {
            CallbackHeaders.Builder headers = CallbackHeaders.builder();
            for (int field = random.nextInt(12); field > 0; field--) {
                headers.add(NAMES.get(random.nextInt(NAMES.size())), garbage());
            }
            CallbackMessage message = CallbackMessage.of(
                    random.nextBoolean() ? "POST" : garbage(), garbage(), headers.build(), utf8(garbage()));
            for (CallbackScheme scheme : schemes) {
                assertThatCode(() -> assertThat(scheme.verify(message, AT)).isInstanceOf(CallbackVerdict.Refused.class))
                        .as("%s of %s", scheme.name(), message)
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void aMessageChangedAnywhereIsRefused() {
        StandardWebhooks scheme = (StandardWebhooks) schemes.get(0);
        byte[] body = new byte[64];
        random.nextBytes(body);
        Map<String, String> headers = scheme.sign("msg_1", AT, body);
        for (int i = 0; i < body.length * 8; i++) {
            byte[] other = body.clone();
            other[i / 8] ^= (byte) (1 << (i % 8));
            assertThat(scheme.judge(CallbackMessage.of(headers, other), AT))
                    .isInstanceOf(CallbackVerdict.Refused.class);
        }
        for (int length = 0; length < body.length; length++) {
            assertThat(scheme.judge(CallbackMessage.of(headers, Arrays.copyOf(body, length)), AT))
                    .isInstanceOf(CallbackVerdict.Refused.class);
        }
        assertThat(scheme.judge(CallbackMessage.of(headers, body), AT)).isInstanceOf(CallbackVerdict.Verified.class);
    }

    /** The longest of everything: no scheme takes more than its share of a second for it. */
    @Test
    void theLargestMessagesAreJudgedSoon() {
        List<CallbackMessage> large = new ArrayList<>();
        for (String piece : PIECES) {
            CallbackHeaders.Builder headers = CallbackHeaders.builder();
            for (String name : NAMES) {
                headers.add(name, piece.repeat(4_500 / piece.length()));
            }
            large.add(CallbackMessage.of(
                    "POST",
                    "/?" + piece.repeat(8_000 / piece.length()),
                    headers.build(),
                    utf8(piece.repeat(200_000 / piece.length()))));
        }
        long start = System.nanoTime();
        for (CallbackMessage message : large) {
            for (CallbackScheme scheme : schemes) {
                assertThat(scheme.judge(message, AT)).isInstanceOf(CallbackVerdict.Refused.class);
            }
        }
        Duration each = Duration.ofNanos(System.nanoTime() - start).dividedBy((long) large.size() * schemes.size());
        assertThat(each).isLessThan(Duration.ofMillis(250));
    }

    private String garbage() {
        StringBuilder text = new StringBuilder();
        for (int piece = random.nextInt(14); piece > 0; piece--) {
            text.append(
                    random.nextInt(5) == 0
                            ? String.valueOf((char) random.nextInt(0x3000))
                            : PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }
}
