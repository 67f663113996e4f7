package io.zentra.webhooks.secret;

import io.zentra.core.error.ZentraException;

/**
 * Keeps the keys under which secrets are sealed, in a key management service or in the host's own memory: it wraps the
 * one-time key of each secret, and unwraps it. Implementations are thread-safe. {@link LocalKeys} is the simple one.
 *
 * <p>A context goes with each wrapping and must be authenticated by it: what was wrapped with one context is not unwrapped
 * with another. Services call it encryption context or additional authenticated data.
 */
public interface KeyProvider {
    /** The id of the key that wraps from now on: 1 to 100 of {@code A-Z a-z 0-9 _ . : / -}. */
    String currentKeyId();

    /**
     * Wraps a one-time key under the key of this id.
     *
     * @param keyId one that {@link #currentKeyId()} answered
     * @param key 32 bytes; not to be kept
     * @param context what the wrapping is bound to
     * @return at most {@value SecretCipher#MAX_WRAPPED_BYTES} bytes
     */
    byte[] wrap(String keyId, byte[] key, byte[] context);

    /**
     * Unwraps a one-time key.
     *
     * @throws ZentraException {@code unknown_sealing_key} when there is no key of this id, {@code secret_unreadable} when the
     *     bytes were not wrapped under it with this context
     */
    byte[] unwrap(String keyId, byte[] wrapped, byte[] context);
}
