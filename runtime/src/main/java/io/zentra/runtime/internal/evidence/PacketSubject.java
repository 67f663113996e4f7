package io.zentra.runtime.internal.evidence;

import io.zentra.core.Handle;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.Journal;
import io.zentra.runtime.internal.intent.IntentCorrelation;
import io.zentra.runtime.internal.payment.NamedPayment;
import java.util.Map;
import java.util.Optional;

/** Finds what an id leads to: the transfer, payment, intent or order to which the events about it belong. */
public final class PacketSubject {
    private final Journal journal;
    private final int tenantNo;

    /** Finds what is the handle's tenant's. */
    public PacketSubject(Handle handle) {
        this.journal = handle.journal();
        this.tenantNo = handle.tenantNo();
    }

    /**
     * The correlation of an id: itself, that of the event that made what it names, or that of the host's intent.
     *
     * @throws ZentraException {@code unknown_transfer}, {@code unknown_payment} or {@code unknown_correlation}
     */
    public String correlation(String id) {
        if (!journal.timeline(id, 0, 1).isEmpty()) {
            return id;
        }
        return EntityId.parse(id)
                .filter(parsed -> parsed.tenantNo() == tenantNo && parsed.seq() > 0)
                .flatMap(parsed -> journal.event(parsed.seq()))
                .filter(event -> event.subject().equals(Optional.of(id)))
                .flatMap(Event::correlation)
                .or(() -> IntentCorrelation.of(journal, id))
                .orElseThrow(() -> unknown(id));
    }

    private static ZentraException unknown(String id) {
        if (id.startsWith("tr_")) {
            return ZentraException.of(
                    ErrorCode.UNKNOWN_TRANSFER,
                    "no transfer \"" + Shown.of(id) + "\" is known: use the id that creating it gave",
                    Map.of("transfer", Shown.of(id)));
        }
        if (id.startsWith(NamedPayment.PREFIX + "_")) {
            return NamedPayment.unknown(id);
        }
        return ZentraException.of(
                ErrorCode.UNKNOWN_CORRELATION,
                "no event belongs to \"" + Shown.of(id)
                        + "\": use the id of a transfer, payment or intent, or the correlation that"
                        + " was given; what was recorded without one is in the export of its period",
                Map.of("correlation", Shown.of(id)));
    }
}
