package io.zentra.core.commit.internal;

import static io.zentra.core.Refusal.assertRefused;
import static io.zentra.core.commit.internal.Probe.KEPT;
import static io.zentra.core.commit.internal.Probe.add;
import static io.zentra.core.commit.internal.Probe.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.Databases;
import io.zentra.core.ZentraCore;
import io.zentra.core.commit.Commits;
import io.zentra.core.commit.internal.Probe.Plain;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.storage.Storage;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands inside the host's own transaction. */
@Timeout(120)
class JoinedLaneTest {
    private static final String MOVE_HEAD = "update zentra_journal_head set seq = ?";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void takesEffectWithTheHostsCommitAndNotBefore(Databases database) throws Exception {
        with(database.create(folder), host -> {
            host.core.commits().run(host.acme, add(KEPT, "before", "row", 1)).orElseThrow();
            host.joined().run(host.acme, add(KEPT, "a", "row", 10)).orElseThrow();
            host.rollback();
            assertThat(value(host.core, host.acme, KEPT, "row")).isEqualTo(1);
            host.joined().run(host.acme, add(KEPT, "a", "row", 10)).orElseThrow();
            host.joined().run(host.acme, add(KEPT, "b", "row", 100)).orElseThrow();
            host.commit();

            assertThat(value(host.core, host.acme, KEPT, "row")).isEqualTo(111);
            assertThat(host.core
                            .commits()
                            .run(host.acme, add(KEPT, "a", "row", 10))
                            .isReplay())
                    .isTrue();
            host.core.journal(host.acme).verify(List.of(), List.of()).requireSound();
        });
    }

