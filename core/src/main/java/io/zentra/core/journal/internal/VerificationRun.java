package io.zentra.core.journal.internal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Tenant;
import io.zentra.core.journal.Signing;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.journal.Vault;
import io.zentra.core.journal.Verification;
import io.zentra.core.journal.VerificationPlan;
import io.zentra.core.storage.Queries;
import java.io.IOException;

/** One verification with the record that it goes on from, which is read before and kept after the snapshot. */
public record VerificationRun(Queries queries, Tenant tenant, Signing signing, Folds folds) {
    /**
     * Verifies.
     *
     * @throws ZentraException {@code signing_key_missing}, {@code proof_invalid} or {@code vault_failed}
     */
    public Verification run(VerificationPlan plan) {
        if (signing.trusted().isEmpty() && !plan.keptElsewhere().isEmpty()) {
            throw ZentraException.of(
                    ErrorCode.SIGNING_KEY_MISSING,
                    "checkpoints cannot be checked without the key that signed them: build the runtime with"
                            + " signingKey(...) or formerKeys(...)");
        }
        Vault records = plan.records();
        if (records == null) {
            return verify(plan, Verified.NOTHING).verification();
        }
        SigningKey signer = signing.key();
        if (signer == null) {
            throw ZentraException.of(
                    ErrorCode.SIGNING_KEY_MISSING,
                    "a record of what was verified needs a key: build the runtime with signingKey(...)");
        }
        VerifiedRecord record = new VerifiedRecord(records, tenant);
        JournalVerifier.Result result = verify(plan, record.read(signing.trusted(), folds));
        if (result.verification().isSound()) {
            record.keep(result.verified(), folds, signer);
        }
        return result.verification();
    }

    private JournalVerifier.Result verify(VerificationPlan plan, Verified before) {
        return queries.snapshot(snapshot -> {
            try (JournalVerifier verifier = new JournalVerifier(snapshot, tenant, signing, folds, plan, before)) {
                return verifier.verify();
            } catch (IOException e) {
                throw ZentraException.of(ErrorCode.VAULT_FAILED, "an archive could not be closed: see the cause", e);
            }
        });
    }
}
