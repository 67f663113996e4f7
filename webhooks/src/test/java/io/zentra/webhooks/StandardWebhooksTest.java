package io.zentra.webhooks;

import static io.zentra.webhooks.SchemeMessages.code;
import static io.zentra.webhooks.SchemeMessages.sentence;
import static io.zentra.webhooks.SchemeMessages.utf8;
import static io.zentra.webhooks.SchemeMessages.verified;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StandardWebhooksTest {
    /** Published vectors of the standard's own libraries and of Svix. */
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static final String PAIR =
            "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==";
    private static final String PUBLIC = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";
    private static final byte[] BODY = utf8("{\"test\": 2432232314}");
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final Instant AT = Instant.ofEpochSecond(1_614_265_330);

    private final StandardWebhooks scheme = StandardWebhooks.secret(SECRET);

    @Test
    void signsThePublishedVectors() {
        assertThat(scheme.sign(ID, AT, BODY))
                .containsEntry(StandardWebhooks.SIGNATURE, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        StandardWebhooks other = StandardWebhooks.secret("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD");
        byte[] body = utf8("{\"email\":\"test@example.com\",\"username\":\"test_user\"}");
        assertThat(other.sign("msg_27UH4WbU6Z5A5EzD8u03UvzRbpk", Instant.ofEpochSecond(1_649_367_553), body))
                .containsEntry(StandardWebhooks.SIGNATURE, "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=");
        Map<String, String> asymmetric = StandardWebhooks.secret(PAIR).sign(ID, AT, BODY);
        assertThat(asymmetric)
                .containsEntry(
                        StandardWebhooks.SIGNATURE,
                        "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==");
        assertThat(verified(judge(StandardWebhooks.secret(PUBLIC), asymmetric, BODY, AT))
                        .messageId())
                .contains(ID);
    }

    @Test
    void tellsIdTimeSkewAndKey() {
        CallbackVerdict.Verified verified = verified(judge(scheme, scheme.sign(ID, AT, BODY), BODY, AT.plusSeconds(7)));

        assertThat(verified.keyId()).isEqualTo("default");
        assertThat(verified.messageId()).contains(ID);
        assertThat(verified.isIdSigned()).isTrue();
        assertThat(verified.sentAt()).contains(AT);
        assertThat(verified.skew()).contains(Duration.ofSeconds(7));
        assertThat(scheme.name()).isEqualTo("standard_webhooks");
    }

    @Test
    void toleratesExactlySoMuchBothWays() {
        Map<String, String> headers = scheme.sign(ID, AT, BODY);
        StandardWebhooks narrow = scheme.withTolerance(new Tolerance(Duration.ofSeconds(10), Duration.ZERO));

        assertThat(verified(judge(scheme, headers, BODY, AT.plusSeconds(300))).skew())
                .contains(Duration.ofMinutes(5));
        assertThat(verified(judge(scheme, headers, BODY, AT.minusSeconds(300))).skew())
                .contains(Duration.ofMinutes(-5));
        assertThat(code(judge(scheme, headers, BODY, AT.plusSeconds(300).plusNanos(1))))
                .isEqualTo(ErrorCode.SIGNATURE_STALE);
        assertThat(code(judge(scheme, headers, BODY, AT.minusSeconds(300).minusNanos(1))))
                .isEqualTo(ErrorCode.SIGNATURE_STALE);
        verified(judge(narrow, headers, BODY, AT));
        verified(judge(narrow, headers, BODY, AT.plusSeconds(10)));
        assertThat(code(judge(narrow, headers, BODY, AT.plusSeconds(11)))).isEqualTo(ErrorCode.SIGNATURE_STALE);
        assertThat(code(judge(narrow, headers, BODY, AT.minusNanos(1)))).isEqualTo(ErrorCode.SIGNATURE_STALE);
        for (Duration wrong : new Duration[] {Duration.ofNanos(-1), Tolerance.MAX.plusNanos(1)}) {
            assertThatThrownBy(() -> Tolerance.of(wrong)).isInstanceOf(ZentraException.class);
        }
    }

    /** Old and new keys sign together, so that the receiver may change its keys whenever it likes. */
    @Test
    void keysAreChangedWhileBothSidesGoOn() {
        CallbackKey old = StandardKeys.parse("2025", SECRET).notAfter(AT);
        CallbackKey pair = StandardKeys.parse("2026", PAIR).notBefore(AT.minusSeconds(60));
        StandardWebhooks sender = StandardWebhooks.of(old, pair);

        assertThat(sender.sign(ID, AT.minusSeconds(61), BODY).get(StandardWebhooks.SIGNATURE))
                .startsWith("v1,")
                .doesNotContain(" ");
        assertThat(sender.sign(ID, AT, BODY).get(StandardWebhooks.SIGNATURE)).matches("v1,\\S+ v1a,\\S+");
        assertThat(sender.sign(ID, AT.plusSeconds(1), BODY).get(StandardWebhooks.SIGNATURE))
                .startsWith("v1a,")
                .doesNotContain(" ");
        Map<String, String> both = sender.sign(ID, AT, BODY);
        assertThat(verified(judge(StandardWebhooks.of(old), both, BODY, AT)).keyId())
                .isEqualTo("2025");
        assertThat(verified(judge(StandardWebhooks.secret(PUBLIC), both, BODY, AT))
                        .keyId())
                .isEqualTo("default");
        assertThat(verified(judge(sender, both, BODY, AT.plusSeconds(1))).keyId())
                .as("the one that is valid")
                .isEqualTo("2026");
        CallbackVerdict late = judge(StandardWebhooks.of(old), both, BODY, AT.plusNanos(1));
        assertThat(code(late)).isEqualTo(ErrorCode.KEY_NOT_VALID);
        assertThat(sentence(late)).contains("with the key 2025, which is not valid now");
        assertThat(code(judge(StandardWebhooks.of(pair), both, BODY, AT.minusSeconds(61))))
                .isEqualTo(ErrorCode.KEY_NOT_VALID);
        assertThatThrownBy(() -> StandardWebhooks.of(old).sign(ID, AT.plusNanos(1), BODY))
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION));
        assertThatThrownBy(() -> StandardWebhooks.secret(PUBLIC).sign(ID, AT, BODY))
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION));
    }

    @Test
    void unknownVersionsAreIgnoredAndTooManyRefused() {
        Map<String, String> headers = new HashMap<>(scheme.sign(ID, AT, BODY));
        String own = headers.getOrDefault(StandardWebhooks.SIGNATURE, "");

        headers.put(StandardWebhooks.SIGNATURE, "v2,AAAA v1a,AAAA v1,AAAA nonsense  " + own);
        verified(judge(scheme, headers, BODY, AT));
        headers.put(StandardWebhooks.SIGNATURE, "v9,x ".repeat(15) + own);
        verified(judge(scheme, headers, BODY, AT));
        headers.put(StandardWebhooks.SIGNATURE, "v9,x ".repeat(16) + own);
        assertThat(code(judge(scheme, headers, BODY, AT))).isEqualTo(ErrorCode.SIGNATURE_MISSING);
        headers.put(StandardWebhooks.SIGNATURE, own.replace("v1,", "v3,"));
        assertThat(code(judge(scheme, headers, BODY, AT))).isEqualTo(ErrorCode.SIGNATURE_INVALID);
        headers.put(StandardWebhooks.SIGNATURE, own.substring(0, own.length() - 1));
        assertThat(code(judge(scheme, headers, BODY, AT))).as("without padding").isEqualTo(ErrorCode.SIGNATURE_INVALID);
    }

    /** Signatures of public keys cost a forger nothing and us a lot, so there are few of them. */
    @Test
    void boundsWhatAForgerCanMakeUsCompute() {
        StandardWebhooks pairs = StandardWebhooks.secret(PAIR);
        Map<String, String> headers = new HashMap<>(pairs.sign(ID, AT, BODY));
        String own = headers.getOrDefault(StandardWebhooks.SIGNATURE, "");

        headers.put(StandardWebhooks.SIGNATURE, "v1a,AAAA ".repeat(3) + own);
        verified(judge(pairs, headers, BODY, AT));
        headers.put(StandardWebhooks.SIGNATURE, "v1a,AAAA ".repeat(4) + own);
        assertThat(code(judge(pairs, headers, BODY, AT))).isEqualTo(ErrorCode.SIGNATURE_MISSING);
    }

    /** Which header, which message, and what to do: the reader of a log has nothing else. */
    @Test
    void saysWhatIsWrongWithWhichMessageAndWhatToDo() {
        Map<String, String> signed = scheme.sign(ID, AT, BODY);
        for (String name : signed.keySet()) {
            Map<String, String> headers = new HashMap<>(signed);
            headers.remove(name);
            CallbackVerdict verdict = judge(scheme, headers, BODY, AT);
            assertThat(code(verdict)).isEqualTo(ErrorCode.SIGNATURE_MISSING);
            assertThat(sentence(verdict)).isEqualTo("the header " + name + " is missing: send it with every message");
        }
        for (String time : new String[] {"yesterday", "", "-1", "+1614265330", "01614265330", "1".repeat(13), "١٢"}) {
            Map<String, String> headers = new HashMap<>(signed);
            headers.put(StandardWebhooks.TIMESTAMP, time);
            assertThat(code(judge(scheme, headers, BODY, AT))).as(time).isEqualTo(ErrorCode.SIGNATURE_MISSING);
            assertThat(sentence(judge(scheme, headers, BODY, AT)))
                    .startsWith("the header webhook-timestamp \"" + time + "\" is malformed: send the time since 1970");
        }
        Map<String, String> headers = new HashMap<>(signed);
        headers.put(StandardWebhooks.ID, "no space");
        assertThat(sentence(judge(scheme, headers, BODY, AT)))
                .startsWith("the header webhook-id \"no space\" is malformed: send 1 to 150 of ");
        assertThat(sentence(judge(scheme, signed, new byte[0], AT)))
                .startsWith("no signature of message " + ID)
                .contains("compare the keys");
        assertThat(sentence(judge(scheme, signed, BODY, AT.plusSeconds(301))))
                .isEqualTo(
                        "the signature is 301 s old, the tolerance is 300 s: set the clocks of both sides, or sign and"
                                + " send it again");
    }

    @Test
    void readsNamesInAnyCaseAndRefusesWhatStandsTwice() {
        CallbackHeaders.Builder upper = CallbackHeaders.builder();
        CallbackHeaders.Builder twice = CallbackHeaders.builder();
        scheme.sign(ID, AT, BODY).forEach((name, value) -> {
            upper.add(name.toUpperCase(Locale.ROOT), value);
            twice.add(name, value).add(name.toUpperCase(Locale.ROOT), value);
        });

        verified(scheme.judge(CallbackMessage.of("POST", "", upper.build(), BODY), AT));
        assertThat(code(scheme.judge(CallbackMessage.of("POST", "", twice.build(), BODY), AT)))
                .isEqualTo(ErrorCode.SIGNATURE_MISSING);
    }

    @Test
    void otherHeaderNamesAreOthers() {
        StandardWebhooks svix = scheme.withHeaderPrefix("svix-");
        Map<String, String> headers = svix.sign(ID, AT, BODY);

        assertThat(headers).containsOnlyKeys("svix-id", "svix-timestamp", "svix-signature");
        verified(judge(svix, headers, BODY, AT));
        assertThat(code(judge(scheme, headers, BODY, AT))).isEqualTo(ErrorCode.SIGNATURE_MISSING);
        assertThatThrownBy(() -> scheme.withHeaderPrefix("a b")).isInstanceOf(ZentraException.class);
    }

    @Test
    void refusesToSignUnderAMalformedId() {
        for (String id : new String[] {"", "no space", "with.dot", "x".repeat(151)}) {
            assertThatThrownBy(() -> scheme.sign(id, AT, BODY)).isInstanceOfSatisfying(ZentraException.class, e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ID);
                assertThat(e.reason()).contains("the message id \"", "it must have 1 to 150 of ");
            });
        }
    }

    private static CallbackVerdict judge(
            StandardWebhooks scheme, Map<String, String> headers, byte[] body, Instant now) {
        return scheme.judge(CallbackMessage.of(headers, body), now);
    }
}
