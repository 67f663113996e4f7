package io.zentra.core.journal.internal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Tenant;
import io.zentra.core.journal.Seal;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.journal.TrustedKeys;
import io.zentra.core.journal.Vault;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The record of a verification in a vault: how far it came and the state there, an empty line, and the signer's seal.
 * Whoever can change the vault but not sign can take it away or bring back an older one, and nothing else.
 */
final class VerifiedRecord {
    private static final String SUBJECT = "verified";

    private final Vault vault;
    private final Tenant tenant;
    private final String name;

    /** The record of a tenant. */
    VerifiedRecord(Vault vault, Tenant tenant) {
        this.vault = vault;
        this.tenant = tenant;
        this.name = "tenant-" + tenant.no() + ".verified";
    }

    /**
     * Reads it, once its seal has proven to be genuine, and fills the folds with what they had there. Nothing verified when
     * there is none, and when it was made by other folds: before an upgrade, or by a node that knows less.
     *
     * @throws ZentraException {@code proof_invalid} when it is not what a trusted key has sealed for this tenant; {@code
     *     vault_failed}
     */
    Verified read(TrustedKeys trusted, Folds folds) {
        byte[] sealed = opened(lines -> sealed(lines, trusted)).orElse(null);
        if (sealed == null) {
            return Verified.NOTHING;
        }
        return opened(lines -> read(lines, folds, sealed)).orElseThrow(() -> refusal("it was taken away meanwhile"));
    }

    private Verified read(DigestLines.Reader lines, Folds folds, byte[] sealed) throws IOException {
        Optional<Verified> verified = StateText.read(lines, tenant, folds);
        if (verified.isEmpty()) {
            return Verified.NOTHING;
        }
        if (!Arrays.equals(lines.digest(), sealed)) {
            throw refusal("it was changed meanwhile");
        }
        folds.resume(verified.get().seq());
        return verified.get();
    }

    /** The digest of the state, whatever it says. */
    private byte[] sealed(DigestLines.Reader lines, TrustedKeys trusted) throws IOException {
        for (byte[] line = lines.next(); line != null && line.length > 0; line = lines.next()) {
            lines.add(line);
        }
        byte[] digest = lines.digest();
        requireSealed(lines.note(), digest, trusted);
        return digest;
    }

    private void requireSealed(String note, byte[] digest, TrustedKeys trusted) {
        boolean sealed = trusted.keys().stream().anyMatch(key -> {
            try {
                Seal seal = Seal.verified(note, key);
                return seal.origin().equals(key.name() + "/" + tenant.id())
                        && seal.subject().equals(SUBJECT)
                        && seal.isOf(digest);
            } catch (ZentraException ofAnother) {
                return false;
            }
        });
        if (!sealed) {
            throw refusal("no trusted key has sealed it");
        }
    }

    private interface Reading<T> {
        T read(DigestLines.Reader lines) throws IOException;
    }

    private <T> Optional<T> opened(Reading<T> reading) {
        try {
            Optional<InputStream> kept = vault.open(name);
            if (kept.isEmpty()) {
                return Optional.empty();
            }
            try (InputStream in = new BufferedInputStream(kept.get())) {
                return Optional.of(reading.read(new DigestLines.Reader(in)));
            }
        } catch (IOException e) {
            throw failed("read", e);
        } catch (ZentraException refused) {
            throw refused;
        } catch (RuntimeException malformed) {
            throw ZentraException.of(
                    ErrorCode.PROOF_INVALID, invalid(String.valueOf(malformed.getMessage())), malformed);
        }
    }

    /**
     * Keeps the record of a sound verification.
     *
     * @throws ZentraException {@code vault_failed}
     */
    void keep(Verified verified, Folds folds, SigningKey signer) {
        try {
            vault.keep(name, out -> write(out, verified, folds, signer));
        } catch (IOException e) {
            throw failed("kept", e);
        }
    }

    private void write(OutputStream out, Verified verified, Folds folds, SigningKey signer) throws IOException {
        DigestLines.Writer lines = new DigestLines.Writer(out);
        StateText.write(lines, tenant, verified, folds);
        out.write('\n');
        String origin = signer.verifier().name() + "/" + tenant.id();
        out.write(Seal.signedDigest(origin, SUBJECT, lines.digest(), signer)
                .note()
                .getBytes(StandardCharsets.UTF_8));
    }

    private ZentraException refusal(String why) {
        return ZentraException.of(ErrorCode.PROOF_INVALID, invalid(why));
    }

    private String invalid(String why) {
        return "the record " + name + " cannot be gone on from: " + why
                + "; take it away to verify from the first event";
    }

    private ZentraException failed(String what, IOException cause) {
        return ZentraException.of(
                ErrorCode.VAULT_FAILED, "the record " + name + " could not be " + what + ": see the cause", cause);
    }
}
