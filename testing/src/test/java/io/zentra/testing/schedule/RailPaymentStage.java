package io.zentra.testing.schedule;

import static io.zentra.testing.schedule.RailGround.MERCHANT;
import static io.zentra.testing.schedule.RailGround.RAIL;
import static io.zentra.testing.schedule.RailGround.SECOND_RAIL;
import static io.zentra.testing.schedule.RailGround.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.payment.Payment;
import io.zentra.runtime.payment.PaymentRequest;
import io.zentra.runtime.payment.PaymentStatus;
import io.zentra.runtime.payment.Payments;
import io.zentra.testing.schedule.RailPaymentScene.Bank;
import io.zentra.testing.schedule.RailPaymentScene.Begins;
import io.zentra.testing.schedule.RailPaymentScene.Person;
import io.zentra.testing.schedule.RailPaymentScene.Word;
import io.zentra.testing.schedule.RailPaymentScene.Wrong;
import io.zentra.testing.schedule.Scene.Crash;
import io.zentra.testing.schedule.Scene.News;
import io.zentra.testing.schedule.Scene.Rails;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One payment that goes over rails after the other, in a runtime whose process can end. */
final class RailPaymentStage implements Schedules.Played<RailPaymentStage.Schedule> {
    private static final Duration WEEK = Duration.ofDays(7);

    private final Rails rails;
    private final RailPaymentDesk desk;
    private final RailGround ground;
    private final MortalRuntime runtime;
    private final SameEnd ends;
    private final Map<String, Sent> sent = new LinkedHashMap<>();
    private boolean isDying;
    private boolean wasSilent;

    /**
     * What is played.
     *
     * @param scene where it begins, and what steps mean
     * @param order the steps
     */
    record Schedule(RailPaymentScene scene, List<RailPaymentStep> order) {}

    /** A request, and why it was declined; null when it was not. */
    private record Sent(RailPaymentStep step, @Nullable ErrorCode declined) {}

    RailPaymentStage(Storage storage, Rails rails, SameEnd ends) {
        this.rails = rails;
        this.ends = ends;
        this.desk = new RailPaymentDesk(storage, rails, ends);
        this.ground = desk.ground();
        this.runtime = ground.runtime();
    }

    private Workspace acme() {
        return ground.acme();
    }

