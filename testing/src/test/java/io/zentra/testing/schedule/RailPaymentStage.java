package io.zentra.testing.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.Callbacks;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.payment.Payment;
import io.zentra.runtime.payment.PaymentRequest;
import io.zentra.runtime.payment.Payments;
import io.zentra.runtime.rail.RailSettings;
import io.zentra.runtime.rail.Settles;
import io.zentra.testing.fault.Fault.Moment;
import io.zentra.testing.schedule.PaymentScene.Crash;
import io.zentra.testing.schedule.RailPaymentScene.Bank;
import io.zentra.testing.schedule.RailPaymentScene.Person;
import io.zentra.testing.schedule.Scene.News;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One payment that goes over a rail after the other, in a runtime whose process can end. */
final class RailPaymentStage implements Schedules.Played<RailPaymentStage.Schedule> {
    private static final Asset USD = Asset.iso("USD");
    private static final String RAIL = "rail_primary";
    private static final String WHY = "as the scene says";
    private static final List<String> ACCOUNTS = List.of("customer:42", "reserved:usd", "settlement:usd", "merchant:7");
    private static final Duration WEEK = Duration.ofDays(7);

    /** Longer than a lease, and than the pauses before the first questions. */
    private static final Duration LATER = Duration.ofMinutes(10);

    /** It is never left alone: what it does is the scene's. */
    private static final RailSettings SETTINGS = RailSettings.builder()
            .breaker(new RailSettings.Breaker(100, 100, Duration.ofSeconds(1)))
            .build();

    private final Settles settles;
    private final SceneRail rail;
    private final MortalRuntime runtime;
    private final SameEnd ends;
    private final Map<String, Sent> sent = new LinkedHashMap<>();
    private boolean isDying;

    /**
     * What is played.
     *
     * @param scene where it begins, and what steps mean
     * @param order the steps
     */
    record Schedule(RailPaymentScene scene, List<RailPaymentStep> order) {}

    /** A request, and why it was declined; null when it was not. */
    private record Sent(RailPaymentStep step, @Nullable ErrorCode declined) {}

    RailPaymentStage(Storage storage, Settles settles, SameEnd ends) {
        this.settles = settles;
        this.ends = ends;
        this.rail = new SceneRail(settles);
        this.runtime = new MortalRuntime(
                storage, builder -> builder.rail(RAIL, rail, SETTINGS).callbacks(RAIL, rail.scheme()));
        acme().transfers().openFlowAccounts(USD);
        acme().accounts().open(NewAccount.credit("customer:42", USD).withoutFloor());
        acme().accounts().open(NewAccount.credit("merchant:7", USD).withoutFloor());
        asDora().reviews()
                .lanes()
                .set(
                        ReviewLane.of("transfers", MortalRuntime.DORA)
                                .withDueIn(ReviewLane.MAX_DURATION)
                                .withApprovalsLast(ReviewLane.MAX_DURATION),
                        runtime.newKey())
                .orElseThrow();
    }

    private Workspace asDora() {
        return runtime.as(MortalRuntime.DORA);
    }

    private Workspace acme() {
        return runtime.acme();
    }

    /** Plays a scene in an order, and compares after each step. */
    @Override
    public void play(Schedule schedule) {
        RailPaymentScene scene = schedule.scene();
        String told = schedule.order() + " in " + scene + " " + settles;
        Playing playing = begin(scene, told);
        rail.play(scene.bank());
        for (RailPaymentStep step : schedule.order()) {
            take(playing, step, scene.bank(), "after " + step + " of " + told);
        }
        requireEvents(playing, told);
        requirePackets(playing, told);
        requireReplays(playing, told);
        requireSame(playing, told);
        end(playing);
    }

    /**
     * A payment that is played.
     *
     * @param scene in which scene
     * @param id its id
     * @param before what was posted to the accounts before it
     * @param expected what must become of it
     */
    private record Playing(RailPaymentScene scene, String id, List<Long> before, ExpectedRailPayment expected) {}

    private Playing begin(RailPaymentScene scene, String told) {
        isDying = false;
        sent.clear();
        rail.play(Bank.ACCEPTING);
        List<Long> before = runtime.posted(ACCOUNTS);
        PaymentRequest request = PaymentRequest.of(
                        "customer:42", "merchant:7", Money.ofMinor(RailPaymentScene.AUTHORIZED, USD), runtime.newKey())
                .expiresAt(runtime.clock().instant().plus(WEEK))
                .overRails();
        String id = acme().payments().authorize(request).orElseThrow().id();
        Playing playing = new Playing(scene, id, before, new ExpectedRailPayment(scene, settles));
        String beginning = "at the beginning of " + told;
        scene.begins().before().forEach(step -> take(playing, step, Bank.ACCEPTING, beginning));
        compare(playing, beginning);
        return playing;
    }

