package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.FlowAccounts;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Transfers;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.SettableClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transfers on a database that others use too: the host in its transactions, a second runtime, one configured otherwise. */
public abstract class SharedTransferContract {
    private static final Asset USD = Asset.iso("USD");
    private static final String RAIL = "rail_primary";
    private static final String OTHER_RAIL = "rail_second";
    private static final FlowAccounts OTHER_FLOW = new FlowAccounts("acme:held", "acme:clearing", "acme:paid");
    private static final int TRANSFERS = 40;
    private static final int THREADS = 4;

    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private final SandboxRail bank = SandboxRail.create();
    private final SandboxRail otherBank = SandboxRail.create();
    private Storage storage;
    private DataSource source;
    private ZentraRuntime zentra;
    private Workspace acme;

    /** For subclasses. */
    protected SharedTransferContract() {}

    /** A storage without tables. */
    protected abstract Storage storage();

    @BeforeEach
    void open() {
        storage = storage();
        source = storage.open();
        zentra = runtime(FlowAccounts.standard());
        zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        acme = workspace(zentra);
        acme.transfers().openFlowAccounts(USD);
        acme.accounts().open(NewAccount.debit("assets:bank", USD).withoutFloor());
        acme.accounts().open(NewAccount.credit("customer:42", USD));
        acme.accounts().open(NewAccount.credit("merchant:7", USD));
        acme.ledgers().post("assets:bank", "customer:42", usd(1_000), "fund").orElseThrow();
    }

    @AfterEach
    void verifyAndClose() throws Exception {
        try {
            acme.verify().requireSound();
            assertThat(acme.ledgers().trialBalance().isZero()).isTrue();
        } finally {
            zentra.close();
            if (storage.owned() && source instanceof AutoCloseable pool) {
                pool.close();
            }
        }
    }

    @Test
    void beginsWithTheHostsCommit() throws SQLException {
        Transfer transfer;
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            transfer = joined(connection).transfers().create(request("joined")).orElseThrow();
            assertThat(joined(connection).transfers().create(request("joined")).isReplay())
                    .isTrue();
            connection.commit();
            connection.setAutoCommit(true);
        }

