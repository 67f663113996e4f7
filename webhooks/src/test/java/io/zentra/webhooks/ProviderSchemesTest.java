package io.zentra.webhooks;

import static io.zentra.webhooks.SchemeMessages.code;
import static io.zentra.webhooks.SchemeMessages.message;
import static io.zentra.webhooks.SchemeMessages.sentence;
import static io.zentra.webhooks.SchemeMessages.utf8;
import static io.zentra.webhooks.SchemeMessages.verified;
import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Stripe, GitHub and Adyen, with what they publish. */
class ProviderSchemesTest {
    private static final Instant AT = Instant.parse("2026-11-21T09:00:00Z");

    /** From Adyen's own tests; made public with them. */
    private static final CallbackKey ADYEN =
            AdyenWebhooks.key("ca_2026", "9064450A8892A093D9E97EFCC9639DE31B74F3A7803135555A3C96F5A57915D6");

    @Test
    void gitHubsPublishedVectorsVerify() {
        CallbackScheme docs = GitHubWebhooks.secret("It's a Secret to Everybody");
        CallbackScheme octokit = GitHubWebhooks.secret("mysecret");
        String first = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
        String second = "sha256=4864d2759938a15468b5df9ade20bf161da9b4f737ea61794142f3484236bda3";

        CallbackVerdict.Verified verified =
                verified(docs.judge(message(gitHub(first, "72d3162e-cc78-11e3"), "Hello, World!"), AT));
        assertThat(verified.messageId()).contains("72d3162e-cc78-11e3");
        assertThat(verified.isIdSigned())
                .as("anybody can change the delivery's id")
                .isFalse();
        assertThat(verified.sentAt()).isEmpty();
        verified(octokit.judge(message(gitHub(second, "1"), "{\"foo\":\"bar\"}"), AT));
        for (String wrong : new String[] {
            first, second.toUpperCase(Locale.ROOT), second.substring(7), "sha256=", "sha1=" + second.substring(7)
        }) {
            CallbackVerdict verdict = octokit.judge(message(gitHub(wrong, "1"), "{\"foo\":\"bar\"}"), AT);
            assertThat(code(verdict)).as(wrong).isIn(ErrorCode.SIGNATURE_INVALID, ErrorCode.SIGNATURE_MISSING);
        }
        assertThat(code(octokit.judge(message(Map.of("x-github-delivery", "1"), "{}"), AT)))
                .isEqualTo(ErrorCode.SIGNATURE_MISSING);
    }

    @Test
    void stripeTellsTheEventsIdAndRefusesBothOldAndFutureTimes() {
        StripeWebhooks scheme = StripeWebhooks.secret("whsec_test_secret");
        String body = "{\"object\":\"event\",\"data\":{\"id\":\"not_this\"},\"id\":\"evt_1\"}";
        CallbackMessage message = stripe("whsec_test_secret", AT, body);

        CallbackVerdict.Verified verified = verified(scheme.judge(message, AT.plusSeconds(2)));
        assertThat(verified.messageId()).contains("evt_1");
        assertThat(verified.isIdSigned()).isTrue();
        assertThat(verified.skew()).contains(Duration.ofSeconds(2));
        verified(scheme.judge(message, AT.plusSeconds(300)));
        verified(scheme.judge(message, AT.minusSeconds(300)));
        assertThat(code(scheme.judge(message, AT.plusSeconds(301)))).isEqualTo(ErrorCode.SIGNATURE_STALE);
        assertThat(code(scheme.judge(message, AT.minusSeconds(301)))).isEqualTo(ErrorCode.SIGNATURE_STALE);
        assertThat(code(StripeWebhooks.secret("whsec_other").judge(message, AT)))
                .isEqualTo(ErrorCode.SIGNATURE_INVALID);
        for (String noId : new String[] {"", "[]", "{\"id\":7}", "{\"id\":\"a b\"}", "{", "\u0000"}) {
            assertThat(verified(scheme.judge(stripe("whsec_test_secret", AT, noId), AT))
                            .messageId())
                    .as(noId)
                    .isEmpty();
        }
    }

