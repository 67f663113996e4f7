package io.zentra.testing.schedule;

import io.zentra.core.error.ErrorCode;
import io.zentra.runtime.payment.PaymentStatus;
import io.zentra.testing.schedule.PaymentScene.Begins;
import io.zentra.testing.schedule.PaymentScene.Person;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must become of a payment, told naively from the guide: some numbers, and what follows from them. */
final class ExpectedPayment {
    /** What a person takes by hand at a time. */
    static final long BY_HAND = 5;

    private static final Set<PaymentStatus> OPEN = EnumSet.of(PaymentStatus.AUTHORIZED, PaymentStatus.PARTLY_CAPTURED);
    private static final Set<PaymentStatus> WITH_DISPUTE =
            EnumSet.of(PaymentStatus.AUTHORIZED, PaymentStatus.PARTLY_CAPTURED, PaymentStatus.CHARGED_BACK);
    private static final Set<PaymentStatus> ARRIVED =
            EnumSet.of(PaymentStatus.PARTLY_CAPTURED, PaymentStatus.CAPTURED, PaymentStatus.CHARGED_BACK);

    /** How far a case has come that it waits for. */
    private enum Waits {
        FOR_NOTHING,
        FOR_PERSONS,
        APPROVED,
        DENIED
    }

    private final PaymentScene scene;
    private final List<String> events = new ArrayList<>();
    private final List<PaymentStep> taken = new ArrayList<>();
    private PaymentStatus status;
    private Waits waits = Waits.FOR_NOTHING;
    private boolean isOver;
    private boolean wasDecidedLate;
    private long authorized;
    private long held;
    private long captured;
    private long refunded;
    private long chargedBack;
    private long inHolds;
    private long leftOfPostings;

    ExpectedPayment(PaymentScene scene) {
        this.scene = scene;
        if (scene.begins() == Begins.FORCED) {
            status = PaymentStatus.CAPTURED;
            captured = PaymentScene.AUTHORIZED;
            leftOfPostings = PaymentScene.AUTHORIZED;
            events.add("payment.forced");
        } else if (scene.isReviewed()) {
            status = PaymentStatus.IN_REVIEW;
            waits = Waits.FOR_PERSONS;
            events.add("payment.in_review");
        } else {
            status = PaymentStatus.AUTHORIZED;
            hold(PaymentScene.AUTHORIZED, "payment.authorized");
        }
    }

    private void hold(long minor, String event) {
        authorized += minor;
        held += minor;
        inHolds += minor;
        events.add(event);
    }

    PaymentStatus status() {
        return status;
    }

    /** In the order authorized, held, captured, refunded, charged back. */
    List<Long> amounts() {
        return List.of(authorized, held, captured, refunded, chargedBack);
    }

    /** What the ledger holds for it. */
    long inHolds() {
        return inHolds;
    }

    /** What of its postings nobody has given back. */
    long leftOfPostings() {
        return leftOfPostings;
    }

    List<String> events() {
        return events;
    }

    /** The steps that changed it, in whatever order. */
    List<PaymentStep> taken() {
        return taken.stream().sorted().toList();
    }

    boolean isWaiting() {
        return waits != Waits.FOR_NOTHING;
    }

    /** Takes a step; answers why it is declined, or null when it is not. */
    @Nullable
    ErrorCode take(PaymentStep step) {
        switch (step) {
            case TIME_PASSES -> isOver = true;
            case WORK -> work();
            case PERSON -> act(scene.person());
            case CRASH -> {} // nothing is lost by it
            default -> {
                ErrorCode declined = declined(step);
                if (declined == null) {
                    expire();
                    apply(step);
                    taken.add(step);
                }
                return declined;
            }
        }
        return null;
    }

    /** Whether it has expired, though nobody told it so yet. */
    private boolean isLate() {
        return isOver && held > 0;
    }

    private void expire() {
        if (isLate()) {
            held = 0;
            inHolds = 0;
            events.add("payment.expired");
            become(PaymentStatus.EXPIRED);
        }
    }

    private void become(PaymentStatus untouched) {
        status = now(held, untouched);
        if (!OPEN.contains(status)) {
            waits = Waits.FOR_NOTHING;
        }
    }

    private PaymentStatus now(long stillHeld, PaymentStatus untouched) {
        if (chargedBack > 0) {
            return PaymentStatus.CHARGED_BACK;
        } else if (captured == 0) {
            return stillHeld > 0 ? PaymentStatus.AUTHORIZED : untouched;
        } else if (stillHeld > 0) {
            return PaymentStatus.PARTLY_CAPTURED;
        }
        return arrived() == 0 ? PaymentStatus.REFUNDED : PaymentStatus.CAPTURED;
    }

    private long arrived() {
        return captured - refunded - chargedBack;
    }

