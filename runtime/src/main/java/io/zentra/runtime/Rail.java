package io.zentra.runtime;

import io.zentra.core.identity.TraceContext;
import io.zentra.core.money.Money;
import io.zentra.runtime.rail.RailCapabilities;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A provider route, written by the host. Called outside any database transaction, on threads of the runtime's or the
 * host's, several at one time, so it must be thread-safe, and, after a crash, again with the same reference: a rail passes
 * the reference to the provider as its idempotency key. A call that takes longer than the {@link
 * io.zentra.runtime.rail.RailSettings#timeout} is interrupted, and what it says then is dropped. No method returns null.
 */
public interface Rail {
    /**
     * Sends a transfer. An exception counts as {@link RailOutcome.Unknown}, never as a failure.
     *
     * @param request what to move
     * @return what is known after the call
     */
    RailOutcome submit(Request request);

    /**
     * Asks what became of a transfer that was or may have been sent. It is asked in no caller's trace: for Zentra's own sake,
     * up to days after the request.
     *
     * @param reference the reference of its request
     * @return {@link RailOutcome.NotSent} only when the provider certainly does not have it
     */
    RailOutcome query(String reference);

    /**
     * Reads a verified callback. The default reads the JSON form {@code {"type": "transfer.succeeded",
     * "transfer.settled", "transfer.failed" or "transfer.returned", "data": {"reference", "provider_reference",
     * "amount_minor", "currency", "reason", "business_key"}}}.
     *
     * @throws io.zentra.core.error.ZentraException {@code callback_malformed}
     */
    default CallbackStatement read(byte[] body) {
        return CallbackStatement.parse(body);
    }

    /** What it can take; asked for once, when the runtime is built. The default takes everything. */
    default RailCapabilities capabilities() {
        return RailCapabilities.any();
    }

    /**
     * A transfer to send. Immutable.
     *
     * @param reference our attempt's id: the idempotency key for the provider
     * @param transferId our transfer
     * @param amount how much
     * @param source the account it comes from
     * @param destination the account it goes to
     * @param createdAt when the transfer was created
     * @param trace the trace in which the transfer was asked for, to be passed on to the provider, also when it is sent after a
     *     restart or once persons approved; null for none
     * @param payment the payment that it carries a step of; null when it carries none
     */
    record Request(
            String reference,
            String transferId,
            Money amount,
            String source,
            String destination,
            Instant createdAt,
            @Nullable TraceContext trace,
            @Nullable OfPayment payment) {}

    /**
     * The step of a payment that a transfer carries. Immutable.
     *
     * @param id the payment: all its captures and refunds have the same
     * @param isRefund whether it gives back what captures of the payment had brought; else it is a capture
     */
    record OfPayment(String id, boolean isRefund) {}
}