    @Test
    void stripesSecretsAreChangedWithAnOverlap() {
        CallbackKey old = CallbackKey.hmac("old", "whsec_old_secret").notAfter(AT);
        StripeWebhooks scheme = StripeWebhooks.of(CallbackKey.hmac("new", "whsec_new_secret"), old);
        String one = stripe("whsec_old_secret", AT, "{}")
                .headers()
                .all("stripe-signature")
                .get(0);
        String other = stripe("whsec_new_secret", AT, "{}")
                .headers()
                .all("stripe-signature")
                .get(0);
        String both = one + other.substring(other.indexOf(','));

        assertThat(verified(scheme.judge(message(Map.of("Stripe-Signature", one), "{}"), AT))
                        .keyId())
                .isEqualTo("old");
        assertThat(code(scheme.judge(message(Map.of("Stripe-Signature", one), "{}"), AT.plusSeconds(1))))
                .isEqualTo(ErrorCode.KEY_NOT_VALID);
        assertThat(verified(scheme.judge(message(Map.of("Stripe-Signature", both), "{}"), AT.plusSeconds(1)))
                        .keyId())
                .isEqualTo("new");
        for (String wrong : new String[] {
            "",
            "t=1",
            "v1=00",
            one + ",t=" + AT.getEpochSecond(),
            "t=x," + one,
            one.replace("v1=", "v0="),
            ",".repeat(40)
        }) {
            assertThat(code(scheme.judge(message(Map.of("Stripe-Signature", wrong), "{}"), AT)))
                    .as(wrong)
                    .isIn(ErrorCode.SIGNATURE_MISSING, ErrorCode.SIGNATURE_INVALID, ErrorCode.SIGNATURE_STALE);
        }
    }

    /** The second has backslashes and a colon in a reference: nothing is escaped before it is signed. */
    @Test
    void adyensPublishedNotificationsVerify() {
        CallbackScheme scheme = AdyenWebhooks.standard(ADYEN);
        CallbackScheme other = AdyenWebhooks.standard(
                AdyenWebhooks.key("b", "74F490DD33F7327BAECC88B2947C011FC02D014A473AAA33A8EC93E4DC069174"));
        String report = item(
                "NuEkADFmlCC6VgX+wcoPAegIWxVPNBPCuKlM4Hzo5qc=",
                "\"amount\":{\"currency\":\"EUR\",\"value\":\"0\"},\"eventCode\":\"REPORT_AVAILABLE\",\"eventDate\":"
                        + "\"2019-11-20T14:35:36+01:00\",\"merchantAccountCode\":\"Magento2Rik\",\"merchantReference\":"
                        + "\"testMerchantRef1\",\"pspReference\":\"test_REPORT_AVAILABLE\",\"success\":\"true\"");
        String slashes = item(
                "CZErGCNQaSsxbaQfZaJlakqo7KPP+mIa8a+wx3yNs9A=",
                "\"amount\":{\"currency\":\"EUR\",\"value\":1000},\"eventCode\":\"AUTHORISATION\",\"merchantAccountCode\":"
                        + "\"AntoniStroinski\",\"merchantReference\":\"\\\\:/\\\\/slashes are fun\",\"pspReference\":"
                        + "\"ZVWN7D3WSMK2WN82\",\"reason\":\"052095:1111:03/2030\",\"success\":\"true\"");

        CallbackVerdict.Verified verified = verified(scheme.judge(message(Map.of(), items(report)), AT));
        assertThat(verified.keyId()).isEqualTo("ca_2026");
        assertThat(verified.messageId())
                .as("of the signed content")
                .get()
                .asString()
                .startsWith("sha256:");
        verified(other.judge(message(Map.of(), items(slashes)), AT));
        verified(AdyenWebhooks.standard(
                        ADYEN,
                        AdyenWebhooks.key("b", "74F490DD33F7327BAECC88B2947C011FC02D014A473AAA33A8EC93E4DC069174"))
                .judge(message(Map.of(), items(report, slashes)), AT));
        CallbackVerdict second = scheme.judge(message(Map.of(), items(report, slashes)), AT);
        assertThat(code(second)).as("each item is verified").isEqualTo(ErrorCode.SIGNATURE_INVALID);
        assertThat(sentence(second)).startsWith("no signature of the item ZVWN7D3WSMK2WN82 was made");
        assertThat(code(scheme.judge(message(Map.of(), items(report.replace("\"0\"", "\"1\""))), AT)))
                .isEqualTo(ErrorCode.SIGNATURE_INVALID);
    }

