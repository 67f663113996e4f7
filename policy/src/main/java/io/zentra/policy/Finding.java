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
 * @param example an operation that shows it, as JSON: {@code facts} as decisions keep them, and under {@code windows} what
 *     the windows that count it come to. What no operation meets is shown by the nearest one: it meets the other
 *     conditions, or comes to as many points as were found to come together. Empty when none was found in so many steps
 */
public record Finding(Kind kind, String path, List<String> rules, String message, String example) {
    /** What a finding is. */
    public enum Kind {
        /** The conditions of a rule contradict each other: no operation meets them. */
        CONTRADICTION(true),
        /** Whatever meets the rule's conditions is decided by other rules, which come before or weigh more. */
        SHADOWED(true),
        /**
         * Earlier steps always end all before the rule's step is looked at; a window of the rule's conditions counts nothing;
         * or no points come to the score of a band.
         */
        UNREACHABLE(true),
        /** A corridor that a rule speaks of is open on none of the rails that the policy names. */
        MISSING_CORRIDOR(false),
        /**
         * Whether any operation is left to these rules was not settled in so many steps: it is for a person to look at them.
         * It has no example, and names the first of them.
         */
        UNSETTLED(false),
        /** A rail that a rule or a list names can take none of the operations that it is named for. */
        CLOSED_RAIL(false);

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