        assertThat(acme.transfers().get(transfer.id())).isEqualTo(transfer);
        zentra.runDueWork();
        assertThat(bank.calls()).containsExactly("submit " + transfer.attemptId());
        assertThat(accept(zentra, RAIL, bank.success(transfer.attemptId(), clock.instant())))
                .isInstanceOf(CallbackOutcome.Applied.class);
        assertThat(posted("merchant:7")).isEqualTo(10);
    }

    @Test
    void neverWasAfterTheHostsRollback() throws SQLException {
        Transfer vanished;
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            vanished = joined(connection).transfers().create(request("joined")).orElseThrow();
            connection.rollback();
            connection.setAutoCommit(true);
        }
        zentra.runDueWork();

        assertThat(bank.calls()).isEmpty();
        assertThat(acme.transfers().find(vanished.id())).isEmpty();
        assertThat(posted("reserved:usd")).isZero();
        assertThat(acme.transfers().create(request("joined")).isReplay())
                .as("the key is free")
                .isFalse();
    }

    /** No lease ends while the clock stands, so a second call of any attempt would be a lease given twice. */
    @Test
    void twoRuntimesCallTheRailOnceForEach() throws Exception {
        List<Transfer> transfers = createMany();
        try (ZentraRuntime second = runtime(FlowAccounts.standard())) {
            together(
                    runtime -> {
                        runtime.runDueWork();
                        return true;
                    },
                    second);

            assertThat(bank.calls())
                    .containsExactlyInAnyOrderElementsOf(transfers.stream()
                            .map(each -> "submit " + each.attemptId())
                            .toList());
        }
    }

    @Test
    void twoRuntimesTakeEachCallbackOnce() throws Exception {
        List<Transfer> transfers = createMany();
        zentra.runDueWork();
        List<SandboxRail.Message> messages = transfers.stream()
                .map(each -> bank.success(each.attemptId(), clock.instant()))
                .toList();
        try (ZentraRuntime second = runtime(FlowAccounts.standard())) {
            List<List<CallbackOutcome>> outcomes = together(
                    runtime -> messages.stream()
                            .map(message -> accept(runtime, RAIL, message))
                            .toList(),
                    second);

            for (int i = 0; i < TRANSFERS; i++) {
                int nth = i;
                assertThat(outcomes.stream().map(each -> each.get(nth)))
                        .filteredOn(CallbackOutcome.Applied.class::isInstance)
                        .as("applied, %s", transfers.get(i))
                        .hasSize(1);
                assertThat(outcomes.stream().map(each -> each.get(nth)))
                        .filteredOn(CallbackOutcome.Duplicate.class::isInstance)
                        .hasSize(THREADS - 1);
            }
            assertThat(posted("merchant:7")).isEqualTo(10L * TRANSFERS);
            assertThat(posted("reserved:usd")).isZero();
        }
    }

    @Test
    void passesThroughTheAccountsThatTheHostNames() {
        try (ZentraRuntime other = runtime(OTHER_FLOW)) {
            workspace(other).transfers().openFlowAccounts(USD);
            Transfer transfer =
                    workspace(other).transfers().create(request("other")).orElseThrow();
            assertThat(posted("acme:held:usd")).isEqualTo(10);
            assertThat(posted("reserved:usd")).isZero();

            other.runDueWork();
            accept(other, RAIL, bank.success(transfer.attemptId(), clock.instant()));
            assertThat(posted("merchant:7")).isEqualTo(10);
            assertThat(posted("acme:held:usd")).isZero();
            assertThat(posted("acme:clearing:usd")).isZero();
            assertThat(acme.ledgers().trail("acme:clearing:usd", 10)).hasSize(2);
        }
    }

    /** Two assets of one code had one account, which could be of one of them only. */
    @Test
    void passesAssetsOfOneCodeThroughAccountsOfTheirOwn() {
        for (int scale : new int[] {2, 3}) {
            Asset points = Asset.custom("PTS", scale);
            acme.transfers().openFlowAccounts(points);
            acme.accounts().open(NewAccount.credit("giver:" + scale, points).withoutFloor());
            acme.accounts().open(NewAccount.credit("taker:" + scale, points));
            Transfer transfer = acme.transfers()
                    .create(TransferRequest.builder()
                            .from("giver:" + scale)
                            .to("taker:" + scale)
                            .amount(Money.ofMinor(scale, points))
                            .idempotencyKey("points-" + scale)
                            .build())
                    .orElseThrow();
            assertThat(posted("reserved:pts/" + scale)).isEqualTo(scale);

            zentra.runDueWork();
            accept(zentra, RAIL, bank.success(transfer.attemptId(), clock.instant()));
            assertThat(posted("taker:" + scale)).isEqualTo(scale);
            assertThat(posted("reserved:pts/" + scale)).isZero();
        }
    }

    /** A host names other accounts while transfers are open: what they reserved is taken from where it lies. */
    @Test
    void takesAReserveFromWhereItLies() {
        try (ZentraRuntime before = runtime(OTHER_FLOW)) {
            workspace(before).transfers().openFlowAccounts(USD);
            workspace(before).transfers().create(request("settles")).orElseThrow();
            workspace(before).transfers().create(request("fails")).orElseThrow();
            before.runDueWork();
        }
        List<Transfer> open = acme.transfers().list(0, 10);
        accept(zentra, RAIL, bank.success(open.get(0).attemptId(), clock.instant()));
        accept(zentra, RAIL, bank.failure(open.get(1).attemptId(), "closed", clock.instant()));

        assertThat(acme.transfers().list(0, 10))
                .extracting(Transfer::status)
                .containsExactly(TransferStatus.SETTLED, TransferStatus.FAILED);
        assertThat(posted("acme:held:usd")).isZero();
        assertThat(posted("merchant:7")).isEqualTo(10);
        assertThat(posted("customer:42")).isEqualTo(990);
    }

    /** It was refused with unknown_rail, though its money was reserved: the caller took it for undone. */
    @Test
    void aRetryGetsItsFirstAnswerFromARuntimeWithoutTheRail() {
        Transfer named = acme.transfers().create(requestOver(RAIL, "named")).orElseThrow();
        Transfer first = acme.transfers().create(request("any")).orElseThrow();
        try (ZentraRuntime without = withOnly(OTHER_RAIL)) {
            Transfers transfers = workspace(without).transfers();
            Outcome<Transfer> again = transfers.create(requestOver(RAIL, "named"));
            assertThat(again.isReplay()).isTrue();
            assertThat(again.orElseThrow()).isEqualTo(named);
            assertThat(transfers.create(request("any")).orElseThrow()).isEqualTo(first);

            Outcome<Transfer> refused = transfers.create(requestOver(RAIL, "new"));
            assertThat(StorageContract.code(refused)).isEqualTo(ErrorCode.UNKNOWN_RAIL);
            assertThat(transfers.create(request("by-the-other")).orElseThrow().rail())
                    .isEqualTo(OTHER_RAIL);
        }
        assertThat(StorageContract.code(acme.transfers().create(requestOver(RAIL, "new"))))
                .as("the first answer, from a runtime with the rail too")
                .isEqualTo(ErrorCode.UNKNOWN_RAIL);
        assertThat(acme.transfers().list(0, 10)).hasSize(3);
    }

    @Test
    void aRuntimeWithoutRailsDeclinesEveryTransfer() {
        try (ZentraRuntime without = withOnly()) {
            assertThat(StorageContract.code(workspace(without).transfers().create(request("none"))))
                    .isEqualTo(ErrorCode.UNKNOWN_RAIL);
        }
        assertThat(posted("customer:42")).isEqualTo(1_000);
    }

    @Test
    void refusesACallbackUnderAnotherRailsName() {
        Transfer transfer = acme.transfers().create(request("mine")).orElseThrow();
        zentra.runDueWork();
        SandboxRail.Message message = bank.success(transfer.attemptId(), clock.instant());
        SandboxRail.Message signedByTheOther = otherBank.signed(message.text(), clock.instant());
        assertThat(code(accept(zentra, OTHER_RAIL, signedByTheOther))).isEqualTo(ErrorCode.UNKNOWN_REFERENCE);
        long size = acme.journal().size();
        assertThat(code(accept(zentra, OTHER_RAIL, message))).isEqualTo(ErrorCode.SIGNATURE_INVALID);
        assertThat(code(accept(zentra, RAIL, signedByTheOther))).isEqualTo(ErrorCode.SIGNATURE_INVALID);
        assertThat(acme.journal().size()).isEqualTo(size);
        assertThat(accept(zentra, RAIL, message)).isInstanceOf(CallbackOutcome.Applied.class);
    }

    private List<Transfer> createMany() {
        return IntStream.range(0, TRANSFERS)
                .mapToObj(i -> acme.transfers().create(request("k" + i)).orElseThrow())
                .toList();
    }

    /** The same task on threads of both runtimes, all begun at once. */
    private <T> List<T> together(Function<ZentraRuntime, T> task, ZentraRuntime second) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier ready = new CyclicBarrier(THREADS);
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                ZentraRuntime runtime = i % 2 == 0 ? zentra : second;
                Callable<T> begun = () -> {
                    ready.await();
                    return task.apply(runtime);
                };
                futures.add(threads.submit(begun));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private ZentraRuntime runtime(FlowAccounts flow) {
        return ZentraRuntime.builder()
                .storage(Storage.of(source, storage.dialect()))
                .clock(clock)
                .flowAccounts(flow)
                .rail(RAIL, bank)
                .rail(OTHER_RAIL, otherBank)
                .callbacks(RAIL, bank.scheme())
                .callbacks(OTHER_RAIL, otherBank.scheme())
                .dueWorkThreads(0)
                .build();
    }

    private ZentraRuntime withOnly(String... rails) {
        ZentraRuntime.Builder builder = ZentraRuntime.builder()
                .storage(Storage.of(source, storage.dialect()))
                .clock(clock)
                .dueWorkThreads(0);
        for (String rail : rails) {
            builder.rail(rail, otherBank);
        }
        return builder.build();
    }

    private static Workspace workspace(ZentraRuntime runtime) {
        return runtime.tenant("acme").as(Actor.service("svc_edge"));
    }

    private Workspace joined(Connection connection) {
        return zentra.on(connection).tenant("acme").as(Actor.service("svc_host"));
    }

    private static TransferRequest request(String key) {
        return TransferRequest.builder()
                .from("customer:42")
                .to("merchant:7")
                .amount(usd(10))
                .idempotencyKey(key)
                .build();
    }

    private static TransferRequest requestOver(String rail, String key) {
        return TransferRequest.builder()
                .from("customer:42")
                .to("merchant:7")
                .amount(usd(10))
                .rail(rail)
                .idempotencyKey(key)
                .build();
    }

    private static CallbackOutcome accept(ZentraRuntime runtime, String rail, SandboxRail.Message message) {
        return runtime.callbacks(rail).accept(message.headers(), message.body());
    }

    private static ErrorCode code(CallbackOutcome outcome) {
        return ((CallbackOutcome.Rejected) outcome).code();
    }

    private long posted(String account) {
        return acme.accounts().balances(account).posted().minor();
    }

    private static Money usd(long minor) {
        return Money.ofMinor(minor, USD);
    }
}
