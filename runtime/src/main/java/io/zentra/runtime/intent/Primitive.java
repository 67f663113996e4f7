package io.zentra.runtime.intent;

import java.util.Locale;

/** What an intent asks of the runtime: each adds a stage that it has to pass. */
public enum Primitive {
    /** A policy decides. What the tenant has published decides in any case; with this, an intent is declined without one. */
    POLICY,
    /** Money moves in the ledger; every intent has it. */
    LEDGER,
    /** It goes over a rail, as a transfer. Without it the amount is posted at once, within the ledger. */
    ROUTES,
    /** Its events arrive at all endpoints that want them. */
    EVENTS,
    /** A signed checkpoint covers all of its events, so that its packet proves them. */
    EVIDENCE;

    /** The stable text, such as {@code policy}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The primitive of a text.
     *
     * @throws IllegalArgumentException when it is none's
     */
    public static Primitive of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
