package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantId;
import io.zentra.core.time.DueWork;
import io.zentra.core.time.DueWorker;
import io.zentra.testing.contract.Strikes.Run;
import io.zentra.testing.contract.Write.Attempt;
import io.zentra.testing.fault.Counted;
import io.zentra.testing.fault.Fault.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Work that falls due on a database that fails: however the lease or its end is struck, the work is done once. */
class DueWorkFaultTest {
    private static final String KIND = "test.pay";
    private static final int STRIDE = 3;
    private static final int MAX_TRIES = 5;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void doesDueWorkOnceThroughAFault(Database database) {
        Write write = new Write("does due work", DueWorkFaultTest::paysWhenDue);
        try (Stages stages = Stages.of(() -> database.newStorage(folder))) {
            for (Kind kind : new Kind[] {Kind.STATEMENT_FAILS, Kind.CONNECTION_LOST}) {
                Run run = Run.warm(Counted.ROUND_TRIPS, STRIDE);
                Strikes.strikeEach(stages, write, kind::atCall, run);
                Strikes.strikeEach(stages, write, kind::beforeCommit, run);
                Strikes.strikeEach(stages, write, kind::afterCommit, run);
            }
        }
    }

    /** Whatever was struck, time passes and the work is tried again until it is done. */
    private static Attempt paysWhenDue(Stage stage, String tag) {
        plan(stage, tag);
        return new Attempt(
                () -> doAllDue(stage, tag), List.of("ledger.entry.created"), null, () -> !isPlanned(stage, tag), false);
    }

    private static void doAllDue(Stage stage, String tag) {
        for (int i = 0; i < MAX_TRIES && isPlanned(stage, tag); i++) {
            stage.clock().advance(Duration.ofMinutes(2));
            try {
                worker(stage).runDue();
            } catch (ZentraException unavailable) {
                assertThat(unavailable.code()).isIn(ErrorCode.STORAGE_FAILED, ErrorCode.OUTCOME_UNKNOWN);
            }
        }
    }

    private static boolean isPlanned(Stage stage, String tag) {
        return stage.number("select count(*) from zentra_due_work where subject = ?", tag) == 1;
    }

    private static DueWorker worker(Stage stage) {
        return new DueWorker(
                stage.core().commits(),
                stage.core().queries(),
                stage.core().tenants(),
                stage.clock(),
                Map.of(KIND, DueWork.Handler.waiting((access, item) -> pay(stage, access, item))));
    }

    private static void pay(Stage stage, Access access, DueWork.Item item) {
        stage.pay(item.subject());
        stage.core().commits().run(access, new Finish(item.subject()));
    }

    private static void plan(Stage stage, String tag) {
        Access access = new Access(stage.core().tenants().require(TenantId.of("acme")), Actor.service("svc_edge"));
        stage.core().commits().run(access, new Plan(tag));
    }

    private record Plan(String subject) implements Command<Boolean> {
        @Override
        public Operation operation() {
            return new Operation(9_002, "test.plan");
        }

        @Override
        public void reads(Reads reads) {
            DueWork.need(reads, KIND, subject);
        }

        @Override
        public Boolean decide(UnitOfWork work) {
            DueWork.schedule(work, KIND, subject, work.now());
            return true;
        }
    }

    private record Finish(String subject) implements Command<Boolean> {
        @Override
        public Operation operation() {
            return new Operation(9_003, "test.finish");
        }

        @Override
        public void reads(Reads reads) {
            DueWork.need(reads, KIND, subject);
        }

        @Override
        public Boolean decide(UnitOfWork work) {
            DueWork.finish(work, KIND, subject);
            return true;
        }
    }
}
