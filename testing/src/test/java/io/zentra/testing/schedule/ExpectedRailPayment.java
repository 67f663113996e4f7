package io.zentra.testing.schedule;

import io.zentra.core.error.ErrorCode;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.payment.PaymentStatus;
import io.zentra.runtime.rail.Settles;
import io.zentra.testing.schedule.ExpectedCarriage.Place;
import io.zentra.testing.schedule.RailPaymentScene.Bank;
import io.zentra.testing.schedule.RailPaymentScene.Person;
import io.zentra.testing.schedule.Scene.News;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What must become of a payment that goes over rails, told naively from the guide and from what came about its transfers. */
final class ExpectedRailPayment {
    /** What a person reverses by hand at a time. */
    static final long BY_HAND = 5;

    private static final Set<PaymentStatus> OPEN = EnumSet.of(PaymentStatus.AUTHORIZED, PaymentStatus.PARTLY_CAPTURED);
    private static final Set<PaymentStatus> HOLDING =
            EnumSet.of(PaymentStatus.AUTHORIZED, PaymentStatus.PARTLY_CAPTURED, PaymentStatus.CHARGED_BACK);
    private static final Set<PaymentStatus> REFUNDABLE = EnumSet.of(
            PaymentStatus.PARTLY_CAPTURED,
            PaymentStatus.PROCESSING,
            PaymentStatus.CAPTURED,
            PaymentStatus.CHARGED_BACK);

    private final RailPaymentScene scene;
    private final Settles settles;
    private final List<ExpectedCarriage> carriages = new ArrayList<>();
    private final List<String> events = new ArrayList<>(List.of("payment.authorized"));
    private final List<String> taken = new ArrayList<>();
    private PaymentStatus untouched = PaymentStatus.VOIDED;
    private boolean isOver;
    private boolean isEither;
    private long held = RailPaymentScene.AUTHORIZED;
    private long captured;
    private long refunded;
    private long chargedBack;
    private long won;

    ExpectedRailPayment(RailPaymentScene scene, Settles settles) {
        this.scene = scene;
        this.settles = settles;
    }

    PaymentStatus status() {
        return status(held, untouched);
    }

    private PaymentStatus status(long stillHeld, PaymentStatus otherwise) {
        if (chargedBack > 0) {
            return PaymentStatus.CHARGED_BACK;
        } else if (stillHeld > 0) {
            return captured == 0 ? PaymentStatus.AUTHORIZED : PaymentStatus.PARTLY_CAPTURED;
        } else if (sent() > 0) {
            return PaymentStatus.PROCESSING;
        } else if (captured == 0) {
            return otherwise;
        }
        return captured - refunded - chargedBack > 0 ? PaymentStatus.CAPTURED : PaymentStatus.REFUNDED;
    }

    /** When its time was over and its rail failed at once, nobody knows which came first. */
    void know(PaymentStatus actual) {
        boolean isOneOfTwo = actual == PaymentStatus.FAILED || actual == PaymentStatus.EXPIRED;
        if (isEither && isOneOfTwo && status() == untouched) {
            untouched = actual;
        }
        isEither = false;
    }

    /** In the order held, sent, captured, returning, refunded, charged back. */
    List<Long> amounts() {
        return List.of(held, sent(), captured, returning(), refunded, chargedBack);
    }

    private long sent() {
        return carriages.stream()
                .filter(each -> !each.isRefund() && each.place() == Place.ON_ITS_WAY)
                .mapToLong(ExpectedCarriage::minor)
                .sum();
    }

    private long returning() {
        return carriages.stream()
                .filter(each -> each.isRefund() && each.place() == Place.ON_ITS_WAY)
                .mapToLong(ExpectedCarriage::minor)
                .sum();
    }

    /** What lies where the rail settles. */
    long posted() {
        return carriages.stream()
                .filter(ExpectedCarriage::isPosted)
                .mapToLong(ExpectedCarriage::minor)
                .sum();
    }

