package io.zentra.webhooks.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SecretCipherTest {
    private static final byte[] SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".getBytes(StandardCharsets.US_ASCII);
    private static final SecretOwner OWNER = owner("acme", "endpoint_1");
    private static final byte[] FIRST_KEY = key(1);
    private static final byte[] SECOND_KEY = key(2);

    private final LocalKeys keys = LocalKeys.of("2025", FIRST_KEY);
    private final SecretCipher cipher = SecretCipher.of(keys);

    @Test
    void opensWhatItSealed() {
        Set<String> envelopes = new HashSet<>();
        for (int length : new int[] {1, 32, SecretCipher.MAX_SECRET_BYTES}) {
            byte[] secret = new byte[length];
            new Random(length).nextBytes(secret);
            byte[] stored = cipher.seal(OWNER, secret).bytes();

            assertThat(cipher.open(OWNER, SealedSecret.parse(stored))).isEqualTo(secret);
            assertThat(SealedSecret.parse(stored).bytes()).isEqualTo(stored);
            assertThat(stored.length).isLessThan(length + 140);
        }
        for (int i = 0; i < 100; i++) {
            envelopes.add(Arrays.toString(cipher.seal(OWNER, SECRET).bytes()));
        }
        assertThat(envelopes).as("the same secret is never the same bytes").hasSize(100);
    }

    @Test
    void theEnvelopeHoldsNothingOfTheSecretAndPrintsLess() {
        SealedSecret sealed = cipher.seal(OWNER, SECRET);

        assertThat(new String(sealed.bytes(), StandardCharsets.ISO_8859_1))
                .doesNotContain("whsec")
                .contains("2025");
        assertThat(sealed).hasToString("SealedSecret[2025, " + sealed.bytes().length + " bytes]");
        assertThat(keys).hasToString("LocalKeys[2025]");
        assertThat(sealed.keyId()).isEqualTo("2025");
    }

    @Test
    void nobodyElsesEnvelopeOpens() {
        SealedSecret sealed = cipher.seal(OWNER, SECRET);

        for (SecretOwner other : List.of(
                owner("acme", "endpoint_2"),
                owner("globex", "endpoint_1"),
                owner("acme2", "endpoint_1"),
                owner("acm", "eendpoint_1"),
                owner("acme", "endpoint_11"))) {
            refused(ErrorCode.SECRET_UNREADABLE, () -> cipher.open(other, sealed));
            refused(
                    ErrorCode.SECRET_UNREADABLE,
                    () -> SecretCipher.of(LocalKeys.of("2026", SECOND_KEY).and("2025", FIRST_KEY))
                            .rewrap(other, sealed));
        }
        refused(
                ErrorCode.SECRET_UNREADABLE,
                () -> SecretCipher.of(LocalKeys.of("2025", SECOND_KEY)).open(OWNER, sealed));
    }

    @Test
    void everyFlippedBitIsRefused() {
        byte[] stored = cipher.seal(OWNER, SECRET).bytes();
        for (int i = 0; i < stored.length * 8; i++) {
            byte[] flipped = stored.clone();
            flipped[i / 8] ^= (byte) (1 << (i % 8));
            assertThatThrownBy(() -> cipher.open(OWNER, SealedSecret.parse(flipped)))
                    .as("bit %d of byte %d", i % 8, i / 8)
                    .isInstanceOfSatisfying(
                            ZentraException.class,
                            e -> assertThat(e.code()).isIn(ErrorCode.SECRET_UNREADABLE, ErrorCode.UNKNOWN_SEALING_KEY));
        }
        for (int length = 0; length < stored.length; length++) {
            byte[] shorter = Arrays.copyOf(stored, length);
            refused(ErrorCode.SECRET_UNREADABLE, () -> cipher.open(OWNER, SealedSecret.parse(shorter)));
        }
        refused(
                ErrorCode.SECRET_UNREADABLE,
                () -> cipher.open(OWNER, SealedSecret.parse(Arrays.copyOf(stored, stored.length + 1))));
        refused(ErrorCode.SECRET_UNREADABLE, () -> SealedSecret.parse(new byte[SealedSecret.MAX_BYTES + 1]));
    }

    /** Parts of two envelopes of one owner are no third. */
    @Test
    void partsOfTwoEnvelopesAreNoThird() {
        SealedSecret one = cipher.seal(OWNER, SECRET);
        SealedSecret other = cipher.seal(OWNER, SECRET);

        refused(
                ErrorCode.SECRET_UNREADABLE,
                () -> cipher.open(OWNER, new SealedSecret("2025", one.wrappedKey(), other.secret())));
    }

    @Test
    void wrapsAgainUnderANewerKeyWhileBothAreThere() {
        SealedSecret old = cipher.seal(OWNER, SECRET);
        SecretCipher both = SecretCipher.of(LocalKeys.of("2026", SECOND_KEY).and("2025", FIRST_KEY));
        SecretCipher later = SecretCipher.of(LocalKeys.of("2026", SECOND_KEY));

        assertThat(cipher.isOutdated(old)).isFalse();
        assertThat(both.isOutdated(old)).isTrue();
        SealedSecret newer = both.rewrap(OWNER, old);
        assertThat(newer.keyId()).isEqualTo("2026");
        assertThat(both.rewrap(OWNER, newer)).isSameAs(newer);
        assertThat(both.open(OWNER, old)).isEqualTo(SECRET);
        assertThat(both.open(OWNER, newer)).isEqualTo(SECRET);
        assertThat(later.open(OWNER, newer)).isEqualTo(SECRET);
        refused(ErrorCode.UNKNOWN_SEALING_KEY, () -> later.open(OWNER, old));
        refused(ErrorCode.UNKNOWN_SEALING_KEY, () -> later.rewrap(OWNER, old));
        assertThatThrownBy(() -> later.open(OWNER, old))
                .hasMessageContaining("under the key 2025, which was not given");
    }

    @Test
    void aProviderThatFailsHasACode() {
        SealedSecret sealed = cipher.seal(OWNER, SECRET);

        for (KeyProvider broken : List.of(
                provider(() -> {
                    throw new IllegalStateException("the service is away");
                }),
                provider(() -> new byte[31]),
                provider(() -> new byte[SecretCipher.MAX_WRAPPED_BYTES + 1]))) {
            refused(ErrorCode.KEY_PROVIDER_FAILED, () -> SecretCipher.of(broken).open(OWNER, sealed));
        }
        refused(
                ErrorCode.KEY_PROVIDER_FAILED,
                () -> SecretCipher.of(provider(() -> new byte[SecretCipher.MAX_WRAPPED_BYTES + 1]))
                        .seal(OWNER, SECRET));
    }

    @Test
    void refusesWhatCannotBeMeant() {
        refused(ErrorCode.INVALID_SECRET, () -> cipher.seal(OWNER, new byte[0]));
        refused(ErrorCode.INVALID_SECRET, () -> cipher.seal(OWNER, new byte[SecretCipher.MAX_SECRET_BYTES + 1]));
        refused(ErrorCode.INVALID_ID, () -> owner("acme", ""));
        refused(ErrorCode.INVALID_ID, () -> owner("acme", "a b"));
        refused(ErrorCode.INVALID_ID, () -> owner("acme", "x".repeat(SecretOwner.MAX_ID + 1)));
        refused(ErrorCode.INVALID_CONFIGURATION, () -> LocalKeys.of("2025", new byte[31]));
        refused(ErrorCode.INVALID_CONFIGURATION, () -> LocalKeys.of("a b", FIRST_KEY));
        refused(ErrorCode.INVALID_CONFIGURATION, () -> keys.and("2025", SECOND_KEY));
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static SecretOwner owner(String tenant, String id) {
        return new SecretOwner(TenantId.of(tenant), id);
    }

    private static byte[] key(int seed) {
        byte[] key = new byte[32];
        new Random(seed).nextBytes(key);
        return key;
    }

    private static KeyProvider provider(Supplier<byte[]> answer) {
        return new KeyProvider() {
            @Override
            public String currentKeyId() {
                return "2025";
            }

            @Override
            public byte[] wrap(String keyId, byte[] key, byte[] context) {
                return answer.get();
            }

            @Override
            public byte[] unwrap(String keyId, byte[] wrapped, byte[] context) {
                return answer.get();
            }
        };
    }
}
