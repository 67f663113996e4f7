package io.zentra.runtime.contract;

import io.zentra.core.journal.CanonicalJson;
import io.zentra.ledger.Posting;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.intent.Intent;
import io.zentra.runtime.payment.Payment;

/** The members of a version's answers. */
interface Shape {
    /** Writes one answer. */
    @FunctionalInterface
    interface Writer<R> {
        void write(CanonicalJson json, R result, Told told);
    }

    void transfer(CanonicalJson json, Transfer transfer, Told told);

    void posting(CanonicalJson json, Posting posting, Told told);

    void intent(CanonicalJson json, Intent intent, Told told);

    void payment(CanonicalJson json, Payment payment, Told told);

    void error(CanonicalJson json, Refusal refusal, Told told);
}
