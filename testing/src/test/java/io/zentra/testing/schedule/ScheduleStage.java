package io.zentra.testing.schedule;

import static io.zentra.testing.schedule.RailGround.ACCOUNTS;
import static io.zentra.testing.schedule.RailGround.RAIL;
import static io.zentra.testing.schedule.RailGround.SECOND_RAIL;
import static io.zentra.testing.schedule.RailGround.USD;
import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.Rail;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.intent.IntentRequest;
import io.zentra.runtime.intent.IntentStatus;
import io.zentra.runtime.intent.Primitive;
import io.zentra.runtime.rail.Settles;
import io.zentra.testing.schedule.Scene.Crash;
import io.zentra.testing.schedule.Scene.News;
import io.zentra.testing.schedule.Scene.Operator;
import io.zentra.testing.schedule.Scene.Submitted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** One transfer after the other in a runtime whose process can end. */
final class ScheduleStage implements Schedules.Played<ScheduleStage.Schedule> {
    private static final String LATE_RAIL = "rail_later";
    private static final Money AMOUNT = RailGround.usd(125_000);

    private final RailGround ground;
    private final ScriptedBank bank;
    private final SameEnd ends;
    private final MortalRuntime runtime;
    private final List<String> attempts = new ArrayList<>();
    private Words words = new Words();
    private CallbackOutcome heard = new CallbackOutcome.Rejected(ErrorCode.STORAGE_FAILED, "nothing yet");
    private boolean isDying;
    private boolean wasSilent;

    /**
     * What is played.
     *
     * @param scene what each step means
     * @param order the steps
     */
    record Schedule(Scene scene, List<Step> order) {
        /** What it asks of the scene. */
        List<Object> asked() {
            return Expected.asked(scene, order);
        }
    }

    ScheduleStage(Storage storage, SameEnd ends) {
        this.ends = ends;
        this.ground = new RailGround(storage, ends, ScheduleStage::rails);
        this.bank = ground.bank();
        this.runtime = ground.runtime();
        acme().accounts().open(NewAccount.credit(RailGround.MERCHANT, USD));
    }

    private static Map<String, Rail> rails(ScriptedBank bank) {
        Map<String, Rail> all = new LinkedHashMap<>();
        all.put(RAIL, bank.first(Settles.AT_ONCE));
        all.put(SECOND_RAIL, bank.second());
        all.put(LATE_RAIL, bank.first(Settles.LATER));
        return all;
    }

    private Workspace acme() {
        return ground.acme();
    }

    /** Plays a scene in an order, and compares after each step. */
    @Override
    public void play(Schedule schedule) {
        Scene scene = schedule.scene();
        String told = schedule.order() + " in " + scene;
        begin(scene);
        List<Long> moneyBefore = runtime.posted(ACCOUNTS);
        String intent = runtime.newKey();
        String id =
                acme().intents().create(request(intent, scene)).orElseThrow().id();
        attempts.add(transfer(id).attemptId());
        Expected expected = new Expected(scene);
        for (Step step : schedule.order()) {
            take(scene, step, id, expected);
            compare(scene, id, expected, "after " + step + " of " + told);
        }
        if (isDying) {
            runtime.crash();
        }
        List<Long> moved = runtime.moved(ACCOUNTS, moneyBefore);
        assertThat(moved).as("money after %s", told).isEqualTo(legs(expected.money()));
        assertThat(acme().intents().get(intent).status())
                .as("the intent after %s", told)
                .isEqualTo(stage(expected.status()));
        ground.requirePacket(id, transfer(id).status().code(), told);
        requireSame(scene, transfer(id), moved, told);
        end(scene, expected);
    }

    private void begin(Scene scene) {
        if (wasSilent) {
            runtime.crash(); // who does not know that a rail was silent takes it first
        }
        wasSilent = scene.submitted() == Submitted.UNKNOWN;
        attempts.clear();
        isDying = false;
        words = new Words();
        Words saying = words;
        bank.play(scene, (reference, news) -> saying.say(place(reference), news));
    }

    /** The place of an attempt; one that is not known here yet was made in this step. */
    private int place(String attempt) {
        int place = attempts.indexOf(attempt);
        return place < 0 ? attempts.size() : place;
    }

    private static IntentRequest request(String intent, Scene scene) {
        IntentRequest.Builder request = IntentRequest.builder(intent)
                .scope("workspace_scope")
                .moneyModel(USD)
                .primitives(Primitive.LEDGER, Primitive.ROUTES)
                .from("customer:42")
                .to("merchant:7")
                .amountMinor(AMOUNT.minor());
        if (!scene.rails().areTwo()) {
            request.rail(rail(scene)).countries(ScriptedBank.COUNTRIES);
        }
        return request.build();
    }

    /** The rail that is tried first. */
    private static String rail(Scene scene) {
        return scene.rails() == Scene.Rails.LATER ? LATE_RAIL : RAIL;
    }

