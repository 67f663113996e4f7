package io.zentra.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What follows when all conditions of a rule are met. Immutable. */
public sealed interface Effect {
    /** Lets the operation go, past all later steps; what an earlier step or this one says against it stands. */
    record Accept() implements Effect {}

    /**
     * Holds the operation until persons have decided.
     *
     * @param lane where its case is queued
     */
    record Review(String lane) implements Effect {}

    /**
     * Refuses the operation.
     *
     * @param code the reason, in the tenant's words
     */
    record Deny(String code) implements Effect {}

    /**
     * Adds to the risk of the operation.
     *
     * @param points how much; below zero for what speaks for it
     * @param lane where it would be reviewed when the score asks for it; null for the lane of the score's band
     */
    record Score(int points, @Nullable String lane) implements Effect {}

    /**
     * Says which rails may take the operation.
     *
     * @param verb how the rails are meant
     * @param rails at least one
     */
    record Route(Verb verb, List<String> rails) implements Effect {
        /** How the rails of a routing rule are meant. */
        public enum Verb {
            /** No others; of several such rules, only those that all of them name. */
            ALLOW,
            /** Not these. */
            FORBID,
            /** These first, in this order; of several such rules, those of the first rule first. */
            PREFER
        }

        /** Copies the list. */
        public Route {
            rails = List.copyOf(rails);
        }
    }
}
