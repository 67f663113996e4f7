package io.zentra.policy;

import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Sha256;
import io.zentra.policy.internal.AnalysisText;
import java.util.List;

/**
 * What can be told of a policy without any operation. Immutable.
 *
 * @param policy the hash of the policy
 * @param findings in the order of the policy
 */
public record Analysis(String policy, List<Finding> findings) {
    /** Copies the list. */
    public Analysis {
        findings = List.copyOf(findings);
    }

    /** Whether something keeps the policy from being approved. */
    public boolean hasErrors() {
        return findings.stream().anyMatch(finding -> finding.kind().isError());
    }

    /** What is acknowledged by an approval, in hexadecimal: the hash of policy and findings. */
    public String hash() {
        return Sha256.hex(CanonicalJson.bytes(json -> {
            json.beginObject();
            AnalysisText.write(json.name("findings"), findings);
            json.member("policy", policy).endObject();
        }));
    }
}
