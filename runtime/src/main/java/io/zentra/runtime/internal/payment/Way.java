package io.zentra.runtime.internal.payment;

import static io.zentra.runtime.payment.PaymentStatus.AUTHORIZED;
import static io.zentra.runtime.payment.PaymentStatus.CAPTURED;
import static io.zentra.runtime.payment.PaymentStatus.CHARGED_BACK;
import static io.zentra.runtime.payment.PaymentStatus.DENIED;
import static io.zentra.runtime.payment.PaymentStatus.EXPIRED;
import static io.zentra.runtime.payment.PaymentStatus.FAILED;
import static io.zentra.runtime.payment.PaymentStatus.IN_REVIEW;
import static io.zentra.runtime.payment.PaymentStatus.PARTLY_CAPTURED;
import static io.zentra.runtime.payment.PaymentStatus.PROCESSING;
import static io.zentra.runtime.payment.PaymentStatus.REFUNDED;
import static io.zentra.runtime.payment.PaymentStatus.VOIDED;

import io.zentra.runtime.payment.PaymentStatus;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A way of a payment.
 *
 * @param step the step
 * @param begins whether a payment may begin with it
 * @param from the states that it leaves
 * @param to the states that it may lead to, as the amounts after it tell
 * @param stays whether it leaves the state as it is
 */
record Way(Step step, boolean begins, Set<PaymentStatus> from, Set<PaymentStatus> to, boolean stays) {
    /** Something is held, and nothing disputed. */
    static final Set<PaymentStatus> OPEN = EnumSet.of(AUTHORIZED, PARTLY_CAPTURED);

    /** Something may be held. */
    static final Set<PaymentStatus> HOLDING = EnumSet.of(AUTHORIZED, PARTLY_CAPTURED, CHARGED_BACK);

    /** Something may be with the destination, where no rail is asked. */
    static final Set<PaymentStatus> ARRIVED = EnumSet.of(PARTLY_CAPTURED, CAPTURED, CHARGED_BACK);

    /** Something was once with the destination. */
    static final Set<PaymentStatus> CAME = EnumSet.of(PARTLY_CAPTURED, PROCESSING, CAPTURED, REFUNDED, CHARGED_BACK);

    /** Something was held once. */
    static final Set<PaymentStatus> LIVE = EnumSet.complementOf(EnumSet.of(IN_REVIEW, DENIED));

    /** How payments begin. */
    static final List<Way> FIRST = List.of(
            begins(Step.AUTHORIZE, EnumSet.of(IN_REVIEW), AUTHORIZED),
            begins(Step.REVIEW, EnumSet.noneOf(PaymentStatus.class), IN_REVIEW),
            begins(Step.DENY, EnumSet.of(IN_REVIEW), DENIED),
            of(Step.FAIL, EnumSet.of(IN_REVIEW), FAILED));

    /** What is common to payments and cards that go over no rails. */
    static final List<Way> COMMON = Stream.concat(
                    FIRST.stream(),
                    Stream.of(
                            of(
                                    Step.VOID,
                                    EnumSet.of(IN_REVIEW, AUTHORIZED, PARTLY_CAPTURED, CHARGED_BACK),
                                    AUTHORIZED,
                                    PARTLY_CAPTURED,
                                    CAPTURED,
                                    VOIDED,
                                    REFUNDED,
                                    CHARGED_BACK),
                            of(Step.EXPIRE, HOLDING, CAPTURED, EXPIRED, REFUNDED, CHARGED_BACK),
                            of(Step.REFUND, ARRIVED, PARTLY_CAPTURED, CAPTURED, REFUNDED, CHARGED_BACK),
                            of(Step.CHARGE_BACK, ARRIVED, CHARGED_BACK),
                            of(
                                    Step.REVERSE_CHARGEBACK,
                                    EnumSet.of(CHARGED_BACK),
                                    PARTLY_CAPTURED,
                                    CAPTURED,
                                    CHARGED_BACK)))
            .toList();

    static Way of(Step step, Set<PaymentStatus> from, PaymentStatus... to) {
        return new Way(step, false, from, EnumSet.copyOf(List.of(to)), false);
    }

    static Way begins(Step step, Set<PaymentStatus> from, PaymentStatus... to) {
        return new Way(step, true, from, EnumSet.copyOf(List.of(to)), false);
    }

    static Way stays(Step step, Set<PaymentStatus> from) {
        return new Way(step, false, from, from, true);
    }

    boolean leads(@Nullable PaymentStatus before, PaymentStatus after) {
        return leaves(before) && (stays ? after == before : to.contains(after));
    }

    boolean leaves(@Nullable PaymentStatus before) {
        return before == null ? begins : from.contains(before);
    }

    /** As a line of a table in Markdown. */
    String printed() {
        return "| `" + step.event() + "` | " + printedFrom() + " | " + step.effect() + " | "
                + (stays ? "the same" : codes(to.stream())) + " |";
    }

    private String printedFrom() {
        Stream<PaymentStatus> states = from.stream();
        return begins ? from.isEmpty() ? "nothing" : "nothing, " + codes(states) : codes(states);
    }

    private static String codes(Stream<PaymentStatus> states) {
        return states.map(state -> "`" + state.code() + "`").collect(Collectors.joining(", "));
    }
}