    /**
     * What is signed has no escapes, so it could be cut into other fields: a reference that ends in an amount could become
     * the amount. All fields but the two references therefore have a strict form.
     */
    @Test
    void adyensSignedTextIsCutInOneWay() {
        CallbackScheme scheme = AdyenWebhooks.standard(ADYEN);
        String signature = mac("psp::Acct:order:5:USD:1000:EUR:AUTHORISATION:true");
        String honest =
                "\"pspReference\":\"psp\",\"merchantAccountCode\":\"Acct\",\"merchantReference\":\"order:5:USD\","
                        + "\"amount\":{\"value\":1000,\"currency\":\"EUR\"},\"eventCode\":\"AUTHORISATION\",\"success\":\"true\"";
        String shifted = "\"pspReference\":\"psp\",\"merchantAccountCode\":\"Acct\",\"merchantReference\":\"order\","
                + "\"amount\":{\"value\":5,\"currency\":\"USD\"},\"eventCode\":\"1000:EUR:AUTHORISATION\",\"success\":\"true\"";

        verified(scheme.judge(message(Map.of(), items(item(signature, honest))), AT));
        assertThat(sentence(scheme.judge(message(Map.of(), items(item(signature, shifted))), AT)))
                .startsWith("the signed field eventCode \"1000:EUR:AUTHORISATION\" is malformed");
        for (String body : new String[] {
            "",
            "{}",
            "[]",
            "{\"notificationItems\":[]}",
            "{\"notificationItems\":[{}]}",
            items(item(signature, honest)) + "x",
            items(item("%", honest)),
            items(item(signature, honest)).replace("\"value\":1000", "\"value\":1e3"),
            items(item(signature, honest + ",\"success\":\"true\""))
        }) {
            assertThat(code(scheme.judge(message(Map.of(), body), AT))).as(body).isEqualTo(ErrorCode.SIGNATURE_MISSING);
        }
    }

    @Test
    void adyensHeaderSignsTheWholeBody() {
        CallbackScheme scheme = AdyenWebhooks.header(ADYEN);
        Map<String, String> headers = Map.of("HmacSignature", "YA9/UDjldIO4Gq68X4ATYYoEaPYH4f4k2uzBBzEF1PA=");

        verified(scheme.judge(message(headers, "TestPayload"), AT));
        assertThat(code(scheme.judge(message(headers, "TestPayload "), AT))).isEqualTo(ErrorCode.SIGNATURE_INVALID);
        assertThat(code(scheme.judge(message(Map.of(), "TestPayload"), AT))).isEqualTo(ErrorCode.SIGNATURE_MISSING);
    }

    @Test
    void refusesWhatIsTooLongBeforeTheSchemeSeesIt() {
        CallbackScheme scheme = GitHubWebhooks.secret("mysecret");
        CallbackHeaders.Builder many = CallbackHeaders.builder();
        for (int i = 0; i < 101; i++) {
            many.add("x-" + i, "1");
        }

        for (CallbackMessage message : new CallbackMessage[] {
            CallbackMessage.of(Map.of(), new byte[CallbackMessage.MAX_BODY_BYTES + 1]),
            CallbackMessage.of("POST", "", many.build(), new byte[0]),
            CallbackMessage.of(
                    "POST", "/" + "x".repeat(CallbackMessage.MAX_TARGET), CallbackHeaders.of(Map.of()), new byte[0]),
            CallbackMessage.of("P".repeat(33), "/", CallbackHeaders.of(Map.of()), new byte[0]),
            CallbackMessage.of(Map.of("a", "x".repeat(CallbackHeaders.MAX_CHARACTERS)), new byte[0]),
            CallbackMessage.of(Map.of("x".repeat(CallbackHeaders.MAX_NAME + 1), ""), new byte[0])
        }) {
            assertThat(code(scheme.judge(message, AT))).isEqualTo(ErrorCode.CALLBACK_TOO_LARGE);
        }
    }

    @Test
    void aSchemeOfTheHostThatThrowsIsAnswered() {
        CallbackScheme broken = new CallbackScheme() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public CallbackVerdict verify(CallbackMessage message, Instant now) {
                throw new IllegalStateException("no");
            }
        };

        CallbackVerdict verdict = broken.judge(message(Map.of(), ""), AT);
        assertThat(code(verdict)).isEqualTo(ErrorCode.SCHEME_FAILED);
        assertThat(code(verdict).httpStatus()).isEqualTo(500);
        assertThat(sentence(verdict)).contains("IllegalStateException");
    }

    private static Map<String, String> gitHub(String signature, String delivery) {
        return Map.of("X-Hub-Signature-256", signature, "X-GitHub-Delivery", delivery);
    }

    private static CallbackMessage stripe(String secret, Instant at, String body) {
        byte[] mac = SignatureAlgorithm.HMAC_SHA256.mac(
                CallbackKey.hmac("k", secret), utf8(at.getEpochSecond() + "." + body));
        return message(
                Map.of(
                        "Stripe-Signature",
                        "t=" + at.getEpochSecond() + ",v1=" + HexFormat.of().formatHex(mac)),
                body);
    }

    private static String mac(String signed) {
        return Base64.getEncoder().encodeToString(SignatureAlgorithm.HMAC_SHA256.mac(ADYEN, utf8(signed)));
    }

    private static String item(String signature, String fields) {
        return "{\"NotificationRequestItem\":{\"additionalData\":{\"hmacSignature\":\"" + signature + "\"}," + fields
                + "}}";
    }

    private static String items(String... items) {
        return "{\"live\":\"false\",\"notificationItems\":[" + String.join(",", items) + "]}";
    }
}