    private void take(Playing playing, RailPaymentStep step, Bank bank, String told) {
        if (step.isSent()) {
            String key = runtime.newKey();
            ErrorCode declined = playing.expected().take(step, bank);
            sent.put(key, new Sent(step, declined));
            assertThat(declined(send(playing, step, key))).as(told).isEqualTo(declined);
        } else {
            happen(playing, step);
            playing.expected().take(step, bank);
        }
        compare(playing, told);
    }

    /** Sends a request, cut off and sent again if the process is to end in it, and once more: it takes effect once. */
    private Outcome<Payment> send(Playing playing, RailPaymentStep step, String key) {
        boolean wasCutOff = isDying;
        Crash crash = playing.scene().crash();
        if (wasCutOff) {
            isDying = false;
            Moment moment = crash == Crash.BEFORE_COMMIT ? Moment.BEFORE_COMMIT : Moment.AFTER_COMMIT;
            Payments dying = acme().payments();
            runtime.crashIn(moment, () -> request(dying, step, playing.id(), key));
        }
        Outcome<Payment> outcome = request(acme().payments(), step, playing.id(), key);
        assertThat(outcome.isReplay())
                .as("%s was committed before", step)
                .isEqualTo(wasCutOff && crash == Crash.AFTER_COMMIT);
        Outcome<Payment> again = request(acme().payments(), step, playing.id(), key);
        assertThat(again.isReplay()).as("the same request again").isTrue();
        assertThat(declined(again)).isEqualTo(declined(outcome));
        return outcome;
    }

    private static Outcome<Payment> request(Payments payments, RailPaymentStep step, String id, String key) {
        Money amount = Money.ofMinor(step.minor(), USD);
        return switch (step) {
            case CAPTURE -> payments.capture(id, amount, key);
            case CAPTURE_LAST -> payments.captureFinal(id, amount, key);
            case VOID -> payments.voidHeld(id, WHY, key);
            case REFUND -> payments.refund(id, amount, WHY, key);
            case CHARGE_BACK -> payments.chargeBack(id, amount, WHY, key);
            case WIN -> payments.reverseChargeback(id, amount, WHY, key);
            default -> throw new IllegalStateException(step + " is no request");
        };
    }

    private static @Nullable ErrorCode declined(Outcome<Payment> outcome) {
        if (outcome instanceof Outcome.Replayed<Payment> replayed) {
            return declined(replayed.first());
        }
        return outcome instanceof Outcome.Declined<Payment> declined ? declined.code() : null;
    }

    private void happen(Playing playing, RailPaymentStep step) {
        RailPaymentScene scene = playing.scene();
        List<Transfer> transfers = transfers(playing.id());
        int last = transfers.size() - 1;
        switch (step) {
            case SEND -> runtime.zentra().runDueWork();
            case QUERY -> {
                runtime.clock().advance(LATER);
                runtime.zentra().runDueWork();
            }
            case CALLBACK_1 ->
                callBack(scene.told().first(), transfers, scene.begins().watched());
            case CALLBACK_2 ->
                callBack(scene.told().second(), transfers, scene.begins().watched());
            case CALLBACK_LAST -> callBack(scene.told().first(), transfers, last);
            case ARRIVES -> callBack(settles == Settles.LATER ? News.SETTLEMENT : News.SUCCESS, transfers, last);
            case FAILS -> callBack(News.FAILURE, transfers, last);
            case PERSON -> act(scene.person(), transfers);
            case TIME_PASSES -> runtime.clock().advance(WEEK);
            case CRASH -> {
                isDying = scene.crash() != Crash.BETWEEN;
                if (!isDying) {
                    runtime.crash();
                }
            }
            default -> throw new IllegalStateException(step + " is a request");
        }
    }

    /** Calls back twice about the transfer in a place, if one is there. */
    private void callBack(News news, List<Transfer> transfers, int place) {
        if (place >= 0 && place < transfers.size()) {
            Transfer about = transfers.get(place);
            SceneRail.Message message = rail.message(
                    news, about.attemptId(), about.amount(), runtime.clock().instant());
            Callbacks callbacks = runtime.zentra().callbacks(RAIL);
            callbacks.accept(message.headers(), message.body());
            CallbackOutcome again = callbacks.accept(message.headers(), message.body());
            assertThat(again).as("the same message again").isInstanceOf(CallbackOutcome.Duplicate.class);
        }
    }

    private void act(Person person, List<Transfer> transfers) {
        if (person == Person.APPROVES || person == Person.DENIES) {
            transfers.forEach(each -> decide(each, person == Person.APPROVES));
            runtime.zentra().runDueWork();
        } else if (!transfers.isEmpty()) {
            operate(person, transfers.get(transfers.size() - 1));
        }
    }

    private void decide(Transfer transfer, boolean isApproved) {
        if (transfer.status() == TransferStatus.CONTRADICTED) {
            ReviewCase seen = acme().reviews()
                    .find(Objects.requireNonNull(transfer.caseId()))
                    .orElseThrow();
            if (isApproved) {
                asDora().reviews()
                        .approve(seen.id(), seen.decision(), runtime.newKey())
                        .orElseThrow();
            } else {
                asDora().reviews().deny(seen.id(), "not_ours", runtime.newKey()).orElseThrow();
            }
        }
    }

