package io.zentra.webhooks.secret;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keys of 32 bytes that the host holds and hands over: from its own configuration, a mounted file, a secret of its
 * platform. Immutable and thread-safe; never printed.
 *
 * <pre>{@code
 * KeyProvider keys = LocalKeys.of("2026", newKey).and("2025", oldKey);    // wraps under 2026, unwraps both
 * }</pre>
 */
public final class LocalKeys implements KeyProvider {
    private static final int MAX_KEYS = 100;

    private final String current;
    private final Map<String, byte[]> keys;

    private LocalKeys(String current, Map<String, byte[]> keys) {
        this.current = current;
        this.keys = keys;
    }

    /**
     * The key that wraps.
     *
     * @param key 32 bytes from a secure random source; copied
     * @throws ZentraException {@code invalid_configuration}
     */
    public static LocalKeys of(String keyId, byte[] key) {
        return new LocalKeys(keyId, Map.of()).and(keyId, key);
    }

    /**
     * The same with a former key, which unwraps.
     *
     * @throws ZentraException {@code invalid_configuration}, also when the id is there
     */
    public LocalKeys and(String keyId, byte[] key) {
        SealedSecret.requireKeyId(keyId);
        if (key.length != AesGcm.KEY_BYTES) {
            throw invalid("the key " + Shown.of(keyId) + " has " + key.length + " bytes: give " + AesGcm.KEY_BYTES);
        }
        if (keys.containsKey(keyId) || keys.size() == MAX_KEYS) {
            throw invalid(
                    "there is a key " + Shown.of(keyId) + " already, or there are " + MAX_KEYS + ": give each once");
        }
        Map<String, byte[]> all = new LinkedHashMap<>(keys);
        all.put(keyId, key.clone());
        return new LocalKeys(current, all);
    }

    @Override
    public String currentKeyId() {
        return current;
    }

    @Override
    public byte[] wrap(String keyId, byte[] key, byte[] context) {
        return AesGcm.seal(require(keyId), key, bound(keyId, context));
    }

    @Override
    public byte[] unwrap(String keyId, byte[] wrapped, byte[] context) {
        return AesGcm.open(require(keyId), wrapped, bound(keyId, context));
    }

    /** The ids alone. */
    @Override
    public String toString() {
        return "LocalKeys" + keys.keySet();
    }

    private byte[] require(String keyId) {
        byte[] key = keys.get(keyId);
        if (key == null) {
            throw ZentraException.of(
                    ErrorCode.UNKNOWN_SEALING_KEY,
                    "a secret is sealed under the key " + Shown.of(keyId)
                            + ", which was not given: give it with and(…)",
                    Map.of("key", Shown.of(keyId)));
        }
        return key;
    }

    private static byte[] bound(String keyId, byte[] context) {
        return Context.of(keyId.getBytes(StandardCharsets.US_ASCII), context);
    }

    private static ZentraException invalid(String why) {
        return ZentraException.of(ErrorCode.INVALID_CONFIGURATION, why);
    }
}
