package io.zentra.testing.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.storage.Storage;
import io.zentra.core.usage.Window;
import io.zentra.ledger.Hold;
import io.zentra.ledger.NewAccount;
import io.zentra.policy.Condition;
import io.zentra.policy.Field;
import io.zentra.policy.Measure;
import io.zentra.policy.Policy;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.payment.Payment;
import io.zentra.runtime.payment.PaymentRequest;
import io.zentra.testing.fault.Fault.Moment;
import io.zentra.testing.schedule.PaymentScene.Begins;
import io.zentra.testing.schedule.PaymentScene.Crash;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One payment or card authorization after the other in a runtime whose process can end. */
final class PaymentStage implements Schedules.Played<PaymentStage.Schedule> {
    private static final Asset USD = Asset.iso("USD");
    private static final List<String> ACCOUNTS = List.of("customer:42", "merchant:7");
    private static final String REVIEWED = "reviewed";
    private static final Duration WEEK = Duration.ofDays(7);

    private final MortalRuntime runtime;
    private final SameEnd ends;
    private final Set<String> cases = new HashSet<>();
    private final Map<String, Sent> sent = new LinkedHashMap<>();
    private boolean isDying;

    /**
     * What is played.
     *
     * @param scene where it begins
     * @param order the steps
     */
    record Schedule(PaymentScene scene, List<PaymentStep> order) {}

    /** A request, and why it was declined; null when it was not. */
    private record Sent(PaymentStep step, @Nullable ErrorCode declined) {}

    PaymentStage(Storage storage, SameEnd ends) {
        this.ends = ends;
        this.runtime = new MortalRuntime(storage, builder -> {});
        ACCOUNTS.forEach(account ->
                acme().accounts().open(NewAccount.credit(account, USD).withoutFloor()));
        runtime.setLane(REVIEWED);
        publish("payment");
        publish("card");
    }

    private void publish(String name) {
        Policy policy = Policy.named(name)
                .review(REVIEWED, Condition.is(Field.SCOPE, REVIEWED))
                .limit(
                        "daily",
                        Measure.sum(USD).per(Field.SOURCE).within(Window.rolling(Duration.ofHours(24))),
                        1_000_000)
                .build();
        runtime.publish(policy);
    }

    private Workspace asDora() {
        return runtime.as(MortalRuntime.DORA);
    }

    private Workspace acme() {
        return runtime.acme();
    }

    private PaymentTill till(PaymentScene scene) {
        return new PaymentTill(acme(), scene.isCard());
    }

    /** Plays a scene in an order, and compares after each step. */
    @Override
    public void play(Schedule schedule) {
        PaymentScene scene = schedule.scene();
        String told = schedule.order() + " in " + scene;
        isDying = false;
        cases.clear();
        sent.clear();
        List<Long> before = runtime.posted(ACCOUNTS);
        ExpectedPayment expected = new ExpectedPayment(scene);
        String id = begin(scene, expected);
        for (PaymentStep step : schedule.order()) {
            take(scene, step, id, expected, "after " + step + " of " + told);
        }
        take(scene, PaymentStep.WORK, id, expected, "after " + told);
        requireMoney(expected, before, told);
        requireEvents(scene, id, expected, told);
        requireNothingOpen(expected, told);
        assertThat(runtime.requirePacket(id, told).status())
                .isEqualTo(expected.status().code());
        requireReplays(scene, id, expected, told);
        requireSame(scene, expected, till(scene).get(id), told);
        end(scene, id, expected);
    }

    /** Those that began alike and took the same steps end alike. */
    private void requireSame(PaymentScene scene, ExpectedPayment expected, Payment payment, String told) {
        List<String> events = expected.events().stream().sorted().toList();
        List<Object> meaning = List.of(scene.begins(), scene.person(), expected.taken(), events);
        ends.require(meaning, List.of(payment.status(), amounts(payment)), told);
    }

