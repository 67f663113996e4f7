package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.RandomSource;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.rail.RailHealth;
import io.zentra.runtime.rail.RailHealth.Circuit;
import io.zentra.runtime.rail.RailHealth.Count;
import io.zentra.runtime.rail.RailSettings;
import io.zentra.testing.SettableClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of transfers while their rail hangs, is busy or is left alone. After each test all is verified. */
@Timeout(120)
public abstract class RailUseContract {
    private static final Asset USD = Asset.iso("USD");
    private static final String RAIL = "rail_primary";
    private static final Duration PAUSE = Duration.ofSeconds(20);
    private static final Duration LEASE_AND_MORE = Duration.ofMinutes(2);
    private static final RailOutcome UNKNOWN = new RailOutcome.Unknown("?");
    private static final RailOutcome ARRIVED = new RailOutcome.Succeeded("p-1");
    private static final RailOutcome NOT_SENT = new RailOutcome.NotSent("no connection");

    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private final StallingRail bank = new StallingRail();
    private final ExecutorService elsewhere = Executors.newCachedThreadPool();
    private final ExecutorService railThreads = Executors.newCachedThreadPool();
    private Storage storage;
    private DataSource source;
    private ZentraRuntime zentra;
    private Workspace acme;

    /** For subclasses. */
    protected RailUseContract() {}

    /** A storage without tables. */
    protected abstract Storage storage();

    @BeforeEach
    void openWithTheStandardSettings() {
        storage = storage();
        source = storage.open();
        zentra = runtime(RailSettings.builder());
        zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        acme = acme(zentra);
        acme.transfers().openFlowAccounts(USD);
        acme.accounts().open(NewAccount.credit("customer:42", USD).withoutFloor());
        acme.accounts().open(NewAccount.credit("merchant:7", USD));
    }

    private void use(RailSettings.Builder settings) {
        zentra.close();
        zentra = runtime(settings);
        acme = acme(zentra);
    }

    private ZentraRuntime runtime(RailSettings.Builder settings) {
        return runtime(settings, 0);
    }

    private ZentraRuntime runtime(RailSettings.Builder settings, int threads) {
        return ZentraRuntime.builder()
                .storage(Storage.of(source, storage.dialect()).lanes(storage.lanes()))
                .clock(clock)
                .random(RandomSource.seeded(42))
                .rail(RAIL, bank, settings.build())
                .railExecutor(railThreads)
                .dueWorkThreads(threads)
                .build();
    }

    @AfterEach
    void verifyAndClose() throws Exception {
        try {
            acme.verify().requireSound();
            assertThat(acme.ledgers().trialBalance().isZero()).isTrue();
        } finally {
            zentra.close();
            end(elsewhere);
            end(railThreads);
            if (storage.owned() && source instanceof AutoCloseable pool) {
                pool.close();
            }
        }
    }

