package io.zentra.webhooks.secret;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM with a random nonce of 96 bits before, and a tag of 128 bits after: NIST SP 800-38D. */
final class AesGcm {
    static final int KEY_BYTES = 32;
    static final int OVERHEAD_BYTES = 28;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private AesGcm() {}

    static byte[] newKey() {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return key;
    }

    static byte[] seal(byte[] key, byte[] plain, byte[] context) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, context).doFinal(plain);
            byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            return all;
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every Java platform has AES-256-GCM", impossible);
        }
    }

    static byte[] open(byte[] key, byte[] sealed, byte[] context) {
        if (sealed.length < OVERHEAD_BYTES) {
            throw unreadable("it is shorter than its nonce and tag");
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(sealed, NONCE_BYTES), context)
                    .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (AEADBadTagException changed) {
            throw unreadable("it was changed, or sealed for another owner or under another key");
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every Java platform has AES-256-GCM", impossible);
        }
    }

    static ZentraException unreadable(String why) {
        return ZentraException.of(
                ErrorCode.SECRET_UNREADABLE,
                "a sealed secret cannot be opened: " + why + "; restore it from a backup, or set a new one");
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context);
        return cipher;
    }
}
