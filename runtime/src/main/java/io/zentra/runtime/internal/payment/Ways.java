package io.zentra.runtime.internal.payment;

import static io.zentra.runtime.payment.PaymentStatus.AUTHORIZED;
import static io.zentra.runtime.payment.PaymentStatus.CAPTURED;
import static io.zentra.runtime.payment.PaymentStatus.CHARGED_BACK;
import static io.zentra.runtime.payment.PaymentStatus.EXPIRED;
import static io.zentra.runtime.payment.PaymentStatus.FAILED;
import static io.zentra.runtime.payment.PaymentStatus.IN_REVIEW;
import static io.zentra.runtime.payment.PaymentStatus.PARTLY_CAPTURED;
import static io.zentra.runtime.payment.PaymentStatus.PROCESSING;
import static io.zentra.runtime.payment.PaymentStatus.REFUNDED;
import static io.zentra.runtime.payment.PaymentStatus.VOIDED;

import io.zentra.runtime.payment.PaymentStatus;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which step may be taken in which state, and to which states it leads: of payments, of cards, and of payments that go over
 * rails. There is no other way: neither to write one, nor to read one.
 */
public final class Ways {
    /** Of payments whose captures and refunds the host sees to. */
    public static final Ways PAYMENT =
            new Ways("payment", Way.COMMON, Way.of(Step.CAPTURE, Way.OPEN, PARTLY_CAPTURED, CAPTURED));

    /** Of card authorizations. */
    public static final Ways CARD = new Ways(
            "card",
            Way.COMMON,
            Way.of(Step.CAPTURE, Way.HOLDING, PARTLY_CAPTURED, CAPTURED, CHARGED_BACK),
            Way.stays(Step.INCREMENT, Way.OPEN),
            Way.stays(Step.REVIEW_INCREMENT, Way.OPEN),
            Way.stays(Step.REFUSE_INCREMENT, Way.OPEN),
            Way.begins(
                    Step.FORCE,
                    EnumSet.complementOf(EnumSet.of(IN_REVIEW, PROCESSING)),
                    PARTLY_CAPTURED,
                    CAPTURED,
                    CHARGED_BACK));

    /** Of payments whose captures and refunds go over rails, whose word may come late and change what was known. */
    public static final Ways OVER_RAILS = new Ways(
            "payment over rails",
            Way.FIRST,
            Way.of(
                    Step.VOID,
                    EnumSet.of(IN_REVIEW, AUTHORIZED, PARTLY_CAPTURED, CHARGED_BACK),
                    AUTHORIZED,
                    PARTLY_CAPTURED,
                    PROCESSING,
                    CAPTURED,
                    VOIDED,
                    REFUNDED,
                    CHARGED_BACK),
            Way.of(Step.EXPIRE, Way.HOLDING, PROCESSING, CAPTURED, EXPIRED, REFUNDED, CHARGED_BACK),
            Way.of(Step.CHARGE_BACK, Way.CAME, CHARGED_BACK),
            Way.of(
                    Step.REVERSE_CHARGEBACK,
                    EnumSet.of(CHARGED_BACK),
                    PARTLY_CAPTURED,
                    PROCESSING,
                    CAPTURED,
                    REFUNDED,
                    CHARGED_BACK),
            Way.of(Step.SEND_CAPTURE, Way.OPEN, AUTHORIZED, PARTLY_CAPTURED, PROCESSING),
            Way.of(Step.SETTLE_CAPTURE, Way.LIVE, PARTLY_CAPTURED, PROCESSING, CAPTURED, REFUNDED, CHARGED_BACK),
            Way.of(
                    Step.FAIL_CAPTURE,
                    EnumSet.of(AUTHORIZED, PARTLY_CAPTURED, PROCESSING, CHARGED_BACK),
                    FAILED,
                    AUTHORIZED,
                    PARTLY_CAPTURED,
                    PROCESSING,
                    CAPTURED,
                    REFUNDED,
                    CHARGED_BACK),
            Way.of(Step.RESEND_CAPTURE, Way.LIVE, AUTHORIZED, PARTLY_CAPTURED, PROCESSING, CHARGED_BACK),
            Way.of(Step.REVERSE_CAPTURE, Way.CAME, PARTLY_CAPTURED, PROCESSING, CAPTURED, REFUNDED, CHARGED_BACK),
            Way.stays(Step.SEND_REFUND, EnumSet.of(PARTLY_CAPTURED, PROCESSING, CAPTURED, CHARGED_BACK)),
            Way.of(Step.SETTLE_REFUND, Way.CAME, PARTLY_CAPTURED, PROCESSING, CAPTURED, REFUNDED, CHARGED_BACK),
            Way.of(Step.FAIL_REFUND, Way.CAME, PARTLY_CAPTURED, PROCESSING, CAPTURED, REFUNDED, CHARGED_BACK),
            Way.stays(Step.RESEND_REFUND, Way.CAME));

    private final String name;
    private final List<Way> ways;

    private Ways(String name, List<Way> common, Way... own) {
        this.name = name;
        this.ways = Stream.concat(common.stream(), Stream.of(own))
                .sorted(Comparator.comparing(Way::step))
                .toList();
    }

    /** All of them. */
    static List<Ways> all() {
        return List.of(PAYMENT, CARD, OVER_RAILS);
    }

    /** Whether a step may be taken in a state. */
    boolean has(Step step, PaymentStatus before) {
        return ways.stream().anyMatch(way -> way.step() == step && way.leaves(before));
    }

    /** The states in which a step may be taken. */
    List<String> before(Step step) {
        return Stream.of(PaymentStatus.values())
                .filter(status -> has(step, status))
                .map(PaymentStatus::code)
                .toList();
    }

    /**
     * Checks a step.
     *
     * @param before the state before it; null when the payment begins with it
     * @throws IllegalStateException when no way leads there
     */
    void require(Step step, @Nullable PaymentStatus before, PaymentStatus after) {
        if (ways.stream().noneMatch(way -> way.step() == step && way.leads(before, after))) {
            throw new IllegalStateException(step.event() + " leads no " + name + " from " + before + " to " + after);
        }
    }

    /** The table as the lines of one in Markdown. */
    public List<String> printed() {
        return ways.stream().map(Way::printed).toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
