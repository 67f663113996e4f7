package io.zentra.runtime.contract;

import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Outcome;
import io.zentra.core.money.Money;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a body asks to be done to a transfer, a payment or a card authorization. Immutable.
 *
 * <pre>{@code
 * Change<Payments, Payment> refund = contract.readPaymentChange(body);
 * Answer answer = contract.payment(refund.in(acme.payments()));
 * }</pre>
 *
 * @param name what is to be done: {@code cancel}, {@code capture}, {@code refund}, …
 * @param id what it is to be done to
 * @param amount how much of it; null for all, and where there is nothing to choose
 * @param reason why; null where none is asked for
 * @param key makes it take effect once
 * @param call the call that does it
 * @param <A> where it is done
 * @param <R> what it is done to
 */
public record Change<A, R>(
        String name,
        String id,
        @Nullable Money amount,
        @Nullable String reason,
        IdempotencyKey key,
        Function<A, Outcome<R>> call) {
    /**
     * Does it.
     *
     * @param all the transfers, payments or cards of the tenant, as the actor who asks
     * @return what the call answers, such as {@code Payments.refund}
     * @throws io.zentra.core.error.ZentraException as the call does
     */
    public Outcome<R> in(A all) {
        return call.apply(all);
    }
}
