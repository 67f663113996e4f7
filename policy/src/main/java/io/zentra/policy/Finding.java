package io.zentra.policy;

import java.util.List;
import java.util.Locale;

/**
 * Something that the analysis of a policy found. Immutable.
 *
 * @param kind what it is
 * @param path where, in the policy's JSON form
 * @param rules the ids of the rules concerned; the one that is at fault first
 * @param message what it means and what to do
 * @param example an operation that shows it, as JSON; empty when no operation can
 */
public record Finding(Kind kind, String path, List<String> rules, String message, String example) {
    /** What a finding is. */
    public enum Kind {
        /** The conditions of a rule contradict each other: no operation meets them. */
        CONTRADICTION(true),
        /** Whatever meets the rule's conditions is decided by another rule before. */
        SHADOWED(true),
        /** An earlier step ends all before the rule's step is looked at. */
        UNREACHABLE(true),
        /** A corridor that rules speak of is open on no rail that they leave. */
        MISSING_CORRIDOR(false),
        /** Some operations are left to a default: no rule speaks of them. */
        UNDECIDED(false);

        private final boolean error;

        Kind(boolean error) {
            this.error = error;
        }

        /** Whether it keeps a version from being approved; others are to be acknowledged. */
        public boolean isError() {
            return error;
        }

        /** {@code contradiction} and so on. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Copies the list. */
    public Finding {
        rules = List.copyOf(rules);
    }
}