    /** What is with the destination, as each transfer moved it. */
    long arrived() {
        long sum = won;
        for (ExpectedCarriage each : carriages) {
            long there = each.minor() - each.back();
            sum += switch (each.place()) {
                case ON_ITS_WAY -> each.isRefund() ? -each.minor() : 0;
                case THERE -> each.isRefund() ? -there : there;
                case AT_ITS_SOURCE -> 0;
            };
        }
        return sum;
    }

    List<TransferStatus> transfers() {
        return carriages.stream().map(ExpectedCarriage::status).toList();
    }

    /** The types of its events, in any order. */
    List<String> events() {
        return events.stream().sorted().toList();
    }

    /** What it depends on, and nothing of the order in which what agrees came. */
    List<Object> meaning() {
        List<String> stories =
                carriages.stream().map(ExpectedCarriage::story).sorted().toList();
        return List.of(settles, scene.begins(), stories, taken.stream().sorted().toList(), untouched);
    }

    /** Takes a step; answers why it is declined, or null when it is not. */
    @Nullable
    ErrorCode take(RailPaymentStep step, Bank bank) {
        if (step.isSent()) {
            return request(step);
        }
        switch (step) {
            case SEND -> work(bank);
            case QUERY -> {
                timePasses();
                work(bank);
            }
            case CALLBACK_1 -> watched(one -> one.hear(scene.told().first()));
            case CALLBACK_2 -> watched(one -> one.hear(scene.told().second()));
            case CALLBACK_LAST -> last(one -> one.hear(scene.told().first()));
            case ARRIVES -> last(one -> one.hear(settles == Settles.LATER ? News.SETTLEMENT : News.SUCCESS));
            case FAILS -> last(one -> one.hear(News.FAILURE));
            case PERSON -> act(scene.person(), bank);
            case TIME_PASSES -> {
                timePasses();
                isOver = true;
            }
            default -> {} // nothing is lost by a crash
        }
        return null;
    }

    private void timePasses() {
        carriages.forEach(ExpectedCarriage::timePasses);
    }

    private void watched(Consumer<ExpectedCarriage> change) {
        int place = scene.begins().watched();
        if (place < carriages.size()) {
            follow(carriages.get(place), change);
        }
    }

    private void last(Consumer<ExpectedCarriage> change) {
        if (!carriages.isEmpty()) {
            follow(carriages.get(carriages.size() - 1), change);
        }
    }

    private void work(Bank bank) {
        boolean wasLate = isLate();
        boolean hadFailed = untouched == PaymentStatus.FAILED;
        carriages.forEach(each -> follow(each, one -> one.hear(one.work(bank))));
        isEither = wasLate && !hadFailed && untouched == PaymentStatus.FAILED;
        expire();
    }

    private boolean isLate() {
        return isOver && held > 0;
    }

    private void expire() {
        if (isLate()) {
            held = 0;
            untouched = PaymentStatus.EXPIRED;
            events.add("payment.expired");
            taken.add("expired");
        }
    }

    private void follow(ExpectedCarriage one, Consumer<ExpectedCarriage> change) {
        Place was = one.place();
        long wasBack = one.back();
        change.accept(one);
        boolean arrives = was != Place.THERE && one.place() == Place.THERE;
        boolean comesBack = was == Place.ON_ITS_WAY && one.place() == Place.AT_ITS_SOURCE;
        if (one.isRefund()) {
            followRefund(one, arrives, comesBack, one.back() - wasBack);
        } else if (comesBack && one.status() == TransferStatus.RETURNED) {
            arrived(one); // what comes back had arrived, whichever is said first
            chargedBack(one.minor());
        } else if (arrives) {
            arrived(one);
        } else if (comesBack) {
            untouched = PaymentStatus.FAILED;
            events.add("payment.capture_failed");
        } else if (one.back() > wasBack && one.status() == TransferStatus.RETURNED) {
            chargedBack(one.back() - wasBack);
        } else if (one.back() > wasBack) {
            refunded += one.back() - wasBack;
            events.add("payment.capture_reversed");
        }
    }

    private void arrived(ExpectedCarriage one) {
        captured += one.minor();
        events.add("payment.capture_settled");
    }

    private void chargedBack(long minor) {
        chargedBack += minor;
        events.add("payment.charged_back");
    }

