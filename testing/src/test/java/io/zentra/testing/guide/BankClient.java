package io.zentra.testing.guide;

import io.zentra.core.money.Money;
import java.io.IOException;
import java.util.Optional;

/** What a host has of its bank, for the rail of docs/transfers.md. */
interface BankClient {
    /** What the bank says of a payment. */
    record Payment(String id, String state, String reason) {}

    /** There was no connection, so nothing was sent. */
    final class NoConnectionException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    Payment pay(String idempotencyKey, String to, Money amount) throws IOException;

    Optional<Payment> find(String idempotencyKey) throws IOException;
}
