package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.ZentraCore;
import io.zentra.core.commit.CommitLimits;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
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
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A ledger with some money in it on a database that can be made to fail, and a way to look past it into the tables. */
final class Stage implements AutoCloseable {
    static final Asset USD = Asset.iso("USD");
    static final String BANK = "assets:bank";
    static final String CUSTOMER = "customer:42";
    static final String MERCHANT = "merchant:7";

    /** Longer than any lease, and than the pause before the ledger or a missing rail is asked for again. */
    static final Duration TURN = Duration.ofHours(2);

    private static final int MOST_TURNS = 5;

    /** Beyond them the whole is verified so slowly that a new stage costs less. */
    private static final long MOST_EVENTS = 1_500;

    private static final SigningKey KEY = SigningKey.generate("ledger.example");

    private final Remains remains;
    private final Counted counted;
    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private DataSource healthy;
    private FaultyDataSource faulty;
    private ZentraCore.Settings settings;
    private ZentraLedger ledger;
    private @Nullable TransferStage transfers;
    private int tags;
    private boolean disturbed;

    /** Opens the storage, makes its tables, and funds the customer. */
    Stage(Storage storage, Counted counted, Duration retryFor) {
        this(Remains.none(storage), counted, retryFor);
    }

    /** The same on a storage that outlives processes. */
    Stage(Remains remains, Counted counted, Duration retryFor) {
        this.remains = remains;
        this.counted = counted;
        healthy = remains.storage().open();
        faulty = FaultyDataSource.over(healthy, counted).endingWith(remains::keep);
        settings = ZentraCore.Settings.of(Storage.of(faulty, remains.storage().dialect()))
                .withClock(clock)
                .withRandom(RandomSource.seeded(7))
                .withLimits(CommitLimits.standard()
                        .withWaits(Duration.ofSeconds(5), retryFor)
                        .withLoggedRows(3))
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
            open = new TransferStage(this);
            transfers = open;
        }
        return open;
    }

    /** Recomputes everything that is kept here, and compares. */
    Verification verify() {
        return transfers == null ? acme().ledgers().verify() : transfers.acme().verify();
    }

    /** Brings every transfer to its end that has none yet, if there are any. */
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

    ZentraCore.Settings settings() {
        return settings;
    }

    /** The same database for a process that no fault strikes. */
    Storage elsewhere() {
        return Storage.of(healthy, remains.storage().dialect()).migrations(MigrationMode.NONE);
    }

    /** A word for ids and keys that no other write of this stage has. */
    String newTag() {
        return "T-" + ++tags;
    }

    /** Says that what one write does here would disturb another. */
    void disturb() {
        disturbed = true;
    }

    /** Whether another kind of write should get another stage. */
    boolean isDisturbed() {
        return disturbed;
    }

    /** Whether there are so many events that it is slow. */
    boolean isWorn() {
        return head() > MOST_EVENTS;
    }

    /** Ends the process's side and begins it anew, as after a restart. */
    void reopen() {
        endProcess();
        beginProcess();
    }

    /** The same after the process died: the next one finds what the dead one left, and connects anew. */
    void reopenAfterDeath() {
        endProcess();
        closePool();
        healthy = remains.storage().open();
        faulty = FaultyDataSource.over(healthy, counted).endingWith(remains::keep);
        settings = on(Storage.of(faulty, remains.storage().dialect()));
        beginProcess();
    }

    private void endProcess() {
        ledger.close();
        if (transfers != null) {
            transfers.close();
        }
    }

    private void beginProcess() {
        ledger = ZentraLedger.open(on(settings.storage().migrations(MigrationMode.NONE)));
        if (transfers != null) {
            transfers.begin();
        }
    }

    private ZentraCore.Settings on(Storage storage) {
        return new ZentraCore.Settings(
                storage,
                settings.clock(),
                settings.random(),
                settings.limits(),
                settings.executor(),
                settings.signing(),
                settings.metrics());
    }

    /**
     * Lets time pass and runs due work until something is done.
     *
     * @throws ZentraException {@code storage_failed} when it is not after some turns
     */
    void runDueUntil(BooleanSupplier isDone, Runnable dueWork) {
        for (int i = 0; i < MOST_TURNS && !isDone.getAsBoolean(); i++) {
            clock.advance(TURN);
            try {
                dueWork.run();
            } catch (ZentraException unavailable) {
                assertThat(unavailable.code()).isIn(ErrorCode.STORAGE_FAILED, ErrorCode.OUTCOME_UNKNOWN);
            }
        }
        if (!isDone.getAsBoolean()) {
            throw ZentraException.of(ErrorCode.STORAGE_FAILED, "the database stays down");
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
        endProcess();
        closePool();
        remains.delete();
    }

    private void closePool() {
        if (remains.storage().owned() && healthy instanceof AutoCloseable pool) {
            try {
                pool.close();
            } catch (Exception e) {
                throw new IllegalStateException("the pool cannot be closed", e);
            }
        }
    }
}
