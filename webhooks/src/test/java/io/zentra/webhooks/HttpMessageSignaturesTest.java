package io.zentra.webhooks;

import static io.zentra.webhooks.SchemeMessages.code;
import static io.zentra.webhooks.SchemeMessages.sentence;
import static io.zentra.webhooks.SchemeMessages.utf8;
import static io.zentra.webhooks.SchemeMessages.verified;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.greenbytes.http.sfv.InnerList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpMessageSignaturesTest {
    private static final Instant AT = Instant.ofEpochSecond(1_618_884_473);
    private static final String TARGET = "https://example.com/foo?param=Value&Pet=dog";
    private static final String BODY = "{\"hello\": \"world\"}";
    private static final String SHA512 =
            "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:";
    private static final String SHA256 = "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:";

    /** The keys of RFC 9421, appendix B.1; public halves. */
    private static final CallbackKey RSA = CallbackKey.pem("test-key-rsa", """
            MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAhAKYdtoeoy8zcAcR874L
            8cnZxKzAGwd7v36APp7Pv6Q2jdsPBRrwWEBnez6d0UDKDwGbc6nxfEXAy5mbhgaj
            zrw3MOEt8uA5txSKobBpKDeBLOsdJKFqMGmXCQvEG7YemcxDTRPxAleIAgYYRjTS
            d/QBwVW9OwNFhekro3RtlinV0a75jfZgkne/YiktSvLG34lw2zqXBDTC5NHROUqG
            TlML4PlNZS5Ri2U4aCNx2rUPRcKIlE0PuKxI4T+HIaFpv8+rdV6eUgOrB2xeI1dS
            FFn/nnv5OoZJEIB+VmuKn3DCUcCZSFlQPSXSfBDiUGhwOw76WuSSsf1D4b/vLoJ1
            0wIDAQAB
            """);

    private static final CallbackKey PSS = CallbackKey.pem("test-key-rsa-pss", """
            MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAr4tmm3r20Wd/PbqvP1s2
            +QEtvpuRaV8Yq40gjUR8y2Rjxa6dpG2GXHbPfvMs8ct+Lh1GH45x28Rw3Ry53mm+
            oAXjyQ86OnDkZ5N8lYbggD4O3w6M6pAvLkhk95AndTrifbIFPNU8PPMO7OyrFAHq
            gDsznjPFmTOtCEcN2Z1FpWgchwuYLPL+Wokqltd11nqqzi+bJ9cvSKADYdUAAN5W
            Utzdpiy6LbTgSxP7ociU4Tn0g5I6aDZJ7A8Lzo0KSyZYoA485mqcO0GVAdVw9lq4
            aOT9v6d+nb4bnNkQVklLQ3fVAvJm+xdDOp9LCNCN48V2pnDOkFV6+U9nV5oyc6XI
            2wIDAQAB
            """);
    private static final CallbackKey ECC = CallbackKey.pem("test-key-ecc-p256", """
            -----BEGIN PUBLIC KEY-----
            MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqIVYZVLCrPZHGHjP17CTW0/+D9Lf
            w0EkjqF7xB4FivAxzic30tMM4GF+hR6Dxh71Z50VGGdldkkDXZCnTNnoXQ==
            -----END PUBLIC KEY-----
            """);
    private static final CallbackKey ED25519 =
            CallbackKey.pem("test-key-ed25519", "MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=");
    private static final CallbackKey SHARED = CallbackKey.hmac(
            "test-shared-secret",
            Base64.getDecoder()
                    .decode(
                            "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ=="));

    private final HttpMessageSignatures strict = all().build();
    private final HttpMessageSignatures lax = all().requiring().withoutBody().build();

    /** Appendix B.2.1 to B.2.3, B.2.5 and B.2.6, section 3.2, and the proxy's of 4.3; what the default asks of them too. */
    @ParameterizedTest
    @CsvSource({
        "sig-b21, test-key-rsa-pss, SIGNATURE_INCOMPLETE",
        "sig-b22, test-key-rsa-pss, SIGNATURE_INCOMPLETE",
        "sig-b23, test-key-rsa-pss, ",
        "sig-b25, test-shared-secret, SIGNATURE_INCOMPLETE",
        "sig-b26, test-key-ed25519, SIGNATURE_INCOMPLETE",
        "sig1, test-key-rsa-pss, ",
        "proxy_sig, test-key-rsa, "
    })
    void thePublishedVectorsVerify(String label, String keyId, @Nullable ErrorCode strictly) throws IOException {
        boolean isProxy = label.equals("proxy_sig");
        Map<String, String> headers = vector(label);
        headers.put("forwarded", "for=192.0.2.123;host=example.com;proto=https");
        String target = isProxy ? TARGET.replace("example.com", "origin.host.internal.example") : TARGET;
        Instant now = isProxy ? AT.plusSeconds(7) : AT;
        CallbackMessage message = message(target, headers, BODY);

        CallbackVerdict.Verified verified = verified(lax.judge(message, now));
        assertThat(verified.keyId()).isEqualTo(keyId);
        assertThat(verified.sentAt()).contains(now);
        if (strictly == null) {
            assertThat(verified(strict.judge(message, now)).keyId()).isEqualTo(keyId);
        } else {
            assertThat(code(strict.judge(message, now))).isEqualTo(strictly);
        }
        byte[] signature = decoded(headers.getOrDefault("signature", ""));
        for (int i = 0; i < signature.length; i += 7) {
            signature[i] ^= 1;
            headers.put("signature", label + "=:" + Base64.getEncoder().encodeToString(signature) + ":");
            assertThat(code(lax.judge(message(target, headers, BODY), now))).isEqualTo(ErrorCode.SIGNATURE_INVALID);
            signature[i] ^= 1;
        }
    }

    /** Appendix B.2.4 is a response, which is no callback; its key and base are used as they stand. */
    @Test
    void thePublishedSignatureOfTheCurveVerifies() {
        byte[] base = utf8(
                "\"@status\": 200\n\"content-type\": application/json\n\"content-digest\": sha-512=:mEWXIS7MaLRuGgxO"
                        + "BdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:\n\"content-length\": 23\n"
                        + "\"@signature-params\": (\"@status\" \"content-type\" \"content-digest\" \"content-length\")"
                        + ";created=1618884473;keyid=\"test-key-ecc-p256\"");
        byte[] signature = Base64.getDecoder()
                .decode("wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==");

        assertThat(SignatureAlgorithm.ECDSA_P256_SHA256.verifies(ECC, signature, base))
                .isTrue();
        signature[5] ^= 1;
        assertThat(SignatureAlgorithm.ECDSA_P256_SHA256.verifies(ECC, signature, base))
                .isFalse();
        assertThat(SignatureAlgorithm.ECDSA_P256_SHA256.verifies(ECC, new byte[64], base))
                .isFalse();
    }

    @Test
    void theDigestMustBeThatOfTheBody() {
        String covered = "(\"@method\" \"content-digest\");created=1618884473";

        verified(strict.judge(signed(covered, TARGET, Map.of("content-digest", SHA256), BODY), AT));
        verified(strict.judge(signed(covered, TARGET, Map.of("content-digest", SHA256 + ", " + SHA512), BODY), AT));
        verified(strict.judge(signed(covered, TARGET, Map.of("content-digest", SHA256 + ", md5=:AAAA:"), BODY), AT));
        verified(strict.judge(signed("(\"@method\");created=1618884473", TARGET, Map.of(), ""), AT));
        CallbackMessage other = signed(covered, TARGET, Map.of("content-digest", SHA256), BODY + " ");
        assertThat(code(strict.judge(other, AT))).isEqualTo(ErrorCode.DIGEST_MISMATCH);
        String half = SHA256 + ", " + SHA512.replace("WZDP", "WZDQ");
        assertThat(code(strict.judge(signed(covered, TARGET, Map.of("content-digest", half), BODY), AT)))
                .isEqualTo(ErrorCode.DIGEST_MISMATCH);
        for (String unknown : new String[] {"md5=:AAAA:", ""}) {
            assertThat(code(strict.judge(signed(covered, TARGET, Map.of("content-digest", unknown), BODY), AT)))
                    .isEqualTo(ErrorCode.SIGNATURE_INCOMPLETE);
        }
        for (String malformed : new String[] {"sha-256=5", "sha-256=:%:", "SHA-256=abc"}) {
            assertThat(code(strict.judge(signed(covered, TARGET, Map.of("content-digest", malformed), BODY), AT)))
                    .as(malformed)
                    .isIn(ErrorCode.DIGEST_MISMATCH, ErrorCode.SIGNATURE_MISSING);
        }
    }

    @Test
    void aSignatureThatLeavesTheBodyOutIsRefused() {
        CallbackMessage message =
                signed("(\"@method\");created=1618884473", TARGET, Map.of("content-digest", SHA256), BODY);

        assertThat(code(strict.judge(message, AT))).isEqualTo(ErrorCode.SIGNATURE_INCOMPLETE);
        assertThat(sentence(strict.judge(message, AT))).contains("does not cover [content-digest]");
        verified(all().withoutBody().build().judge(message, AT));
        assertThat(code(all().requiring("@method", "@target-uri")
                        .withoutBody()
                        .build()
                        .judge(message, AT)))
                .isEqualTo(ErrorCode.SIGNATURE_INCOMPLETE);
    }

    @Test
    void aComponentOfASectionOfAFieldDoesNotCoverTheField() {
        CallbackMessage message = signed(
                "(\"@method\" \"content-digest\";key=\"sha-256\");created=1618884473",
                TARGET,
                Map.of("content-digest", SHA256),
                BODY);

        assertThat(code(strict.judge(message, AT))).isEqualTo(ErrorCode.SIGNATURE_INCOMPLETE);
    }

    /** RFC 9421, 2.2: what each derived component is. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "@method | https://www.example.com/path?param=value | POST",
                "@target-uri | https://www.example.com/path?param=value | https://www.example.com/path?param=value",
                "@authority | https://WWW.Example.com:443/path | www.example.com",
                "@authority | http://www.example.com:8080/path | www.example.com:8080",
                "@authority | http://www.example.com:80 | www.example.com",
                "@scheme | HTTPS://www.example.com/ | https",
                "@request-target | https://www.example.com/path?param=value | /path?param=value",
                "@request-target | https://www.example.com/path | /path",
                "@path | https://www.example.com/path?param=value | /path",
                "@path | https://www.example.com | /",
                "@query | https://www.example.com/path?param=value&foo=bar&baz=bat%2Dman | ?param=value&foo=bar&baz=bat%2Dman",
                "@query | https://www.example.com/path?queryString | ?queryString",
                "@query | https://www.example.com/path | ?",
                "@query-param;name=\"baz\" | https://a.example/p?param=value&baz=bat%2Dman&qux= | bat-man",
                "@query-param;name=\"qux\" | https://a.example/p?param=value&baz=bat%2Dman&qux= | ''",
                "@query-param;name=\"var\" | https://a.example/p?var=this%20is%20a%20big%0Amultiline%20value | this%20is%20a%20big%0Amultiline%20value",
                "@query-param;name=\"bar\" | https://a.example/p?bar=with+plus+whitespace | with%20plus%20whitespace",
                "@query-param;name=\"fa%C3%A7ade%22%3A%20\" | https://a.example/p?fa%C3%A7ade%22%3A%20=something | something"
            })
    void derivesWhatTheStandardSays(String component, String target, String value) {
        int end = component.indexOf(';') < 0 ? component.length() : component.indexOf(';');
        String quoted = "\"" + component.substring(0, end) + "\"" + component.substring(end);
        String input = "(" + quoted + ");created=1618884473";
        byte[] base = utf8(quoted + ": " + value + "\n\"@signature-params\": " + input);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("signature-input", "s=" + input);
        headers.put(
                "signature",
                "s=:" + Base64.getEncoder().encodeToString(SignatureAlgorithm.HMAC_SHA256.mac(SHARED, base)) + ":");

        verified(lax.judge(message(target, headers, ""), AT));
    }

    /** RFC 9421, 2.1: lines of a field joined, space around them dropped, empty ones kept. */
    @Test
    void joinsTheLinesOfAField() {
        String input = "(\"cache-control\" \"x-empty\" \"x-ows\");created=1618884473";
        byte[] base =
                utf8("\"cache-control\": max-age=60, must-revalidate\n\"x-empty\": \n\"x-ows\": Leading and trailing"
                        + " whitespace.\n\"@signature-params\": " + input);
        CallbackHeaders headers = CallbackHeaders.builder()
                .add("X-Ows", "  Leading and trailing whitespace.\t ")
                .add("Cache-Control", "max-age=60")
                .add("X-Empty", "")
                .add("Cache-Control", "    must-revalidate")
                .add("Signature-Input", "s=" + input)
                .add(
                        "Signature",
                        "s=:" + Base64.getEncoder().encodeToString(SignatureAlgorithm.HMAC_SHA256.mac(SHARED, base))
                                + ":")
                .build();

        verified(lax.judge(CallbackMessage.of("POST", TARGET, headers, new byte[0]), AT));
    }

    /** A line break in a value would be a line of what is signed that nobody signed. */
    @Test
    void aValueCannotBringLinesOfItsOwn() {
        CallbackMessage message =
                signed("(\"x-a\");created=1618884473", TARGET, Map.of("x-a", "1\n\"@method\": GET"), "");

        assertThat(sentence(lax.judge(message, AT))).contains("outside printable ASCII");
    }

    @Test
    void timesAreToleratedExactlySoFar() {
        CallbackMessage message = signed("();created=1618884473;expires=1618884533", TARGET, Map.of(), "");

        verified(lax.judge(message, AT.plusSeconds(60)));
        verified(lax.judge(message, AT.minusSeconds(300)));
        assertThat(sentence(lax.judge(message, AT.plusSeconds(60).plusNanos(1))))
                .startsWith("the signature expired at ");
        assertThat(code(lax.judge(message, AT.minusSeconds(300).minusNanos(1)))).isEqualTo(ErrorCode.SIGNATURE_STALE);
        CallbackMessage lasting = signed("();created=1618884473", TARGET, Map.of(), "");
        verified(lax.judge(lasting, AT.plusSeconds(300)));
        assertThat(code(lax.judge(lasting, AT.plusSeconds(301)))).isEqualTo(ErrorCode.SIGNATURE_STALE);
        HttpMessageSignatures patient = all().requiring()
                .withoutBody()
                .tolerance(Tolerance.of(Duration.ofHours(1)))
                .build();
        verified(patient.judge(lasting, AT.plusSeconds(301)));
        assertThat(code(lax.judge(signed("();keyid=\"test-shared-secret\"", TARGET, Map.of(), ""), AT)))
                .isEqualTo(ErrorCode.SIGNATURE_INCOMPLETE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "();created=1618884473;keyid=\"other\" | SIGNATURE_INVALID",
                "();created=1618884473;alg=\"ed25519\" | SIGNATURE_INVALID",
                "();created=1618884473;keyid=5 | SIGNATURE_MISSING",
                "();created=\"1618884473\" | SIGNATURE_MISSING",
                "();created=-5 | SIGNATURE_MISSING",
                "();created=1618884473;nonce=7 | SIGNATURE_MISSING",
                "(\"@method\" \"@method\");created=1618884473 | SIGNATURE_MISSING",
                "(\"@status\");created=1618884473 | SIGNATURE_MISSING",
                "(\"x-absent\");created=1618884473 | SIGNATURE_MISSING",
                "(\"@method\";req);created=1618884473 | SIGNATURE_MISSING",
                "(\"content-type\";bs);created=1618884473 | SIGNATURE_MISSING",
                "(\"@query-param\";name=\"none\");created=1618884473 | SIGNATURE_MISSING",
                "(\"@query-param\");created=1618884473 | SIGNATURE_MISSING",
                "(method);created=1618884473 | SIGNATURE_MISSING",
                "(1);created=1618884473 | SIGNATURE_MISSING",
                "1 | SIGNATURE_MISSING",
                "(\"@method\" | SIGNATURE_MISSING"
            })
    void whatCannotBeVerifiedIsRefusedWithACode(String input, ErrorCode code) {
        CallbackVerdict verdict =
                lax.judge(message(TARGET, Map.of("signature-input", "s=" + input, "signature", "s=:AAAA:"), ""), AT);

        assertThat(code(verdict)).isEqualTo(code);
        assertThat(sentence(verdict)).hasSizeGreaterThan(30);
    }

    @Test
    void oneOfSeveralSignaturesIsEnoughIfItHasAllThatIsAsked() {
        CallbackMessage one = signed("(\"@method\");created=1618884473;tag=\"pay\"", TARGET, Map.of(), "");
        String input = "s0=();created=1618884473, "
                + one.headers().all("signature-input").get(0);
        String signature = "s0=:AAAA:, " + one.headers().all("signature").get(0);
        CallbackMessage both = message(TARGET, Map.of("signature-input", input, "signature", signature), "");

        verified(strict.judge(both, AT));
        verified(all().tag("pay").build().judge(both, AT));
        assertThat(code(all().tag("other").build().judge(both, AT))).isEqualTo(ErrorCode.SIGNATURE_MISSING);
        StringBuilder many = new StringBuilder("s=();created=1");
        for (int i = 0; i < 8; i++) {
            many.append(", s").append(i).append("=();created=1");
        }
        for (Map<String, String> headers : List.of(
                Map.of("signature-input", many.toString(), "signature", "s=:AAAA:"),
                Map.of("signature-input", input),
                Map.of("signature", signature),
                Map.of("signature-input", input, "signature", "other=:AAAA:"),
                Map.of("signature-input", input, "signature", "%"),
                Map.of("signature-input", "", "signature", ""),
                Map.of("signature-input", "s=()" + ";a".repeat(10_000), "signature", "s=:AAAA:"))) {
            assertThat(code(strict.judge(message(TARGET, headers, ""), AT)))
                    .isIn(ErrorCode.SIGNATURE_MISSING, ErrorCode.SIGNATURE_INCOMPLETE, ErrorCode.SIGNATURE_INVALID);
        }
    }

    @Test
    void theIdIsBelievedOnlyIfItIsCovered() {
        HttpMessageSignatures scheme = all().id("x-event-id").build();
        Map<String, String> headers = Map.of("x-event-id", "evt_1");

        CallbackVerdict.Verified covered = verified(
                scheme.judge(signed("(\"@method\" \"x-event-id\");created=1618884473", TARGET, headers, ""), AT));
        CallbackVerdict.Verified bare =
                verified(scheme.judge(signed("(\"@method\");created=1618884473", TARGET, headers, ""), AT));
        assertThat(covered.messageId()).contains("evt_1");
        assertThat(covered.isIdSigned()).isTrue();
        assertThat(bare.isIdSigned()).isFalse();
    }

    @Test
    void anAlgorithmIsOneOfTheStandardsForTheKey() {
        assertThatThrownBy(() -> HttpMessageSignatures.builder().key(SHARED, SignatureAlgorithm.ED25519))
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION));
        assertThatThrownBy(() -> HttpMessageSignatures.builder().key(SHARED, SignatureAlgorithm.HMAC_SHA512))
                .isInstanceOf(ZentraException.class);
        assertThatThrownBy(() -> HttpMessageSignatures.builder().build()).isInstanceOf(ZentraException.class);
    }

    private static HttpMessageSignatures.Builder all() {
        return HttpMessageSignatures.builder()
                .key(PSS)
                .key(RSA, SignatureAlgorithm.RSA_V1_5_SHA256)
                .key(ECC)
                .key(ED25519)
                .key(SHARED);
    }

    /** Signs with the shared secret over what the message itself derives. */
    private static CallbackMessage signed(String input, String target, Map<String, String> fields, String body) {
        Map<String, String> headers = new LinkedHashMap<>(fields);
        headers.put("signature-input", "s=" + input);
        CallbackMessage unsigned = message(target, headers, body);
        byte[] base;
        try {
            base = SignedComponents.of(unsigned, (InnerList) Objects.requireNonNull(StructuredFields.dictionary(
                            "signature-input", unsigned.headers().all("signature-input"))
                    .get("s")));
        } catch (Refusal unsignable) {
            base = new byte[0];
        }
        headers.put(
                "signature",
                "s=:" + Base64.getEncoder().encodeToString(SignatureAlgorithm.HMAC_SHA256.mac(SHARED, base)) + ":");
        return message(target, headers, body);
    }

    private static CallbackMessage message(String target, Map<String, String> headers, String body) {
        return CallbackMessage.of("POST", target, CallbackHeaders.of(headers), utf8(body));
    }

    private static Map<String, String> vector(String label) throws IOException {
        try (InputStream file =
                Objects.requireNonNull(HttpMessageSignaturesTest.class.getResourceAsStream("rfc9421.tsv"))) {
            String[] row = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t", -1))
                    .filter(cells -> cells[0].equals(label))
                    .findFirst()
                    .orElseThrow();
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Host", "example.com");
            headers.put("Date", "Tue, 20 Apr 2021 02:07:55 GMT");
            headers.put("Content-Type", "application/json");
            headers.put("Content-Digest", SHA512);
            headers.put("Content-Length", "18");
            headers.put("signature-input", label + "=" + row[1]);
            headers.put("signature", label + "=:" + row[2] + ":");
            return headers;
        }
    }

    private static byte[] decoded(String field) {
        return Base64.getDecoder().decode(field.substring(field.indexOf(':') + 1, field.length() - 1));
    }
}
