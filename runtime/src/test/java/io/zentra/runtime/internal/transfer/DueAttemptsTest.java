package io.zentra.runtime.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Tenant;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.identity.TenantId;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Dialect;
import io.zentra.core.storage.Queries;
import io.zentra.core.storage.Storage;
import io.zentra.core.storage.internal.Engine;
import io.zentra.ledger.NewAccount;
import io.zentra.runtime.Rail;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DueAttemptsTest {
    private static final Asset USD = Asset.iso("USD");

    @TempDir
    Path folder;

    private final AtomicInteger queries = new AtomicInteger();
    private final AtomicBoolean failing = new AtomicBoolean();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<String> attempts = new ArrayList<>();
    private DataSource source;
    private ZentraRuntime zentra;
    private Access access;
    private DueAttempts due;

    @BeforeEach
    void createTransfers() {
        source = Storage.sqlite(folder.resolve("zentra.db")).open();
        zentra = ZentraRuntime.builder()
                .storage(Storage.of(source, Dialect.SQLITE))
                .rail("bank", new Unreached())
                .dueWorkThreads(0)
                .build();
        zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        Workspace acme = zentra.tenant("acme").as(Actor.service("svc_edge"));
        acme.transfers().openFlowAccounts(USD);
        acme.accounts().open(NewAccount.debit("assets:bank", USD).withoutFloor());
        acme.accounts().open(NewAccount.credit("customer:42", USD));
        acme.accounts().open(NewAccount.credit("merchant:7", USD));
        acme.ledgers()
                .post("assets:bank", "customer:42", Money.ofMinor(1_000, USD), "fund")
                .orElseThrow();
        for (int i = 0; i < 4; i++) {
            TransferRequest request = TransferRequest.builder()
                    .from("customer:42")
                    .to("merchant:7")
                    .amount(Money.ofMinor(100, USD))
                    .idempotencyKey("sent-" + i)
                    .build();
            attempts.add(Objects.requireNonNull(
                    acme.transfers().create(request).orElseThrow().attemptId()));
        }
        access = new Access(new Tenant(1, TenantId.of("acme"), TenantConfig.standard()), Actor.service("svc_edge"));
        due = new DueAttempts(new Queries(gated(), Engine.of(Dialect.SQLITE), () -> false));
    }

    @AfterEach
    void close() throws Exception {
        zentra.close();
        ((AutoCloseable) source).close();
    }

    @Test
    void readsWhatIsAskedForMeanwhileInOneQuery() throws Exception {
        List<FutureTask<DueAttempts.Due>> reads = readAll();

        for (int i = 0; i < 4; i++) {
            DueAttempts.Due read = reads.get(i).get(10, TimeUnit.SECONDS);
            assertThat(read.begun().attempt().id()).isEqualTo(attempts.get(i));
            assertThat(read.begun().transfer().trail().attempt()).isEqualTo(attempts.get(i));
        }
        assertThat(queries).hasValue(2); // the first alone, and the others together
    }

    @Test
    void readsTheOthersWhereOneCannotBeRead() throws Exception {
        change("update zentra_attempt set outcome = 'WRONG' where id = '" + attempts.get(2) + "'");
        List<FutureTask<DueAttempts.Due>> reads = readAll();

        assertThatThrownBy(() -> reads.get(2).get(10, TimeUnit.SECONDS)).hasMessageContaining("is not readable");
        for (int i : List.of(0, 1, 3)) {
            DueAttempts.Due read = reads.get(i).get(10, TimeUnit.SECONDS);
            assertThat(read.begun().attempt().id()).isEqualTo(attempts.get(i));
        }
    }

    /** A database that answers nobody is not asked once more for each: that would take as long as all of them together. */
    @Test
    void tellsAllWhatTheDatabaseRefused() throws Exception {
        failing.set(true);
        List<FutureTask<DueAttempts.Due>> reads = readAll();

        for (FutureTask<DueAttempts.Due> read : reads) {
            assertThatThrownBy(() -> read.get(10, TimeUnit.SECONDS)).hasMessageContaining("storage_failed");
        }
        assertThat(queries).hasValue(2);
    }

    @Test
    void namesATransferThatIsMissingOrNotReadable() throws Exception {
        gate.countDown();
        change("update zentra_transfer set status = 'nowhere' where attempt = '" + attempts.get(0) + "'");
        change("delete from zentra_transfer where attempt = '" + attempts.get(1) + "'");

        assertThatThrownBy(() -> due.read(access, attempts.get(0)))
                .hasMessageContainingAll("journal_damaged", "its transfer of event", "NOWHERE");
        assertThatThrownBy(() -> due.read(access, attempts.get(1)))
                .hasMessageContainingAll("journal_damaged", "its transfer of event", "is missing");
    }

    @Test
    void namesAnAttemptThatIsNotThere() {
        gate.countDown();
        assertThatThrownBy(() -> due.read(access, "at_no_such"))
                .isInstanceOf(ZentraException.class)
                .hasMessageContaining("at_no_such");
    }

    /** One thread reads, and is kept waiting until the others ask as well. */
    private List<FutureTask<DueAttempts.Due>> readAll() throws InterruptedException {
        List<FutureTask<DueAttempts.Due>> reads = new ArrayList<>();
        for (String attempt : attempts) {
            FutureTask<DueAttempts.Due> read = new FutureTask<>(() -> due.read(access, attempt));
            Thread thread = new Thread(read, "reads-" + attempt);
            thread.start();
            reads.add(read);
            while (thread.getState() != Thread.State.WAITING) {
                assertThat(thread.isAlive()).isTrue();
                Thread.onSpinWait();
            }
        }
        gate.countDown();
        return reads;
    }

    private void change(String sql) throws Exception {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isOne();
        }
    }

    /** Counts what is asked, and lets nobody through before the gate is open. */
    private DataSource gated() {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    queries.incrementAndGet();
                    gate.await();
                    if (failing.get()) {
                        throw new SQLException("the database is down");
                    }
                    return method.invoke(source, arguments);
                });
    }

    private static final class Unreached implements Rail {
        @Override
        public RailOutcome submit(Request request) {
            throw new IllegalStateException("nothing is sent here");
        }

        @Override
        public RailOutcome query(String reference) {
            throw new IllegalStateException("nothing is sent here");
        }
    }
}
