package io.zentra.testing.contract;

import static io.zentra.testing.contract.Stage.BANK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.storage.Dialect;
import io.zentra.core.storage.Storage;
import io.zentra.testing.contract.Strikes.Run;
import io.zentra.testing.contract.Write.Attempt;
import io.zentra.testing.fault.Fault;
import io.zentra.testing.fault.Fault.Kind;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each check of strikes is tripped by a ledger, a database or a disk that lies, and passes without it. */
class StrikesTest {
    private static final String POSTED = "ledger.entry.created";
    private static final Fault NEVER = Kind.STATEMENT_FAILS.atCall(1_999);

    @TempDir
    Path folder;

    @Test
    void believesWhatIsTrue() {
        Write honest = posting((stage, tag) -> stage.pay(tag));
        for (Kind kind : new Kind[] {Kind.STATEMENT_FAILS, Kind.CONNECTION_LOST, Kind.DATABASE_DOWN}) {
            assertThatCode(() -> strike(Stages.of(Storage::inMemory), honest, kind.afterCommit(1)))
                    .doesNotThrowAnyException();
        }
    }

    /** {@code storage_failed} after a durable commit. */
    @Test
    void seesThatNothingShouldHaveChanged() {
        AtomicInteger asked = new AtomicInteger();
        Write liar = posting((stage, tag) -> {
            stage.pay(tag);
            if (asked.incrementAndGet() == 1) {
                throw ZentraException.of(ErrorCode.STORAGE_FAILED, "nothing changed");
            }
        });
        requireSeen(liar, NEVER, "was told NOTHING_CHANGED");
    }

    /** Done, and nothing is stored. */
    @Test
    void seesThatSomethingShouldBeThere() {
        AtomicInteger asked = new AtomicInteger();
        Write liar = posting((stage, tag) -> {
            if (asked.incrementAndGet() > 1) {
                stage.pay(tag);
            }
        });
        requireSeen(liar, NEVER, "was told DONE");
    }

    @Test
    void seesADoubtWithoutReason() {
        Write liar = posting((stage, tag) -> {
            throw ZentraException.of(ErrorCode.OUTCOME_UNKNOWN, "who knows");
        });
        requireSeen(liar, NEVER, "nobody can know");
    }

    @Test
    void seesARequestThatIsRefusedWhenItIsSentAgain() {
        AtomicInteger asked = new AtomicInteger();
        Write liar = posting((stage, tag) -> {
            stage.pay(tag);
            if (asked.incrementAndGet() > 1) {
                throw ZentraException.of(ErrorCode.STORAGE_FAILED, "not this time");
            }
        });
        requireSeen(liar, NEVER, "sent again");
    }

    @Test
    void seesAKeyThatIsAppliedTwice() {
        AtomicInteger asked = new AtomicInteger();
        requireSeen(
                posting((stage, tag) -> stage.pay(tag + "-" + asked.incrementAndGet())),
                NEVER,
                "what its requests left");
    }

    @Test
    void seesAnEffectThatIsGoneWhenTheRequestIsSentAgain() {
        AtomicInteger looked = new AtomicInteger();
        Write liar = new Write("lies", (stage, tag) -> Attempt.seenBy(() -> looked.incrementAndGet() == 1, () -> {}));
        requireSeen(liar, NEVER, "lies, ");
    }

