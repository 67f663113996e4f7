package io.zentra.webhooks;

import static io.zentra.webhooks.SchemeMessages.code;
import static io.zentra.webhooks.SchemeMessages.utf8;
import static io.zentra.webhooks.SchemeMessages.verified;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HeaderSignaturesTest {
    private static final Instant AT = Instant.parse("2026-11-21T09:00:00.123Z");
    private static final CallbackKey SECRET = CallbackKey.hmac("2026", "a secret of the host");

    @ParameterizedTest
    @EnumSource(SignatureAlgorithm.class)
    void everyAlgorithmVerifiesWhatItSigned(SignatureAlgorithm algorithm) throws GeneralSecurityException {
        CallbackKey key = key(algorithm);
        CallbackScheme scheme = HeaderSignatures.named("acme_pay")
                .algorithm(algorithm)
                .header("x-signature")
                .encoding(SignatureEncoding.BASE64)
                .signs("v0:{body}")
                .keys(key)
                .build();
        byte[] body = {0, (byte) 0xff, (byte) 0xfe, 10};
        byte[] signature = algorithm.sign(key, utf8("v0:"), body);

        assertThat(verified(scheme.judge(message(signature, body), AT)).keyId()).isEqualTo("k");
        for (int i = 0; i < body.length; i++) {
            byte[] other = body.clone();
            other[i] ^= 1;
            assertThat(code(scheme.judge(message(signature, other), AT))).isEqualTo(ErrorCode.SIGNATURE_INVALID);
        }
        for (int i = 0; i < signature.length; i += 5) {
            byte[] other = signature.clone();
            other[i] ^= 4;
            assertThat(code(scheme.judge(message(other, body), AT))).isEqualTo(ErrorCode.SIGNATURE_INVALID);
        }
        for (byte[] wrong : new byte[][] {{1}, new byte[64], new byte[1_500]}) {
            assertThat(code(scheme.judge(message(wrong, body), AT))).isEqualTo(ErrorCode.SIGNATURE_INVALID);
        }
    }

    @Test
    void signsWhatThePatternSays() {
        CallbackScheme scheme = hmac(builder -> builder.signs(
                        "{timestamp}|{id}|{method}|{target}|{authority}|{path}|{query}|{header:X-Nonce}|{body}|")
                .timestamp("x-time", TimestampUnit.MILLISECONDS)
                .id("x-id"));
        String time = String.valueOf(AT.toEpochMilli());
        String target = "https://Pay.example:443/a/b?c=d";
        byte[] signed = utf8(time + "|evt_1|POST|" + target + "|pay.example|/a/b|?c=d|n1|{}|");
        Map<String, String> headers = new LinkedHashMap<>(Map.of("x-time", time, "x-id", "evt_1", "x-nonce", "n1"));
        headers.put("x-signature", hex(signed));
        CallbackMessage message = CallbackMessage.of("POST", target, CallbackHeaders.of(headers), utf8("{}"));

        CallbackVerdict.Verified verified = verified(scheme.judge(message, AT));
        assertThat(verified.messageId()).contains("evt_1");
        assertThat(verified.isIdSigned()).isTrue();
        assertThat(verified.sentAt()).contains(AT);
        assertThat(code(scheme.judge(message, AT.plusSeconds(301)))).isEqualTo(ErrorCode.SIGNATURE_STALE);
        assertThat(code(scheme.judge(message, AT.minusSeconds(301)))).isEqualTo(ErrorCode.SIGNATURE_STALE);
        for (String name : headers.keySet()) {
            Map<String, String> fewer = new LinkedHashMap<>(headers);
            fewer.remove(name);
            assertThat(code(scheme.judge(
                            CallbackMessage.of("POST", target, CallbackHeaders.of(fewer), utf8("{}")), AT)))
                    .as(name)
                    .isEqualTo(ErrorCode.SIGNATURE_MISSING);
        }
        assertThat(code(scheme.judge(CallbackMessage.of("PUT", target, CallbackHeaders.of(headers), utf8("{}")), AT)))
                .isEqualTo(ErrorCode.SIGNATURE_INVALID);
        headers.put("x-id", "evt_2");
        assertThat(code(scheme.judge(CallbackMessage.of("POST", target, CallbackHeaders.of(headers), utf8("{}")), AT)))
                .isEqualTo(ErrorCode.SIGNATURE_INVALID);
        headers.put("x-id", "evt 1");
        assertThat(code(scheme.judge(CallbackMessage.of("POST", target, CallbackHeaders.of(headers), utf8("{}")), AT)))
                .isEqualTo(ErrorCode.SIGNATURE_MISSING);
    }

    @Test
    void readsEachEncodingInItsOneForm() {
        byte[] mac = SignatureAlgorithm.HMAC_SHA256.mac(SECRET, utf8("{}"));
        String hex = HexFormat.of().formatHex(mac);
        String base64 = Base64.getEncoder().encodeToString(mac);
        String url = Base64.getUrlEncoder().encodeToString(mac);

        accepts(SignatureEncoding.HEX, hex);
        refuses(SignatureEncoding.HEX, hex.toUpperCase(Locale.ROOT), hex + "0", "0x" + hex, base64);
        accepts(SignatureEncoding.HEX_ANY_CASE, hex, hex.toUpperCase(Locale.ROOT));
        accepts(SignatureEncoding.BASE64, base64);
        refuses(
                SignatureEncoding.BASE64,
                base64.replace("=", ""),
                base64 + "=",
                base64 + "\n=",
                hex,
                "A".repeat(3_000));
        accepts(SignatureEncoding.BASE64URL, url, url.replace("=", ""));
        char last = base64.charAt(base64.length() - 2);
        refuses(SignatureEncoding.BASE64, base64.substring(0, base64.length() - 2) + (char) (last + 1) + "=");
    }

    @Test
    void takesOneOfSeveralSignatures() {
        CallbackScheme scheme =
                hmac(builder -> builder.signs("{body}").prefix("v1=").separator(","));
        String own = "v1=" + hex(utf8("{}"));

        verified(scheme.judge(CallbackMessage.of(Map.of("x-signature", "v1=00, v2=zz ," + own), utf8("{}")), AT));
        assertThat(code(scheme.judge(CallbackMessage.of(Map.of("x-signature", "v2=00"), utf8("{}")), AT)))
                .isEqualTo(ErrorCode.SIGNATURE_MISSING);
        assertThat(code(scheme.judge(
                        CallbackMessage.of(Map.of("x-signature", "v1=00,".repeat(16) + own), utf8("{}")), AT)))
                .isEqualTo(ErrorCode.SIGNATURE_MISSING);
    }

    @Test
    void takesFewerSignaturesOfPublicKeys() throws GeneralSecurityException {
        CallbackKey key = key(SignatureAlgorithm.ED25519);
        CallbackScheme scheme = hmac(builder -> builder.signs("{body}")
                .algorithm(SignatureAlgorithm.ED25519)
                .keys(key)
                .separator(","));
        String own = HexFormat.of().formatHex(SignatureAlgorithm.ED25519.sign(key, utf8("{}")));

        verified(scheme.judge(CallbackMessage.of(Map.of("x-signature", "00,".repeat(3) + own), utf8("{}")), AT));
        assertThat(code(scheme.judge(CallbackMessage.of(Map.of("x-signature", "00,".repeat(4) + own), utf8("{}")), AT)))
                .isEqualTo(ErrorCode.SIGNATURE_MISSING);
    }

    @Test
    void refusesASchemeThatCannotBeMeant() {
        UnaryOperator<HeaderSignatures.Builder> plain = builder -> builder.signs("{body}");
        hmac(plain);
        for (UnaryOperator<HeaderSignatures.Builder> wrong : List.<UnaryOperator<HeaderSignatures.Builder>>of(
                builder -> builder,
                builder -> builder.signs("{timestamp}"),
                builder -> builder.signs("{body"),
                builder -> builder.signs("{body}{boddy}"),
                builder -> builder.signs("{body}{header:a b}"),
                builder -> builder.signs("{body}" + "x".repeat(500)),
                builder -> builder.signs("{timestamp}.{body}"),
                builder -> builder.signs("{body}").timestamp("x-time", TimestampUnit.SECONDS),
                builder -> builder.signs("{id}{body}"),
                builder -> plain.apply(builder).keys(),
                builder -> plain.apply(builder).algorithm(SignatureAlgorithm.ED25519))) {
            assertThatThrownBy(() -> hmac(wrong))
                    .isInstanceOfSatisfying(
                            ZentraException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION));
        }
        for (String name : new String[] {"", "Name", "a-b", "x".repeat(41)}) {
            assertThatThrownBy(() -> HeaderSignatures.named(name)).isInstanceOf(ZentraException.class);
        }
    }

    private static void accepts(SignatureEncoding encoding, String... texts) {
        CallbackScheme scheme = hmac(builder -> builder.signs("{body}").encoding(encoding));
        for (String text : texts) {
            verified(scheme.judge(CallbackMessage.of(Map.of("x-signature", text), utf8("{}")), AT));
        }
    }

    private static void refuses(SignatureEncoding encoding, String... texts) {
        CallbackScheme scheme = hmac(builder -> builder.signs("{body}").encoding(encoding));
        for (String text : texts) {
            assertThat(code(scheme.judge(CallbackMessage.of(Map.of("x-signature", text), utf8("{}")), AT)))
                    .as(text)
                    .isIn(ErrorCode.SIGNATURE_MISSING, ErrorCode.SIGNATURE_INVALID);
        }
    }

    private static HeaderSignatures hmac(UnaryOperator<HeaderSignatures.Builder> more) {
        return more.apply(HeaderSignatures.named("acme_pay")
                        .algorithm(SignatureAlgorithm.HMAC_SHA256)
                        .header("x-signature")
                        .encoding(SignatureEncoding.HEX)
                        .keys(SECRET))
                .build();
    }

    private static CallbackMessage message(byte[] signature, byte[] body) {
        return CallbackMessage.of(Map.of("X-Signature", Base64.getEncoder().encodeToString(signature)), body);
    }

    private static String hex(byte[] signed) {
        return HexFormat.of().formatHex(SignatureAlgorithm.HMAC_SHA256.mac(SECRET, signed));
    }

    private static CallbackKey key(SignatureAlgorithm algorithm) throws GeneralSecurityException {
        return switch (algorithm.family()) {
            case SECRET -> CallbackKey.hmac("k", "a secret of the host");
            case RSA -> CallbackKey.keyPair("k", pair("RSA"));
            case P256 -> CallbackKey.keyPair("k", pair("EC"));
            case ED25519 -> CallbackKey.keyPair("k", pair("Ed25519"));
        };
    }

    private static KeyPair pair(String family) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(family);
        if (family.equals("EC")) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        }
        return generator.generateKeyPair();
    }
}
