package io.zentra.testing.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.Callbacks;
import io.zentra.runtime.PacketVerifier;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.intent.IntentRequest;
import io.zentra.runtime.intent.IntentStatus;
import io.zentra.runtime.intent.Primitive;
import io.zentra.runtime.rail.Settles;
import io.zentra.testing.SettableClock;
import io.zentra.testing.schedule.Scene.News;
import io.zentra.testing.schedule.Scene.Operator;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** A runtime whose process can end, and one transfer after the other in it. */
final class ScheduleStage implements AutoCloseable {
    private static final Asset USD = Asset.iso("USD");
    private static final String RAIL = "rail_primary";
    private static final String LATE_RAIL = "rail_later";
    private static final List<String> ACCOUNTS = List.of("customer:42", "reserved:usd", "settlement:usd", "merchant:7");
    private static final Money AMOUNT = Money.ofMinor(125_000, USD);
    private static final Actor DORA = Actor.operator("dora", Permission.ALL);

    /** Longer than a lease, and than the pause before the first question. */
    private static final Duration LATER = Duration.ofMinutes(10);

    private final Storage storage;
    private final DataSource source;
    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private final SigningKey key = SigningKey.generate("acme-ledger");
    private final ScriptedBank bank = new ScriptedBank();
    private ZentraRuntime zentra;
    private int keys;

    ScheduleStage(Storage storage) {
        this.storage = storage;
        this.source = storage.open();
        this.zentra = runtime();
        zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        acme().transfers().openFlowAccounts(USD);
        acme().accounts().open(NewAccount.credit("customer:42", USD).withoutFloor());
        acme().accounts().open(NewAccount.credit("merchant:7", USD));
        as(DORA).reviews()
                .lanes()
                .set(ReviewLane.of("transfers", DORA), newKey())
                .orElseThrow();
    }

    private ZentraRuntime runtime() {
        return ZentraRuntime.builder()
                .storage(Storage.of(source, storage.dialect()).lanes(storage.lanes()))
                .clock(clock)
                .signingKey(key)
                .rail(RAIL, bank)
                .callbacks(RAIL, bank.scheme())
                .rail(LATE_RAIL, bank.later())
                .callbacks(LATE_RAIL, bank.scheme())
                .dueWorkThreads(0)
                .build();
    }

    private Workspace as(Actor actor) {
        return zentra.tenant("acme").as(actor);
    }

    private Workspace acme() {
        return as(Actor.service("svc_edge"));
    }

    private String newKey() {
        return "key-" + ++keys;
    }

    /** Plays a scene in an order, and compares after each step. */
    void play(Scene scene, List<Step> order) {
        bank.play(scene);
        List<Long> moneyBefore = money();
        String intent = newKey();
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
        assertThat(moved(moneyBefore)).as("money after %s", told).isEqualTo(legs(expected.money()));
        assertThat(acme().intents().get(intent).status())
                .as("the intent after %s", told)
                .isEqualTo(stage(expected.status()));
        assertThat(PacketVerifier.trusting(key.verifier())
                        .verify(acme().evidence().packet(id))
                        .faults())
                .as("the packet after %s", told)
                .isEmpty();
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
            case SEND -> zentra.runDueWork();
            case QUERY -> {
                clock.advance(LATER);
                zentra.runDueWork();
            }
            case CALLBACK_1 -> callBack(scene, scene.first(), id);
            case CALLBACK_2 -> callBack(scene, scene.second(), id);
            case OPERATOR -> operate(scene.operator(), id);
            case CRASH -> crash();
        }
    }

    private void crash() {
        zentra.close();
        zentra = runtime();
    }

    private void callBack(Scene scene, News news, String id) {
        ScriptedBank.Message message = bank.message(news, transfer(id).attemptId(), AMOUNT, clock.instant());
        Callbacks callbacks = zentra.callbacks(rail(scene));
        callbacks.accept(message.headers(), message.body());
        CallbackOutcome again = callbacks.accept(message.headers(), message.body());
        assertThat(again).as("the same message again").isInstanceOf(CallbackOutcome.Duplicate.class);
    }

    private void operate(Operator operator, String id) {
        Transfer now = transfer(id);
        if (operator == Operator.CANCELS) {
            acme().transfers().cancel(id, "ordered twice", newKey());
        } else if (now.status() == TransferStatus.CONTRADICTED) {
            ReviewCase seen =
                    acme().reviews().find(Objects.requireNonNull(now.caseId())).orElseThrow();
            if (operator == Operator.APPROVES) {
                as(DORA).reviews().approve(seen.id(), seen.decision(), newKey()).orElseThrow();
            } else {
                as(DORA).reviews().deny(seen.id(), "not_ours", newKey()).orElseThrow();
            }
            zentra.runDueWork();
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

    private List<Long> money() {
        return ACCOUNTS.stream()
                .map(account -> acme().accounts().balances(account).posted().minor())
                .toList();
    }

    private List<Long> moved(List<Long> before) {
        List<Long> now = money();
        return Stream.iterate(0, i -> i + 1)
                .limit(ACCOUNTS.size())
                .map(i -> now.get(i) - before.get(i))
                .toList();
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

    void requireSound() {
        acme().verify().requireSound();
    }

    @Override
    public void close() throws IOException {
        zentra.close();
        if (storage.owned() && source instanceof Closeable pool) {
            pool.close();
        }
    }
}
