package io.zentra.runtime.contract;

import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Outcome;
import io.zentra.core.identity.Identifier;
import io.zentra.core.money.Money;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.Transfers;
import io.zentra.runtime.internal.GivenReason;
import io.zentra.runtime.payment.Cards;
import io.zentra.runtime.payment.Payment;
import io.zentra.runtime.payment.Payments;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Changes out of their members: which there are of each thing, what each must say, and the call that it is. */
final class Changes {
    static final Words<Kind<Transfers, Transfer>> OF_TRANSFERS = words(Map.of(
            "cancel", whole(Transfers::cancel),
            "mark_returned", whole(Transfers::markReturned),
            "reverse", wholeOrPart(Transfers::reverse, Transfers::reverse),
            "settle", whole(Transfers::settle)));

    static final Words<Kind<Payments, Payment>> OF_PAYMENTS = words(Map.of(
            "capture", part(Payments::capture),
            "capture_final", part(Payments::captureFinal),
            "charge_back", wholeOrPart(Payments::chargeBack, Payments::chargeBack),
            "refund", wholeOrPart(Payments::refund, Payments::refund),
            "reverse_chargeback", wholeOrPart(Payments::reverseChargeback, Payments::reverseChargeback),
            "void", wholeOrPart(Payments::voidHeld, Payments::voidHeld)));

    static final Words<Kind<Cards, Payment>> OF_CARDS = words(Map.of(
            "charge_back", wholeOrPart(Cards::chargeBack, Cards::chargeBack),
            "clear", part(Cards::clear),
            "clear_final", part(Cards::clearFinal),
            "force", explainedPart(Cards::force),
            "increment", part(Cards::increment),
            "refund", wholeOrPart(Cards::refund, Cards::refund),
            "reverse", wholeOrPart(Cards::reverse, Cards::reverse),
            "reverse_chargeback", wholeOrPart(Cards::reverseChargeback, Cards::reverseChargeback)));

    /** What every change says: its name, what it is done to, and its key. */
    record Named(String name, String id, IdempotencyKey key) {
        <A, R> Change<A, R> change(@Nullable Money amount, @Nullable String reason, Call<A, R> call) {
            return new Change<>(name, id, amount, reason, key, all -> call.of(all, id, key.value()));
        }
    }

    /** Reads what a change says beside. */
    @FunctionalInterface
    interface Kind<A, R> {
        Change<A, R> read(Members in, Named named);
    }

    @FunctionalInterface
    interface Call<A, R> {
        Outcome<R> of(A all, String id, String key);
    }

    @FunctionalInterface
    interface Part<A, R> {
        Outcome<R> of(A all, String id, Money amount, String key);
    }

    @FunctionalInterface
    interface Explained<A, R> {
        Outcome<R> of(A all, String id, String reason, String key);
    }

    @FunctionalInterface
    interface ExplainedPart<A, R> {
        Outcome<R> of(A all, String id, Money amount, String reason, String key);
    }

    private Changes() {}

    private static <T> Words<T> words(Map<String, T> all) {
        return new Words<>(new TreeMap<>(all));
    }

    /**
     * The change that members ask for.
     *
     * @param thing what is changed: {@code transfer}, whose id is the member {@code transfer_id}
     */
    static <A, R> Change<A, R> read(Members in, String thing, Words<Kind<A, R>> kinds) {
        String name = in.text("change", Function.identity());
        Kind<A, R> kind = in.text("change", kinds.of("change"));
        String id = in.text(thing + "_id", text -> Identifier.require(thing, text));
        Named named = new Named(name, id, in.text("idempotency_key", IdempotencyKey::of));
        Change<A, R> change = kind.read(in, named);
        in.requireNoOthers();
        return change;
    }

    private static <A, R> Kind<A, R> part(Part<A, R> call) {
        return (in, named) -> {
            Money amount = Requests.amount(in);
            return named.change(amount, null, (all, id, key) -> call.of(all, id, amount, key));
        };
    }

    private static <A, R> Kind<A, R> whole(Explained<A, R> call) {
        return (in, named) -> {
            String reason = reason(in);
            return named.change(null, reason, (all, id, key) -> call.of(all, id, reason, key));
        };
    }

    private static <A, R> Kind<A, R> explainedPart(ExplainedPart<A, R> call) {
        return (in, named) -> {
            Money amount = Requests.amount(in);
            String reason = reason(in);
            return named.change(amount, reason, (all, id, key) -> call.of(all, id, amount, reason, key));
        };
    }

    /** A currency alone is no whole one: whoever names it has forgotten the amount. */
    private static <A, R> Kind<A, R> wholeOrPart(Explained<A, R> whole, ExplainedPart<A, R> part) {
        return (in, named) -> {
            boolean isPart = in.sends("amount_minor", "currency");
            return (isPart ? explainedPart(part) : whole(whole)).read(in, named);
        };
    }

    static String reason(Members in) {
        return in.text("reason", GivenReason::require);
    }
}