    /** A connection to another database once wrote into the books of whoever had the tenant's number there. */
    @ParameterizedTest
    @EnumSource
    void refusesAConnectionToAnotherDatabase(Databases database) throws Exception {
        Storage others = database.create(folder);
        try (ZentraCore other = ZentraCore.open(ZentraCore.Settings.of(others), List.of(Probe.MODULE))) {
            Access globex = Probe.tenant(other, "globex");
            with(
                    database.create(folder),
                    host -> Databases.on(others, connection -> {
                        connection.setAutoCommit(false);
                        Commits joined = host.core.handle(host.acme, connection).commits();
                        assertRefused(
                                ErrorCode.CONNECTION_UNFIT, () -> joined.run(host.acme, add(KEPT, "a", "row", 1)));
                        connection.commit(); // nothing of it
                        return true;
                    }));
            assertThat(globex.tenant().no()).isEqualTo(1);
            assertThat(value(other, globex, KEPT, "row")).as("no row").isEqualTo(-1);
            other.journal(globex).verify(List.of(), List.of()).requireSound();
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesAConnectionToADatabaseWithoutTheTenant(Databases database) throws Exception {
        Storage others = database.create(folder);
        ZentraCore.open(ZentraCore.Settings.of(others), List.of(Probe.MODULE)).close();
        with(
                database.create(folder),
                host -> Databases.on(others, connection -> {
                    connection.setAutoCommit(false);
                    Commits joined = host.core.handle(host.acme, connection).commits();
                    assertRefused(ErrorCode.CONNECTION_UNFIT, () -> joined.run(host.acme, add(KEPT, "a", "row", 1)));
                    connection.rollback();
                    return true;
                }));
    }

    @ParameterizedTest
    @EnumSource
    void refusesAConnectionToADatabaseWithoutTables(Databases database) throws Exception {
        Storage empty = database.create(folder);
        with(
                database.create(folder),
                host -> Databases.on(empty, connection -> {
                    connection.setAutoCommit(false);
                    Commits joined = host.core.handle(host.acme, connection).commits();
                    assertRefused(ErrorCode.CONNECTION_UNFIT, () -> joined.run(host.acme, add(KEPT, "a", "row", 1)));
                    connection.rollback();
                    return true;
                }));
    }

    @Test
    void refusesAConnectionThatCommitsByItself() throws Exception {
        with(Databases.SQLITE.create(folder), host -> {
            host.autoCommit();

            assertRefused(ErrorCode.CONNECTION_UNFIT, () -> host.joined().run(host.acme, add(KEPT, "a", "row", 1)));
        });
    }

    @Test
    void leavesTheTransactionUsableAfterARefusal() throws Exception {
        with(Databases.POSTGRES.create(folder), host -> {
            host.joined().run(host.acme, add(KEPT, "a", "row", 1)).orElseThrow();
            assertRefused(ErrorCode.IDEMPOTENCY_CONFLICT, () -> host.joined().run(host.acme, add(KEPT, "a", "row", 2)));
            assertThat(host.joined().run(host.acme, add(KEPT, "a", "row", 1)).isReplay())
                    .isTrue();
            host.commit();

            assertThat(value(host.core, host.acme, KEPT, "row")).isEqualTo(1);
        });
    }

    /** On a lane such a command is put off to the next batch. Here there is none, and the caller used to wait for ever. */
    @Test
    void failsACommandThatDecidesOnRowsItNeverNames() throws Exception {
        with(
                Databases.SQLITE.create(folder),
                host -> assertRefused(
                        ErrorCode.INVARIANT_BROKEN,
                        () -> host.joined().run(host.acme, new Plain<>(reads -> {}, work -> work.get(KEPT, "row")))));
    }

    /** A host that catches the error and commits all the same used to commit rows whose journal had not moved. */
    @ParameterizedTest
    @EnumSource
    void leavesNothingOfACommandThatEndsInAnError(Databases database) throws Exception {
        with(database.create(folder), host -> {
            Connection dying = failing(host.connection(), MOVE_HEAD, new StackOverflowError("planted"));
            assertThatThrownBy(() -> host.joined(dying).run(host.acme, add(KEPT, "a", "row", 1)))
                    .isInstanceOf(StackOverflowError.class);
            host.commit();

            assertThat(value(host.core, host.acme, KEPT, "row")).isEqualTo(-1);
            host.core.journal(host.acme).verify(List.of(), List.of()).requireSound();
        });
    }

    @Test
    void tellsWhatFailedFirstWhenItsRollbackFailsToo() throws Exception {
        with(Databases.SQLITE.create(folder), host -> {
            SQLException first = new SQLException("planted first");
            Connection dying = failing(host.connection(), MOVE_HEAD, first);
            Connection stuck = failing(dying, "rollback", new OutOfMemoryError("planted second"));

            assertThatThrownBy(() -> host.joined(stuck).run(host.acme, add(KEPT, "a", "row", 1)))
                    .isInstanceOf(ZentraException.class)
                    .hasCause(first);
            assertThat(first.getSuppressed()).hasExactlyElementsOfTypes(OutOfMemoryError.class);
        });
    }

    /** A connection on which the calls of a method, or the preparing of statements that begin so, fail. */
    private static Connection failing(Connection connection, String call, Throwable failure) {
        InvocationHandler handler = (self, method, arguments) -> {
            boolean prepares = arguments != null && arguments[0] instanceof String sql && sql.startsWith(call);
            if (prepares || method.getName().equals(call)) {
                throw failure;
            }
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return (Connection)
                Proxy.newProxyInstance(Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, handler);
    }

    /** A host with a connection of its own to the same database. */
    private record Host(ZentraCore core, Access acme, Connection connection) {
        Commits joined() {
            return joined(connection);
        }

        Commits joined(Connection over) {
            return core.handle(acme, over).commits();
        }

        void commit() {
            run(Connection::commit);
        }

        void rollback() {
            run(Connection::rollback);
        }

        void end() {
            run(open -> open.setAutoCommit(false));
            rollback();
        }

        void autoCommit() {
            run(open -> open.setAutoCommit(true));
        }

        private void run(Step step) {
            try {
                step.on(connection);
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }
    }

    private interface Step {
        void on(Connection connection) throws SQLException;
    }

    private static void with(Storage storage, Consumer<Host> story) throws Exception {
        DataSource hosts = storage.open();
        Storage shared = Storage.of(hosts, storage.dialect());
        try (AutoCloseable pool = (AutoCloseable) hosts;
                ZentraCore core = ZentraCore.open(ZentraCore.Settings.of(shared), List.of(Probe.MODULE));
                Connection connection = hosts.getConnection()) {
            assertThat(pool).isNotNull();
            Access acme = Probe.tenant(core, "acme");
            connection.setAutoCommit(false);
            Host host = new Host(core, acme, connection);
            story.accept(host);
            host.end();
        }
    }
}
