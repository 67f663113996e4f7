package io.zentra.testing.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.Rail;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.rail.RailSettings;
import io.zentra.testing.fault.Fault.Moment;
import io.zentra.testing.schedule.Scene.Crash;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Where transfers are played: a bank with rails, a runtime whose process can end, and who decides. */
final class RailGround implements AutoCloseable {
    static final Asset USD = Asset.iso("USD");
    static final String RAIL = "rail_primary";
    static final String SECOND_RAIL = "rail_second";
    static final String CUSTOMER = "customer:42";
    static final String MERCHANT = "merchant:7";
    static final List<String> ACCOUNTS = List.of(CUSTOMER, "reserved:usd", "settlement:usd", MERCHANT);

    /** Longer than a lease, and than the pause before each question that comes here. */
    private static final Duration LATER = Duration.ofMinutes(10);

    /** No rail is left alone, whatever it has said of transfers before. */
    private static final RailSettings SETTINGS = RailSettings.builder()
            .breaker(new RailSettings.Breaker(1_000, 1_000, Duration.ofSeconds(1)))
            .retryable(Scene.ELSEWHERE)
            .build();

    private final ScriptedBank bank = new ScriptedBank();
    private final SameEnd ends;
    private final MortalRuntime runtime;

    RailGround(Storage storage, SameEnd ends, Function<ScriptedBank, Map<String, Rail>> rails) {
        this.ends = ends;
        Map<String, Rail> all = rails.apply(bank);
        this.runtime = new MortalRuntime(storage, builder -> add(builder, all));
        acme().transfers().openFlowAccounts(USD);
        acme().accounts().open(NewAccount.credit(CUSTOMER, USD).withoutFloor());
        runtime.setLane("transfers");
    }

    private void add(ZentraRuntime.Builder builder, Map<String, Rail> rails) {
        rails.forEach((name, rail) -> builder.rail(name, rail, SETTINGS).callbacks(name, bank.scheme()));
    }

    ScriptedBank bank() {
        return bank;
    }

    MortalRuntime runtime() {
        return runtime;
    }

    Workspace acme() {
        return runtime.acme();
    }

    Workspace asDora() {
        return runtime.as(MortalRuntime.DORA);
    }

    Transfer transfer(String id) {
        return acme().transfers().get(id);
    }

    void work() {
        runtime.zentra().runDueWork();
    }

    void workLater() {
        runtime.clock().advance(LATER);
        work();
    }

    CallbackOutcome callBack(String rail, ScriptedBank.Message message) {
        return runtime.zentra().callbacks(rail).accept(message.headers(), message.body());
    }

    /** At which commit a process ends. */
    static Moment moment(Crash crash) {
        return crash == Crash.UNANSWERED ? Moment.AFTER_COMMIT : Moment.BEFORE_COMMIT;
    }

    /** The process ends in due work that calls a rail; answers the reference of that call. */
    String cutOffWork(Crash crash, Runnable work) {
        AtomicReference<String> called = new AtomicReference<>("");
        bank.atNextCall(
                reference -> { // its first commit was that of the lease
                    called.set(reference);
                    runtime.endAt(moment(crash));
                    return crash != Crash.LEASED;
                });
        runtime.cutOff(work);
        return Objects.requireNonNullElse(called.get(), "");
    }

    /** What decides a case as it stands now, however often that is tried. */
    Runnable decision(String caseId, boolean isApproved) {
        ReviewCase seen = acme().reviews().find(caseId).orElseThrow();
        String key = runtime.newKey();
        return isApproved
                ? () -> asDora().reviews().approve(caseId, seen.decision(), key).orElseThrow()
                : () -> asDora().reviews().deny(caseId, "not_ours", key).orElseThrow();
    }

    /** Of what has the same events the first is verified. */
    void requirePacket(String correlation, String status, String told) {
        List<String> events = acme().evidence().timeline(correlation).stream()
                .map(event -> event.type()
                        + event.body().path("effect")
                        + event.body().path("status"))
                .toList();
        if (ends.isNew(events)) {
            assertThat(runtime.requirePacket(correlation, told).status()).isEqualTo(status);
        }
    }

    static Money usd(long minor) {
        return Money.ofMinor(minor, USD);
    }

    @Override
    public void close() throws IOException {
        runtime.close();
    }
}
