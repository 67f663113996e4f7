package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Dialect;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.SettableClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A pool of the host's whose connections come in manual commit, as frameworks that manage transactions configure it. */
class HostPoolTest {
    private static final Asset USD = Asset.iso("USD");
    private static final String RAIL = "rail_primary";
    private static final int CONNECTIONS = 4;

    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private final SandboxRail bank = SandboxRail.create();

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void worksOnConnectionsThatComeInManualCommit(Dialect dialect) throws SQLException {
        try (HikariDataSource pool = pool(dialect)) {
            try (ZentraRuntime zentra = open(pool, dialect)) {
                Workspace acme = openAccounts(zentra);
                Transfer lane = acme.transfers().create(request("on-a-lane")).orElseThrow();
                Transfer joined = createJoined(zentra, pool);
                zentra.runDueWork();
                accept(zentra, bank.success(lane.attemptId(), clock.instant()));
                accept(zentra, bank.failure(joined.attemptId(), "closed", clock.instant()));
                clock.advance(Duration.ofMinutes(11));
                zentra.runDueWork(); // signs a checkpoint

                assertThat(acme.transfers().get(lane.id()).status()).isEqualTo(TransferStatus.SETTLED);
                assertThat(acme.transfers().get(joined.id()).status()).isEqualTo(TransferStatus.FAILED);
                assertThat(acme.evidence().packet(lane.id()).json()).isNotEmpty();
                acme.verify().requireSound();
            }
            try (ZentraRuntime again = open(pool, dialect)) {
                Workspace acme = again.tenant("acme").as(Actor.service("svc_edge"));
                assertThat(acme.transfers().create(request("on-a-lane")).isReplay())
                        .as("what was acknowledged is committed")
                        .isTrue();
                acme.verify().requireSound();
            }
            assertThat(pool.getHikariPoolMXBean().getActiveConnections())
                    .as("connections not given back")
                    .isZero();
            requireAsTheyCame(pool);
        }
    }

    /** H2 acknowledged a checkpoint while a thread of its own had still to write what came before. */
    @ParameterizedTest
    @EnumSource(names = "H2")
    void letsNothingWriteBesideALane(Dialect dialect) throws SQLException {
        try (HikariDataSource pool = pool(dialect);
                ZentraRuntime zentra = open(pool, dialect)) {
            openAccounts(zentra);
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet delay = statement.executeQuery("select setting_value from information_schema.settings"
                            + " where setting_name = 'WRITE_DELAY'")) {
                assertThat(delay.next()).isTrue();
                assertThat(delay.getString(1)).isEqualTo("0");
            }
        }
    }

    private ZentraRuntime open(HikariDataSource pool, Dialect dialect) {
        return ZentraRuntime.builder()
                .storage(Storage.of(pool, dialect))
                .clock(clock)
                .signingKey(SigningKey.inFile("acme-ledger", folder.resolve("zentra.key")))
                .rail(RAIL, bank)
                .callbacks(RAIL, bank.scheme())
                .dueWorkThreads(0)
                .build();
    }

    private static Workspace openAccounts(ZentraRuntime zentra) {
        zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        Workspace acme = zentra.tenant("acme").as(Actor.service("svc_edge"));
        acme.transfers().openFlowAccounts(USD);
        acme.accounts().open(NewAccount.debit("assets:bank", USD).withoutFloor());
        acme.accounts().open(NewAccount.credit("customer:42", USD));
        acme.accounts().open(NewAccount.credit("merchant:7", USD));
        acme.ledgers()
                .post("assets:bank", "customer:42", Money.ofMinor(100, USD), "fund")
                .orElseThrow();
        return acme;
    }

    /** As a framework does it: the connection comes in manual commit, and is committed. */
    private static Transfer createJoined(ZentraRuntime zentra, HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            Transfer transfer = zentra.on(connection)
                    .tenant("acme")
                    .as(Actor.service("svc_host"))
                    .transfers()
                    .create(request("joined"))
                    .orElseThrow();
            connection.commit();
            return transfer;
        }
    }

    private static void requireAsTheyCame(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            assertThat(connection.getAutoCommit()).isFalse();
        }
    }

    private void accept(ZentraRuntime zentra, SandboxRail.Message message) {
        assertThat(zentra.callbacks(RAIL).accept(message.headers(), message.body()))
                .isInstanceOf(CallbackOutcome.Applied.class);
    }

    private static TransferRequest request(String key) {
        return TransferRequest.builder()
                .from("customer:42")
                .to("merchant:7")
                .amount(Money.ofMinor(10, USD))
                .idempotencyKey(key)
                .build();
    }

    private HikariDataSource pool(Dialect dialect) {
        HikariConfig config = new HikariConfig();
        config.setAutoCommit(false);
        config.setMaximumPoolSize(CONNECTIONS);
        switch (dialect) {
            case SQLITE ->
                config.setJdbcUrl("jdbc:sqlite:" + folder.resolve("host.db") + "?journal_mode=wal&synchronous=normal");
            case H2 -> config.setJdbcUrl("jdbc:h2:file:" + folder.resolve("host"));
            case POSTGRES -> {
                config.setJdbcUrl(Postgres.newSchema());
                config.setUsername("postgres");
                config.setPassword("postgres");
            }
        }
        return new HikariDataSource(config);
    }
}
