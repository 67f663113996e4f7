package io.zentra.testing.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.ZentraCore;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.storage.Dialect;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.ZentraLedger;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SettableClock;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fills a ledger, then lets each database tell how it runs every statement of every way to read it, and every statement by
 * which core, ledger and runtime read while they do all that they can: none reads a table without an index, or all of a
 * tenant's rows, but for those that are named here.
 */
class QueryPlanTest {
    /** What may read all of a tenant's rows, or those of all tenants, and why. */
    private static final Map<String, String> EXCEPTIONS = Map.ofEntries(
            Map.entry(
                    "select a\\.asset, sum\\(.* group by a\\.asset order by .*",
                    "the trial balance is the sum of all accounts"),
            Map.entry(
                    "select a\\.asset, a\\.kind, sum\\(.* group by a\\.asset, a\\.kind order by .*",
                    "the balance sheet is the sum of all accounts"),
            Map.entry(
                    "select .* where tenant = \\S+ and \\w+ is not null order by \\w+(, \\w+)* limit .*",
                    "the first page of what verification reads from end to end, in the order of the key"),
            Map.entry(
                    "select count\\(\\*\\) from zentra_(backdated|capture|correlation|hold|replay|request_term|reversal|search_term|timeline|usage"
                            + "|usage_value) where tenant = .*",
                    "verification counts what it has looked at"),
            Map.entry(
                    "select operation, count\\(\\*\\), .* from zentra_idempotency where tenant = .* group by operation .*",
                    "verification counts what it has looked at"),
            Map.entry(
                    "select level, tile from zentra_merkle_tile where tenant = .* and \\(level < 0 or level > .*",
                    "verification looks for tiles of no level"),
            Map.entry(
                    "select tenant, kind, subject from zentra_due_work where tenant >= .* and due_at <= .*",
                    "the poll of what is due, of all tenants by the index of its time"),
            Map.entry(
                    "select module, file, checksum from zentra_migration .*",
                    "a row a file of the libraries, read when they open"),
            Map.entry(
                    "select c\\.tenant, c\\.seq, h\\.seq from zentra_cursor c join .*",
                    "the poll of journals that have gone on: a few rows a tenant"),
            Map.entry(
                    "select no from zentra_endpoint where tenant = \\S+ order by no limit .*",
                    "all of a tenant's endpoints, of which there are a thousand at most"));

    /** It looks at the head of each journal and what is planned for it, by their keys: a few rows a tenant. */
    private static final String NEWS_FOR_LISTENERS =
            "select h\\.tenant, coalesce\\(c\\.seq, 0\\), h\\.seq from zentra_journal_head h left join zentra_cursor c .*";

    /** What PostgreSQL does with tables of a few pages, where it is cheaper than to follow an index. */
    private static final List<String> SHORTCUTS = List.of("enable_seqscan", "enable_hashjoin", "enable_mergejoin");

    /** Makes PostgreSQL believe that there are a million rows in each page of every table. */
    private static final String GROWN =
            "update pg_class set relpages = 1, reltuples = 1000000 where relname like 'zentra_%' and relkind = 'r'";

    @TempDir
    Path folder;

    @Test
    void readsByIndexesOnSqlite() throws Exception {
        DataSource sqlite = Storage.sqlite(folder.resolve("z.db")).open();
        try (AutoCloseable pool = (AutoCloseable) sqlite) {
            assertThat(pool).isNotNull();
            assertIndexes(new ExplainingSource(sqlite, "explain query plan", 4), Dialect.SQLITE);
        }
    }

    @Test
    void readsByIndexesOnH2() throws Exception {
        DataSource h2 = Storage.h2(folder.resolve("z")).open();
        try (AutoCloseable pool = (AutoCloseable) h2) {
            assertThat(pool).isNotNull();
            assertIndexes(new ExplainingSource(h2, "explain", 1), Dialect.H2);
        }
    }

    @Test
    void readsByIndexesOnPostgres() throws Exception {
        try (EmbeddedPostgres server =
                EmbeddedPostgres.builder().setServerConfig("autovacuum", "off").start()) {
            assertIndexes(new ExplainingSource(server.getPostgresDatabase(), "explain", 1), Dialect.POSTGRES);
        }
    }

