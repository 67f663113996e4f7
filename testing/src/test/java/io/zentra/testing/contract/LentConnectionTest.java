package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.storage.Dialect;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.ZentraLedger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections of a host whose pool resets nothing: what a lane changes of one must not stay with it. */
class LentConnectionTest {
    private static final int NETWORK_TIMEOUT_MS = 12_000;
    private static final String FULL = "2";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void givesConnectionsBackAsTheyCame(Dialect dialect) throws SQLException {
        String url = url(dialect);
        try (LendingSource host = new LendingSource(() -> connection(dialect, url));
                Connection other = connection(dialect, url)) {
            try (ZentraLedger ledger = ZentraLedger.open(Storage.of(host.source(), dialect))) {
                keepBooks(ledger);
            }

            assertThat(host.lent()).as("not given back").isEmpty();
            assertThat(host.idle()).isNotEmpty();
            for (Connection connection : host.idle()) {
                assertThat(settings(dialect, connection)).isEqualTo(settings(dialect, other));
            }
        }
    }

    /** A SQLite file under a laxer setting of the host's: a lane waits for the disk at each commit all the same. */
    @Test
    void pinsTheDurabilityOfALane() throws SQLException {
        String url = url(Dialect.SQLITE);
        try (LendingSource host = new LendingSource(() -> connection(Dialect.SQLITE, url));
                ZentraLedger ledger = ZentraLedger.open(Storage.of(host.source(), Dialect.SQLITE))) {
            keepBooks(ledger);

            assertThat(host.lent()).hasSize(1); // the lane's
            assertThat(text(host.lent().get(0), "pragma synchronous")).isEqualTo(FULL);
        }
    }

    private static void keepBooks(ZentraLedger ledger) {
        ledger.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        ZentraLedger.Book acme = ledger.tenant("acme").as(Actor.service("svc_edge"));
        acme.accounts().open(NewAccount.credit("customer:42", Stage.USD));
        acme.ledgers().verify().requireSound();
    }

    private String url(Dialect dialect) {
        return switch (dialect) {
            case SQLITE -> "jdbc:sqlite:" + folder.resolve("host.db") + "?journal_mode=wal&synchronous=normal";
            case H2 -> "jdbc:h2:file:" + folder.resolve("host") + ";LOCK_TIMEOUT=7000";
            case POSTGRES -> Postgres.newSchema() + "&user=postgres&password=postgres";
        };
    }

    private static Connection connection(Dialect dialect, String url) throws SQLException {
        Connection connection = DriverManager.getConnection(url);
        if (dialect == Dialect.POSTGRES) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("set lock_timeout = '7s'");
                statement.execute("set synchronous_commit = off");
                statement.execute("set enable_hashjoin = off");
            }
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            connection.setNetworkTimeout(Runnable::run, NETWORK_TIMEOUT_MS);
        }
        connection.setAutoCommit(false);
        return connection;
    }

    private static List<String> queries(Dialect dialect) {
        return switch (dialect) {
            case SQLITE -> List.of("pragma synchronous", "pragma wal_autocheckpoint");
            case H2 -> List.of("call lock_timeout()");
            case POSTGRES ->
                List.of(
                        "show lock_timeout",
                        "show synchronous_commit",
                        "show enable_seqscan",
                        "show enable_hashjoin",
                        "show enable_mergejoin");
        };
    }

    private static List<String> settings(Dialect dialect, Connection connection) throws SQLException {
        List<String> settings = new ArrayList<>();
        settings.add("auto-commit " + connection.getAutoCommit());
        settings.add("isolation " + connection.getTransactionIsolation());
        settings.add("network timeout " + (dialect == Dialect.POSTGRES ? connection.getNetworkTimeout() : 0));
        for (String query : queries(dialect)) {
            settings.add(query + " " + text(connection, query));
        }
        connection.rollback();
        return settings;
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(query)) {
            assertThat(results.next()).isTrue();
            return results.getString(1);
        }
    }
}
