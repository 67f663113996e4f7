package io.zentra.runtime.operations;

import java.util.Locale;

/** What the doctor can find; the codes never change their meaning. */
public enum FindingCode {
    /** The clock of this process is behind the last event: new events get its time until the clock has passed it. */
    CLOCK_BEHIND(Severity.CRITICAL),
    /** News of a transfer contradicts other news, and persons have to choose. */
    TRANSFER_CONTRADICTED(Severity.CRITICAL),
    /** The ledger refused to move a transfer's money. */
    LEDGER_REFUSED(Severity.CRITICAL),
    /** No runtime that tried has the rail of a transfer. */
    RAIL_MISSING(Severity.CRITICAL),
    /** A rail has told nothing final of a transfer for too long. */
    RAIL_SILENT(Severity.WARNING),
    /** A rail is left alone after failures, in this process. */
    RAIL_LEFT_ALONE(Severity.WARNING),
    /** A case lies in a lane that nobody has set, so nobody can decide it. */
    CASE_WITHOUT_LANE(Severity.WARNING),
    /** A case was open too long. */
    CASE_OVERDUE(Severity.WARNING),
    /** A case is nobody's. */
    CASE_UNOWNED(Severity.NOTICE),
    /** Work of a kind is late, and nobody is at it. */
    WORK_LATE(Severity.WARNING),
    /** A piece of work failed in this process, and fails each time. */
    WORK_FAILING(Severity.WARNING),
    /** An endpoint gets no events any more. */
    ENDPOINT_DISABLED(Severity.WARNING),
    /** An endpoint does not answer as it should, and is left alone between tries. */
    ENDPOINT_FAILING(Severity.WARNING),
    /** A callback waits for what it speaks of, and will soon be a case. */
    CALLBACK_WAITING(Severity.NOTICE),
    /** No checkpoint is planned, though the runtime could sign one. */
    CHECKPOINT_UNPLANNED(Severity.WARNING),
    /** The accounts that transfers of the tenant's asset pass through are not open. */
    FLOW_ACCOUNTS_MISSING(Severity.NOTICE);

    private final Severity severity;

    FindingCode(Severity severity) {
        this.severity = severity;
    }

    /** How much it matters. */
    public Severity severity() {
        return severity;
    }

    /** The stable text, such as {@code transfer_contradicted}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
