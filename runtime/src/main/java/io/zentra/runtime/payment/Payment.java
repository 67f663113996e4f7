package io.zentra.runtime.payment;

import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A payment or card authorization as it stands. Immutable.
 *
 * @param id its id, {@code pm_…}: also the correlation of its events
 * @param status its state
 * @param eventSeq the sequence of its first event in the tenant's journal
 * @param source the account it comes from
 * @param destination the account it goes to
 * @param amount what was asked for at first
 * @param amounts what became of it
 * @param postingIds the postings that brought money to the destination, in their order: captures, forced clearings, and
 *     chargebacks that were reversed; but for what transfers brought
 * @param isOverRails whether its captures and refunds are transfers
 * @param transferIds those transfers, in the order in which they were sent; empty for a payment that goes over no rails
 * @param reason why its last step was taken or refused; null for none
 * @param caseId the review case that it, or an increment of it, waits for; null for none
 * @param expiresAt from when on what is held is let go of by itself; null for never
 * @param createdAt when it was asked for
 */
public record Payment(
        String id,
        PaymentStatus status,
        long eventSeq,
        String source,
        String destination,
        Money amount,
        Amounts amounts,
        List<String> postingIds,
        boolean isOverRails,
        List<String> transferIds,
        @Nullable String reason,
        @Nullable String caseId,
        @Nullable Instant expiresAt,
        Instant createdAt) {
    /** Copies the lists. */
    public Payment {
        postingIds = List.copyOf(postingIds);
        transferIds = List.copyOf(transferIds);
    }

    /**
     * What became of a payment's money; none is negative, and no more is held than was authorized. Immutable.
     *
     * @param authorized what was held in all: at first, and by increments
     * @param held what is still held
     * @param sent what was captured and is on its way over a rail; zero where no rail is asked
     * @param captured what was brought to the destination, forced clearings included
     * @param returning what is on its way back over a rail, to be refunded; zero where no rail is asked
     * @param refunded what was given back
     * @param chargedBack what is disputed now, and back at the source
     */
    public record Amounts(
            Money authorized,
            Money held,
            Money sent,
            Money captured,
            Money returning,
            Money refunded,
            Money chargedBack) {
        /**
         * Checks that they can be.
         *
         * @throws IllegalStateException when they cannot
         */
        public Amounts {
            boolean isNegative = Stream.of(authorized, held, sent, captured, returning, refunded, chargedBack)
                    .anyMatch(Money::isNegative);
            if (isNegative || held.compareTo(authorized) > 0) {
                throw new IllegalStateException("no payment comes to held " + held + " of " + authorized + ", sent "
                        + sent + ", captured " + captured + ", returning " + returning + ", refunded " + refunded
                        + ", charged back " + chargedBack);
            }
        }

        /** Nothing of an asset. */
        public static Amounts none(Asset asset) {
            Money zero = Money.zero(asset);
            return new Amounts(zero, zero, zero, zero, zero, zero, zero);
        }

        /**
         * What is with the destination: it can be refunded or charged back. Negative only when a rail gave back more than it
         * had brought, as persons who looked say.
         */
        public Money arrived() {
            return captured.minus(returning).minus(refunded).minus(chargedBack);
        }
    }
}
