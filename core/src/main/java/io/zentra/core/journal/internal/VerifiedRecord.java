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
import java.util.Optional;

/**
 * The record of a verification in a vault: how far it came and the state there, and behind it the signer's seal. Whoever
 * can change the vault but not sign can take it away or bring back an older one, and nothing else.
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
     * Reads it, and fills the folds with what they had there; nothing verified when there is none.
     *
     * @throws ZentraException {@code proof_invalid} when it is not what a trusted key has sealed for this tenant and these
     *     folds; {@code vault_failed}
     */
    Verified read(TrustedKeys trusted, Folds folds) {
        try {
            Optional<InputStream> kept = vault.open(name);
            if (kept.isEmpty()) {
                return Verified.NOTHING;
            }
            try (InputStream in = new BufferedInputStream(kept.get())) {
                return read(new DigestLines.Reader(in), trusted, folds);
            }
        } catch (IOException e) {
            throw failed("read", e);
        }
    }

    private Verified read(DigestLines.Reader lines, TrustedKeys trusted, Folds folds) throws IOException {
        try {
            Verified verified = StateText.read(lines, tenant, folds.tables());
            StringBuilder note = new StringBuilder();
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                note.append(new String(line, StandardCharsets.UTF_8)).append('\n');
            }
            requireSealed(note.toString(), lines.digest(), trusted);
            folds.resume(verified.seq());
            return verified;
        } catch (RuntimeException malformed) {
            if (malformed instanceof ZentraException known && known.code() == ErrorCode.PROOF_INVALID) {
                throw known;
            }
            throw ZentraException.of(
                    ErrorCode.PROOF_INVALID, invalid(String.valueOf(malformed.getMessage())), malformed);
        }
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
            throw ZentraException.of(ErrorCode.PROOF_INVALID, invalid("no trusted key has sealed it"));
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
        StateText.write(lines, tenant, verified, folds.tables());
        String origin = signer.verifier().name() + "/" + tenant.id();
        out.write(Seal.signedDigest(origin, SUBJECT, lines.digest(), signer)
                .note()
                .getBytes(StandardCharsets.UTF_8));
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
