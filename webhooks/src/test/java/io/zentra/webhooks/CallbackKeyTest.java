package io.zentra.webhooks;

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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallbackKeyTest {
    private static final Instant AT = Instant.parse("2026-11-21T09:00:00Z");

    @Test
    void isValidBetweenItsTimesBothIncluded() {
        CallbackKey key = CallbackKey.hmac("k", "12345678").notBefore(AT).notAfter(AT.plusSeconds(1));

        assertThat(key.isValidAt(AT.minusNanos(1))).isFalse();
        assertThat(key.isValidAt(AT)).isTrue();
        assertThat(key.isValidAt(AT.plusSeconds(1))).isTrue();
        assertThat(key.isValidAt(AT.plusSeconds(1).plusNanos(1))).isFalse();
        assertThat(CallbackKey.hmac("k", "12345678").isValidAt(Instant.MIN)).isTrue();
        assertThat(key.notBefore()).contains(AT);
        assertThat(key.notAfter()).contains(AT.plusSeconds(1));
    }

    @Test
    void nothingOfAKeyIsPrinted() {
        String text = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        CallbackKey key = StandardKeys.parse("2026", text).notBefore(AT);

        assertThat(key).hasToString("CallbackKey[2026, 2026-11-21T09:00:00Z to ]");
        assertThat(StandardKeys.reveal(key)).isEqualTo(text);
    }

    @Test
    void readsBackWhatItReveals() {
        CallbackKey pair = StandardKeys.generatePair("2026");
        CallbackKey half = StandardKeys.publicHalf(pair);
        byte[] signature = SignatureAlgorithm.ED25519.sign(pair, new byte[] {1});

        assertThat(StandardKeys.reveal(pair)).startsWith("whsk_");
        assertThat(StandardKeys.reveal(half)).startsWith("whpk_");
        assertThat(half.material().canSign()).isFalse();
        CallbackKey read = StandardKeys.parse("x", StandardKeys.reveal(half));
        assertThat(SignatureAlgorithm.ED25519.verifies(read, signature, new byte[] {1}))
                .isTrue();
        assertThat(SignatureAlgorithm.ED25519.verifies(read, signature, new byte[] {2}))
                .isFalse();
        CallbackKey again = StandardKeys.parse("x", StandardKeys.reveal(pair));
        assertThat(SignatureAlgorithm.ED25519.sign(again, new byte[] {1})).isEqualTo(signature);
        assertThat(StandardKeys.reveal(StandardKeys.generateSecret("a")))
                .isNotEqualTo(StandardKeys.reveal(StandardKeys.generateSecret("a")));
    }

    @Test
    void refusesMalformedKeysAndShowsNothingOfThem() {
        String foreign = StandardKeys.reveal(StandardKeys.generatePair("a"));
        String mixed = foreign.substring(0, 40)
                + StandardKeys.reveal(StandardKeys.generatePair("b")).substring(40);
        for (String text : new String[] {
            "secret",
            "whsec_%%%",
            "whsec_AAAA",
            "whsec_" + "A".repeat(100),
            "whpk_AAAA",
            "whsk_AAAA",
            mixed,
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS",
            "whsec_"
        }) {
            assertThatThrownBy(() -> StandardKeys.parse("k", text))
                    .as(text)
                    .isInstanceOfSatisfying(ZentraException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.INVALID_SECRET);
                        assertThat(e.getMessage()).doesNotContain("%%%", "AAAA", "MfKQ");
                    });
        }
        assertThatThrownBy(() -> AdyenWebhooks.key("k", "this is not hexadecimal"))
                .isInstanceOfSatisfying(ZentraException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.INVALID_SECRET);
                    assertThat(e.getMessage()).doesNotContain("this is not");
                });
        assertThatThrownBy(() -> CallbackKey.hmac("k", "1234567")).isInstanceOf(ZentraException.class);
        assertThatThrownBy(() -> CallbackKey.hmac("k", new byte[1_025])).isInstanceOf(ZentraException.class);
        assertThatThrownBy(() -> CallbackKey.hmac("no space", "12345678")).isInstanceOf(ZentraException.class);
        for (String text : new String[] {"", "%", "AAAA", "A".repeat(9_000)}) {
            assertThatThrownBy(() -> CallbackKey.pem("k", text)).isInstanceOf(ZentraException.class);
        }
    }

    @Test
    void takesTheKindsThatAreStrongEnough() throws GeneralSecurityException {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(1_024);
        KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
        curve.initialize(new ECGenParameterSpec("secp384r1"));

        for (KeyPair weak : new KeyPair[] {
            rsa.generateKeyPair(),
            curve.generateKeyPair(),
            KeyPairGenerator.getInstance("Ed448").generateKeyPair()
        }) {
            assertThatThrownBy(() -> CallbackKey.publicKey("k", weak.getPublic()))
                    .isInstanceOfSatisfying(
                            ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_SECRET));
        }
        curve.initialize(new ECGenParameterSpec("secp256r1"));
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(curve.generateKeyPair().getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        assertThat(CallbackKey.pem("k", pem).material().family()).isEqualTo(KeyMaterial.Family.P256);
    }

    @Test
    void aSchemeHasOneToEightKeysOfItsKindWithIdsOfTheirOwn() {
        CallbackKey[] nine = IntStream.range(0, 9)
                .mapToObj(i -> CallbackKey.hmac("k" + i, "12345678"))
                .toArray(CallbackKey[]::new);
        CallbackKey one = nine[0];

        for (CallbackKey[] wrong : new CallbackKey[][] {{}, nine, {one, one}, {StandardKeys.generatePair("p")}}) {
            assertThatThrownBy(() -> StripeWebhooks.of(wrong))
                    .isInstanceOfSatisfying(
                            ZentraException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION));
        }
    }
}