    private static void end(ExecutorService pool) throws InterruptedException {
        pool.shutdown();
        assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    /** Nobody has to look for it, and nobody else finds it. */
    @Test
    void whoCreatesATransferCallsItsRail() {
        StallingRail.Stall stall = bank.stalls(ARRIVED);
        Transfer transfer;
        try (ZentraRuntime creating = runtime(RailSettings.builder(), 1)) {
            transfer = create(acme(creating), "transfer_key_042");
            assertThat(zentra.runDueWork()).as("it is leased").isZero();
            stall.awaitInside();
            stall.release().countDown();
        }

        assertThat(bank.calls()).containsExactly("submit " + transfer.attemptId());
        assertThat(status(transfer)).isEqualTo(TransferStatus.SETTLED);
        assertThat(observed(transfer))
                .extracting(event -> event.body().path("try").asInt())
                .containsExactly(1);
        assertThat(zentra.runDueWork()).isZero();
    }

    /** Were it only found soon, others would be sooner some of the time. */
    @Test
    void othersNeverFindWhatItsCreatorBegins() {
        int made = 20;
        try (ZentraRuntime creating = runtime(RailSettings.builder(), 2 * made)) { // room for all at one time
            for (int i = 0; i < made; i++) {
                bank.says(ARRIVED);
                create(acme(creating), "transfer-" + i);
                assertThat(zentra.runDueWork()).as("of transfer %d", i).isZero();
            }
        }

        assertThat(bank.calls()).hasSize(made).allMatch(call -> call.startsWith("submit "));
        assertThat(posted("merchant:7")).isEqualTo(made * 125_000L);
    }

    @Test
    void nothingIsBegunThatTheHostMayRollBack() throws SQLException {
        try (ZentraRuntime creating = runtime(RailSettings.builder(), 1);
                Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            create(creating.on(connection).tenant("acme").as(Actor.service("svc_edge")), "transfer_key_042");
            connection.rollback();
        }

        assertThat(bank.calls()).isEmpty();
        assertThat(acme.transfers().list(0, 1)).isEmpty();
        assertThat(posted("reserved:usd")).isZero();
    }

    /** As often as it is put off, the first call is the first: what it says was not sent was not. */
    @Test
    void whatWaitsForABusyRailIsNotCountedAndStillProvesThatNothingLeft() throws Exception {
        use(RailSettings.builder().mostAtOnce(1));
        Transfer first = create("first");
        StallingRail.Stall stall = bank.stalls(ARRIVED);
        Future<Integer> busy = elsewhere.submit(() -> zentra.runDueWork());
        stall.awaitInside();
        Transfer second = create("second");
        long size = acme.journal().size();
        for (int i = 0; i < 10; i++) {
            zentra.runDueWork();
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(bank.calls()).containsExactly("submit " + first.attemptId());
        assertThat(acme.journal().size()).as("nothing became known").isEqualTo(size);
        assertThat(health().count(Count.BUSY)).isEqualTo(10);

        bank.says(NOT_SENT);
        stall.release().countDown();
        busy.get();
        zentra.runDueWork();
        assertThat(bank.calls()).containsExactly("submit " + first.attemptId(), "submit " + second.attemptId());
        assertThat(status(first)).isEqualTo(TransferStatus.SETTLED);
        assertThat(status(second)).as("the very first call").isEqualTo(TransferStatus.FAILED);
        assertThat(posted("reserved:usd")).isZero();
        assertThat(observed(second))
                .extracting(event -> event.body().path("try").asInt())
                .containsExactly(1);
    }

    @Test
    void aRailThatIsLeftAloneIsNotCalledAndNothingCountsAsAnAnswer() {
        use(RailSettings.builder().breaker(new RailSettings.Breaker(2, 2, PAUSE)));
        bank.says(UNKNOWN).says(UNKNOWN);
        Transfer first = sent("first");
        Transfer second = sent("second");
        assertThat(health().circuit()).isEqualTo(Circuit.OPEN);
        Transfer third = sent("third");
        assertThat(status(third)).as("no rail can take it now").isEqualTo(TransferStatus.PENDING);
        long size = acme.journal().size();

        clock.advance(PAUSE.minusSeconds(1));
        zentra.runDueWork();
        assertThat(bank.calls()).hasSize(2);
        assertThat(acme.journal().size()).as("nothing became known").isEqualTo(size);
        clock.advance(Duration.ofSeconds(1));
        bank.says(ARRIVED).says(ARRIVED).says(ARRIVED);
        zentra.runDueWork();

        assertThat(bank.calls().subList(2, 5))
                .containsExactlyInAnyOrder(
                        "query " + first.attemptId(),
                        "query " + second.attemptId(),
                        "submit " + acme.transfers().get(third.id()).attemptId());
        assertThat(List.of(status(first), status(second), status(third))).containsOnly(TransferStatus.SETTLED);
        assertThat(health().circuit()).isEqualTo(Circuit.CLOSED);
        assertThat(observed(first)).hasSize(2);
        assertThat(observed(acme.transfers().get(third.id()))).hasSize(1);
    }

    /** An outage of days: nobody was asked, so no answers are missing, and nobody is told that they are. */
    @Test
    void whatIsPutOffForLongIsNotUnknownForLong() {
        use(RailSettings.builder().breaker(new RailSettings.Breaker(1, 1, Duration.ofDays(1))));
        bank.says(UNKNOWN);
        Transfer transfer = sent("transfer_key_042");
        for (int i = 0; i < 20; i++) {
            clock.advance(Duration.ofHours(1));
            zentra.runDueWork();
        }

        assertThat(bank.calls()).hasSize(1);
        assertThat(status(transfer)).isEqualTo(TransferStatus.PROCESSING);
        assertThat(observed(transfer)).hasSize(1);
    }

    @Test
    void aTimeoutIsUnknownAndItsLateAnswerChangesNothing() throws Exception {
        use(RailSettings.builder().timeout(Duration.ofMillis(30)));
        StallingRail.Stall stall = bank.stalls(ARRIVED);
        Transfer transfer = sent("transfer_key_042");
        assertThat(observed(transfer)).hasSize(1).allSatisfy(event -> {
            assertThat(event.body().path("outcome").asText()).isEqualTo("unknown");
            assertThat(event.body().path("reason").asText()).isEqualTo("timeout");
        });
        assertThat(health().underWay()).isEqualTo(1);

        stall.release().countDown();
        end(railThreads);
        assertThat(health().count(Count.LATE)).isEqualTo(1);
        assertThat(status(transfer)).isEqualTo(TransferStatus.PROCESSING);
        assertThat(posted("reserved:usd")).isEqualTo(125_000);
    }

    /** The call that took too long never reached the provider after all; by then it has been sent again. */
    @Test
    void aLateNotSentIsNoProof() {
        use(RailSettings.builder().timeout(Duration.ofMillis(500)));
        StallingRail.Stall stall = bank.stalls(NOT_SENT);
        Transfer transfer = sent("transfer_key_042");
        bank.says(NOT_SENT).says(NOT_SENT);
        clock.advance(Duration.ofSeconds(5));
        zentra.runDueWork();
        stall.release().countDown();

        assertThat(bank.calls())
                .containsExactly(
                        "submit " + transfer.attemptId(),
                        "query " + transfer.attemptId(),
                        "submit " + transfer.attemptId());
        assertThat(status(transfer)).isEqualTo(TransferStatus.PROCESSING);
        assertThat(posted("reserved:usd")).isEqualTo(125_000);
        bank.says(ARRIVED);
        clock.advance(Duration.ofSeconds(30));
        zentra.runDueWork();
        assertThat(status(transfer)).isEqualTo(TransferStatus.SETTLED);
        assertThat(posted("merchant:7")).isEqualTo(125_000);
    }

    /** One process hangs in the call; another takes the lease, and cannot call either: that is no first lease. */
    @Test
    void aLeaseThatIsPutOffDoesNotHideTheOneBefore() throws Exception {
        try (ZentraRuntime other = runtime(RailSettings.builder().breaker(new RailSettings.Breaker(1, 1, PAUSE)))) {
            Transfer before = create("before");
            bank.says(UNKNOWN);
            other.runDueWork(); // and leaves the rail alone from now on
            Transfer transfer = create("transfer_key_042");
            StallingRail.Stall stall = bank.stalls(NOT_SENT);
            Future<Integer> hangs = elsewhere.submit(() -> zentra.runDueWork());
            stall.awaitInside();
            clock.advance(LEASE_AND_MORE);
            bank.says(UNKNOWN);
            other.runDueWork(); // tries the rail with what became of the one before, and leaves it alone once more
            assertThat(bank.calls())
                    .containsExactly(
                            "submit " + before.attemptId(),
                            "submit " + transfer.attemptId(),
                            "query " + before.attemptId());
            bank.says(NOT_SENT);
            clock.advance(PAUSE);
            other.runDueWork();

            assertThat(bank.calls().subList(3, 5))
                    .as("asked before it is sent again")
                    .containsExactly("query " + transfer.attemptId(), "submit " + transfer.attemptId());
            stall.release().countDown();
            hangs.get();
            assertThat(status(transfer)).as("the late word proves nothing").isEqualTo(TransferStatus.PROCESSING);
            assertThat(posted("reserved:usd")).as("of both").isEqualTo(250_000);
        }
    }

    @Test
    void aRailThatThrowsIsAskedAgain() {
        bank.throwsNext();
        Transfer transfer = sent("transfer_key_042");
        assertThat(status(transfer)).isEqualTo(TransferStatus.PROCESSING);
        assertThat(health().count(Count.THREW)).isEqualTo(1);

        bank.says(ARRIVED);
        clock.advance(Duration.ofSeconds(5));
        zentra.runDueWork();
        assertThat(status(transfer)).isEqualTo(TransferStatus.SETTLED);
    }

    @Test
    void endsItsOwnThreads() throws Exception {
        try (ZentraRuntime own = ZentraRuntime.builder()
                .storage(Storage.of(source, storage.dialect()))
                .clock(clock)
                .rail(RAIL, bank)
                .dueWorkThreads(0)
                .build()) {
            Transfer transfer = create("transfer_key_042");
            own.runDueWork();
            assertThat(bank.calls()).containsExactly("submit " + transfer.attemptId());
        }
        assertThat(bank.threads()).hasSize(1);
        Thread called = bank.threads().get(0);
        called.join(5_000); // long before an idle one ends by itself
        assertThat(called.isAlive()).isFalse();
    }

    private static Workspace acme(ZentraRuntime runtime) {
        return runtime.tenant("acme").as(Actor.service("svc_edge"));
    }

    private Transfer create(String key) {
        return create(acme, key);
    }

    private static Transfer create(Workspace workspace, String key) {
        return workspace
                .transfers()
                .create(TransferRequest.builder()
                        .from("customer:42")
                        .to("merchant:7")
                        .amount(Money.ofMinor(125_000, USD))
                        .idempotencyKey(key)
                        .build())
                .orElseThrow();
    }

    private Transfer sent(String key) {
        Transfer transfer = create(key);
        zentra.runDueWork();
        return transfer;
    }

    private RailHealth health() {
        return zentra.railHealth().get(0);
    }

    private TransferStatus status(Transfer transfer) {
        return acme.transfers().get(transfer.id()).status();
    }

    private List<Event> observed(Transfer transfer) {
        return acme.evidence().timeline(transfer.id()).stream()
                .filter(event -> event.type().equals("provider.observed"))
                .toList();
    }

    private long posted(String account) {
        return acme.accounts().balances(account).posted().minor();
    }
}
