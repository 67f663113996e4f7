package io.zentra.testing.schedule;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.intent.IntentRequest;
import io.zentra.runtime.intent.IntentStatus;
import io.zentra.runtime.intent.Primitive;
import io.zentra.runtime.rail.Settles;
import io.zentra.testing.schedule.Scene.News;
import io.zentra.testing.schedule.Scene.Operator;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** One transfer after the other in a runtime whose process can end. */
final class ScheduleStage implements Schedules.Played<ScheduleStage.Schedule> {
    private static final Asset USD = Asset.iso("USD");
    private static final String RAIL = "rail_primary";
    private static final String LATE_RAIL = "rail_later";
    private static final List<String> ACCOUNTS = List.of("customer:42", "reserved:usd", "settlement:usd", "merchant:7");
    private static final Money AMOUNT = Money.ofMinor(125_000, USD);

    /** Longer than a lease, and than the pause before the first question. */
    private static final Duration LATER = Duration.ofMinutes(10);

    private final ScriptedBank bank = new ScriptedBank();
    private final MortalRuntime runtime;

    /**
     * What is played.
     *
     * @param scene what each step means
     * @param order the steps
     */
    record Schedule(Scene scene, List<Step> order) {}

    ScheduleStage(Storage storage) {
        this.runtime = new MortalRuntime(storage, this::addRails);
        acme().transfers().openFlowAccounts(USD);
        acme().accounts().open(NewAccount.credit("customer:42", USD).withoutFloor());
        acme().accounts().open(NewAccount.credit("merchant:7", USD));
        asDora().reviews()
                .lanes()
                .set(ReviewLane.of("transfers", MortalRuntime.DORA), runtime.newKey())
                .orElseThrow();
    }

    private void addRails(ZentraRuntime.Builder builder) {
        builder.rail(RAIL, bank)
                .callbacks(RAIL, bank.scheme())
                .rail(LATE_RAIL, bank.later())
                .callbacks(LATE_RAIL, bank.scheme());
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
        Scene scene = schedule.scene();
        List<Step> order = schedule.order();
        bank.play(scene);
        List<Long> moneyBefore = runtime.posted(ACCOUNTS);
        String intent = runtime.newKey();
        String id =
                acme().intents().create(request(intent, scene)).orElseThrow().id();
        Expected expected = new Expected(scene);
        for (Step step : order) {
            take(scene, step, id);
            expected.take(step);
            assertThat(transfer(id).status())
                    .as("after %s of %s in %s", step, order, scene)
                    .isEqualTo(expected.status());
        }
        String told = order + " in " + scene;
        assertThat(runtime.moved(ACCOUNTS, moneyBefore))
                .as("money after %s", told)
                .isEqualTo(legs(expected.money()));
        assertThat(acme().intents().get(intent).status())
                .as("the intent after %s", told)
                .isEqualTo(stage(expected.status()));
        runtime.requirePacket(id, told);
        end(scene, id);
    }

    private static IntentRequest request(String intent, Scene scene) {
        return IntentRequest.builder(intent)
                .scope("workspace_scope")
                .moneyModel(USD)
                .primitives(Primitive.LEDGER, Primitive.ROUTES)
                .from("customer:42")
                .to("merchant:7")
                .amountMinor(AMOUNT.minor())
                .rail(rail(scene))
                .build();
    }

    private static String rail(Scene scene) {
        return scene.settles() == Settles.LATER ? LATE_RAIL : RAIL;
    }

    private void take(Scene scene, Step step, String id) {
        switch (step) {
            case SEND -> runtime.zentra().runDueWork();
            case QUERY -> {
                runtime.clock().advance(LATER);
                runtime.zentra().runDueWork();
            }
            case CALLBACK_1 -> callBack(scene, scene.first(), id);
            case CALLBACK_2 -> callBack(scene, scene.second(), id);
            case OPERATOR -> operate(scene.operator(), id);
            case CRASH -> runtime.crash();
        }
    }

    private void callBack(Scene scene, News news, String id) {
        ScriptedBank.Message message = bank.message(
                news, transfer(id).attemptId(), AMOUNT, runtime.clock().instant());
        Callbacks callbacks = runtime.zentra().callbacks(rail(scene));
        callbacks.accept(message.headers(), message.body());
        CallbackOutcome again = callbacks.accept(message.headers(), message.body());
        assertThat(again).as("the same message again").isInstanceOf(CallbackOutcome.Duplicate.class);
    }

    private void operate(Operator operator, String id) {
        Transfer now = transfer(id);
        if (operator == Operator.CANCELS) {
            acme().transfers().cancel(id, "ordered twice", runtime.newKey());
        } else if (now.status() == TransferStatus.CONTRADICTED) {
            ReviewCase seen =
                    acme().reviews().find(Objects.requireNonNull(now.caseId())).orElseThrow();
            if (operator == Operator.APPROVES) {
                asDora().reviews()
                        .approve(seen.id(), seen.decision(), runtime.newKey())
                        .orElseThrow();
            } else {
                asDora().reviews().deny(seen.id(), "not_ours", runtime.newKey()).orElseThrow();
            }
            runtime.zentra().runDueWork();
        }
    }

    /** What is still under way ends, so that it is not in the way of the next. */
    private void end(Scene scene, String id) {
        if (transfer(id).status() == TransferStatus.PROCESSING) {
            callBack(scene, News.FAILURE, id);
        }
    }

    private Transfer transfer(String id) {
        return acme().transfers().get(id);
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
        runtime.close();
    }
}