    private String begin(PaymentScene scene, ExpectedPayment expected) {
        PaymentRequest request = PaymentRequest.of(
                "customer:42", "merchant:7", Money.ofMinor(PaymentScene.AUTHORIZED, USD), runtime.newKey());
        if (scene.begins() == Begins.FORCED) {
            return acme().cards()
                    .force(request, "in the scheme's file")
                    .orElseThrow()
                    .id();
        }
        PaymentRequest timed = request.expiresAt(runtime.clock().instant().plus(WEEK));
        String id = till(scene)
                .authorize(scene.isReviewed() ? timed.scope(REVIEWED) : timed)
                .orElseThrow()
                .id();
        String told = "at the beginning of " + scene;
        compare(scene, id, expected, told);
        if (scene.begins() == Begins.APPROVED) {
            expected.approved();
            decide(scene, id, true);
            take(scene, PaymentStep.WORK, id, expected, told);
        }
        scene.before().forEach(step -> take(scene, step, id, expected, told));
        return id;
    }

    private void take(PaymentScene scene, PaymentStep step, String id, ExpectedPayment expected, String told) {
        if (step.isSent()) {
            String key = runtime.newKey();
            ErrorCode declined = expected.take(step);
            sent.put(key, new Sent(step, declined));
            assertThat(declined(send(scene, step, id, key))).as(told).isEqualTo(declined);
        } else {
            happen(scene, step, id);
            expected.take(step);
        }
        compare(scene, id, expected, told);
    }

    /** Sends a request, cut off and sent again if the process is to end in it, and once more: it takes effect once. */
    private Outcome<Payment> send(PaymentScene scene, PaymentStep step, String id, String key) {
        boolean wasCutOff = isDying;
        if (wasCutOff) {
            isDying = false;
            Moment moment = scene.crash() == Crash.BEFORE_COMMIT ? Moment.BEFORE_COMMIT : Moment.AFTER_COMMIT;
            PaymentTill dying = till(scene);
            runtime.crashIn(moment, () -> dying.take(step, id, key));
        }
        Outcome<Payment> outcome = till(scene).take(step, id, key);
        assertThat(outcome.isReplay())
                .as("%s was committed before", step)
                .isEqualTo(wasCutOff && scene.crash() == Crash.AFTER_COMMIT);
        Outcome<Payment> again = till(scene).take(step, id, key);
        assertThat(again.isReplay()).as("the same request again").isTrue();
        assertThat(declined(again)).isEqualTo(declined(outcome));
        return outcome;
    }

    private static @Nullable ErrorCode declined(Outcome<Payment> outcome) {
        if (outcome instanceof Outcome.Replayed<Payment> replayed) {
            return declined(replayed.first());
        }
        return outcome instanceof Outcome.Declined<Payment> declined ? declined.code() : null;
    }

    private void happen(PaymentScene scene, PaymentStep step, String id) {
        switch (step) {
            case TIME_PASSES -> runtime.clock().advance(WEEK);
            case WORK -> runtime.zentra().runDueWork();
            case CRASH -> {
                isDying = scene.crash() != Crash.BETWEEN;
                if (!isDying) {
                    runtime.crash();
                }
            }
            case PERSON -> {
                switch (scene.person()) {
                    case APPROVES -> decide(scene, id, true);
                    case DENIES -> decide(scene, id, false);
                    case RELEASES -> release(till(scene).get(id));
                    case REVERSES -> reverse(till(scene).get(id));
                }
            }
            default -> throw new IllegalStateException(step + " is a request");
        }
    }

    private void decide(PaymentScene scene, String id, boolean isApproved) {
        String waiting = till(scene).get(id).caseId();
        if (waiting != null) {
            ReviewCase seen = acme().reviews().find(waiting).orElseThrow();
            if (isApproved) {
                asDora().reviews()
                        .approve(waiting, seen.decision(), runtime.newKey())
                        .orElseThrow();
            } else {
                asDora().reviews().deny(waiting, "not_ours", runtime.newKey()).orElseThrow();
            }
        }
    }

    private void release(Payment payment) {
        boolean isOver =
                payment.expiresAt() == null || !runtime.clock().instant().isBefore(payment.expiresAt());
        if (!isOver) {
            openHolds().stream()
                    .findFirst()
                    .ifPresent(hold -> asDora().ledgers()
                            .release(hold.id(), byHand(), runtime.newKey())
                            .orElseThrow());
        }
    }

