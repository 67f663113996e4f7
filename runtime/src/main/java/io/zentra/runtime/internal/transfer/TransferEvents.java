package io.zentra.runtime.internal.transfer;

/** The types of the runtime's events; part of stored history. */
public final class TransferEvents {
    /** A transfer was created. */
    public static final String CREATED = "transfer.created";

    /** A rail was chosen and the attempt written down. */
    public static final String ROUTED = "provider.routed";

    /** No rail can take it now; one is looked for again later. */
    public static final String UNROUTED = "transfer.unrouted";

    /** The rail said something when it was called or asked. */
    public static final String OBSERVED = "provider.observed";

    /** A verified callback came. */
    public static final String CALLED_BACK = "callback.received";

    /** A callback that had been parked was applied, because what it speaks of is there now. */
    public static final String APPLIED = "callback.applied";

    /** A parked callback has waited too long, and a case was opened. */
    public static final String OVERDUE = "callback.overdue";

    /** A parked callback was given up by whoever decided its case. */
    public static final String CLOSED = "callback.closed";

    /** What is kept of a callback was erased. */
    public static final String ERASED = "callback.erased";

    /** A person that the policy asked did not let it move. */
    public static final String DENIED = "transfer.denied";

    /** It was taken back before anything was sent. */
    public static final String CANCELLED = "transfer.cancelled";

    /** It goes on being asked about, since a person who looked wants that. */
    public static final String RESUMED = "transfer.resumed";

    /** The rail has moved the money, which is not yet with the destination. */
    public static final String POSTED = "transfer.posted";

    /** The money is with the destination. */
    public static final String SETTLED = "transfer.settled";

    /** The transfer failed and its reserve was given back. */
    public static final String FAILED = "transfer.failed";

    /** Persons are asked whether money goes back; until they have decided the transfer stays as it is. */
    public static final String REVERSAL_ASKED = "transfer.reversal_asked";

    /** What was asked for was denied, or the ledger refused it when it was approved. */
    public static final String NOT_REVERSED = "transfer.not_reversed";

    /** A person must look. */
    public static final String IN_REVIEW = "transfer.in_review";

    /** A part of what had moved was given back. */
    public static final String PARTLY_REVERSED = "transfer.partly_reversed";

    /** All that had moved was given back. */
    public static final String REVERSED = "transfer.reversed";

    /** It was paid, and came back from the provider. */
    public static final String RETURNED = "transfer.returned";

    /** News contradicts news. */
    public static final String CONTRADICTED = "transfer.contradicted";

    /** Persons decided that what was known before the contradiction stands. */
    public static final String UPHELD = "transfer.upheld";

    private TransferEvents() {}
}