    private void followRefund(ExpectedCarriage one, boolean arrives, boolean comesBack, long moreBack) {
        if (arrives) {
            refunded += one.minor();
            events.add("payment.refund_settled");
        } else if (comesBack) {
            events.add("payment.refund_failed");
        } else if (moreBack > 0) {
            refunded -= moreBack;
            events.add("payment.refund_failed");
        }
    }

    private @Nullable ErrorCode request(RailPaymentStep step) {
        PaymentStatus at = isLate() ? status(0, PaymentStatus.EXPIRED) : status();
        if (!isAllowed(step, at)) {
            return ErrorCode.PAYMENT_STATE;
        }
        if (!isThere(step, isLate() ? 0 : held)) {
            return ErrorCode.PAYMENT_EXCEEDED;
        }
        expire();
        apply(step);
        return null;
    }

    private static boolean isAllowed(RailPaymentStep step, PaymentStatus at) {
        return switch (step) {
            case CAPTURE, CAPTURE_LAST -> OPEN.contains(at);
            case VOID -> HOLDING.contains(at);
            case REFUND -> REFUNDABLE.contains(at);
            case CHARGE_BACK -> REFUNDABLE.contains(at) || at == PaymentStatus.REFUNDED;
            default -> at == PaymentStatus.CHARGED_BACK;
        };
    }

    private boolean isThere(RailPaymentStep step, long stillHeld) {
        long reversible = won;
        for (ExpectedCarriage each : carriages) {
            reversible += each.isRefund() ? 0 : each.left();
        }
        return switch (step) {
            case CAPTURE, CAPTURE_LAST -> step.minor() <= stillHeld;
            case VOID -> stillHeld > 0;
            case REFUND -> step.minor() <= arrived();
            case CHARGE_BACK -> step.minor() <= arrived() && step.minor() <= reversible;
            default -> step.minor() <= chargedBack;
        };
    }

    private void apply(RailPaymentStep step) {
        String what = step.name();
        switch (step) {
            case CAPTURE -> send(step, step.minor());
            case CAPTURE_LAST -> send(step, held);
            case REFUND -> send(step, 0);
            case VOID -> {
                held = 0;
                untouched = PaymentStatus.VOIDED;
                events.add("payment.voided");
            }
            case CHARGE_BACK -> what += chargeBack(step.minor());
            default -> {
                won += step.minor();
                chargedBack -= step.minor();
                events.add("payment.chargeback_reversed");
            }
        }
        taken.add(what);
    }

    private void send(RailPaymentStep step, long ofHeld) {
        boolean isRefund = step == RailPaymentStep.REFUND;
        held -= ofHeld;
        carriages.add(new ExpectedCarriage(isRefund, step.minor(), settles));
        events.add(isRefund ? "payment.refund_sent" : "payment.capture_sent");
    }

    /** Of the first capture first; answers of what it was taken. */
    private String chargeBack(long minor) {
        StringBuilder of = new StringBuilder();
        long rest = minor;
        for (ExpectedCarriage each : carriages) {
            long part = each.isRefund() ? 0 : Math.min(rest, each.left());
            if (part > 0) {
                each.giveBack(part);
                rest -= part;
                of.append(" of ").append(each.minor());
            }
        }
        if (rest < minor) {
            chargedBack(minor - rest);
        }
        if (rest > 0) {
            won -= rest;
            chargedBack(rest);
        }
        return of.toString();
    }

    private void act(Person person, Bank bank) {
        switch (person) {
            case APPROVES, DENIES -> {
                carriages.forEach(each -> follow(each, one -> one.decide(person == Person.APPROVES)));
                work(bank);
            }
            case CANCELS -> last(ExpectedCarriage::cancel);
            case REVERSES ->
                last(one -> {
                    if (one.left() > 0) {
                        one.giveBack(BY_HAND);
                        taken.add("reversed of " + one.minor());
                    }
                });
            case RETURNS ->
                last(one -> {
                    if (one.left() > 0) {
                        one.returnByHand();
                    }
                });
        }
    }
}