    private void reverse(Payment payment) {
        payment.postingIds().stream()
                .filter(posting -> !acme().ledgers().reversals().left(posting).isEmpty())
                .findFirst()
                .ifPresent(posting -> asDora().ledgers()
                        .reversals()
                        .reverse(posting, byHand(), runtime.newKey())
                        .orElseThrow());
    }

    private static Money byHand() {
        return Money.ofMinor(ExpectedPayment.BY_HAND, USD);
    }

    private List<Hold> openHolds() {
        return acme().ledgers().holds().list("", 100);
    }

    private void compare(PaymentScene scene, String id, ExpectedPayment expected, String told) {
        Payment now = till(scene).get(id);
        assertThat(now.status()).as(told).isEqualTo(expected.status());
        assertThat(amounts(now)).as("amounts %s", told).isEqualTo(expected.amounts());
        assertThat(now.caseId() != null).as("waits %s", told).isEqualTo(expected.isWaiting());
        if (now.caseId() != null) {
            cases.add(now.caseId());
        }
    }

    static List<Long> amounts(Payment payment) {
        Payment.Amounts amounts = payment.amounts();
        List<Money> all = List.of(
                amounts.authorized(), amounts.held(), amounts.captured(), amounts.refunded(), amounts.chargedBack());
        return all.stream().map(Money::minor).toList();
    }

    private void requireMoney(ExpectedPayment expected, List<Long> before, String told) {
        long there = expected.leftOfPostings();
        assertThat(runtime.moved(ACCOUNTS, before)).as("money after %s", told).containsExactly(-there, there);
        long held = openHolds().stream()
                .map(hold -> hold.legs().get(0).remaining())
                .mapToLong(Money::minor)
                .sum();
        assertThat(held).as("holds after %s", told).isEqualTo(expected.inHolds());
    }

    /** One event for each step that was taken; and what they tell in sum is what is kept. */
    private void requireEvents(PaymentScene scene, String id, ExpectedPayment expected, String told) {
        List<Event> events = acme().journal().timeline(id).stream()
                .filter(event -> event.type().startsWith("payment."))
                .toList();
        assertThat(events).as("events of %s", told).extracting(Event::type).isEqualTo(expected.events());
        Payment now = till(scene).get(id);
        assertThat(TalliedPayment.of(events))
                .as("the sum of the events of %s", told)
                .isEqualTo(amounts(now));
        long captured = now.amounts().captured().minor();
        boolean isForced = expected.events().contains("payment.forced");
        assertThat(captured <= now.amounts().authorized().minor() || isForced)
                .as(told)
                .isTrue();
    }

    /** A case that nothing waits for is closed. */
    private void requireNothingOpen(ExpectedPayment expected, String told) {
        if (!expected.isWaiting()) {
            assertThat(cases)
                    .as("cases after %s", told)
                    .allMatch(each ->
                            acme().reviews().find(each).orElseThrow().status().isFinal());
        }
    }

    /** Whatever became of it since: all requests sent again change nothing, and are answered as at first. */
    private void requireReplays(PaymentScene scene, String id, ExpectedPayment expected, String told) {
        sent.forEach((key, first) -> {
            Outcome<Payment> again = till(scene).take(first.step(), id, key);
            assertThat(again.isReplay()).as("%s again after %s", first, told).isTrue();
            assertThat(declined(again)).as("%s again after %s", first, told).isEqualTo(first.declined());
        });
        compare(scene, id, expected, "after all was sent again after " + told);
    }

    /** What is still held or waits is let go of, so that it is not in the way of the next. */
    private void end(PaymentScene scene, String id, ExpectedPayment expected) {
        if (expected.take(PaymentStep.VOID) == null) {
            till(scene).take(PaymentStep.VOID, id, runtime.newKey()).orElseThrow();
        }
        assertThat(openHolds()).isEmpty();
    }

    @Override
    public void requireSound() {
        runtime.requireSound();
    }

    @Override
    public void close() throws IOException {
        runtime.close();
    }
}
