package io.zentra.testing.contract;

import io.zentra.core.ZentraCore;
import io.zentra.core.commit.CommitLimits;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.RandomSource;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.identity.TenantId;
import io.zentra.core.journal.CheckpointSink;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.journal.Verification;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.MigrationMode;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Posting;
import io.zentra.ledger.ZentraLedger;
import io.zentra.testing.SettableClock;
import io.zentra.testing.fault.Counted;
import io.zentra.testing.fault.FaultyDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A ledger with some money in it on a database that can be made to fail, and a way to look past it into the tables. */
final class Stage implements AutoCloseable {
    static final Asset USD = Asset.iso("USD");
    static final String BANK = "assets:bank";
    static final String CUSTOMER = "customer:42";
    static final String MERCHANT = "merchant:7";

    private static final SigningKey KEY = SigningKey.generate("ledger.example");

    private final DataSource healthy;
    private final boolean owned;
    private final FaultyDataSource faulty;
    private final ZentraCore.Settings settings;
    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private ZentraLedger ledger;
    private @Nullable TransferStage transfers;

    /** Opens the storage, makes its tables, and funds the customer. */
    Stage(Storage storage, Counted counted, Duration retryFor) {
        healthy = storage.open();
        owned = storage.owned();
        faulty = FaultyDataSource.over(healthy, counted);
        settings = ZentraCore.Settings.of(Storage.of(faulty, storage.dialect()))
                .withClock(clock)
                .withRandom(RandomSource.seeded(7))
                .withLimits(CommitLimits.standard().withWaits(Duration.ofSeconds(5), retryFor))
                .withCheckpoints(KEY, CheckpointSink.none());
        ledger = ZentraLedger.open(settings);
        ledger.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        acme().accounts().open(NewAccount.debit(BANK, USD).withoutFloor());
        acme().accounts().open(NewAccount.credit(CUSTOMER, USD));
        acme().accounts().open(NewAccount.credit(MERCHANT, USD));
        acme().ledgers().post(BANK, CUSTOMER, usd(1_000_000_000), "first-funds").orElseThrow();
    }

    ZentraLedger ledger() {
        return ledger;
    }

    ZentraLedger.Book acme() {
        return ledger.tenant("acme").as(Actor.service("svc_edge"));
    }

    /** The handle by which {@link #acme()} works. */
    Access access() {
        return new Access(ledger.core().tenants().require(TenantId.of("acme")), Actor.service("svc_edge"));
    }

    ZentraCore core() {
        return ledger.core();
    }

    /** Transfers over the same database; the first call makes their tables. */
    TransferStage transfers() {
        TransferStage open = transfers;
        if (open == null) {
            open = new TransferStage(this, settings);
            transfers = open;
        }
        return open;
    }

    /** Recomputes everything that is kept here, and compares. */
    Verification verify() {
        return transfers == null ? acme().ledgers().verify() : transfers.acme().verify();
    }

    /** Brings every transfer to its end, if there are any. */
    void requireAllEnd() {
        if (transfers != null) {
            transfers.requireAllEnd();
        }
    }

    FaultyDataSource faulty() {
        return faulty;
    }

    SettableClock clock() {
        return clock;
    }

    /** Ends the process's side and begins it anew, as after a restart. */
    void reopen() {
        ledger.close();
        ledger = ZentraLedger.open(new ZentraCore.Settings(
                settings.storage().migrations(MigrationMode.NONE),
                settings.clock(),
                settings.random(),
                settings.limits(),
                settings.executor(),
                settings.signing()));
        if (transfers != null) {
            transfers.reopen();
        }
    }

    /** Moves a little money without any fault. */
    Posting pay(String key) {
        return acme().ledgers().post(CUSTOMER, MERCHANT, usd(3), key).orElseThrow();
    }

    /** How many events the tenant has in the table itself. */
    long head() {
        return number("select seq from zentra_journal_head where tenant ="
                + " (select no from zentra_tenant where tenant = 0 and id = 'acme')");
    }

    /** The first column of the first row of a statement, past all faults; 0 without rows. */
    long number(String sql, Object... values) {
        try (Connection connection = healthy.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (ResultSet results = statement.executeQuery()) {
                return results.next() ? results.getLong(1) : 0;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the database does not answer past the faults", e);
        }
    }

    /** Changes rows by plain SQL, past all that guards them; at least one must be there. */
    void change(String sql) {
        try (Connection connection = healthy.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            if (statement.executeUpdate() == 0) {
                throw new IllegalStateException("nothing to change: " + sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the rows cannot be changed: " + sql, e);
        }
    }

    static Money usd(long minor) {
        return Money.ofMinor(minor, USD);
    }

    @Override
    public void close() {
        faulty.heal();
        if (transfers != null) {
            transfers.close();
        }
        ledger.close();
        if (owned && healthy instanceof AutoCloseable pool) {
            try {
                pool.close();
            } catch (Exception e) {
                throw new IllegalStateException("the pool cannot be closed", e);
            }
        }
    }
}
