package io.zentra.webhooks.internal;

import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.RandomSource;
import io.zentra.core.identity.TenantId;
import io.zentra.core.journal.Sha256;
import io.zentra.core.time.Micros;
import io.zentra.webhooks.CallbackKey;
import io.zentra.webhooks.StandardKeys;
import io.zentra.webhooks.internal.EndpointTables.KeyName;
import io.zentra.webhooks.internal.EndpointTables.KeyRow;
import io.zentra.webhooks.secret.SealedSecret;
import io.zentra.webhooks.secret.SecretCipher;
import io.zentra.webhooks.secret.SecretOwner;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals what endpoints keep secret, and opens it. What is sealed begins with sixteen random bytes, so that its digest, which
 * the journal keeps, tells nothing of a short one.
 */
public record Sealing(SecretCipher cipher) {
    static final String V1 = "v1";
    static final String V1A = "v1a";
    static final String HEADERS = "headers";
    static final String DIGEST = "digest";

    private static final int SALT_BYTES = 16;
    private static final int DIGEST_BYTES = 32;
    private static final String HMAC = "HmacSHA256";
    private static final String LINE = "\n";

    /** Something sealed that no endpoint has yet. */
    public record Sealed(
            String id,
            String kind,
            String commitment,
            @Nullable String publicKey,
            String sealed) {
        KeyRow row(long endpoint, long notBefore) {
            return new KeyRow(new KeyName(endpoint, id), kind, notBefore, null, commitment, publicKey, sealed);
        }

        /** Nothing of what is sealed. */
        @Override
        public String toString() {
            return "Sealed[" + id + ", " + kind + "]";
        }
    }

    /** A new secret or pair. */
    public Sealed newKey(TenantId tenant, boolean pair, RandomSource random) {
        String id = newId(random);
        CallbackKey key = pair ? StandardKeys.generatePair(id) : StandardKeys.generateSecret(id);
        String publicKey = pair ? StandardKeys.reveal(StandardKeys.publicHalf(key)) : null;
        return seal(tenant, id, pair ? V1A : V1, publicKey, StandardKeys.reveal(key));
    }

    /** The values of an endpoint's headers. */
    public Sealed headers(TenantId tenant, Map<String, String> values, RandomSource random) {
        return seal(tenant, newId(random), HEADERS, null, lines(values));
    }

    /** A new key of digests. */
    public Sealed newDigestKey(TenantId tenant) {
        byte[] material = new byte[DIGEST_BYTES];
        new SecureRandom().nextBytes(material);
        String text = Base64.getEncoder().encodeToString(material);
        return seal(tenant, MakeDigestKey.NAME.id(), DIGEST, null, text);
    }

    /** The digest of an endpoint's headers, in hexadecimal digits: HMAC-SHA256 under the tenant's key of digests. */
    public String digest(TenantId tenant, KeyRow key, Map<String, String> headers) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(text(tenant, key)), HMAC));
            return HexFormat.of().formatHex(mac.doFinal(lines(headers).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has " + HMAC, missing);
        }
    }

    private static String lines(Map<String, String> headers) {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(headers)
                .forEach((name, value) ->
                        lines.append(name).append(':').append(value).append(LINE));
        return lines.toString();
    }

    private Sealed seal(TenantId tenant, String id, String kind, @Nullable String publicKey, String text) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        byte[] plain = ByteBuffer.allocate(SALT_BYTES + content.length)
                .put(salt)
                .put(content)
                .array();
        byte[] sealed = cipher.seal(new SecretOwner(tenant, id), plain).bytes();
        return new Sealed(
                id, kind, Sha256.hex(plain), publicKey, Base64.getEncoder().encodeToString(sealed));
    }

    /** The key that signs, with its times. */
    CallbackKey key(TenantId tenant, KeyRow row) {
        CallbackKey key =
                StandardKeys.parse(row.name().id(), text(tenant, row)).notBefore(Micros.instant(row.notBefore()));
        return row.notAfter() == null ? key : key.notAfter(Micros.instant(row.notAfter()));
    }

    /** The text of a key, as it is handed to the receiver. */
    public String text(TenantId tenant, KeyRow row) {
        byte[] plain = open(tenant, row);
        return new String(Arrays.copyOfRange(plain, SALT_BYTES, plain.length), StandardCharsets.UTF_8);
    }

    /** Headers by name. */
    Map<String, String> headers(TenantId tenant, KeyRow row) {
        Map<String, String> values = new TreeMap<>();
        text(tenant, row).lines().forEach(line -> {
            int colon = line.indexOf(':');
            values.put(line.substring(0, colon), line.substring(colon + 1));
        });
        return values;
    }

    /** Whether what is sealed is what the journal tells of, in its one form. */
    boolean isSound(TenantId tenant, KeyRow row) {
        try {
            byte[] bytes = Base64.getDecoder().decode(row.sealed());
            return Base64.getEncoder().encodeToString(bytes).equals(row.sealed())
                    && Sha256.hex(open(tenant, row)).equals(row.commitment());
        } catch (ZentraException | IllegalArgumentException unreadable) {
            return false;
        }
    }

    /** The same row under the current sealing key. */
    KeyRow rewrapped(TenantId tenant, KeyRow row) {
        SealedSecret sealed = SealedSecret.parse(Base64.getDecoder().decode(row.sealed()));
        byte[] anew =
                cipher.rewrap(new SecretOwner(tenant, row.name().id()), sealed).bytes();
        return row.withSealed(Base64.getEncoder().encodeToString(anew));
    }

    private byte[] open(TenantId tenant, KeyRow row) {
        SealedSecret sealed = SealedSecret.parse(Base64.getDecoder().decode(row.sealed()));
        return cipher.open(new SecretOwner(tenant, row.name().id()), sealed);
    }

    private static String newId(RandomSource random) {
        return String.format("wk_%016x", random.nextLong());
    }
}