    private @Nullable ErrorCode declined(PaymentStep step) {
        PaymentStatus at = isLate() ? now(0, PaymentStatus.EXPIRED) : status;
        if (!isAllowed(step, at)) {
            return ErrorCode.PAYMENT_STATE;
        }
        long stillHeld = isLate() ? 0 : held;
        long stillInHolds = isLate() ? 0 : inHolds;
        long minor = step.minor();
        boolean isThere = switch (step) {
            case CAPTURE, CAPTURE_MORE, CAPTURE_LAST -> minor <= stillHeld && minor <= stillInHolds;
            case RELEASE -> minor == stillHeld || (minor < stillHeld && minor <= stillInHolds);
            case VOID -> stillHeld > 0 || at == PaymentStatus.IN_REVIEW;
            case REFUND, CHARGE_BACK -> minor <= arrived() && minor <= leftOfPostings;
            case WIN -> minor <= chargedBack;
            default -> true;
        };
        return isThere ? null : ErrorCode.PAYMENT_EXCEEDED;
    }

    private boolean isAllowed(PaymentStep step, PaymentStatus at) {
        return switch (step) {
            case INCREMENT -> OPEN.contains(at) && waits == Waits.FOR_NOTHING;
            case CAPTURE, CAPTURE_MORE, CAPTURE_LAST -> (scene.isCard() ? WITH_DISPUTE : OPEN).contains(at);
            case RELEASE, VOID -> WITH_DISPUTE.contains(at) || at == PaymentStatus.IN_REVIEW;
            case FORCE -> at != PaymentStatus.IN_REVIEW;
            case REFUND, CHARGE_BACK -> ARRIVED.contains(at);
            case WIN -> at == PaymentStatus.CHARGED_BACK;
            case TIME_PASSES, WORK, PERSON, CRASH -> throw new IllegalStateException(step + " is no request");
        };
    }

    private void apply(PaymentStep step) {
        long minor = step.minor();
        switch (step) {
            case INCREMENT -> increment();
            case CAPTURE, CAPTURE_MORE -> arrive(minor, minor, "payment.captured");
            case CAPTURE_LAST -> arrive(minor, held, "payment.captured");
            case FORCE -> arrive(minor, Math.min(held, minor), "payment.forced");
            case RELEASE -> letGo(minor);
            case VOID -> letGo(held);
            case REFUND -> {
                refunded += minor;
                leftOfPostings -= minor;
                events.add("payment.refunded");
            }
            case CHARGE_BACK -> {
                chargedBack += minor;
                leftOfPostings -= minor;
                events.add("payment.charged_back");
            }
            default -> {
                chargedBack -= minor;
                leftOfPostings += minor;
                events.add("payment.chargeback_reversed");
            }
        }
        if (step != PaymentStep.INCREMENT) {
            become(PaymentStatus.VOIDED);
        }
    }

    private void increment() {
        if (scene.isReviewed()) {
            waits = Waits.FOR_PERSONS;
            events.add("payment.increment_in_review");
        } else {
            hold(PaymentStep.INCREMENT.minor(), "payment.incremented");
        }
    }

    private void arrive(long minor, long ofHeld, String event) {
        inHolds = ofHeld == held ? 0 : Math.max(0, inHolds - ofHeld);
        held -= ofHeld;
        captured += minor;
        leftOfPostings += minor;
        events.add(event);
    }

    private void letGo(long minor) {
        inHolds = minor == held ? 0 : inHolds - minor;
        held -= minor;
        events.add("payment.voided");
    }

    private void work() {
        if (!wasDecidedLate) {
            resume();
        }
        expire();
        resume();
    }

    private void resume() {
        boolean isApproved = waits == Waits.APPROVED;
        if (!isApproved && waits != Waits.DENIED) {
            return;
        }
        waits = Waits.FOR_NOTHING;
        wasDecidedLate = false;
        boolean isFirst = status == PaymentStatus.IN_REVIEW;
        if (isApproved && !isOver) {
            hold(
                    isFirst ? PaymentScene.AUTHORIZED : PaymentStep.INCREMENT.minor(),
                    isFirst ? "payment.authorized" : "payment.incremented");
            status = isFirst ? PaymentStatus.AUTHORIZED : status;
        } else if (isFirst) {
            status = isApproved ? PaymentStatus.FAILED : PaymentStatus.DENIED;
            events.add("payment." + status.code());
        } else {
            events.add("payment.increment_refused");
        }
    }

    /** Persons approve what waits. */
    void approved() {
        waits = Waits.APPROVED;
    }

    private void act(Person person) {
        switch (person) {
            case APPROVES, DENIES -> {
                if (waits == Waits.FOR_PERSONS) {
                    waits = person == Person.APPROVES ? Waits.APPROVED : Waits.DENIED;
                    wasDecidedLate = isOver;
                }
            }
            case RELEASES -> {
                if (!isOver && inHolds > 0) {
                    inHolds -= BY_HAND;
                    taken.add(PaymentStep.PERSON);
                }
            }
            case REVERSES -> {
                if (leftOfPostings > 0) {
                    leftOfPostings -= BY_HAND;
                    taken.add(PaymentStep.PERSON);
                }
            }
        }
    }
}
