package io.zentra.runtime.operations;

import java.time.Instant;
import java.util.List;

/**
 * What needs attention at one moment. Immutable.
 *
 * <pre>{@code
 * for (Finding finding : acme.operations().doctor().findings()) {
 *     alarm(finding.severity(), finding.code().code(), finding.subject(), finding.what() + ": " + finding.advice());
 * }
 * }</pre>
 *
 * @param at when it was looked at
 * @param findings the findings, in the order of {@link FindingCode}, of each the oldest first
 * @param isComplete whether there are no others: of each code {@value #MAX_OF_A_CODE} are told, and of what waits for
 *     persons the oldest {@value #MAX_LOOKED_AT} are looked at
 */
public record Diagnosis(Instant at, List<Finding> findings, boolean isComplete) {
    /** The most findings of a code. */
    public static final int MAX_OF_A_CODE = 100;

    /** The most open cases, and the most transfers of a state, that are looked at. */
    public static final int MAX_LOOKED_AT = 1_000;

    /** Copies the list. */
    public Diagnosis {
        findings = List.copyOf(findings);
    }

    /** The findings of a code. */
    public List<Finding> of(FindingCode code) {
        return findings.stream().filter(each -> each.code() == code).toList();
    }

    /** Whether nothing needs attention. */
    public boolean isHealthy() {
        return findings.isEmpty() && isComplete;
    }
}
