package io.zentra.runtime.payment;

import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import java.time.Instant;
import java.util.List;
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
 *     chargebacks that were reversed
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
        @Nullable String reason,
        @Nullable String caseId,
        @Nullable Instant expiresAt,
        Instant createdAt) {
    /** Copies the list. */
    public Payment {
        postingIds = List.copyOf(postingIds);
    }

    /**
     * What became of a payment's money: none is negative, and what was refunded and is charged back was captured. Immutable.
     *
     * @param authorized what was held in all: at first, and by increments
     * @param held what is still held
     * @param captured what was brought to the destination, forced clearings included
     * @param refunded what of that was given back
     * @param chargedBack what of that is disputed now, and back at the source
     */
    public record Amounts(Money authorized, Money held, Money captured, Money refunded, Money chargedBack) {
        /**
         * Checks that they can be.
         *
         * @throws IllegalStateException when they cannot
         */
        public Amounts {
            boolean isNegative = authorized.isNegative()
                    || held.isNegative()
                    || captured.isNegative()
                    || refunded.isNegative()
                    || chargedBack.isNegative();
            if (isNegative
                    || held.compareTo(authorized) > 0
                    || captured.minus(refunded).minus(chargedBack).isNegative()) {
                throw new IllegalStateException("no payment comes to held " + held + " of " + authorized + ", captured "
                        + captured + ", refunded " + refunded + ", charged back " + chargedBack);
            }
        }

        /** Nothing of an asset. */
        public static Amounts none(Asset asset) {
            Money zero = Money.zero(asset);
            return new Amounts(zero, zero, zero, zero, zero);
        }

        /** What is with the destination: it can be refunded or charged back. */
        public Money arrived() {
            return captured.minus(refunded).minus(chargedBack);
        }
    }
}
