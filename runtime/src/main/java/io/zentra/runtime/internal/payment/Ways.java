package io.zentra.runtime.internal.payment;

import static io.zentra.runtime.payment.PaymentStatus.AUTHORIZED;
import static io.zentra.runtime.payment.PaymentStatus.CAPTURED;
import static io.zentra.runtime.payment.PaymentStatus.CHARGED_BACK;
import static io.zentra.runtime.payment.PaymentStatus.DENIED;
import static io.zentra.runtime.payment.PaymentStatus.EXPIRED;
import static io.zentra.runtime.payment.PaymentStatus.FAILED;
import static io.zentra.runtime.payment.PaymentStatus.IN_REVIEW;
import static io.zentra.runtime.payment.PaymentStatus.PARTLY_CAPTURED;
import static io.zentra.runtime.payment.PaymentStatus.REFUNDED;
import static io.zentra.runtime.payment.PaymentStatus.VOIDED;

import io.zentra.runtime.payment.PaymentStatus;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which step may be taken in which state of which flow, and to which states it leads. There is no other way: neither to
 * write one, nor to read one.
 */
public final class Ways {
    /**
     * A way.
     *
     * @param step the step
     * @param begins whether a payment may begin with it
     * @param from the states that it leaves
     * @param to the states that it may lead to, as the amounts after it tell
     * @param stays whether it leaves the state as it is
     */
    private record Way(Step step, boolean begins, Set<PaymentStatus> from, Set<PaymentStatus> to, boolean stays) {
        private boolean leads(@Nullable PaymentStatus before, PaymentStatus after) {
            return leaves(before) && (stays ? after == before : to.contains(after));
        }

        private boolean leaves(@Nullable PaymentStatus before) {
            return before == null ? begins : from.contains(before);
        }
    }

    private static final Set<PaymentStatus> OPEN = EnumSet.of(AUTHORIZED, PARTLY_CAPTURED);

    private static final List<Way> COMMON = List.of(
            begins(Step.AUTHORIZE, EnumSet.of(IN_REVIEW), AUTHORIZED),
            begins(Step.REVIEW, EnumSet.noneOf(PaymentStatus.class), IN_REVIEW),
            begins(Step.DENY, EnumSet.of(IN_REVIEW), DENIED),
            way(Step.FAIL, EnumSet.of(IN_REVIEW), FAILED),
            way(
                    Step.VOID,
                    EnumSet.of(IN_REVIEW, AUTHORIZED, PARTLY_CAPTURED, CHARGED_BACK),
                    AUTHORIZED,
                    PARTLY_CAPTURED,
                    CAPTURED,
                    VOIDED,
                    REFUNDED,
                    CHARGED_BACK),
            way(
                    Step.EXPIRE,
                    EnumSet.of(AUTHORIZED, PARTLY_CAPTURED, CHARGED_BACK),
                    CAPTURED,
                    EXPIRED,
                    REFUNDED,
                    CHARGED_BACK),
            way(
                    Step.REFUND,
                    EnumSet.of(PARTLY_CAPTURED, CAPTURED, CHARGED_BACK),
                    PARTLY_CAPTURED,
                    CAPTURED,
                    REFUNDED,
                    CHARGED_BACK),
            way(Step.CHARGE_BACK, EnumSet.of(PARTLY_CAPTURED, CAPTURED, CHARGED_BACK), CHARGED_BACK),
            way(Step.REVERSE_CHARGEBACK, EnumSet.of(CHARGED_BACK), PARTLY_CAPTURED, CAPTURED, CHARGED_BACK));

    private static final List<Way> PAYMENT = with(way(Step.CAPTURE, OPEN, PARTLY_CAPTURED, CAPTURED));

    private static final List<Way> CARD = with(
            way(
                    Step.CAPTURE,
                    EnumSet.of(AUTHORIZED, PARTLY_CAPTURED, CHARGED_BACK),
                    PARTLY_CAPTURED,
                    CAPTURED,
                    CHARGED_BACK),
            stays(Step.INCREMENT, OPEN),
            stays(Step.REVIEW_INCREMENT, OPEN),
            stays(Step.REFUSE_INCREMENT, OPEN),
            begins(Step.FORCE, EnumSet.complementOf(EnumSet.of(IN_REVIEW)), PARTLY_CAPTURED, CAPTURED, CHARGED_BACK));

    private Ways() {}

    private static List<Way> with(Way... own) {
        List<Way> ways = new ArrayList<>(COMMON);
        ways.addAll(List.of(own));
        return ways.stream().sorted((a, b) -> a.step().compareTo(b.step())).toList();
    }

    private static Way way(Step step, Set<PaymentStatus> from, PaymentStatus... to) {
        return new Way(step, false, from, EnumSet.copyOf(List.of(to)), false);
    }

    private static Way begins(Step step, Set<PaymentStatus> from, PaymentStatus... to) {
        return new Way(step, true, from, EnumSet.copyOf(List.of(to)), false);
    }

    private static Way stays(Step step, Set<PaymentStatus> from) {
        return new Way(step, false, from, from, true);
    }

    private static List<Way> of(PaymentFlow flow) {
        return flow == PaymentFlow.PAYMENT ? PAYMENT : CARD;
    }

    /** Whether a step may be taken in a state. */
    static boolean has(PaymentFlow flow, Step step, PaymentStatus before) {
        return of(flow).stream().anyMatch(way -> way.step() == step && way.leaves(before));
    }

    /**
     * Checks a step.
     *
     * @param before the state before it; null when the payment begins with it
     * @throws IllegalStateException when no way leads there
     */
    static void require(PaymentFlow flow, Step step, @Nullable PaymentStatus before, PaymentStatus after) {
        if (of(flow).stream().noneMatch(way -> way.step() == step && way.leads(before, after))) {
            throw new IllegalStateException(
                    step.event() + " leads no " + flow.code() + " from " + before + " to " + after);
        }
    }

    /** The table of a flow as the lines of one in Markdown. */
    public static List<String> printed(PaymentFlow flow) {
        return of(flow).stream()
                .map(way -> "| `" + way.step().event() + "` | " + from(way) + " | "
                        + way.step().effect() + " | " + (way.stays() ? "the same" : codes(way.to().stream())) + " |")
                .toList();
    }

    private static String from(Way way) {
        Stream<PaymentStatus> states = way.from().stream();
        return way.begins() ? way.from().isEmpty() ? "nothing" : "nothing, " + codes(states) : codes(states);
    }

    private static String codes(Stream<PaymentStatus> states) {
        return states.map(state -> "`" + state.code() + "`").collect(Collectors.joining(", "));
    }
}