    /** What cannot be done is declined. */
    private void operate(Person person, Transfer transfer) {
        String key = runtime.newKey();
        String id = transfer.id();
        switch (person) {
            case CANCELS -> acme().transfers().cancel(id, WHY, key);
            case REVERSES -> {
                if (transfer.status() == TransferStatus.SETTLED) {
                    Money part = Money.ofMinor(ExpectedRailPayment.BY_HAND, USD);
                    asDora().transfers().reverse(id, part, WHY, key).orElseThrow();
                }
            }
            default -> asDora().transfers().markReturned(id, WHY, key);
        }
    }

    private Payment payment(String id) {
        return acme().payments().get(id);
    }

    private List<Transfer> transfers(String id) {
        return payment(id).transferIds().stream().map(acme().transfers()::get).toList();
    }

    private void compare(Playing playing, String told) {
        ExpectedRailPayment expected = playing.expected();
        Payment now = payment(playing.id());
        expected.know(now.status());
        assertThat(amounts(now)).as("amounts %s", told).isEqualTo(expected.amounts());
        assertThat(now.status()).as(told).isEqualTo(expected.status());
        assertThat(transfers(playing.id()).stream().map(Transfer::status))
                .as("transfers %s", told)
                .isEqualTo(expected.transfers());
        assertThat(runtime.moved(ACCOUNTS, playing.before()))
                .as("money %s", told)
                .isEqualTo(money(expected));
        assertThat(now.amounts().arrived().minor()).as("arrived %s", told).isEqualTo(expected.arrived());
        long inHolds = acme().ledgers().holds().list("", 100).stream()
                .mapToLong(hold -> hold.legs().get(0).remaining().minor())
                .sum();
        assertThat(inHolds).as("holds %s", told).isEqualTo(now.amounts().held().minor());
    }

    /** Of the accounts of the flow; the sum of all is nothing. */
    private static List<Long> money(ExpectedRailPayment expected) {
        List<Long> amounts = expected.amounts();
        long underWay = amounts.get(1) + amounts.get(3);
        return List.of(
                -(underWay + expected.arrived()), underWay - expected.posted(), expected.posted(), expected.arrived());
    }

    /** In the order held, sent, captured, returning, refunded, charged back. */
    private static List<Long> amounts(Payment payment) {
        Payment.Amounts amounts = payment.amounts();
        List<Money> all = List.of(
                amounts.held(),
                amounts.sent(),
                amounts.captured(),
                amounts.returning(),
                amounts.refunded(),
                amounts.chargedBack());
        return all.stream().map(Money::minor).toList();
    }

    /** One event of the payment for each step that it took, and for each change of what carries one. */
    private void requireEvents(Playing playing, String told) {
        List<String> types = acme().journal().timeline(playing.id()).stream()
                .map(Event::type)
                .filter(type -> type.startsWith("payment."))
                .sorted()
                .toList();
        assertThat(types).as("events of %s", told).isEqualTo(playing.expected().events());
    }

    /** Of payments and of transfers with the same events the first is verified. */
    private void requirePackets(Playing playing, String told) {
        Payment now = payment(playing.id());
        requirePacket(now.id(), now.status().code(), told);
        transfers(now.id())
                .forEach(each -> requirePacket(each.id(), each.status().code(), told));
    }

    private void requirePacket(String correlation, String status, String told) {
        List<String> events = acme().evidence().timeline(correlation).stream()
                .map(event -> event.type()
                        + event.body().path("effect")
                        + event.body().path("status"))
                .toList();
        if (ends.isNew(events)) {
            assertThat(runtime.requirePacket(correlation, told).status()).isEqualTo(status);
        }
    }

    /** Whatever became of it since: all requests sent again change nothing, and are answered as at first. */
    private void requireReplays(Playing playing, String told) {
        sent.forEach((key, first) -> {
            Outcome<Payment> again = request(acme().payments(), first.step(), playing.id(), key);
            assertThat(again.isReplay()).as("%s again after %s", first, told).isTrue();
            assertThat(declined(again)).as("%s again after %s", first, told).isEqualTo(first.declined());
        });
        compare(playing, "after all was sent again after " + told);
    }

    private void requireSame(Playing playing, String told) {
        Payment now = payment(playing.id());
        ends.require(
                playing.expected().meaning(),
                List.of(now.status(), amounts(now), runtime.moved(ACCOUNTS, playing.before())),
                told);
    }

    /** What is held is let go of, and what is under way ends, so that it is not in the way of the next. */
    private void end(Playing playing) {
        List<Transfer> transfers = transfers(playing.id());
        for (int place = 0; place < transfers.size(); place++) {
            if (transfers.get(place).status() == TransferStatus.PROCESSING) {
                callBack(News.FAILURE, transfers, place);
            }
        }
        if (payment(playing.id()).amounts().held().isPositive()) {
            runtime.clock().advance(WEEK);
            runtime.zentra().runDueWork();
        }
        assertThat(acme().ledgers().holds().list("", 100)).isEmpty();
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
