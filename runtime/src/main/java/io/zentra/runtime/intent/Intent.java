package io.zentra.runtime.intent;

import io.zentra.webhooks.delivery.StreamState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An intent as it stands. Immutable.
 *
 * @param id what all of its events have as their correlation: the id of its transfer when it goes over a rail. Packets,
 *     timelines and what operators do are asked for by it
 * @param request what was asked for
 * @param status how far it has come
 * @param ledgerState where its money is
 * @param eventStream whether its events are at the endpoints that want them
 * @param auditPacket whether its packet is ready
 * @param reason why it is in a state beside the stages; null for none
 * @param caseId the case that it waits for, or the last one that was opened about it; null for none
 * @param acceptedAt when it was accepted
 */
public record Intent(
        String id,
        IntentRequest request,
        IntentStatus status,
        LedgerState ledgerState,
        StreamState eventStream,
        PacketState auditPacket,
        @Nullable String reason,
        @Nullable String caseId,
        Instant acceptedAt) {
    /** The caller's id of it. */
    public String intentId() {
        return request.intentId();
    }
}