    private void take(Scene scene, Step step, String id, Expected expected) {
        boolean isCutOff = isDying && expected.endsIn(step);
        if (step == Step.CRASH && scene.crash() != Crash.BETWEEN) {
            isDying = true;
        } else if (step == Step.CRASH || (isDying && !isCutOff)) {
            isDying = false;
            runtime.crash();
        }
        Runnable deed = deed(scene, step, id);
        if (isCutOff) {
            isDying = false;
            cutOff(scene.crash(), step, id, deed);
        } else {
            deed.run();
        }
        know(id);
        expected.take(step);
        if (step == Step.CALLBACK_1 || step == Step.CALLBACK_2) {
            deed.run();
            assertThat(heard).as("the same message again").isInstanceOf(CallbackOutcome.Duplicate.class);
        }
    }

    /** Notes the attempt that a failure of the first has led to. */
    private void know(String id) {
        String attempt = transfer(id).attemptId();
        if (!attempts.contains(attempt)) {
            attempts.add(attempt);
        }
    }

    /** The process ends in a step, as far as the scene says; then it is done again. */
    private void cutOff(Crash crash, Step step, String id, Runnable deed) {
        TransferStatus before = transfer(id).status();
        int said = words.size();
        boolean isDueWork = step == Step.SEND || step == Step.QUERY;
        if (isDueWork) {
            ground.cutOffWork(crash, deed);
        } else {
            runtime.crashIn(RailGround.moment(crash), deed);
        }
        if (crash == Crash.UNWRITTEN) {
            words.forgetAfter(said);
        }
        if (crash != Crash.UNANSWERED) {
            assertThat(transfer(id).status()).as("nothing was written").isEqualTo(before);
        }
        if (isDueWork) {
            if (crash != Crash.UNANSWERED) {
                attempts.forEach(bank::mayHaveBegun);
            }
            know(id);
            ground.workLater();
        } else {
            deed.run();
        }
    }

    private Runnable deed(Scene scene, Step step, String id) {
        return switch (step) {
            case SEND -> ground::work;
            case QUERY -> ground::workLater;
            case CALLBACK_1 -> callBack(scene, 0, scene.first(), scene.failure());
            case CALLBACK_2 -> callBack(scene, attempts.size() - 1, scene.second(), scene.failure());
            case OPERATOR -> operate(scene.operator(), id);
            case CRASH -> () -> {};
        };
    }

    private Runnable callBack(Scene scene, int place, News news, String reason) {
        ScriptedBank.Message message = bank.message(
                news, attempts.get(place), AMOUNT, reason, runtime.clock().instant());
        String rail = place == 0 ? rail(scene) : SECOND_RAIL;
        return () -> {
            heard = ground.callBack(rail, message);
            if (!(heard instanceof CallbackOutcome.Rejected)) {
                words.say(place, news);
            }
        };
    }

    private Runnable operate(Operator operator, String id) {
        String key = runtime.newKey();
        Transfer now = transfer(id);
        if (operator == Operator.CANCELS) {
            return () -> cancel(id, key);
        } else if (now.status() != TransferStatus.CONTRADICTED) {
            return () -> {};
        }
        Runnable decision = ground.decision(Objects.requireNonNull(now.caseId()), operator == Operator.APPROVES);
        return () -> {
            decision.run();
            words.did(operator.name());
            ground.work();
        };
    }

    private void cancel(String id, String key) {
        acme().transfers().cancel(id, "ordered twice", key);
        if (transfer(id).status() == TransferStatus.CANCELLED) {
            words.did("CANCELS");
        }
    }

    private void compare(Scene scene, String id, Expected expected, String told) {
        Transfer now = transfer(id);
        assertThat(now.status()).as(told).isEqualTo(expected.status());
        assertThat(now.rail()).as("rail %s", told).isEqualTo(expected.isElsewhere() ? SECOND_RAIL : rail(scene));
    }

    private void requireSame(Scene scene, Transfer now, List<Long> moved, String told) {
        List<Object> meaning =
                List.of(scene.rails() == Scene.Rails.LATER, scene.rails().areTwo(), words.meaning());
        Optional<String> choice = Optional.ofNullable(now.caseId())
                .map(open -> acme().reviews().find(open).orElseThrow())
                .map(open -> open.proposal().details().get("approve"));
        ends.require(meaning, List.of(now.status(), now.reversed(), now.rail(), moved, choice), told);
    }

    /** What is still under way ends, so that it is not in the way of the next. */
    private void end(Scene scene, Expected expected) {
        for (int place : expected.underWay()) {
            callBack(scene, place, News.FAILURE, Scene.FOR_GOOD).run();
        }
    }

    private Transfer transfer(String id) {
        return ground.transfer(id);
    }

    private static List<Long> legs(TransferStatus status) {
        long all = AMOUNT.minor();
        return switch (status) {
            case PROCESSING -> List.of(-all, all, 0L, 0L);
            case POSTED -> List.of(-all, 0L, all, 0L);
            case SETTLED -> List.of(-all, 0L, 0L, all);
            default -> List.of(0L, 0L, 0L, 0L);
        };
    }

    private static IntentStatus stage(TransferStatus status) {
        return switch (status) {
            case PROCESSING, POSTED, SETTLED -> IntentStatus.ROUTED;
            default -> IntentStatus.valueOf(status.name());
        };
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