    /** Plays a scene in an order, and compares after each step. */
    @Override
    public void play(Schedule schedule) {
        RailPaymentScene scene = schedule.scene();
        String told = schedule.order() + " in " + scene;
        Playing playing = begin(scene, told);
        ground.bank().play(scene.bank());
        for (RailPaymentStep step : schedule.order()) {
            take(new Turn(playing, step, scene.bank(), "after " + step + " of " + told));
        }
        if (isDying) {
            runtime.crash();
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
    private record Playing(RailPaymentScene scene, String id, List<Long> before, ExpectedRailPayment expected) {
        /** To whom it pays. */
        static String merchant(RailPaymentScene scene) {
            return scene.begins() == Begins.SPENT ? RailPaymentDesk.POOR : MERCHANT;
        }
    }

    /**
     * A step that is taken.
     *
     * @param playing of which payment
     * @param step which
     * @param bank what the rails do meanwhile
     * @param told when, for who reads what went wrong
     */
    private record Turn(Playing playing, RailPaymentStep step, Bank bank, String told) {
        ExpectedRailPayment expected() {
            return playing.expected();
        }

        Crash crash() {
            return playing.scene().crash();
        }

        Person person() {
            return playing.scene().person();
        }

        @Nullable
        ErrorCode expect() {
            return expected().take(step, bank);
        }
    }

    private Playing begin(RailPaymentScene scene, String told) {
        if (wasSilent) {
            runtime.crash(); // who does not know that a rail was silent takes it first
        }
        wasSilent = scene.bank().submitted() == Scene.Submitted.UNKNOWN;
        isDying = false;
        sent.clear();
        Bank accepting = Bank.accepting(rails);
        ground.bank().play(accepting, (reference, news) -> {});
        List<Long> before = runtime.posted(RailPaymentDesk.ACCOUNTS);
        String id = acme().payments().authorize(request(scene)).orElseThrow().id();
        Playing playing = new Playing(scene, id, before, new ExpectedRailPayment(scene));
        String beginning = "at the beginning of " + told;
        scene.begins().before().forEach(step -> take(new Turn(playing, step, accepting, beginning)));
        compare(playing, beginning);
        return playing;
    }

    private PaymentRequest request(RailPaymentScene scene) {
        PaymentRequest request = PaymentRequest.of(
                        RailGround.CUSTOMER,
                        Playing.merchant(scene),
                        usd(RailPaymentScene.AUTHORIZED),
                        runtime.newKey())
                .expiresAt(runtime.clock().instant().plus(WEEK))
                .countries(ScriptedBank.COUNTRIES)
                .overRails();
        return scene.begins() == Begins.IN_REVIEW ? request.scope(RailPaymentDesk.REVIEWED) : request;
    }

    private void take(Turn turn) {
        RailPaymentStep step = turn.step();
        if (step == RailPaymentStep.PERSON && turn.person().decides()) {
            ground.work(); // what is due is done before, for at the same time either could come first
            turn.expected().work(turn.bank(), false);
        }
        boolean isCutOff = isDying && turn.expected().endsIn(step);
        if (step == RailPaymentStep.CRASH && turn.crash() != Crash.BETWEEN) {
            isDying = true;
        } else if (step == RailPaymentStep.CRASH || (isDying && !isCutOff)) {
            isDying = false;
            runtime.crash();
        }
        isDying &= !isCutOff;
        if (step.isSent()) {
            send(turn, isCutOff);
        } else if (step == RailPaymentStep.SEND || step == RailPaymentStep.QUERY) {
            work(turn, isCutOff);
        } else {
            happen(turn, isCutOff);
        }
        compare(turn.playing(), turn.told());
    }

    /** Sends a request, cut off and sent again if the process is to end in it, and once more: it takes effect once. */
    private void send(Turn turn, boolean isCutOff) {
        RailPaymentStep step = turn.step();
        String id = turn.playing().id();
        String key = runtime.newKey();
        ErrorCode expected = turn.expect();
        sent.put(key, new Sent(step, expected));
        if (isCutOff) {
            Payments dying = acme().payments();
            runtime.crashIn(RailGround.moment(turn.crash()), () -> RailPaymentDesk.request(dying, step, id, key));
        }
        Outcome<Payment> outcome = desk.request(step, id, key);
        assertThat(outcome.isReplay())
                .as("%s was committed before", step)
                .isEqualTo(isCutOff && turn.crash() == Crash.UNANSWERED);
        Outcome<Payment> again = desk.request(step, id, key);
        assertThat(again.isReplay()).as("the same request again").isTrue();
        assertThat(RailPaymentDesk.declined(again)).isEqualTo(RailPaymentDesk.declined(outcome));
        assertThat(RailPaymentDesk.declined(outcome)).as(turn.told()).isEqualTo(expected);
        if (expected == null && (step == RailPaymentStep.CAPTURE || step == RailPaymentStep.CAPTURE_LAST)) {
            List<Transfer> transfers = desk.transfers(id);
            turn.expected()
                    .knowRail(SECOND_RAIL.equals(
                            transfers.get(transfers.size() - 1).rail()));
        }
    }

    /** Due work, cut off and gone on with later if the process is to end in it. */
    private void work(Turn turn, boolean isCutOff) {
        Runnable work = turn.step() == RailPaymentStep.SEND ? ground::work : ground::workLater;
        if (isCutOff) {
            String called = ground.cutOffWork(turn.crash(), work);
            cutOff(turn, called);
            ground.workLater();
            turn.expected().work(turn.bank(), true);
        } else {
            work.run();
            turn.expect();
        }
    }

    private void cutOff(Turn turn, String called) {
        List<Transfer> transfers = desk.transfers(turn.playing().id());
        for (int place = 0; place < transfers.size(); place++) {
            int attempt = desk.attempts(transfers.get(place)).indexOf(called);
            if (attempt >= 0) {
                turn.expected().cutOff(place, attempt, turn.bank());
            }
        }
    }

    private void happen(Turn turn, boolean isCutOff) {
        if (turn.step() == RailPaymentStep.PERSON) {
            act(turn, isCutOff);
            return;
        }
        Runnable deed = deed(turn.playing(), turn.step());
        if (isCutOff) {
            runtime.crashIn(RailGround.moment(turn.crash()), deed);
        }
        deed.run();
        turn.expect();
    }

    private Runnable deed(Playing playing, RailPaymentStep step) {
        RailPaymentScene scene = playing.scene();
        List<Transfer> transfers = desk.transfers(playing.id());
        int last = transfers.size() - 1;
        int watched = scene.begins().watched();
        Word first = scene.told().first();
        return switch (step) {
            case CALLBACK_1 -> desk.callBack(first, transfers, watched, true);
            case CALLBACK_2 -> desk.callBack(scene.told().second(), transfers, watched, false);
            case CALLBACK_LAST -> desk.callBack(first, transfers, last, false);
            case ARRIVES ->
                desk.callBack(new Word(ExpectedRailPayment.arrival(rails), Wrong.NOTHING), transfers, last, false);
            case FAILS -> desk.callBack(new Word(News.FAILURE, Wrong.NOTHING), transfers, last, false);
            case ASKS ->
                () -> runtime.as(MortalRuntime.BOSS)
                        .transfers()
                        .reverse(transfers.get(last).id(), usd(step.minor()), RailPaymentDesk.WHY, runtime.newKey())
                        .orElseThrow();
            case SPENDS -> spend(playing, step.minor());
            case TIME_PASSES -> () -> runtime.clock().advance(WEEK);
            case CRASH -> () -> {};
            default -> throw new IllegalStateException(step + " is done otherwise");
        };
    }

    private Runnable spend(Playing playing, long minor) {
        ExpectedRailPayment expected = playing.expected();
        String merchant = Playing.merchant(playing.scene());
        if (expected.spent() > 0) {
            return () -> desk.post(RailPaymentDesk.BANK, merchant, expected.spent());
        }
        return expected.there() >= minor ? () -> desk.post(merchant, RailPaymentDesk.BANK, minor) : () -> {};
    }

    /** What cannot be done is declined. */
    private void act(Turn turn, boolean isCutOff) {
        Person who = turn.person();
        String id = turn.playing().id();
        Supplier<@Nullable ErrorCode> deed =
                who.decides() ? desk.decisions(id, who == Person.APPROVES) : desk.operation(who, id);
        List<@Nullable ErrorCode> answers = new ArrayList<>();
        Runnable person = () -> answers.add(deed.get());
        if (isCutOff) {
            runtime.crashIn(RailGround.moment(turn.crash()), person);
            answers.clear();
        }
        person.run();
        ErrorCode declined = answers.get(0);
        assertThat(declined)
                .as("what a person did %s", turn.told())
                .isEqualTo(turn.expected().act(turn.bank()));
    }

    private void compare(Playing playing, String told) {
        ExpectedRailPayment expected = playing.expected();
        Payment now = desk.payment(playing.id());
        List<Transfer> transfers = desk.transfers(playing.id());
        expected.know(now.status());
        assertThat(amounts(now)).as("amounts %s", told).isEqualTo(expected.amounts());
        assertThat(now.status()).as(told).isEqualTo(expected.status());
        assertThat(transfers.stream().map(Transfer::status))
                .as("transfers %s", told)
                .isEqualTo(expected.transfers().stream()
                        .map(ExpectedTransfer::status)
                        .toList());
        assertThat(transfers.stream().map(Transfer::rail))
                .as("rails %s", told)
                .isEqualTo(expected.transfers().stream()
                        .map(each -> each.isElsewhere() ? SECOND_RAIL : RAIL)
                        .toList());
        assertThat(runtime.moved(RailPaymentDesk.ACCOUNTS, playing.before()))
                .as("money %s", told)
                .isEqualTo(money(playing));
        assertThat(now.amounts().arrived().minor()).as("arrived %s", told).isEqualTo(expected.arrived());
        long inHolds = acme().ledgers().holds().list("", 100).stream()
                .mapToLong(hold -> hold.legs().get(0).remaining().minor())
                .sum();
        assertThat(inHolds).as("holds %s", told).isEqualTo(now.amounts().held().minor());
    }

    /** Of the accounts of the flow; the sum of all is nothing. */
    private static List<Long> money(Playing playing) {
        ExpectedRailPayment expected = playing.expected();
        List<Long> amounts = expected.amounts();
        long underWay = amounts.get(1) + amounts.get(3);
        boolean isPoor = Playing.merchant(playing.scene()).equals(RailPaymentDesk.POOR);
        return List.of(
                -(underWay + expected.arrived()),
                underWay - expected.posted(),
                expected.posted(),
                isPoor ? 0 : expected.there(),
                isPoor ? expected.there() : 0,
                expected.spent());
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

    private void requirePackets(Playing playing, String told) {
        Payment now = desk.payment(playing.id());
        ground.requirePacket(now.id(), now.status().code(), told);
        desk.transfers(now.id())
                .forEach(each -> ground.requirePacket(each.id(), each.status().code(), told));
    }

    /** Whatever became of it since: all requests sent again change nothing, and are answered as at first. */
    private void requireReplays(Playing playing, String told) {
        sent.forEach((key, first) -> {
            Outcome<Payment> again = desk.request(first.step(), playing.id(), key);
            assertThat(again.isReplay()).as("%s again after %s", first, told).isTrue();
            assertThat(RailPaymentDesk.declined(again))
                    .as("%s again after %s", first, told)
                    .isEqualTo(first.declined());
        });
        compare(playing, "after all was sent again after " + told);
    }

    private void requireSame(Playing playing, String told) {
        Payment now = desk.payment(playing.id());
        ends.require(
                playing.expected().meaning(),
                List.of(now.status(), amounts(now), runtime.moved(RailPaymentDesk.ACCOUNTS, playing.before())),
                told);
    }

    /** What waits and what is under way ends, so that it is not in the way of the next. */
    private void end(Playing playing) {
        List<Transfer> transfers = desk.transfers(playing.id());
        for (int place = 0; place < transfers.size(); place++) {
            Transfer each = transfers.get(place);
            for (int attempt : playing.expected().transfers().get(place).underWay()) {
                Word failure = new Word(News.FAILURE, Wrong.NOTHING);
                desk.callBack(failure, each, desk.attempts(each).get(attempt), Scene.FOR_GOOD)
                        .run();
            }
        }
        boolean isRefused = transfers.stream().anyMatch(each -> each.status() == TransferStatus.IN_REVIEW);
        if (desk.payment(playing.id()).status() == PaymentStatus.IN_REVIEW) {
            acme().payments()
                    .voidHeld(playing.id(), RailPaymentDesk.WHY, runtime.newKey())
                    .orElseThrow();
        }
        if (isRefused) {
            desk.post(RailPaymentDesk.BANK, RailPaymentDesk.POOR, RailPaymentScene.AUTHORIZED);
        }
        if (isRefused || desk.payment(playing.id()).amounts().held().isPositive()) {
            runtime.clock().advance(WEEK);
            ground.work();
        }
        long left = runtime.posted(List.of(RailPaymentDesk.POOR)).get(0);
        if (left > 0) {
            desk.post(RailPaymentDesk.POOR, RailPaymentDesk.BANK, left);
        }
        assertThat(acme().ledgers().holds().list("", 100)).isEmpty();
    }

    @Override
    public void requireSound() {
        runtime.requireSound();
    }

    @Override
    public void close() throws IOException {
        ground.close();
    }
}
