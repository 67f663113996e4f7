package io.zentra.runtime;

import io.zentra.core.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A transfer as it stands. Immutable.
 *
 * @param id its id, {@code tr_…}: also the correlation of its events and the name of its evidence packet
 * @param status its state
 * @param event the type of the event that created it, {@code transfer.created}
 * @param eventSeq the sequence of that event in the tenant's journal
 * @param source the account it comes from
 * @param destination the account it goes to
 * @param amount how much
 * @param rail the rail that was chosen
 * @param attemptId the attempt over that rail, {@code at_…}: the idempotency key for the provider
 * @param reservePostingId the posting that reserved the money
 * @param reason why it failed or waits; null when it does neither
 * @param createdAt when it was created
 */
public record Transfer(
        String id,
        TransferStatus status,
        String event,
        long eventSeq,
        String source,
        String destination,
        Money amount,
        String rail,
        String attemptId,
        String reservePostingId,
        @Nullable String reason,
        Instant createdAt) {}
