package io.zentra.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StandardWebhooksTest {
    /** A published vector of the standard's own libraries. */
    private static final WebhookSecret SECRET = StandardWebhooks.secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final Instant AT = Instant.ofEpochSecond(1_614_265_330);

    private final StandardWebhooks scheme = StandardWebhooks.of(SECRET);

    @Test
    void signsThePublishedVectors() {
        assertThat(scheme.sign(ID, AT, BODY).get(StandardWebhooks.SIGNATURE))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        StandardWebhooks other = StandardWebhooks.of(StandardWebhooks.secret("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"));
        byte[] body = "{\"email\":\"test@example.com\",\"username\":\"test_user\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(other.sign("msg_27UH4WbU6Z5A5EzD8u03UvzRbpk", Instant.ofEpochSecond(1_649_367_553), body)
                        .get(StandardWebhooks.SIGNATURE))
                .isEqualTo("v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=");
    }

    @Test
    void verifiesWhatItSignedAndTellsTheSkew() {
        WebhookVerdict verdict = scheme.verify(scheme.sign(ID, AT, BODY), BODY, AT.plusSeconds(7));

        assertThat(verdict).isEqualTo(new WebhookVerdict.Verified(ID, AT, Duration.ofSeconds(7), 0));
    }

    @Test
    void refusesEveryChangedByteOfTheBody() {
        Map<String, String> headers = scheme.sign(ID, AT, BODY);
        for (int i = 0; i < BODY.length; i++) {
            byte[] forged = BODY.clone();
            forged[i] ^= 1;
            assertThat(code(scheme.verify(headers, forged, AT))).isEqualTo(ErrorCode.SIGNATURE_INVALID);
        }
    }

    @Test
    void refusesAChangedIdOrTimestamp() {
        Map<String, String> headers = new HashMap<>(scheme.sign(ID, AT, BODY));
        headers.put(StandardWebhooks.ID, "msg_other");
        assertThat(code(scheme.verify(headers, BODY, AT))).isEqualTo(ErrorCode.SIGNATURE_INVALID);
        headers.put(StandardWebhooks.ID, ID);
        headers.put(StandardWebhooks.TIMESTAMP, "1614265331");
        assertThat(code(scheme.verify(headers, BODY, AT))).isEqualTo(ErrorCode.SIGNATURE_INVALID);
    }

    @Test
    void refusesTimestampsBeyondTheToleranceInBothDirections() {
        Map<String, String> headers = scheme.sign(ID, AT, BODY);
        Duration edge = StandardWebhooks.TOLERANCE;

        assertThat(scheme.verify(headers, BODY, AT.plus(edge))).isInstanceOf(WebhookVerdict.Verified.class);
        assertThat(scheme.verify(headers, BODY, AT.minus(edge))).isInstanceOf(WebhookVerdict.Verified.class);
        assertThat(code(scheme.verify(headers, BODY, AT.plus(edge).plusSeconds(1))))
                .isEqualTo(ErrorCode.SIGNATURE_STALE);
        assertThat(code(scheme.verify(headers, BODY, AT.minus(edge).minusSeconds(1))))
                .isEqualTo(ErrorCode.SIGNATURE_STALE);
    }

    @Test
    void acceptsAnyOfSeveralSecretsAndSignatures() {
        WebhookSecret next = WebhookSecret.generate();
        Map<String, String> old = scheme.sign(ID, AT, BODY);
        Map<String, String> both = new HashMap<>(old);
        String newSignature = StandardWebhooks.of(next).sign(ID, AT, BODY).get(StandardWebhooks.SIGNATURE);
        both.put(StandardWebhooks.SIGNATURE, "v9,AAAA " + old.get(StandardWebhooks.SIGNATURE) + " " + newSignature);

        assertThat(StandardWebhooks.of(next, SECRET).verify(old, BODY, AT))
                .isEqualTo(new WebhookVerdict.Verified(ID, AT, Duration.ZERO, 1));
        assertThat(StandardWebhooks.of(next).verify(both, BODY, AT)).isInstanceOf(WebhookVerdict.Verified.class);
    }

    @Test
    void refusesMissingAndMalformedHeaders() {
        for (String name : scheme.sign(ID, AT, BODY).keySet()) {
            Map<String, String> headers = new HashMap<>(scheme.sign(ID, AT, BODY));
            headers.remove(name);
            assertThat(code(scheme.verify(headers, BODY, AT))).isEqualTo(ErrorCode.SIGNATURE_MISSING);
        }
        Map<String, String> headers = new HashMap<>(scheme.sign(ID, AT, BODY));
        headers.put(StandardWebhooks.TIMESTAMP, "9".repeat(40));
        assertThat(code(scheme.verify(headers, BODY, AT))).isEqualTo(ErrorCode.SIGNATURE_MISSING);
        headers.putAll(scheme.sign(ID, AT, BODY));
        headers.put(StandardWebhooks.SIGNATURE, "v1,%%%");
        assertThat(code(scheme.verify(headers, BODY, AT))).isEqualTo(ErrorCode.SIGNATURE_INVALID);
    }

    /** Which header, which message, and what to do: the reader of a log has nothing else. */
    @Test
    void saysWhatIsWrongWithWhichMessageAndWhatToDo() {
        Map<String, String> signed = scheme.sign(ID, AT, BODY);
        for (String name : signed.keySet()) {
            Map<String, String> headers = new HashMap<>(signed);
            headers.remove(name);
            assertThat(message(scheme.verify(headers, BODY, AT)))
                    .startsWith("the header " + name + " is missing: send ");
        }
        Map<String, String> headers = new HashMap<>(signed);
        headers.put(StandardWebhooks.TIMESTAMP, "yesterday");
        assertThat(message(scheme.verify(headers, BODY, AT)))
                .isEqualTo(
                        "the header webhook-timestamp \"yesterday\" is malformed: send the seconds since 1970, 1 to 12"
                                + " digits");
        headers.put(StandardWebhooks.ID, "no space");
        assertThat(message(scheme.verify(headers, BODY, AT)))
                .startsWith("the header webhook-id \"no space\" is malformed: send 1 to 150 of ");
        assertThat(message(scheme.verify(signed, new byte[0], AT)))
                .startsWith("no signature of message " + ID)
                .contains(": compare the secrets");
        assertThat(message(scheme.verify(signed, BODY, AT.plusSeconds(301))))
                .isEqualTo("the timestamp of message " + ID + " is 301 s old, the tolerance is 300 s: set the clocks of"
                        + " both sides, or sign and send it again");
    }

    @Test
    void refusesToSignWithoutASecretOrUnderAMalformedId() {
        assertThatThrownBy(StandardWebhooks::of)
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION));
        for (String id : new String[] {"", "no space", "x".repeat(151)}) {
            assertThatThrownBy(() -> scheme.sign(id, AT, BODY)).isInstanceOfSatisfying(ZentraException.class, e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ID);
                assertThat(e.reason()).contains("the message id \"", "it must have 1 to 150 of ");
            });
        }
    }

    @Test
    void readsHeaderNamesInAnyCase() {
        Map<String, String> headers = new HashMap<>();
        scheme.sign(ID, AT, BODY).forEach((name, value) -> headers.put(name.toUpperCase(Locale.ROOT), value));

        assertThat(scheme.verify(headers, BODY, AT)).isInstanceOf(WebhookVerdict.Verified.class);
    }

    @Test
    void refusesMalformedSecretsAndPrintsNone() {
        for (String text : new String[] {"secret", "whsec_%%%", "whsec_AAAA", "whsec_" + "A".repeat(100)}) {
            assertThatThrownBy(() -> StandardWebhooks.secret(text))
                    .isInstanceOfSatisfying(
                            ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_SECRET));
        }
        assertThat(SECRET.toString()).doesNotContain("MfKQ9r8");
        assertThat(WebhookSecret.parse(SECRET.reveal())).isEqualTo(SECRET);
    }

    private static String message(WebhookVerdict verdict) {
        return ((WebhookVerdict.Refused) verdict).message();
    }

    private static ErrorCode code(WebhookVerdict verdict) {
        return ((WebhookVerdict.Refused) verdict).code();
    }
}
