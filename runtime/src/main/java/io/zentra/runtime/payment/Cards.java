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
 * A tenant's card authorizations, in the words of a scheme: what is authorized may grow, is cleared in parts, reversed or
 * left to expire, and may be cleared by force. Thread-safe, unless its handle was made on a connection.
 *
 * <pre>{@code
 * Payment room = acme.cards()
 *         .authorize(PaymentRequest.of("customer:42", "scheme:settlement", usd("100.00"), "auth-1")
 *                 .expiresAt(inAWeek))
 *         .orElseThrow();
 * acme.cards().increment(room.id(), usd("20.00"), "auth-1-increment").orElseThrow();
 * acme.cards().clear(room.id(), usd("45.00"), "clearing-1").orElseThrow();
 * acme.cards().force(room.id(), usd("90.00"), "cleared by the scheme on 30 November", "clearing-2").orElseThrow();
 * }</pre>
 *
 * <p>Outcomes and errors are those of {@link Payments}, whose steps these are.
 */
public final class Cards {
    private final Steps steps;

    /**
     * For a facade that gives the handle.
     *
     * @param of the runtime's
     */
    public Cards(Handle handle, Surroundings of) {
        this.steps = new Steps(handle, of, PaymentFlow.CARD);
    }

    /** Holds the amount; as {@link Payments#authorize}, under the policy named {@code card}. */
    public Outcome<Payment> authorize(PaymentRequest request) {
        return steps.authorize(request);
    }

    /**
     * Holds more. The policy named {@code card} is asked about the increase: when it denies it, {@link
     * Payment.Amounts#authorized()} stays as it was and {@link Payment#reason()} tells why; when it sends it to review,
     * {@link Payment#caseId()} tells the case, and it goes on by itself when persons approve.
     */
    public Outcome<Payment> increment(String id, Money amount, String key) {
        return steps.increment(id, amount, key);
    }

    /** Posts a part of what is held to the destination; the rest stays held. */
    public Outcome<Payment> clear(String id, Money amount, String key) {
        return steps.capture(id, amount, false, key);
    }

    /** Posts a part of what is held, and lets go of the rest in the same commit. */
    public Outcome<Payment> clearFinal(String id, Money amount, String key) {
        return steps.capture(id, amount, true, key);
    }

    /**
     * Posts what the scheme cleared, whether it is held or not, also after the authorization ended: first what is held, then
     * what is beyond. No policy is asked, since it has happened; floors and ceilings of the accounts count.
     */
    public Outcome<Payment> force(String id, Money amount, String reason, String key) {
        return steps.operate(Step.FORCE, id, part(amount), reason, key);
    }

    /** Posts what the scheme cleared and nobody had authorized: a new card row of which nothing was held. */
    public Outcome<Payment> force(PaymentRequest cleared, String reason) {
        return steps.force(cleared, reason);
    }

    /** Lets go of all that is held, by a reversal of the authorization; what was cleared stays. */
    public Outcome<Payment> reverse(String id, String reason, String key) {
        return steps.letGo(id, null, reason, key);
    }

    /** Lets go of a part of what is held. */
    public Outcome<Payment> reverse(String id, Money amount, String reason, String key) {
        return steps.letGo(id, part(amount), reason, key);
    }

    /** Gives back all that was cleared and is not back yet. */
    public Outcome<Payment> refund(String id, String reason, String key) {
        return steps.operate(Step.REFUND, id, null, reason, key);
    }

    /** Gives back a part of what was cleared. */
    public Outcome<Payment> refund(String id, Money amount, String reason, String key) {
        return steps.operate(Step.REFUND, id, part(amount), reason, key);
    }

    /** Takes all that was cleared and is not back yet to the source, because the holder disputes it. */
    public Outcome<Payment> chargeBack(String id, String reason, String key) {
        return steps.operate(Step.CHARGE_BACK, id, null, reason, key);
    }

    /** Takes a part of what was cleared to the source, because the holder disputes that much. */
    public Outcome<Payment> chargeBack(String id, Money amount, String reason, String key) {
        return steps.operate(Step.CHARGE_BACK, id, part(amount), reason, key);
    }

    /** Brings all that is charged back to the destination again. */
    public Outcome<Payment> reverseChargeback(String id, String reason, String key) {
        return steps.operate(Step.REVERSE_CHARGEBACK, id, null, reason, key);
    }

    /** Brings a part of what is charged back to the destination again. */
    public Outcome<Payment> reverseChargeback(String id, Money amount, String reason, String key) {
        return steps.operate(Step.REVERSE_CHARGEBACK, id, part(amount), reason, key);
    }

    /**
     * An authorization as it stands, if the tenant has it.
     *
     * @throws ZentraException {@code permission_denied}
     */
    public Optional<Payment> find(String id) {
        return steps.find(id);
    }

    /**
     * An authorization as it stands.
     *
     * @throws ZentraException {@code unknown_payment}, {@code invalid_id} or {@code permission_denied}
     */
    public Payment get(String id) {
        return steps.get(id);
    }

    /**
     * Authorizations in the order in which they were asked for.
     *
     * @param afterEventSeq the {@link Payment#eventSeq()} of the last one of the page before; 0 for the first page
     * @param limit the most, 1 to {@value Payments#MAX_PAGE}
     * @throws ZentraException {@code invalid_configuration} for another limit
     */
    public List<Payment> list(long afterEventSeq, int limit) {
        return steps.list(afterEventSeq, limit);
    }

    /**
     * Authorizations, a page of them. By time, source, destination and metadata they are found however many there are, as {@link
     * io.zentra.runtime.operations.Operations#search transfers}; the state is checked of each that is so found.
     *
     * @throws ZentraException {@code permission_denied}, {@code rate_limited}, {@code storage_failed}, or {@code
     *     event_archived} when metadata is asked for and the request of one that would be on the page lies in an archive
     */
    public PaymentPage search(PaymentSearch search) {
        return steps.search(search);
    }

    /**
     * The authorization that was asked for under a key; empty when none was.
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