    private static void assertIndexes(ExplainingSource explaining, Dialect dialect) throws SQLException {
        Storage storage = Storage.of(explaining.source(), dialect);
        SettableClock clock = SettableClock.at("2026-11-20T23:00:00Z");
        try (ZentraLedger ledger =
                ZentraLedger.open(ZentraCore.Settings.of(storage).withClock(clock))) {
            ledger.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
            for (int i = 0; i < 20; i++) {
                ledger.createTenant("other-" + i, TenantConfig.standard(), Actor.service("setup"));
            }
            ZentraLedger.Book acme = ledger.tenant("acme").as(Actor.service("svc_edge"));
            Map<String, Runnable> reads = Readings.of(acme, Readings.fill(acme));
            if (dialect == Dialect.POSTGRES) {
                run(explaining.source(), "analyze"); // as its autovacuum does
                assertThat(scans(explaining, dialect, reads)).noneMatch(QueryPlanTest::isOfManyRows);
                for (String shortcut : SHORTCUTS) {
                    run(explaining.source(), "alter role postgres set " + shortcut + " = off");
                }
            }

            assertThat(scans(explaining, dialect, reads)).isEmpty();
            assertTheEyeSees(explaining, dialect);
        }
        ZentraRuntime.builder().storage(storage).dueWorkThreads(0).build().close(); // its tables
        if (dialect == Dialect.POSTGRES) {
            run(explaining.source(), GROWN);
        }
        assertIndexesInALifetime(explaining, storage, dialect);
    }

    private static void assertIndexesInALifetime(ExplainingSource explaining, Storage storage, Dialect dialect) {
        Map<String, String> plans = explaining.plansOf(() -> {
            try {
                Lifetime.of(storage, explaining.source());
            } catch (Exception e) {
                throw new IllegalStateException("a lifetime ends early", e);
            }
        });

        assertThat(scans(dialect, "a lifetime", plans)).isEmpty();
        assertThat(plans.keySet()).as("polls for listeners").anyMatch(sql -> sql.matches(NEWS_FOR_LISTENERS));
        for (String table : Lifetime.tables(storage)) {
            assertThat(plans.keySet()).as("reads of " + table).anyMatch(sql -> sql.contains(table));
        }
        for (String exception : EXCEPTIONS.keySet()) {
            assertThat(plans.keySet()).as("still there").anyMatch(sql -> sql.matches(exception));
        }
    }

    /** Of a table of a few pages PostgreSQL reads all, whatever indexes it has, so only of others it tells by itself. */
    private static boolean isOfManyRows(String scan) {
        return Stream.of("journal", "timeline", "idempotency", "search_term", "entry", "account")
                .anyMatch(name -> scan.contains(": zentra_" + name + ": "));
    }

    private static List<String> scans(ExplainingSource explaining, Dialect dialect, Map<String, Runnable> reads) {
        List<String> scans = new ArrayList<>();
        reads.forEach((name, read) -> {
            Map<String, String> plans = explaining.plansOf(read);
            assertThat(plans).as("statements of: %s", name).isNotEmpty();
            scans.addAll(scans(dialect, name, plans));
        });
        return scans;
    }

    private static List<String> scans(Dialect dialect, String name, Map<String, String> plans) {
        List<String> scans = new ArrayList<>();
        plans.forEach((sql, plan) -> {
            if (EXCEPTIONS.keySet().stream().noneMatch(sql::matches)) {
                QueryPlan.scans(dialect, sql, plan)
                        .forEach(scan -> scans.add(name + ": " + scan + "\n    in " + plan + "\n    of " + sql));
            }
        });
        return scans;
    }

    /** The eye that looks is tested too, by statements that no index serves. */
    private static void assertTheEyeSees(ExplainingSource explaining, Dialect dialect) {
        for (String bad : List.of(
                "select seq from zentra_journal j where j.tenant = 1 and j.hash = j.event",
                "select id from zentra_account where tenant = 1 and status = 'closed'",
                "select e.no from zentra_account a join zentra_entry e on e.tenant = 1 and e.account = a.no"
                        + " where a.tenant = 1 and a.id = 'customer:7'")) {
            Map<String, String> plans = explaining.plansOf(() -> {
                try (Connection connection = explaining.source().getConnection();
                        PreparedStatement statement = connection.prepareStatement(bad)) {
                    statement.executeQuery().close();
                } catch (SQLException e) {
                    throw new IllegalStateException(bad, e);
                }
            });
            assertThat(plans).hasSize(1);
            plans.forEach((sql, plan) -> assertThat(QueryPlan.scans(dialect, sql, plan))
                    .as("scans of %s in %s", sql, plan)
                    .isNotEmpty());
        }
    }

    private static void run(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
