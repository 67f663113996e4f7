package io.zentra.core.commit;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.util.Map;
import java.util.function.Function;

/**
 * What became of a keyed command. Immutable.
 *
 * <pre>{@code
 * Posting posting = acme.ledgers().post("customer:42", "reserved", usd("10.00"), "led_8172").orElseThrow();
 * }</pre>
 *
 * @param <R> the result
 */
public sealed interface Outcome<R> {
    /** Done now. */
    record Applied<R>(R result) implements Outcome<R> {}

    /**
     * Refused, and recorded: nothing changed, and the same request with the same key will get the same refusal. The key is
     * used up by it, unless the code is {@code idempotency_conflict}, which lists of requests are answered with: then the
     * key is that of another request, and this says nothing of what became of that one.
     *
     * @param code the stable reason
     * @param message what was refused, which value, and what to do
     * @param details the values concerned, by name
     * @param eventSeq the event that records the refusal
     */
    record Declined<R>(ErrorCode code, String message, Map<String, String> details, long eventSeq)
            implements Outcome<R> {
        /** Copies the details. */
        public Declined {
            details = Map.copyOf(details);
        }
    }

    /**
     * The key came before with the same request: the first outcome again, and nothing changed.
     *
     * @param first the first outcome, {@link Applied} or {@link Declined}
     * @param count how often the key came again, this time included
     */
    record Replayed<R>(Outcome<R> first, long count) implements Outcome<R> {}

    /** The same outcome with another view of its result. */
    default <T> Outcome<T> map(Function<? super R, ? extends T> view) {
        return match(
                result -> new Applied<>(view.apply(result)),
                first -> new Replayed<>(first.map(view), ((Replayed<R>) this).count()),
                declined ->
                        new Declined<>(declined.code(), declined.message(), declined.details(), declined.eventSeq()));
    }

    /**
     * The result, of this or the first call.
     *
     * @throws ZentraException with the refusal's code when it was declined
     */
    default R orElseThrow() {
        return match(result -> result, first -> first.orElseThrow(), declined -> {
            throw ZentraException.of(declined.code(), declined.message(), declined.details());
        });
    }

    /** Whether this call found its key used before. */
    default boolean isReplay() {
        return this instanceof Replayed;
    }

    /** Whether this or the first call was refused. */
    default boolean isDeclined() {
        return match(result -> false, Outcome::isDeclined, declined -> true);
    }

    /** Goes one of three ways. */
    default <T> T match(
            Function<? super R, ? extends T> applied,
            Function<? super Outcome<R>, ? extends T> replayed,
            Function<? super Declined<R>, ? extends T> declined) {
        if (this instanceof Applied<R> a) {
            return applied.apply(a.result());
        }
        if (this instanceof Replayed<R> r) {
            return replayed.apply(r.first());
        }
        return declined.apply((Declined<R>) this);
    }
}
