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
 * @param route how it is sent; null as long as that is not decided
 * @param reservePostingId the posting that reserved the money; null as long as, or since, none is reserved or moved
 * @param reversed how much of it was given back after it had moved
 * @param reason why it was denied, failed, was cancelled or reversed, or what persons have to look at; why it is to be
 *     reversed, or was not; null for none
 * @param caseId the review case that it, or its reversal, waits for; null for none
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
        @Nullable Route route,
        @Nullable String reservePostingId,
        Money reversed,
        @Nullable String reason,
        @Nullable String caseId,
        Instant createdAt) {
    /**
     * How a transfer is sent. Immutable.
     *
     * @param rail the rail that was chosen
     * @param attemptId the attempt over that rail, {@code at_…}: the idempotency key for the provider
     */
    public record Route(String rail, String attemptId) {}

    /**
     * The attempt of its route.
     *
     * @throws IllegalStateException when it has no route yet
     */
    public String attemptId() {
        return requireRoute().attemptId();
    }

    /**
     * The rail of its route.
     *
     * @throws IllegalStateException when it has no route yet
     */
    public String rail() {
        return requireRoute().rail();
    }

    private Route requireRoute() {
        if (route == null) {
            throw new IllegalStateException("transfer " + id + " is " + status.code() + " and has no route");
        }
        return route;
    }
}
