package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.TenantId;
import io.zentra.webhooks.secret.LocalKeys;
import io.zentra.webhooks.secret.SealedSecret;
import io.zentra.webhooks.secret.SecretCipher;
import io.zentra.webhooks.secret.SecretOwner;
import org.junit.jupiter.api.Test;

/** The examples of docs/webhooks.md about secrets at rest. */
class SecretsGuideTest {
    @Test
    void secretsAreSealedForTheirOwner() {
        byte[] masterKey = new byte[32];
        byte[] newKey = masterKey.clone();
        newKey[0] = 1;
        byte[] secret = {1, 2, 3};

        SecretCipher cipher = SecretCipher.of(LocalKeys.of("2026", masterKey)); // 32 random bytes that the host holds
        SecretOwner owner = new SecretOwner(TenantId.of("acme"), "endpoint_1");
        byte[] stored = cipher.seal(owner, secret).bytes();
        byte[] opened = cipher.open(owner, SealedSecret.parse(stored));

        SecretCipher both = SecretCipher.of(LocalKeys.of("2027", newKey).and("2026", masterKey));
        SealedSecret newer = both.rewrap(owner, SealedSecret.parse(stored));

        assertThat(opened).isEqualTo(secret);
        assertThat(newer.keyId()).isEqualTo("2027");
        assertThat(SecretCipher.of(LocalKeys.of("2027", newKey)).open(owner, newer))
                .isEqualTo(secret);
    }
}
