package io.zentra.testing.schedule;

import io.zentra.core.error.ErrorCode;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.payment.PaymentStatus;
import io.zentra.testing.schedule.ExpectedTransfer.Place;
import io.zentra.testing.schedule.ExpectedTransfer.Way;
import io.zentra.testing.schedule.RailPaymentScene.Begins;
import io.zentra.testing.schedule.RailPaymentScene.Person;
import io.zentra.testing.schedule.RailPaymentScene.Word;
import io.zentra.testing.schedule.Scene.Crash;
import io.zentra.testing.schedule.Scene.News;
import io.zentra.testing.schedule.Scene.Rails;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
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
    private final List<ExpectedCarriage> carriages = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final List<String> taken = new ArrayList<>();
    private PaymentStatus untouched = PaymentStatus.VOIDED;
    private boolean isOver;
    private boolean isEither;
    private long held;
    private long captured;
    private long refunded;
    private long chargedBack;
    private long won;
    private long spent;

    ExpectedRailPayment(RailPaymentScene scene) {
        this.scene = scene;
        if (scene.begins() == Begins.IN_REVIEW) {
            untouched = PaymentStatus.IN_REVIEW;
            events.add("payment.in_review");
        } else {
            hold();
        }
    }

    private void hold() {
        held = RailPaymentScene.AUTHORIZED;
        untouched = PaymentStatus.VOIDED;
        events.add("payment.authorized");
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

    /** Which rail the youngest capture was sent over first; which one that is follows from how rails did before. */
    void knowRail(boolean isSecond) {
        carriages.get(carriages.size() - 1).transfer().goesFirst(isSecond);
    }

    /** In the order held, sent, captured, returning, refunded, charged back. */
    List<Long> amounts() {
        return List.of(held, sent(), captured, returning(), refunded, chargedBack);
    }

    private long sent() {
        return sum(each -> !each.isRefund() && each.isIn(Place.ON_ITS_WAY) ? each.minor() : 0);
    }

    private long returning() {
        return sum(each -> each.isRefund() && each.isIn(Place.ON_ITS_WAY) ? each.minor() : 0);
    }

    /** What lies where the rail settles. */
    long posted() {
        return sum(each -> each.transfer().money() == TransferStatus.POSTED ? each.minor() : 0);
    }

    /** What is with the destination and was not spent, as each transfer moved it. */
    long there() {
        return arrived() - spent;
    }

    /** What the destination has spent of it. */
    long spent() {
        return spent;
    }

    /** What came to the destination and did not leave it for the source. */
    long arrived() {
        return won + sum(each -> each.isRefund() ? -each.moving() : each.isIn(Place.THERE) ? each.moving() : 0);
    }

    private long sum(Function<ExpectedCarriage, Long> of) {
        return carriages.stream().mapToLong(of::apply).sum();
    }

    /** The transfers that carry it. */
    List<ExpectedTransfer> transfers() {
        return carriages.stream().map(ExpectedCarriage::transfer).toList();
    }

    /** The types of its events, in any order. */
    List<String> events() {
        return events.stream().sorted().toList();
    }

    /** What it depends on, and nothing of the order in which what agrees came. */
    List<Object> meaning() {
        Map<Object, Long> stories =
                carriages.stream().collect(Collectors.groupingBy(ExpectedCarriage::meaning, Collectors.counting()));
        Rails rails = scene.bank().rails();
        return List.of(
                rails.areTwo() ? 2 : rails,
                scene.begins(),
                stories,
                taken.stream().sorted().toList(),
                untouched,
                spent);
    }

    /** Whether a process that is to end in a step does. */
    boolean endsIn(RailPaymentStep step) {
        boolean isLeased = scene.crash() == Crash.LEASED;
        return switch (step) {
            case SEND, QUERY -> transfers().stream().anyMatch(each -> each.calls(step == RailPaymentStep.QUERY));
            case CALLBACK_1, CALLBACK_2 ->
                !isLeased && carriages.size() > scene.begins().watched();
            case CALLBACK_LAST -> !isLeased && !carriages.isEmpty();
            case PERSON -> !isLeased && canAct(scene.person());
            default -> !isLeased && step.isSent();
        };
    }

    private boolean canAct(Person person) {
        return switch (person) {
            case APPROVES, DENIES ->
                untouched == PaymentStatus.IN_REVIEW || transfers().stream().anyMatch(ExpectedTransfer::isToDecide);
            default -> !carriages.isEmpty();
        };
    }

    /** A process that worked called a rail for a transfer, and ended as the scene says. */
    void cutOff(int place, int attempt, BankScript bank) {
        follow(carriages.get(place), one -> one.cutOff(attempt, bank, scene.crash()));
    }

    /** Takes a step; answers why it is declined, or null when it is not. */
    @Nullable
    ErrorCode take(RailPaymentStep step, BankScript bank) {
        if (step.isSent()) {
            return request(step);
        }
        Word first = scene.told().first();
        Word second = scene.told().second();
        switch (step) {
            case SEND -> work(bank, false);
            case QUERY -> work(bank, true);
            case CALLBACK_1 -> watched(one -> one.hear(0, first.news(), first.isWrong()));
            case CALLBACK_2 -> watched(one -> hear(one, second));
            case CALLBACK_LAST -> last(one -> hear(one, first));
            case ARRIVES -> last(one -> one.hear(0, arrival(scene.bank().rails()), false));
            case FAILS -> last(one -> one.hear(0, News.FAILURE, false));
            case ASKS -> last(one -> one.ask(step.minor()));
            case SPENDS -> spent = spent > 0 ? 0 : there() >= step.minor() ? step.minor() : 0;
            case TIME_PASSES -> {
                transfers().forEach(ExpectedTransfer::timePasses);
                isOver = true;
            }
            default -> {} // nothing is lost by a crash
        }
        return null;
    }

    /** What a rail says of what is with its destination. */
    static News arrival(Rails rails) {
        return rails == Rails.LATER ? News.SETTLEMENT : News.SUCCESS;
    }

    private static void hear(ExpectedTransfer one, Word word) {
        one.hear(one.attempts() - 1, word.news(), word.isWrong());
    }

    private void watched(Consumer<ExpectedTransfer> change) {
        int place = scene.begins().watched();
        if (place < carriages.size()) {
            follow(carriages.get(place), change);
        }
    }

    private void last(Consumer<ExpectedTransfer> change) {
        if (!carriages.isEmpty()) {
            follow(carriages.get(carriages.size() - 1), change);
        }
    }

    /** What is due is done; of what is due a little later, too. */
    void work(BankScript bank, boolean isLater) {
        boolean wasLate = isLate();
        boolean hadFailed = untouched == PaymentStatus.FAILED;
        carriages.forEach(each -> follow(each, one -> one.work(bank, isLater)));
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

    private void follow(ExpectedCarriage each, Consumer<ExpectedTransfer> change) {
        ExpectedTransfer one = each.transfer();
        Place was = one.place();
        long wasBack = one.back();
        change.accept(one);
        boolean arrives = was != Place.THERE && one.place() == Place.THERE;
        boolean comesBack = was == Place.ON_ITS_WAY && one.place() == Place.AT_ITS_SOURCE;
        boolean isReturned = one.money() == TransferStatus.RETURNED;
        long moreBack = one.back() - wasBack;
        if (each.isRefund()) {
            followRefund(each, arrives, comesBack, moreBack);
        } else if (comesBack && isReturned) {
            arrived(one); // what comes back had arrived, whichever is said first
            chargedBack(one.minor());
        } else if (arrives) {
            arrived(one);
        } else if (comesBack) {
            untouched = PaymentStatus.FAILED;
            events.add("payment.capture_failed");
        } else if (moreBack > 0 && isReturned) {
            chargedBack(moreBack);
        } else if (moreBack > 0) {
            refunded += moreBack;
            events.add("payment.capture_reversed");
        }
    }

    private void arrived(ExpectedTransfer one) {
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
        boolean takesBack = step == RailPaymentStep.REFUND || step == RailPaymentStep.CHARGE_BACK;
        if (takesBack && !has(step.minor())) {
            return ErrorCode.FLOOR_CROSSED;
        }
        expire();
        apply(step);
        return null;
    }

    /** Whether the destination has so much, or may owe it. */
    private boolean has(long minor) {
        return scene.begins() != Begins.SPENT || there() >= minor;
    }

    private static boolean isAllowed(RailPaymentStep step, PaymentStatus at) {
        return switch (step) {
            case CAPTURE, CAPTURE_LAST -> OPEN.contains(at);
            case VOID -> HOLDING.contains(at) || at == PaymentStatus.IN_REVIEW;
            case REFUND -> REFUNDABLE.contains(at);
            case CHARGE_BACK -> REFUNDABLE.contains(at) || at == PaymentStatus.REFUNDED;
            default -> at == PaymentStatus.CHARGED_BACK;
        };
    }

    private boolean isThere(RailPaymentStep step, long stillHeld) {
        long reversible = won + sum(ExpectedCarriage::left);
        return switch (step) {
            case CAPTURE, CAPTURE_LAST -> step.minor() <= stillHeld;
            case VOID -> stillHeld > 0 || untouched == PaymentStatus.IN_REVIEW;
            case REFUND -> step.minor() <= arrived() && isSecondForRefund(step.minor()) != null;
            case CHARGE_BACK -> step.minor() <= arrived() && step.minor() <= reversible;
            default -> step.minor() <= chargedBack;
        };
    }

    /** Whether the second rail is the first that brought as much and was not asked for it back; null when none is. */
    private @Nullable Boolean isSecondForRefund(long minor) {
        Map<Boolean, Long> brought = new TreeMap<>();
        List<Boolean> inOrder = new ArrayList<>();
        for (ExpectedCarriage each : carriages) {
            boolean isSecond = each.transfer().isElsewhere();
            if (each.isRefund()) {
                brought.merge(isSecond, -each.moving(), Long::sum);
            } else if (each.hasArrived()) {
                brought.merge(isSecond, each.moving(), Long::sum);
                inOrder.add(isSecond);
            }
        }
        long carried =
                brought.values().stream().mapToLong(each -> Math.max(each, 0)).sum();
        long wonAgain = Math.max(arrived() - carried, 0);
        for (Boolean isSecond : inOrder) {
            if (Math.max(brought.getOrDefault(isSecond, 0L), 0) + wonAgain >= minor) {
                return isSecond;
            }
        }
        return null;
    }

    private void apply(RailPaymentStep step) {
        String what = step.name();
        switch (step) {
            case CAPTURE -> send(step, step.minor(), false);
            case CAPTURE_LAST -> send(step, held, false);
            case REFUND -> send(step, 0, Boolean.TRUE.equals(isSecondForRefund(step.minor())));
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

    private void send(RailPaymentStep step, long ofHeld, boolean bySecond) {
        boolean isRefund = step == RailPaymentStep.REFUND;
        Rails rails = scene.bank().rails();
        LongPredicate free = any -> true;
        Way way = new Way(
                step.minor(),
                rails == Rails.LATER,
                rails.areTwo() && !isRefund,
                isRefund ? free : this::has,
                isRefund ? this::has : free);
        Story story = new Story();
        held -= ofHeld;
        carriages.add(new ExpectedCarriage(isRefund, new ExpectedTransfer(way, bySecond, story), story));
        events.add(isRefund ? "payment.refund_sent" : "payment.capture_sent");
    }

    /** Of the first capture first; answers of what it was taken. */
    private String chargeBack(long minor) {
        StringBuilder of = new StringBuilder();
        long rest = minor;
        for (ExpectedCarriage each : carriages) {
            long part = Math.min(rest, each.left());
            if (part > 0) {
                each.transfer().giveBack(part);
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

    /** A person does what the scene says; answers why it is declined, or null when it is not. */
    @Nullable
    ErrorCode act(BankScript bank) {
        switch (scene.person()) {
            case APPROVES, DENIES -> decide(scene.person() == Person.APPROVES, bank);
            case CANCELS -> {
                return act(one -> one.transfer().cancel() ? null : ErrorCode.TRANSFER_STATE);
            }
            case REVERSES -> {
                return act(this::reverse);
            }
            case RETURNS -> {
                return act(this::markReturned);
            }
        }
        return null;
    }

    private @Nullable ErrorCode act(Function<ExpectedCarriage, @Nullable ErrorCode> deed) {
        if (carriages.isEmpty()) {
            return null;
        }
        ExpectedCarriage last = carriages.get(carriages.size() - 1);
        List<@Nullable ErrorCode> declined = new ArrayList<>();
        follow(last, one -> declined.add(deed.apply(last)));
        return declined.get(0);
    }

    private void decide(boolean isApproved, BankScript bank) {
        if (untouched == PaymentStatus.IN_REVIEW) {
            approve(isApproved);
        }
        for (ExpectedCarriage each : carriages) {
            boolean isThere = each.transfer().asked() <= arrived();
            follow(each, one -> one.decide(isApproved && isThere));
        }
        work(bank, false);
    }

    /** What is approved when its time is over cannot be held any more. */
    private void approve(boolean isApproved) {
        if (isApproved && !isOver) {
            hold();
            taken.add("approved");
        } else {
            untouched = isApproved ? PaymentStatus.FAILED : PaymentStatus.DENIED;
            events.add("payment." + untouched.code());
        }
    }

    private @Nullable ErrorCode reverse(ExpectedCarriage one) {
        if (one.transfer().left() == 0) {
            return ErrorCode.TRANSFER_STATE;
        }
        if (!one.isRefund() && BY_HAND > arrived()) {
            return ErrorCode.PAYMENT_EXCEEDED;
        }
        if (!one.isRefund() && !has(BY_HAND)) {
            return ErrorCode.FLOOR_CROSSED;
        }
        one.transfer().giveBack(BY_HAND);
        taken.add("reversed of " + one.minor());
        return null;
    }

    private @Nullable ErrorCode markReturned(ExpectedCarriage one) {
        if (one.transfer().status() != TransferStatus.SETTLED) {
            return ErrorCode.TRANSFER_STATE;
        }
        if (!one.isRefund() && !has(one.moving())) {
            return ErrorCode.FLOOR_CROSSED;
        }
        one.transfer().returnByHand();
        one.story().returned(one.transfer().attempts() - 1);
        return null;
    }
}
