package io.zentra.webhooks.secret;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Seals secrets for rest and opens them: each under a one-time key of AES-256-GCM, which the {@link KeyProvider} wraps, both
 * bound to tenant and owner. Thread-safe if the provider is.
 *
 * <pre>{@code
 * SecretCipher cipher = SecretCipher.of(LocalKeys.of("2026", masterKey));
 * SecretOwner owner = new SecretOwner(TenantId.of("acme"), "endpoint_1");
 * byte[] stored = cipher.seal(owner, secret).bytes();
 * byte[] opened = cipher.open(owner, SealedSecret.parse(stored));
 * }</pre>
 */
public final class SecretCipher {
    /** The most bytes of a secret. */
    public static final int MAX_SECRET_BYTES = 8_192;

    /** The most bytes of a wrapped key. */
    public static final int MAX_WRAPPED_BYTES = 4_096;

    private static final String KEY = "zentra sealed key v1";
    private static final String SECRET = "zentra sealed secret v1";

    private final KeyProvider keys;

    private SecretCipher(KeyProvider keys) {
        this.keys = keys;
    }

    /** A cipher whose keys this provider keeps. */
    public static SecretCipher of(KeyProvider keys) {
        return new SecretCipher(keys);
    }

    /**
     * Seals a secret under the current key.
     *
     * @param secret 1 to {@value #MAX_SECRET_BYTES} bytes
     * @throws ZentraException {@code invalid_secret} for another length; {@code key_provider_failed}
     */
    public SealedSecret seal(SecretOwner owner, byte[] secret) {
        if (secret.length == 0 || secret.length > MAX_SECRET_BYTES) {
            throw ZentraException.of(
                    ErrorCode.INVALID_SECRET,
                    "a secret has " + secret.length + " bytes: give 1 to " + MAX_SECRET_BYTES);
        }
        byte[] key = AesGcm.newKey();
        try {
            return wrapped(owner, key, AesGcm.seal(key, secret, owner.context(SECRET)));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /**
     * Opens a secret.
     *
     * @throws ZentraException {@code secret_unreadable} when it was changed or is another owner's; {@code
     *     unknown_sealing_key} when its key is gone; {@code key_provider_failed}
     */
    public byte[] open(SecretOwner owner, SealedSecret sealed) {
        byte[] key = unwrapped(owner, sealed);
        try {
            return AesGcm.open(key, sealed.secret(), owner.context(SECRET));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** Whether the secret is sealed under another key than the current one. */
    public boolean isOutdated(SealedSecret sealed) {
        return !sealed.keyId().equals(asked(keys::currentKeyId));
    }

    /**
     * The same secret under the current key; only its one-time key is unwrapped and wrapped again. Both envelopes open until
     * the old key is taken away, so it can be done row by row while everything goes on.
     *
     * @throws ZentraException as {@link #open} does
     */
    public SealedSecret rewrap(SecretOwner owner, SealedSecret sealed) {
        if (!isOutdated(sealed)) {
            return sealed;
        }
        byte[] key = unwrapped(owner, sealed);
        try {
            AesGcm.open(key, sealed.secret(), owner.context(SECRET)); // what cannot be opened is not carried on
            return wrapped(owner, key, sealed.secret());
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private SealedSecret wrapped(SecretOwner owner, byte[] key, byte[] secret) {
        String keyId = asked(keys::currentKeyId);
        byte[] wrapped = asked(() -> keys.wrap(keyId, key.clone(), owner.context(KEY)));
        if (wrapped.length > MAX_WRAPPED_BYTES) {
            throw failed("it wrapped a key into " + wrapped.length + " bytes", null);
        }
        return new SealedSecret(keyId, wrapped, secret);
    }

    private byte[] unwrapped(SecretOwner owner, SealedSecret sealed) {
        byte[] key = asked(() -> keys.unwrap(sealed.keyId(), sealed.wrappedKey().clone(), owner.context(KEY)));
        if (key.length != AesGcm.KEY_BYTES) {
            throw failed("it unwrapped a key of " + key.length + " bytes", null);
        }
        return key;
    }

    /** A service of the host fails in its own ways; here they have one code. */
    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (ZentraException refused) {
            throw refused;
        } catch (RuntimeException failed) {
            throw failed("it threw " + failed.getClass().getSimpleName(), failed);
        }
    }

    private static ZentraException failed(String why, @Nullable Throwable cause) {
        String message = "the provider of sealing keys failed: " + why + "; mend it and try again";
        return ZentraException.of(ErrorCode.KEY_PROVIDER_FAILED, message, cause);
    }
}
