package io.zentra.runtime.payment;

import java.util.List;

/**
 * A page of a search. Immutable.
 *
 * @param payments those found, in the order in which they were asked for; a page may have few or none, and another follow
 * @param next where the next page begins; 0 when there is none
 */
public record PaymentPage(List<Payment> payments, long next) {
    /** Copies the list. */
    public PaymentPage {
        payments = List.copyOf(payments);
    }

    /** Whether another page follows. */
    public boolean hasNext() {
        return next != 0;
    }
}
