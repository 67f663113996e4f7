package io.zentra.runtime.payment;

import io.zentra.core.Handle;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ZentraException;
import io.zentra.core.money.Money;
import io.zentra.runtime.internal.payment.PaymentFlow;
import io.zentra.runtime.internal.payment.Step;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A tenant's payments: money that is held, then captured in parts or let go of, and given back where it must be. Thread-safe,
 * unless its handle was made on a connection.
 *
 * <pre>{@code
 * Payment payment = acme.payments()
 *         .authorize(PaymentRequest.of("customer:42", "merchant:7", usd("80.00"), "order-17"))
 *         .orElseThrow();
 * acme.payments().capture(payment.id(), usd("30.00"), "order-17-first-parcel").orElseThrow();
 * acme.payments().captureFinal(payment.id(), usd("45.00"), "order-17-second-parcel").orElseThrow();
 * }</pre>
 *
 * <p>Each step takes effect once per key. It answers applied, or replayed, with the payment as it stands; or declined, beside
 * the codes that it names, with {@code unknown_payment}, {@code payment_state} when no step of this kind leads from where
 * the payment is, {@code payment_exceeded} when there is not so much, {@code asset_mismatch}, {@code too_many_steps}, or as
 * the ledger declines what it is asked for. It throws {@code permission_denied}, {@code invalid_id}, {@code
 * amount_not_positive}, {@code invalid_reason}, {@code idempotency_conflict}, or why it could not run. Reasons stay in the
 * journal, so they hold no personal data.
 */
public final class Payments {
    /** The most payments of one answer. */
    public static final int MAX_PAGE = 1_000;

    private final Steps steps;

    /**
     * For a facade that gives the handle.
     *
     * @param of the runtime's
     */
    public Payments(Handle handle, Surroundings of) {
        this.steps = new Steps(handle, of, PaymentFlow.PAYMENT);
    }

    /**
     * Holds the amount. When the tenant has published a policy named {@code payment}, that decides first: what it accepts is
     * held in the same commit, what it denies is {@link PaymentStatus#DENIED}, and what it sends to review is {@link
     * PaymentStatus#IN_REVIEW} and goes on by itself when persons approve.
     *
     * @return applied or replayed with the payment as it was then, whatever became of it since; or declined with {@code
     *     unknown_account}, {@code asset_mismatch}, {@code account_frozen}, {@code account_closed}, {@code floor_crossed},
     *     {@code ceiling_crossed}, {@code amount_overflow}, or {@code hold_expired} when its time is over already
     */
    public Outcome<Payment> authorize(PaymentRequest request) {
        return steps.authorize(request);
    }

    /**
     * Posts a part of what is held to the destination; the rest stays held. Over rails a transfer brings it there, and until
     * that has arrived it is {@link Payment.Amounts#sent()}; then also declined with {@code no_route} or {@code
     * event_archived}.
     */
    public Outcome<Payment> capture(String id, Money amount, String key) {
        return steps.capture(id, amount, false, key);
    }

    /** Posts a part of what is held, and lets go of the rest in the same commit. */
    public Outcome<Payment> captureFinal(String id, Money amount, String key) {
        return steps.capture(id, amount, true, key);
    }

    /** Lets go of all that is held; what was captured stays. A payment that waits for persons is taken back. */
    public Outcome<Payment> voidHeld(String id, String reason, String key) {
        return steps.letGo(id, null, reason, key);
    }

    /** Lets go of a part of what is held. */
    public Outcome<Payment> voidHeld(String id, Money amount, String reason, String key) {
        return steps.letGo(id, part(amount), reason, key);
    }

    /**
     * Gives back all that is with the destination. Over rails a transfer brings it back, and until that has arrived it is
     * {@link Payment.Amounts#returning()}; then also declined with {@code no_route} or {@code event_archived}.
     */
    public Outcome<Payment> refund(String id, String reason, String key) {
        return steps.operate(Step.REFUND, id, null, reason, key);
    }

    /** Gives back a part of what is with the destination. */
    public Outcome<Payment> refund(String id, Money amount, String reason, String key) {
        return steps.operate(Step.REFUND, id, part(amount), reason, key);
    }

    /** Takes all that is with the destination back to the source, because the payer disputes it. */
    public Outcome<Payment> chargeBack(String id, String reason, String key) {
        return steps.operate(Step.CHARGE_BACK, id, null, reason, key);
    }

    /** Takes a part of what is with the destination back to the source, because the payer disputes that much. */
    public Outcome<Payment> chargeBack(String id, Money amount, String reason, String key) {
        return steps.operate(Step.CHARGE_BACK, id, part(amount), reason, key);
    }

    /** Brings all that is charged back to the destination again, because the dispute was won. */
    public Outcome<Payment> reverseChargeback(String id, String reason, String key) {
        return steps.operate(Step.REVERSE_CHARGEBACK, id, null, reason, key);
    }

    /** Brings a part of what is charged back to the destination again. */
    public Outcome<Payment> reverseChargeback(String id, Money amount, String reason, String key) {
        return steps.operate(Step.REVERSE_CHARGEBACK, id, part(amount), reason, key);
    }

    /**
     * A payment as it stands, if the tenant has it.
     *
     * @throws ZentraException {@code permission_denied}
     */
    public Optional<Payment> find(String id) {
        return steps.find(id);
    }

    /**
     * A payment as it stands.
     *
     * @throws ZentraException {@code unknown_payment}, {@code invalid_id} or {@code permission_denied}
     */
    public Payment get(String id) {
        return steps.get(id);
    }

    /**
     * Payments in the order in which they were asked for.
     *
     * @param afterEventSeq the {@link Payment#eventSeq()} of the last one of the page before; 0 for the first page
     * @param limit the most payments, 1 to {@value #MAX_PAGE}
     * @throws ZentraException {@code invalid_configuration} for another limit
     */
    public List<Payment> list(long afterEventSeq, int limit) {
        return steps.list(afterEventSeq, limit);
    }

    /**
     * Payments, a page of them. By time, source, destination and metadata they are found however many there are, as {@link
     * io.zentra.runtime.operations.Operations#search transfers}; the state is checked of each that is so found.
     *
     * @throws ZentraException {@code permission_denied}, {@code rate_limited}, {@code storage_failed}, or {@code
     *     event_archived} when metadata is asked for and the request of one that would be on the page lies in an archive
     */
    public PaymentPage search(PaymentSearch search) {
        return steps.search(search);
    }

    /**
     * The payment that was asked for under a key; empty when none was.
     *
     * @throws ZentraException {@code invalid_key}, {@code permission_denied}, {@code rate_limited} or {@code storage_failed}
     */
    public Optional<Payment> ofKey(String key) {
        return steps.ofKey(key);
    }

    /** A part that is missing is no word for all. */
    private static Money part(Money amount) {
        return Objects.requireNonNull(amount, "amount");
    }
}