    @Test
    void seesAnAnswerThatNobodyMayGive() {
        Write liar = posting((stage, tag) -> {
            throw ZentraException.of(ErrorCode.FLOOR_CROSSED, "no");
        });
        assertThatThrownBy(() -> strike(Stages.of(Storage::inMemory), liar, NEVER))
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FLOOR_CROSSED));
    }

    @Test
    void seesAWriteThatNoFaultMeets() {
        Write idle = new Write("idles", (stage, tag) -> Attempt.seenBy(() -> true, () -> {}));
        try (Stages stages = Stages.of(Storage::inMemory)) {
            assertThatThrownBy(() -> Strikes.strikeEach(stages, idle, Kind.STATEMENT_FAILS::atCall, Run.down(1)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("idles meets a fault");
        }
    }

    @Test
    void seesBooksThatAreNotSound() {
        Write liar = posting((stage, tag) -> {
            stage.pay(tag);
            stage.change("update zentra_balance set debits = debits + 1, credits = credits + 1");
        });
        requireSeen(liar, NEVER, "after one of [posts, ");
    }

    @Test
    void seesATransferThatIsSettledTwice() {
        Write liar = new Write("lies", (stage, tag) -> {
            stage.transfers().accept(stage.transfers().success(stage.transfers().sent(tag)));
            return Attempt.leaving(
                    () -> stage.acme().ledgers().post(BANK, TransferStage.PAYEE, TransferStage.AMOUNT, tag + "-again"),
                    POSTED);
        });
        requireSeen(liar, NEVER, "what arrived");
    }

    /** A database that acknowledges a commit and does not keep it. */
    @Test
    void seesADatabaseThatForgetsACommit() throws Exception {
        DataSource source = Storage.inMemory().open();
        AtomicBoolean forgets = new AtomicBoolean();
        Storage forgetful = Storage.of(forgetful(source, forgets), Dialect.SQLITE);
        Write write = posting((stage, tag) -> {
            forgets.set(true);
            stage.pay(tag);
        });
        requireSeen(Stages.of(() -> forgetful), write, NEVER, "was told DONE");
        ((AutoCloseable) source).close();
    }

    /** A disk on which the next process does not find what the dead one had acknowledged. */
    @Test
    void seesADiskThatForgetsAnAcknowledgedWrite() {
        Remains kept = Disk.empty(Dialect.SQLITE, folder);
        Remains forgetful = new Remains() {
            @Override
            public Storage storage() {
                return kept.storage();
            }

            @Override
            public void keep() {} // what was kept before stays

            @Override
            public void delete() {
                kept.delete();
            }
        };
        Write write = new Write("pays", (stage, tag) -> {
            kept.keep();
            stage.pay(tag + "-before");
            return Attempt.leaving(() -> stage.pay(tag), POSTED);
        });
        requireSeen(
                Stages.surviving(() -> forgetful), write, Kind.PROCESS_ENDS.afterCommit(1), "what its requests left");
    }

    private interface Call {
        void run(Stage stage, String tag);
    }

    private static Write posting(Call call) {
        return new Write("posts", (stage, tag) -> Attempt.leaving(() -> call.run(stage, tag), POSTED));
    }

    private static void strike(Stages stages, Write write, Fault fault) {
        try (stages) {
            stages.on(Run.down(1), write, fault);
        }
    }

    private static void requireSeen(Write write, Fault fault, String what) {
        requireSeen(Stages.of(Storage::inMemory), write, fault, what);
    }

    private static void requireSeen(Stages stages, Write write, Fault fault, String what) {
        assertThatThrownBy(() -> strike(stages, write, fault))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(what);
    }

    /** Connections that roll back in place of a commit, and say that it was done, once they are told to forget. */
    private static DataSource forgetful(DataSource source, AtomicBoolean forgets) {
        return proxy(DataSource.class, source, (method, arguments) -> {
            Object answer = method.invoke(source, arguments);
            return answer instanceof Connection connection ? forgetful(connection, forgets) : answer;
        });
    }

    private static Connection forgetful(Connection connection, AtomicBoolean forgets) {
        return proxy(Connection.class, connection, (method, arguments) -> {
            if (method.getName().equals("commit") && forgets.getAndSet(false)) {
                connection.rollback();
                return null;
            }
            return method.invoke(connection, arguments);
        });
    }

    private interface Behaviour {
        @Nullable
        Object call(Method method, Object @Nullable [] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, T of, Behaviour behaviour) {
        return type.cast(Proxy.newProxyInstance(
                of.getClass().getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    try {
                        return behaviour.call(method, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                }));
    }
}
