package io.zentra.webhooks;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.NamedParameterSpec;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** What a key is made of. A Mac is set up once for each secret and copied for each use, which is faster than setting up. */
final class KeyMaterial {
    private static final int MIN_RSA_BITS = 2_048;
    private static final int MAX_RSA_BITS = 8_192;

    /** The order of the curve P-256: FIPS 186-4, D.1.2.3. */
    static final BigInteger P256_ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    /** What a key can be used for. */
    enum Family {
        SECRET,
        RSA,
        P256,
        ED25519
    }

    private final Family family;
    private final byte @Nullable [] secret;
    private final Map<SignatureAlgorithm, Mac> macs = new EnumMap<>(SignatureAlgorithm.class);
    private final @Nullable PublicKey verifying;
    private final @Nullable PrivateKey signing;

    private KeyMaterial(
            Family family, byte @Nullable [] secret, @Nullable PublicKey verifying, @Nullable PrivateKey signing) {
        this.family = family;
        this.secret = secret;
        this.verifying = verifying;
        this.signing = signing;
    }

    static KeyMaterial secret(byte[] bytes) {
        KeyMaterial material = new KeyMaterial(Family.SECRET, bytes.clone(), null, null);
        for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
            if (algorithm.family() == Family.SECRET) {
                material.macs.put(algorithm, prepared(algorithm.jcaName(), bytes));
            }
        }
        return material;
    }

    static KeyMaterial pair(PublicKey verifying, @Nullable PrivateKey signing) {
        return new KeyMaterial(family(verifying), null, verifying, signing);
    }

    Family family() {
        return family;
    }

    byte[] secret() {
        return Objects.requireNonNull(secret).clone();
    }

    PublicKey verifying() {
        return Objects.requireNonNull(verifying);
    }

    @Nullable
    PrivateKey signing() {
        return signing;
    }

    boolean canSign() {
        return secret != null || signing != null;
    }

    /** A copy, whose state nobody else touches. */
    Mac mac(SignatureAlgorithm algorithm) {
        try {
            return (Mac) Objects.requireNonNull(macs.get(algorithm)).clone();
        } catch (CloneNotSupportedException impossible) {
            throw new AssertionError("the platform's Mac can be copied", impossible);
        }
    }

    private static Mac prepared(String algorithm, byte[] secret) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret, algorithm));
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every Java platform has " + algorithm, impossible);
        }
    }

    private static Family family(PublicKey key) {
        if (key instanceof RSAKey rsa) {
            int bits = rsa.getModulus().bitLength();
            if (bits >= MIN_RSA_BITS && bits <= MAX_RSA_BITS) {
                return Family.RSA;
            }
            throw unfit("an RSA key of " + bits + " bits");
        }
        if (key instanceof ECKey curve && curve.getParams().getOrder().equals(P256_ORDER)) {
            return Family.P256;
        }
        if (key instanceof EdECKey edwards
                && edwards.getParams().getName().equals(NamedParameterSpec.ED25519.getName())) {
            return Family.ED25519;
        }
        throw unfit("a key of the kind " + key.getAlgorithm());
    }

    private static ZentraException unfit(String what) {
        return ZentraException.of(
                ErrorCode.INVALID_SECRET,
                what + " is not used: give RSA of " + MIN_RSA_BITS + " to " + MAX_RSA_BITS + " bits, P-256 or Ed25519");
    }
}
