package io.zentra.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.zentra.core.Databases;
import io.zentra.core.Refusal;
import io.zentra.core.ZentraCore;
import io.zentra.core.commit.Operation;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.identity.TenantId;
import io.zentra.core.identity.Tenants;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.FoldTable;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.StateComparison;
import java.lang.reflect.Proxy;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageTest {
    @TempDir
    Path folder;

    @Test
    void hasOneLaneForOneWriterAndAtMost64() {
        assertThat(Storage.inMemory().lanes()).isEqualTo(1);
        assertThat(Storage.inMemory().lanes(64).lanes()).isEqualTo(64);
        for (int count : new int[] {0, 65}) {
            assertThatThrownBy(() -> Storage.inMemory().lanes(count))
                    .isInstanceOfSatisfying(ZentraException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
                        assertThat(e.reason()).contains("1 to 64 lanes, not " + count);
                    });
        }
    }

    @Test
    void keepsWhatItIsWhenOneThingIsChanged() {
        Storage storage = Storage.h2(folder.resolve("z")).lanes(3).migrations(MigrationMode.NONE);

        assertThat(storage.dialect()).isEqualTo(Dialect.H2);
        assertThat(storage.lanes()).isEqualTo(3);
        assertThat(storage.migrations()).isEqualTo(MigrationMode.NONE);
        assertThat(storage.owned()).isTrue();
    }

    @Test
    void makesAnotherDatabaseInMemoryEachTime() {
        for (Storage storage : List.of(Storage.inMemory(), Storage.h2InMemory())) {
            try (ZentraCore core = open(storage)) {
                create(core, "acme");
            }
        }
        for (Storage storage : List.of(Storage.inMemory(), Storage.h2InMemory())) {
            try (ZentraCore core = open(storage)) {
                assertThat(core.tenants().list("", 10)).isEmpty();
            }
        }
    }

    /** One storage of H2 in memory, opened twice, was one database: the second opening found the first one's tenants. */
    @Test
    void opensADatabaseOfItsOwnInMemoryEachTime() {
        for (Storage storage : List.of(Storage.inMemory(), Storage.h2InMemory())) {
            try (ZentraCore first = open(storage);
                    ZentraCore second = open(storage)) {
                create(first, "acme");

                assertThat(second.tenants().list("", 10)).isEmpty();
                create(second, "other");
                assertThat(first.tenants().list("", 10))
                        .extracting(tenant -> tenant.id().value())
                        .containsExactly("acme");
            }
        }
    }

    @Test
    void acknowledgesOnlyWhatSqliteHasSynced() throws SQLException {
        Databases.on(Storage.sqlite(folder.resolve("z.db")), connection -> {
            assertThat(pragma(connection, "journal_mode")).isEqualTo("wal");
            assertThat(pragma(connection, "synchronous")).isEqualTo("2");
            return true;
        });
    }

    @Test
    void neverClosesASourceOfTheHost() throws Exception {
        DataSource hosts = Storage.sqlite(folder.resolve("host.db")).open();
        try (ZentraCore core = open(Storage.of(hosts, Dialect.SQLITE))) {
            create(core, "acme");
        }
        try (Connection stillOpen = hosts.getConnection()) {
            assertThat(stillOpen.getAutoCommit()).isTrue();
            assertThat(stillOpen.isValid(1)).isTrue();
        }
        ((AutoCloseable) hosts).close();
    }

    @Test
    void refusesAnswersWithoutALimit() {
        try (ZentraCore core = open(Storage.inMemory())) {
            for (int limit : new int[] {0, -1, Queries.MAX_ROWS + 1}) {
                Refusal.assertRefused(
                        ErrorCode.INVALID_CONFIGURATION,
                        () -> core.queries()
                                .select(
                                        "select seq from zentra_journal where tenant = :tenant",
                                        1,
                                        Map.of(),
                                        limit,
                                        (results, context) -> results.getLong(1)));
            }
        }
    }

    @Test
    void answersWithStorageFailedWhenTheDatabaseCannotAnswer() {
        try (ZentraCore core = open(Storage.inMemory())) {
            Refusal.assertRefused(
                    ErrorCode.STORAGE_FAILED,
                    () -> core.queries()
                            .select("select x from no_such_table where tenant = :tenant", 1, Map.of(), 1, (r, c) -> 1));
        }
    }

    /** The pool's own exception used to come out, without a code and without a word about which database it was. */
    @Test
    void namesTheStorageThatCannotBeOpened() throws Exception {
        int closedPort;
        try (ServerSocket socket = new ServerSocket(0)) {
            closedPort = socket.getLocalPort();
        }
        Path missing = folder.resolve("none").resolve("x.db");
        Path locked = folder.resolve("locked");
        DriverManager.getConnection("jdbc:h2:file:" + locked, "owner", "secret").close();
        String nobody = "localhost:" + closedPort + "/books";

        assertUnopened(Storage.sqlite(missing), missing.toString());
        assertUnopened(Storage.h2(locked), locked.toString());
        assertUnopened(Storage.postgres("jdbc:postgresql://" + nobody + "?user=u&password=secret"), nobody);
        assertUnopened(Storage.postgres("jdbc:postgresql://" + nobody, "u", "secret"), nobody);
        assertUnopened(Storage.postgres("jdbc:nosuch://u:secret@" + nobody), nobody);
    }

    /** They used to be told to try again, or, over a source of the host's, to read on. */
    @Test
    void refusesReadsWhenItIsClosed() throws Exception {
        DataSource hosts = Storage.sqlite(folder.resolve("host.db")).open();
        for (Storage storage : List.of(Storage.inMemory(), Storage.of(hosts, Dialect.SQLITE))) {
            ZentraCore core = open(storage);
            create(core, "acme");
            Access acme = new Access(core.tenants().require(TenantId.of("acme")), Actor.service("test"));
            core.close();

            for (ThrowingCallable read : List.<ThrowingCallable>of(
                    () -> core.journal(acme).size(),
                    () -> core.journal(acme).verify(List.of(), List.of()),
                    () -> core.tenants().list("", 10),
                    () -> core.tenants().require(TenantId.of("other")))) {
                Refusal.assertRefused(ErrorCode.CLOSED, read);
            }
        }
        ((AutoCloseable) hosts).close();
    }

    /** A verification that is under way when it closes: no fault of the journal, and nothing to try again. */
    @Test
    void tellsAVerificationThatItWasClosed() {
        ZentraCore core = open(Databases.SQLITE.create(folder));
        create(core, "acme");
        Access registry = new Access(Tenants.REGISTRY, Actor.service("test"));
        JournalFold closing = new JournalFold() {
            @Override
            public List<Operation> operations() {
                return List.of();
            }

            @Override
            public List<FoldTable<?, ?>> tables() {
                return List.of();
            }

            @Override
            public void apply(Event event, StateComparison stored) {
                core.close();
                stored.select("select 1 where 0 = :tenant", Map.of(), 1, (results, context) -> 1);
            }

            @Override
            public void compare(StateComparison stored) {}
        };

        Refusal.assertRefused(ErrorCode.CLOSED, () -> core.journal(registry).verify(List.of(), List.of(closing)));
    }

    /** A host's pool may connect at its first use only. */
    @Test
    void answersWithStorageFailedWhenTheHostsSourceGivesNoConnection() {
        DataSource never = (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, arguments) -> {
                    throw new IllegalStateException("planted");
                });

        Refusal.assertRefused(ErrorCode.STORAGE_FAILED, () -> open(Storage.of(never, Dialect.H2)));
    }

    /** A pool renews its connections after half an hour; with the only one of an idle runtime went the database. */
    @Test
    void keepsADatabaseInMemoryHoweverLongItIsIdle() {
        for (Storage storage : List.of(Storage.inMemory(), Storage.h2InMemory())) {
            try (HikariDataSource pool = (HikariDataSource) storage.open()) {
                assertThat(pool.getMaxLifetime()).isZero();
                assertThat(pool.getMinimumIdle()).isEqualTo(1);
            }
        }
    }

    /** An error in the middle of reading a row used to reach the host as an internal exception. */
    @Test
    void answersWithStorageFailedWhenARowCannotBeRead() {
        RowType<String, Long> wrong = RowType.<String, Long>of("zentra_tenant", row -> "")
                .key(List.of(Column.text("id")), (key, out) -> out.text(key))
                .values(List.of(Column.integer("time_zone")), (row, out) -> out.integer(row))
                .read(in -> in.text().length() + in.integer());
        try (ZentraCore core = open(Databases.POSTGRES.create(folder))) {
            create(core, "acme");

            Refusal.assertRefused(
                    ErrorCode.STORAGE_FAILED, () -> core.queries().list(wrong, 0, "id > ''", Map.of(), 10));
        }
    }

    private static void assertUnopened(Storage storage, String name) {
        assertThatThrownBy(() -> open(storage)).isInstanceOfSatisfying(ZentraException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_FAILED);
            assertThat(e.reason()).contains(name, "check that").doesNotContain("secret");
            assertThat(e).hasCauseInstanceOf(RuntimeException.class);
        });
    }

    private static ZentraCore open(Storage storage) {
        return ZentraCore.open(ZentraCore.Settings.of(storage), List.of());
    }

    private static void create(ZentraCore core, String tenant) {
        core.tenants().create(TenantId.of(tenant), TenantConfig.standard(), Actor.service("setup"));
    }

    private static String pragma(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery("pragma " + name)) {
            results.next();
            return results.getString(1);
        }
    }
}
