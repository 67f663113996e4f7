package io.zentra.runtime.intent;

import java.util.Locale;

/** How far an intent has come: the six stages, in their order, and the states beside them. */
public enum IntentStatus {
    /** It was accepted under its id, which stands for it from then on. */
    ACCEPTED,
    /** A policy let it go on. */
    CONTROLLED,
    /** Its money has moved or is reserved in the ledger. */
    LEDGERED,
    /** It is on its way over a rail, or has arrived. */
    ROUTED,
    /** The money is where it was to go, and all events of that are at the endpoints that want them. */
    SYNCHRONIZED,
    /** A signed checkpoint covers all of it: its packet is ready. */
    EVIDENCED,
    /** Persons must look; nothing moves until they have decided, or news has come. */
    IN_REVIEW,
    /** A policy, or a person that it asked, did not let it move. */
    DENIED,
    /** It will not arrive; what was reserved was given back. */
    FAILED,
    /** It had moved, and all of it was given back. */
    REVERSED,
    /** It was paid, and came back from the provider. */
    RETURNED,
    /** It was taken back before anything was sent. */
    CANCELLED,
    /** Final news contradicts other final news: persons decide. */
    CONTRADICTED;

    /** The stable text, such as {@code in_review}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
