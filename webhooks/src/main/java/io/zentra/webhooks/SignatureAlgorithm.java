package io.zentra.webhooks;

import io.zentra.webhooks.KeyMaterial.Family;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.Objects;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/** An algorithm that makes signatures. */
public enum SignatureAlgorithm {
    /** HMAC with SHA-256: RFC 2104. */
    HMAC_SHA256(Family.SECRET, "HmacSHA256", "hmac-sha256"),
    /** HMAC with SHA-384. */
    HMAC_SHA384(Family.SECRET, "HmacSHA384", null),
    /** HMAC with SHA-512. */
    HMAC_SHA512(Family.SECRET, "HmacSHA512", null),
    /** RSASSA-PKCS1-v1_5 with SHA-256: RFC 8017. */
    RSA_V1_5_SHA256(Family.RSA, "SHA256withRSA", "rsa-v1_5-sha256"),
    /** RSASSA-PKCS1-v1_5 with SHA-512. */
    RSA_V1_5_SHA512(Family.RSA, "SHA512withRSA", null),
    /** RSASSA-PSS with SHA-256 and a salt of 32 bytes. */
    RSA_PSS_SHA256(Family.RSA, "RSASSA-PSS", null),
    /** RSASSA-PSS with SHA-512 and a salt of 64 bytes. */
    RSA_PSS_SHA512(Family.RSA, "RSASSA-PSS", "rsa-pss-sha512"),
    /** ECDSA over P-256 with SHA-256; the signature is r and s, 32 bytes each. */
    ECDSA_P256_SHA256(Family.P256, "SHA256withECDSAinP1363Format", "ecdsa-p256-sha256"),
    /** ECDSA over P-256 with SHA-256; the signature is in DER. */
    ECDSA_P256_SHA256_DER(Family.P256, "SHA256withECDSA", null),
    /** Ed25519: RFC 8032. */
    ED25519(Family.ED25519, "Ed25519", "ed25519");

    private static final int MAX_SIGNATURE_BYTES = 1_024;

    private final Family family;
    private final String jcaName;
    private final @Nullable String httpName;

    SignatureAlgorithm(Family family, String jcaName, @Nullable String httpName) {
        this.family = family;
        this.jcaName = jcaName;
        this.httpName = httpName;
    }

    Family family() {
        return family;
    }

    String jcaName() {
        return jcaName;
    }

    /** The name in RFC 9421, if it has one. */
    @Nullable
    String httpName() {
        return httpName;
    }

    /** Whether the key is of the kind that this algorithm takes. */
    boolean fits(CallbackKey key) {
        return key.material().family() == family;
    }

    /** Whether the key made the signature over the parts one after the other; false for whatever is malformed. */
    boolean verifies(CallbackKey key, byte[] signature, byte[]... parts) {
        if (family == Family.SECRET) {
            return MessageDigest.isEqual(mac(key, parts), signature);
        }
        if (signature.length > MAX_SIGNATURE_BYTES) {
            return false;
        }
        try {
            Signature verifier = prepared();
            verifier.initVerify(key.material().verifying());
            for (byte[] part : parts) {
                verifier.update(part);
            }
            return verifier.verify(signature);
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            return false;
        }
    }

    /**
     * Whether the key made one of the signatures over the parts. All of them are looked at, whichever matches; and what an
     * HMAC must be is computed once, however many of them somebody sends.
     */
    boolean verifiesOneOf(CallbackKey key, List<byte[]> signatures, byte[]... parts) {
        boolean matches = false;
        if (family == Family.SECRET && !signatures.isEmpty()) {
            byte[] expected = mac(key, parts);
            for (byte[] signature : signatures) {
                matches |= MessageDigest.isEqual(expected, signature);
            }
            return matches;
        }
        for (byte[] signature : signatures) {
            matches |= verifies(key, signature, parts);
        }
        return matches;
    }

    /** The HMAC under the key over the parts one after the other. */
    byte[] mac(CallbackKey key, byte[]... parts) {
        Mac mac = key.material().mac(this);
        for (byte[] part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }

    /** The signature; the key must be able to. */
    byte[] sign(CallbackKey key, byte[]... parts) {
        if (family == Family.SECRET) {
            return mac(key, parts);
        }
        try {
            Signature signer = prepared();
            PrivateKey signing = Objects.requireNonNull(key.material().signing());
            signer.initSign(signing);
            for (byte[] part : parts) {
                signer.update(part);
            }
            return signer.sign();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("the key was checked when it was made", impossible);
        }
    }

    private Signature prepared() throws GeneralSecurityException {
        Signature signature = Signature.getInstance(jcaName);
        if (this == RSA_PSS_SHA256) {
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        } else if (this == RSA_PSS_SHA512) {
            signature.setParameter(new PSSParameterSpec("SHA-512", "MGF1", MGF1ParameterSpec.SHA512, 64, 1));
        }
        return signature;
    }
}
