package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zentra.core.ZentraCore;
import io.zentra.core.commit.CommitLimits;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Tenant;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.Ledgers;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.ZentraLedger;
import io.zentra.testing.contract.Strikes.Run;
import io.zentra.testing.fault.Counted;
import io.zentra.testing.fault.Fault.Kind;
import io.zentra.testing.fault.FaultyDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults beside those of writes on lanes: while opening, in reads, in the host's transaction, in whole batches. */
class MoreFaultsTest {
    @TempDir
    Path folder;

    /** H2 commits each statement that makes a table, so an opening that failed half-way must be able to go on. */
    @ParameterizedTest
    @EnumSource
    void opensAfterAnOpeningThatFailed(Database database) throws Exception {
        boolean struck = true;
        for (long nth = 1; struck; nth += database == Database.IN_MEMORY ? 1 : 4) {
            Storage storage = database.newStorage(folder);
            DataSource source = storage.open();
            FaultyDataSource faulty = FaultyDataSource.over(source, Counted.ROUND_TRIPS);
            Storage through = Storage.of(faulty, storage.dialect());
            faulty.arm(Kind.STATEMENT_FAILS.atCall(nth));
            try (ZentraLedger opened = ZentraLedger.open(through)) {
                assertThat(opened).isNotNull();
            } catch (ZentraException told) {
                assertThat(told.code()).isEqualTo(ErrorCode.STORAGE_FAILED);
            }
            struck = faulty.hasStruck();
            faulty.heal();
            try (ZentraLedger again = ZentraLedger.open(through)) {
                again.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
            }
            ((AutoCloseable) source).close();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRES"})
    void triesAgainWhenTheDatabaseEndsATransaction(Database database) {
        try (Stages stages = Stages.of(() -> database.newStorage(folder))) {
            for (Write write : Write.all()) {
                if (!write.name().equals("signs a checkpoint")) { // its reads are not tried again
                    Run run = Run.warm(Counted.ROUND_TRIPS, 9);
                    Strikes.strikeEach(stages, write, Kind.TRANSACTION_ENDED::beforeCommit, run);
                    Strikes.strikeEach(stages, write, Kind.TRANSACTION_ENDED::atCall, run);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsGiveTheRightAnswerOrSayThatTheyFailed(Database database) {
        try (Stage stage = stage(database, Counted.EVERY_CALL)) {
            Posting posting = stage.pay("paid");
            Ledgers ledgers = stage.acme().ledgers();
            List<Supplier<?>> reads = List.of(
                    () -> ledgers.posting(posting.id()),
                    () -> ledgers.trail(Stage.CUSTOMER, 10),
                    ledgers::trialBalance,
                    ledgers::verify,
                    () -> stage.acme().accounts().balances(Stage.CUSTOMER),
                    () -> stage.acme().accounts().list("", 10),
                    () -> stage.acme().journal().size());
            for (Supplier<?> read : reads) {
                strikeRead(stage, read);
            }
        }
    }

    private static void strikeRead(Stage stage, Supplier<?> read) {
        Object right = read.get();
        boolean struck = true;
        for (long nth = 1; struck; nth += 3) {
            stage.faulty().arm(Kind.STATEMENT_FAILS.atCall(nth));
            try {
                assertThat(read.get().toString()).isEqualTo(right.toString());
            } catch (ZentraException told) {
                assertThat(told.code()).isEqualTo(ErrorCode.STORAGE_FAILED);
            }
            struck = stage.faulty().hasStruck();
            stage.faulty().heal();
        }
    }

    /** A host that commits although the ledger told it of a failure must not commit half a posting. */
    @ParameterizedTest
    @EnumSource
    void leavesNothingInTheHostsTransactionWhenItFails(Database database) throws SQLException {
        try (Stage stage = stage(database, Counted.ROUND_TRIPS)) {
            boolean struck = true;
            for (long nth = 1; struck; nth++) {
                struck = strikeJoined(stage, nth);
            }
            Strikes.requireSound(stage, "after the last fault");
        }
    }

    private static boolean strikeJoined(Stage stage, long nth) throws SQLException {
        long head = stage.head();
        boolean told = false;
        try (Connection connection = stage.faulty().getConnection()) {
            connection.setAutoCommit(false);
            ZentraLedger.Book joined =
                    stage.ledger().on(connection).tenant("acme").as(Actor.service("svc_host"));
            stage.faulty().arm(Kind.STATEMENT_FAILS.atCall(nth));
            try {
                joined.ledgers()
                        .post(Stage.CUSTOMER, Stage.MERCHANT, Stage.usd(2), "joined-" + nth)
                        .orElseThrow();
                told = true;
            } catch (ZentraException failed) {
                assertThat(failed.code()).isEqualTo(ErrorCode.STORAGE_FAILED);
            }
            boolean struck = stage.faulty().hasStruck();
            stage.faulty().heal();
            connection.commit();
            connection.setAutoCommit(true);
            assertThat(stage.head() > head).as("fault at call %s", nth).isEqualTo(told);
            Strikes.requireSound(stage, "fault at call " + nth);
            return struck;
        }
    }

    /** Each half of a batch waited as long again, and each half of that: callers of a large batch waited for hours. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void answersAWholeBatchInTimeWhenTheDatabaseIsDown() throws Exception {
        Storage storage = Database.IN_MEMORY.newStorage(folder);
        DataSource source = storage.open();
        FaultyDataSource faulty = FaultyDataSource.over(source, Counted.ROUND_TRIPS);
        try (ZentraLedger ledger = ZentraLedger.open(ZentraCore.Settings.of(Storage.of(faulty, storage.dialect()))
                .withLimits(CommitLimits.standard().withWaits(Duration.ofSeconds(5), Duration.ofMillis(300))))) {
            Tenant tenant = ledger.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
            ZentraLedger.Door acme = ledger.tenant("acme");
            Gate gate = new Gate();
            CompletableFuture<Boolean> passed = CompletableFuture.supplyAsync(
                    () -> ledger.core().commits().run(new Access(tenant, Actor.service("svc_gate")), gate));
            gate.awaitEntered();
            List<CompletableFuture<?>> answers = new ArrayList<>();
            for (int i = 0; i < 256; i++) {
                answers.add(acme.as(Actor.service("svc_edge"))
                        .ledgers()
                        .postAsync(PostingRequest.of("a", "b", Stage.usd(1), "k" + i)));
            }
            faulty.arm(Kind.DATABASE_DOWN.atCall(1));
            gate.open();
            for (CompletableFuture<?> answer : answers) {
                CompletionException told = catchThrowableOfType(
                        CompletionException.class,
                        () -> answer.orTimeout(10, TimeUnit.SECONDS).join());
                assertThat(told.getCause())
                        .isInstanceOfSatisfying(
                                ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_FAILED));
            }
            faulty.heal();
            passed.exceptionally(failed -> true).join();
        }
        ((AutoCloseable) source).close();
    }

    private Stage stage(Database database, Counted counted) {
        return new Stage(database.newStorage(folder), counted, Duration.ofSeconds(5));
    }
}
